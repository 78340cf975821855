"""P rules on what the texts tell, in 绩效资料 and 说明资料, against the forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import WAN, parse_amount
from juesuan.performance.check_amounts import part
from juesuan.performance.check_whole import Whole
from juesuan.performance.inputs import OF_PROJECT, Answer, load_inputs
from juesuan.performance.rulebook import Failure, Part, number
from juesuan.performance.totals import COUNT, figures, of_projects

_TOLERANCE = Decimal("0.005")
_FOUND, _SETTLED = "绩效.发现问题数", ("绩效.已整改数", "绩效.整改中数")
_GRADE_COUNT = re.compile(r"绩效\.(.+)项目数")
_STAGES = ("目标", "监控", "自评", "事前评估")
_SENTENCE = re.compile(r"[^。；;\n]+")
_YEAR = re.compile(r"(20\d\d)年")
_ABOUT_THE_YEAR = re.compile(r"目标|实有|在职|本年|决算|执行率")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)\s*万元")
_SPENT = re.compile(r"(?:共计|合计|总计|共支出|共支付|累计支付|累计支出)[^\d。；;，,]{0,6}(\d+(?:\.\d+)?)\s*万元")
_PLAIN_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*元?\s*$")


def check_told(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet | None]]:
    """Every failure of what was typed, with the form it belongs to; None for one of 绩效资料 or 说明资料."""
    for check in (_counted, _graded, _problems, _scores_told, _old_sentences, _money_told, _spent_told, _parts_told):
        yield from ((failure, None) for failure in check(whole))
    yield from _income(whole)


def _counted(whole: Whole) -> Iterator[Failure]:
    """Counts, money, average and grades as told against those of the forms."""
    told = {**whole.told, **({COUNT: whole.answers["管理.自评项目数"]} if "管理.自评项目数" in whole.answers else {})}
    for key, fact in figures(whole.sheets, whole.province).items():
        answer = told.get(key)
        typed = parse_amount(answer.text) if answer else None
        scale = WAN if fact.unit == "元" else Decimal(1)
        if answer and typed is not None and fact.amount is not None and abs(typed - fact.amount) / scale > _TOLERANCE:
            name, unit = key.removeprefix("绩效."), "万元" if fact.unit == "元" else fact.unit
            forms = f"绩效表（{len(of_projects(whole.sheets))} 张）"
            equation = f"{name} {number(typed / scale)}{unit} ≠ {forms} {number(fact.amount / scale)}{unit}"
            cells = tuple(Part(f"{name}·{cell.sheet}", cell) for cell in fact.cells)
            yield Failure("P07", key, equation, (_told(answer), *cells), typed / scale, fact.amount / scale)


def _graded(whole: Whole) -> Iterator[Failure]:
    """Projects of each grade together are all projects."""
    count = whole.told.get(COUNT)
    grades = {key: answer for key, answer in whole.told.items() if (found := _GRADE_COUNT.fullmatch(key)) and found[1] not in _STAGES}
    known = [amount for answer in grades.values() if (amount := parse_amount(answer.text)) is not None]
    expected = parse_amount(count.text) if count else None
    if count and len(known) > 1 and expected is not None and sum(known) != expected:
        equation = f"各等级项目数之和 {number(sum(known, Decimal(0)))} ≠ 自评项目数 {number(expected)}"
        parts = tuple(_told(answer) for answer in grades.values())
        yield Failure("P07", "等级", equation, (*parts, _told(count)), sum(known, Decimal(0)), expected)


def _problems(whole: Whole) -> Iterator[Failure]:
    """发现问题 = 已整改 + 整改中."""
    answers = [whole.told.get(key) for key in (_FOUND, *_SETTLED)]
    amounts = [parse_amount(answer.text) if answer else None for answer in answers]
    found, settled, open_ = amounts
    if found is not None and settled is not None and open_ is not None and found != settled + open_:
        equation = f"发现问题 {number(found)} 个 ≠ 已整改 {number(settled)} + 整改中 {number(open_)}"
        yield Failure("P07", "问题", equation, tuple(_told(answer) for answer in answers if answer), found, settled + open_)


def _told(answer: Answer, name: str = "") -> Part:
    return Part(name or answer.key, answer.cell, parse_amount(answer.text))


def _scores_told(whole: Whole) -> Iterator[Failure]:
    answer, sheet = whole.answers.get("评价.得分"), whole.of("整体自评")
    told, scored = parse_amount(answer.text) if answer else None, sheet.amount("总得分") if sheet else None
    if answer and sheet and told is not None and scored is not None and told != scored:
        equation = f"报告得分 {number(told)} ≠ 自评表总得分 {number(scored)}"
        yield Failure("P04", "报告得分", equation, (_told(answer), part(sheet, "总得分")), told, scored)


def _old_sentences(whole: Whole) -> Iterator[Failure]:
    """A sentence about goals or staff that names earlier years only."""
    for answer in whole.answers.values() if whole.year else ():
        for sentence in _SENTENCE.findall(answer.text):
            years = [int(year) for year in _YEAR.findall(sentence)]
            if years and max(years) < (whole.year or 0) and _ABOUT_THE_YEAR.search(sentence):
                words = sentence.strip()[:40]
                yield Failure("P09-文字", f"{answer.key}:{words}", f"报告年度 {whole.year}，文中“{words}”", (_told(answer),))


def _money_told(whole: Whole) -> Iterator[Failure]:
    """What a text says was spent on a project against the project's budget."""
    for answer in whole.answers.values():
        key, _, project = answer.key.partition(OF_PROJECT)
        item, sheet = load_inputs().get(key), whole.projects.get(project)
        budget = sheet.amount("全年预算数") if sheet else None
        if sheet and item and item.spends and budget is not None:
            for amount in (Decimal(text) for text in _MONEY.findall(answer.text)):
                if amount - budget > _TOLERANCE:
                    equation = f"{project} 文中 {number(amount)}万元 大于预算数 {number(budget)}万元，超 {number(amount - budget)}万元"
                    yield Failure("P21", f"{answer.key}:{amount}", equation, (_told(answer), part(sheet, "全年预算数")), amount, budget)


def _spent_told(whole: Whole) -> Iterator[Failure]:
    """What a text says was spent in all against what the form says was executed."""
    for answer in whole.answers.values():
        key, _, project = answer.key.partition(OF_PROJECT)
        item, sheet = load_inputs().get(key), whole.projects.get(project)
        executed = sheet.amount("全年执行数") if sheet else None
        if sheet and item and item.spends and executed is not None:
            for amount in (Decimal(text) for text in _SPENT.findall(answer.text)):
                if executed - amount > _TOLERANCE:
                    gap = f"差 {number(executed - amount)}万元"
                    equation = f"{project} 文中共计 {number(amount)}万元 ≠ 执行数 {number(executed)}万元，{gap}"
                    yield Failure("P22", f"{answer.key}:{amount}", equation, (_told(answer), part(sheet, "全年执行数")), amount, executed)


def _parts_told(whole: Whole) -> Iterator[Failure]:
    """`名称 金额` a line: together they should be the 项目支出, not the whole spending."""
    answer = whole.answers.get("支出.项目构成")
    lines = answer.text.splitlines() if answer else []
    amounts = [amount for line in lines if (found := _PLAIN_MONEY.search(line)) and (amount := parse_amount(found[1])) is not None]
    projects, everything = (whole.answers.get(key) for key in ("支出.项目支出", "支出.总支出"))
    expected = parse_amount(projects.text) if projects else None
    total = parse_amount(everything.text) if everything else None
    if answer and projects and amounts and expected is not None and abs(sum(amounts) - expected) > _TOLERANCE:
        added = sum(amounts, Decimal(0))
        hint = "（等于总支出，把基本支出也列进来了）" if total is not None and abs(added - total) <= _TOLERANCE else ""
        equation = f"{len(amounts)} 项构成之和 {number(added)} ≠ 项目支出 {number(expected)}{hint}"
        yield Failure("P24", "项目构成", equation, (_told(answer), _told(projects)), added, expected)


def _income(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet]]:
    sheet = whole.of("整体自评")
    answer = whole.answers.get("收入.财政实际")
    budget = sheet.amount("收入.一般公共预算") if sheet else None
    received = parse_amount(answer.text) if answer else None
    if sheet and answer and budget is not None and received is not None and received / WAN - budget > _TOLERANCE:
        wan = received / WAN
        equation = f"一般公共预算实际收入 {number(wan)} 大于全年预算 {number(budget)}，多 {number(wan - budget)}"
        yield Failure("P23", "财政实际", equation, (_told(answer), part(sheet, "收入.一般公共预算")), wan, budget), sheet
