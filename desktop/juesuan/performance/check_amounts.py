"""P rules on money and heads within one form: sums, rates, executed against budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import round_half_up
from juesuan.performance.judging import execution_rate
from juesuan.performance.rulebook import Failure, Part, number

_TOLERANCE = Decimal("0.005")  # 万元: half of what two places show
_COLUMNS = ("上年决算", "本年预算", "本年决算")
_CONTROLS = (
    ("控制率", "实际在职人数", "编制数"),
    ("楼堂.规模控制率", "楼堂.实际规模", "楼堂.批复规模"),
    ("楼堂.投资控制率", "楼堂.实际投资", "楼堂.预算投资"),
)
_FUNDS = ("财政拨款", "上年结转", "其他资金")
_TOTALS = ("年初预算数", "全年预算数", "全年执行数")
_BALANCES = (
    ("支出总额", ("基本支出", "项目支出")),
    ("三公经费", ("公务用车", "出国", "接待")),
    ("公务用车", ("公车购置", "公车运行")),
)


def check_amounts(sheet: PerformanceSheet) -> Iterator[Failure]:
    """Every failure of the amounts of one form."""
    yield from _controls(sheet)
    yield from _rate(sheet)
    yield from _sources(sheet)
    yield from _natures(sheet)
    yield from _overspent(sheet)
    yield from _basics(sheet)


def part(sheet: PerformanceSheet, name: str) -> Part:
    """A field as a part of a failure."""
    return Part(name, sheet.fields[name], sheet.amount(name))


def same_rate(printed: Decimal, computed: Decimal, text: str) -> bool:
    """Whether a rate as printed, with its number of places, is the computed one rounded."""
    plain = re.sub(r"[%％\s]", "", text)
    places = min(len(plain.partition(".")[2]), 4) if "%" in text or "％" in text else 2
    return printed == round_half_up(computed, places)


def _controls(sheet: PerformanceSheet) -> Iterator[Failure]:
    for rate, actual, allowed in _CONTROLS:
        printed, above, below = sheet.percent(rate), sheet.amount(actual), sheet.amount(allowed)
        if printed is None or above is None or not below:
            continue
        computed = above / below * 100
        if not same_rate(printed, computed, sheet.text(rate)):
            name = rate.rsplit(".", 1)[-1]
            top, bottom = actual.rsplit(".", 1)[-1], allowed.rsplit(".", 1)[-1]
            equation = f"{name} {sheet.text(rate)} ≠ {top} {number(above)} ÷ {bottom} {number(below)} = {number(computed)}%"
            parts = (Part(rate, sheet.fields[rate], printed), part(sheet, actual), part(sheet, allowed))
            yield Failure("P15", rate, equation, parts, printed, round_half_up(computed))


def _rate(sheet: PerformanceSheet) -> Iterator[Failure]:
    budget, executed, printed = sheet.amount("全年预算数"), sheet.amount("全年执行数"), sheet.percent("执行率")
    if printed is None or not budget or executed is None:
        return
    computed = execution_rate(budget, executed) or Decimal(0)
    if not same_rate(printed, computed, sheet.text("执行率")):
        equation = f"执行率 {sheet.text('执行率')} ≠ 全年执行数 {number(executed)} ÷ 全年预算数 {number(budget)} = {number(computed)}%"
        parts = (Part("执行率", sheet.fields["执行率"], printed), part(sheet, "全年执行数"), part(sheet, "全年预算数"))
        yield Failure("P02", "执行率", equation, parts, printed, round_half_up(computed))


def _sum(sheet: PerformanceSheet, rule: str, total: str, names: Sequence[str]) -> Iterator[Failure]:
    """The total against the sum of its parts; blank parts count as nothing, but where all are blank nothing is checked."""
    whole = sheet.amount(total)
    known = [name for name in names if sheet.amount(name) is not None]
    if whole is None or not known:
        return
    added = sum((sheet.amount(name) or Decimal(0) for name in known), Decimal(0))
    if abs(whole - added) > _TOLERANCE:
        right = " + ".join(f"{_called(name)} {number(sheet.amount(name) or Decimal(0))}" for name in known)
        equation = f"{_called(total)} {number(whole)} ≠ {right}" + (f" = {number(added)}" if len(known) > 1 else "")
        yield Failure(rule, total, equation, (part(sheet, total), *(part(sheet, name) for name in known)), whole, added)


def _called(name: str) -> str:
    return name.replace(".", "·")


def _sources(sheet: PerformanceSheet) -> Iterator[Failure]:
    rule = "P10" if sheet.code == "完成情况" else "P03"
    for total in _TOTALS:
        yield from _sum(sheet, rule, total, [f"{fund}.{total}" for fund in _FUNDS])


def _natures(sheet: PerformanceSheet) -> Iterator[Failure]:
    for side in ("收入", "支出"):
        yield from _sum(sheet, "P03", f"{side}合计", [name for name in sheet.fields if name.startswith(f"{side}.")])
    income, spending = sheet.amount("收入合计"), sheet.amount("支出合计")
    if income is not None and spending is not None and abs(income - spending) > _TOLERANCE:
        equation = f"按收入性质分 {number(income)} ≠ 按支出性质分 {number(spending)}，差 {number(abs(income - spending))}"
        yield Failure("P03-收支", "性质", equation, (part(sheet, "收入合计"), part(sheet, "支出合计")), income, spending)


def _overspent(sheet: PerformanceSheet) -> Iterator[Failure]:
    for prefix in ("", *(f"{fund}." for fund in _FUNDS)):
        budget, executed = sheet.amount(f"{prefix}全年预算数"), sheet.amount(f"{prefix}全年执行数")
        if budget is not None and executed is not None and executed - budget > _TOLERANCE:
            called = prefix.rstrip(".")
            equation = f"{called}执行数 {number(executed)} 大于预算数 {number(budget)}，超 {number(executed - budget)}"
            parts = (part(sheet, f"{prefix}全年执行数"), part(sheet, f"{prefix}全年预算数"))
            yield Failure("P08", prefix or "总额", equation, parts, executed, budget)


def _basics(sheet: PerformanceSheet) -> Iterator[Failure]:
    if sheet.code != "基础数据":
        return
    for column in _COLUMNS:
        for total, names in _BALANCES:
            yield from _sum(sheet, "P16", f"{total}.{column}", [f"{name}.{column}" for name in names])
        basic, running = sheet.amount(f"基本支出.{column}"), sheet.amount(f"公用经费.{column}")
        if basic is not None and running is not None and running - basic > _TOLERANCE:
            equation = f"公用经费·{column} {number(running)} 大于基本支出·{column} {number(basic)}"
            parts = (part(sheet, f"公用经费.{column}"), part(sheet, f"基本支出.{column}"))
            yield Failure("P16", f"公用.{column}", equation, parts, running, basic)
    blank = [name for name in ("三公经费", "公务用车", "出国", "接待", "采购") if sheet.fields.keys() >= {f"{name}.本年决算"}]
    if blank and all(not sheet.text(f"{name}.本年决算") for name in blank):
        cells = tuple(part(sheet, f"{name}.本年决算") for name in blank)
        yield Failure("P18", "空白", f"{'、'.join(blank)}的本年决算数全部空白", cells)
