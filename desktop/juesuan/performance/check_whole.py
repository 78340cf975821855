"""P rules that look at several forms at once, at the texts of 绩效资料 and at the final accounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from juesuan.forms import Recognition
from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import WAN, parse_amount
from juesuan.narrative.facts import Facts
from juesuan.performance.check_amounts import part
from juesuan.performance.inputs import OF_PROJECT, Answer, load_inputs
from juesuan.performance.projects import projects_of
from juesuan.performance.rulebook import Failure, Part, number

_TOLERANCE = Decimal("0.005")
_SAME = (
    ("基础数据", "支出总额.本年预算", "整体自评", "年初预算数"),
    ("基础数据", "支出总额.本年决算", "整体自评", "全年执行数"),
    ("基础数据", "基本支出.本年决算", "整体自评", "支出.基本支出"),
    ("基础数据", "项目支出.本年决算", "整体自评", "支出.项目支出"),
)
_OF_ACCOUNTS = (
    ("支出总额.本年决算", "本年支出合计"),
    ("基本支出.本年决算", "基本支出"),
    ("项目支出.本年决算", "项目支出"),
    ("三公经费.本年决算", "三公合计"),
)
_SENTENCE = re.compile(r"[^。；;\n]+")
_YEAR = re.compile(r"(20\d\d)年")
_ABOUT_THE_YEAR = re.compile(r"目标|实有|在职|本年|决算|执行率")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)\s*万元")
_PLAIN_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*元?\s*$")


@dataclass(frozen=True)
class Whole:
    """All 绩效 forms of a workbook, what was typed into 绩效资料, and the final accounts where the workbook holds them."""

    sheets: tuple[PerformanceSheet, ...]
    answers: Mapping[str, Answer]
    recognition: Recognition

    def of(self, code: str) -> PerformanceSheet | None:
        return next((sheet for sheet in self.sheets if sheet.code == code), None)

    @property
    def year(self) -> int | None:
        """The accounts' year, else what most forms print."""
        years = Counter(sheet.year for sheet in self.sheets if sheet.year)
        return self.recognition.edition or (years.most_common(1)[0][0] if years else None)

    @property
    def projects(self) -> dict[str, PerformanceSheet]:
        return {name: sheet for sheet in self.sheets if (name := sheet.text("项目名称"))}


def check_whole(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet | None]]:
    """Every failure between forms, with the form it belongs to; None for one of 绩效资料."""
    yield from _same_figures(whole)
    yield from _years(whole)
    yield from _accounts(whole)
    for failure in (*_counted_projects(whole), *_scores_told(whole), *_old_sentences(whole), *_money_told(whole), *_parts_told(whole)):
        yield failure, None
    yield from _income(whole)


def _same_figures(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet]]:
    for first_code, first_name, second_code, second_name in _SAME:
        first, second = whole.of(first_code), whole.of(second_code)
        left = first.amount(first_name) if first else None
        right = second.amount(second_name) if second else None
        if first and second and left is not None and right is not None and abs(left - right) > _TOLERANCE:
            equation = f"{first_name} {number(left)} ≠ {second.sheet} {second_name} {number(right)}"
            yield Failure("P17", first_name, equation, (part(first, first_name), part(second, second_name)), left, right), first


def _years(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet]]:
    for sheet in whole.sheets:
        for label, (cell, printed, expected) in sheet.years.items():
            if whole.year and printed != expected + whole.year:
                equation = f"“{label}”写的是 {printed} 年，应为 {expected + whole.year} 年"
                yield Failure("P09", label, equation, (Part(label, cell, Decimal(printed)),)), sheet


def _accounts(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet]]:
    if not any(form.kind in ("fixed", "floating") for form in whole.recognition.forms):
        return
    facts = Facts(whole.recognition)
    base = whole.of("基础数据")
    for name, fact in _OF_ACCOUNTS if base else ():
        yield from ((failure, base) for failure in _against(base, name, facts.fact(fact).amount, f"决算报表 {fact}") if base)
    executed = {project.name: project.executed for project in projects_of(whole.recognition)}
    for name, sheet in whole.projects.items():
        if name in executed:
            yield from ((failure, sheet) for failure in _against(sheet, "全年执行数", executed[name], f"决算报表 {name}"))


def _against(sheet: PerformanceSheet | None, name: str, yuan: Decimal | None, other: str) -> Iterator[Failure]:
    amount = sheet.amount(name) if sheet else None
    if sheet and amount is not None and yuan is not None and abs(amount - yuan / WAN) > _TOLERANCE:
        yield Failure("P20", name, f"{name} {number(amount)} ≠ {other} {number(yuan / WAN)}", (part(sheet, name),), amount, yuan / WAN)


def _told(answer: Answer, name: str = "") -> Part:
    return Part(name or answer.key, answer.cell, parse_amount(answer.text))


def _counted_projects(whole: Whole) -> Iterator[Failure]:
    answer = whole.answers.get("管理.自评项目数")
    count = parse_amount(answer.text) if answer else None
    if answer and count is not None and whole.projects and count != len(whole.projects):
        equation = f"自评项目 {number(count)} 个 ≠ 绩效表 {len(whole.projects)} 张"
        yield Failure("P07", "项目数", equation, (_told(answer),), count, Decimal(len(whole.projects)))


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

