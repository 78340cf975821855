"""P rules on 分值 and 得分: weights to 100, totals, the score of execution, reasons, grade, suggested scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from juesuan.forms.performance_reading import Indicator, PerformanceSheet, as_percent
from juesuan.money import round_half_up
from juesuan.performance.check_amounts import part
from juesuan.performance.judging import Completion, Verdict, execution_score, grade, judge, scoring, suggested_score
from juesuan.performance.rulebook import Failure, Part, number
from juesuan.performance.values import Kind, read_value
from juesuan.performance.vocabulary import load_schemes
from juesuan.workbook import Cell

_WHOLE = Decimal(100)
_EXACT = Decimal("0.005")
_SIGNS = ("≥", "≤", "=", "＝", ">", "<")
_FEWEST = 3
"""Indicators of which all may be alike by chance."""


@dataclass(frozen=True)
class Suggestion:
    """A score worked out from the values: cell of the typed score, what was typed (None: nothing yet), what is suggested, 分值."""

    cell: Cell
    name: str
    typed: Decimal | None
    score: Decimal
    weight: Decimal


def check_scores(sheet: PerformanceSheet) -> Iterator[Failure]:
    """Every failure of the scores of one form; nothing for a form without scores."""
    for check in (_weights, _usual_weights, _execution, _rows, _totals, _all_full, _grade):
        yield from check(sheet)


def completion(sheet: PerformanceSheet, indicator: Indicator) -> Completion:
    """How far an indicator was reached."""
    return judge(target_text(sheet, indicator), sheet.value(indicator, "完成值"), (indicator.second, indicator.third))


def target_text(sheet: PerformanceSheet, indicator: Indicator) -> str:
    """指标值 as one text; a form that parts it (重庆) gives 性质 and 计量单位 beside it, and 年初指标值 where nothing was adjusted."""
    value = sheet.value(indicator, "指标值") or sheet.value(indicator, "年初指标值")
    sign, unit = sheet.value(indicator, "指标性质"), sheet.value(indicator, "计量单位")
    if not value or not re.fullmatch(r"[\d.,]+", value):
        return value
    return f"{sign if sign in _SIGNS else ''}{value}{unit}"


def suggestions(sheet: PerformanceSheet) -> tuple[Suggestion, ...]:
    """The suggested score of the execution and of every indicator that can be judged."""
    found = [*_execution_suggestion(sheet)]
    for indicator in sheet.indicators:
        weight, cell = sheet.score(indicator, "分值"), indicator.cells.get("得分")
        if weight is not None and cell:
            score = suggested_score(weight, completion(sheet, indicator))
            if score is not None:
                found.append(Suggestion(cell, indicator.name, sheet.score(indicator, "得分"), score, weight))
    return tuple(found)


def _execution_suggestion(sheet: PerformanceSheet) -> Iterator[Suggestion]:
    budget, executed, weight = sheet.amount("全年预算数"), sheet.amount("全年执行数"), sheet.amount("执行率分值")
    if budget and executed is not None and weight is not None and "执行率得分" in sheet.fields:
        score = execution_score(budget, executed, weight)
        if score is not None:
            yield Suggestion(sheet.fields["执行率得分"], "预算执行率", sheet.amount("执行率得分"), score, weight)


def _part(sheet: PerformanceSheet, indicator: Indicator, name: str) -> Part:
    return Part(f"{indicator.name}·{name}", indicator.cells[name], sheet.score(indicator, name))


def _scored(sheet: PerformanceSheet, name: str) -> list[Indicator]:
    return [each for each in sheet.indicators if name in each.cells and sheet.score(each, name) is not None]


def _weights(sheet: PerformanceSheet) -> Iterator[Failure]:
    scored = _scored(sheet, "分值")
    if not scored:
        return
    execution = sheet.amount("执行率分值") or Decimal(0)
    below = sum((sheet.score(each, "分值") or Decimal(0) for each in scored), Decimal(0))
    parts = tuple(_part(sheet, each, "分值") for each in scored)
    if abs(execution + below - _WHOLE) > _EXACT:
        equation = f"分值合计 执行率 {number(execution)} + 指标 {number(below)} = {number(execution + below)} ≠ 100"
        yield Failure("P01", "合计", equation, parts, execution + below, _WHOLE)
    for first, members in groupby(scored, key=lambda each: (each.first, each.group_weight)):
        yield from _group(sheet, first, list(members))


def _group(sheet: PerformanceSheet, group: tuple[str, Decimal | None], members: list[Indicator]) -> Iterator[Failure]:
    name, weight = group
    added = sum((sheet.score(each, "分值") or Decimal(0) for each in members), Decimal(0))
    if weight is not None and abs(weight - added) > _EXACT:
        parts = tuple(_part(sheet, each, "分值") for each in members)
        yield Failure("P01", name, f"{name}({number(weight)}分) ≠ 各项分值之和 {number(added)}", parts, weight, added)


def _usual_weights(sheet: PerformanceSheet) -> Iterator[Failure]:
    """Weights of the 一级指标 against those of the form's scheme, or of one that does as well."""
    schemes = load_schemes()
    scheme = schemes.get(sheet.layout.scheme_for(sheet.year))
    scored = _scored(sheet, "分值")
    if scheme is None or not scored or any(group.weight is None for group in scheme.groups):
        return
    found: dict[str, Decimal] = {}
    for each in scored:
        found[each.first] = found.get(each.first, Decimal(0)) + (sheet.score(each, "分值") or Decimal(0))
    usual = [{group.name: group.weight for group in each.groups} for each in (scheme, *(schemes[name] for name in scheme.also))]
    if not scheme.shared and sum(found.values()) == _WHOLE - (scheme.execution or 0) and found not in usual:
        written = "、".join(f"{name} {number(weight)}" for name, weight in found.items())
        expected = "、".join(f"{name} {number(weight)}" for name, weight in usual[0].items() if weight is not None)
        yield Failure("P01-权重", "权重", f"{written}，通行 {expected}", tuple(_part(sheet, each, "分值") for each in scored))


def _execution(sheet: PerformanceSheet) -> Iterator[Failure]:
    if sheet.amount("全年预算数") == 0 and sheet.amount("执行率得分"):
        equation = f"全年预算数 0，执行率无法计算，执行率得分 {sheet.text('执行率得分')}"
        yield Failure("P02-无预算", "执行率得分", equation, tuple(part(sheet, name) for name in ("执行率得分", "全年预算数")))
    for suggestion in _execution_suggestion(sheet):
        typed = suggestion.typed
        if typed is None or abs(typed - suggestion.score) <= _EXACT:
            continue
        rounded = typed == typed.to_integral_value() and abs(typed - suggestion.score) < scoring().rounding_tolerance
        rate = sheet.text("执行率")
        equation = f"执行率得分 {number(typed)} ≠ 执行率 {rate} × {number(suggestion.weight)}分 = {number(suggestion.score)}"
        parts = tuple(part(sheet, name) for name in ("执行率得分", "全年执行数", "全年预算数", "执行率分值"))
        yield Failure("P02-取整" if rounded else "P02", "执行率得分", equation, parts, typed, suggestion.score)


def _rows(sheet: PerformanceSheet) -> Iterator[Failure]:
    for indicator in _scored(sheet, "得分"):
        weight, score = sheet.score(indicator, "分值"), sheet.score(indicator, "得分")
        if weight is None or score is None:
            continue
        place = f"{indicator.third}#{sum(1 for other in sheet.indicators if other.third == indicator.third and other.row < indicator.row)}"
        parts = (_part(sheet, indicator, "得分"), _part(sheet, indicator, "分值"))
        if score > weight:
            yield Failure("P04", place, f"{indicator.name} 得分 {number(score)} 大于分值 {number(weight)}", parts, score, weight)
        if "偏差原因" in indicator.cells and not sheet.value(indicator, "偏差原因"):
            yield from _unexplained(sheet, indicator, place, parts)
        yield from _factor(sheet, indicator, place)
        yield from _suggested(sheet, indicator, place, parts)


def _unexplained(sheet: PerformanceSheet, indicator: Indicator, place: str, parts: tuple[Part, ...]) -> Iterator[Failure]:
    """Points lost, a figure not reached or far above its target, and no reason."""
    weight, score = sheet.score(indicator, "分值") or Decimal(0), sheet.score(indicator, "得分") or Decimal(0)
    reason = Part(f"{indicator.name}·偏差原因", indicator.cells["偏差原因"])
    done, values = completion(sheet, indicator), f"指标值 {target_text(sheet, indicator)}、完成值 {sheet.value(indicator, '完成值')}"
    if score < weight:
        equation = f"{indicator.name} 分值 {number(weight)}、得分 {number(score)}，扣 {number(weight - score)} 分，偏差原因空白"
        yield Failure("P05", place, equation, (reason, *parts), score, weight)
    elif done.verdict is Verdict.SHORT and read_value(sheet.value(indicator, "完成值")).kind is not Kind.WORDS:
        yield Failure("P05", place, f"{indicator.name} {values}，没有达到，偏差原因空白", (reason, *parts))
    elif done.verdict is Verdict.FAR_ABOVE and done.ratio is not None:
        times = f"{number(round_half_up(done.ratio))} 倍"
        yield Failure("P25", place, f"{indicator.name} {values}，是指标值的 {times}，偏差原因空白", (reason, *parts))


def _factor(sheet: PerformanceSheet, indicator: Indicator, place: str) -> Iterator[Failure]:
    """得分 = 分值 × 得分系数, where the form has one."""
    factor, weight, score = as_percent(sheet.value(indicator, "得分系数")), sheet.score(indicator, "分值"), sheet.score(indicator, "得分")
    if factor is not None and weight is not None and score is not None and abs(score - weight * factor / 100) > _EXACT:
        product = weight * factor / 100
        equation = f"{indicator.name} 得分 {number(score)} ≠ 分值 {number(weight)} × 得分系数 {number(factor)}% = {number(product)}"
        yield Failure("P04", f"{place}·系数", equation, tuple(_part(sheet, indicator, name) for name in ("得分", "分值")), score, product)


def _suggested(sheet: PerformanceSheet, indicator: Indicator, place: str, parts: tuple[Part, ...]) -> Iterator[Failure]:
    """The typed score against the suggested one; a full score for an indicator that was not reached counts whatever the difference."""
    weight, score = sheet.score(indicator, "分值"), sheet.score(indicator, "得分")
    done = completion(sheet, indicator)
    wanted = suggested_score(weight, done) if weight is not None else None
    if weight is None or score is None or wanted is None:
        return
    full_though_short = done.verdict is Verdict.SHORT and score == weight and wanted < weight
    if abs(score - wanted) > scoring().score_tolerance or full_though_short:
        values = f"指标值 {target_text(sheet, indicator)}、完成值 {sheet.value(indicator, '完成值')}"
        equation = f"{indicator.name} 得分 {number(score)}，{values}，建议得分 {number(wanted)}"
        yield Failure("P11", place, equation, parts, score, wanted)


def _totals(sheet: PerformanceSheet) -> Iterator[Failure]:
    scored = _scored(sheet, "得分")
    total, execution = sheet.amount("总得分"), sheet.amount("执行率得分")
    if total is None or not scored:
        return
    added = sum((sheet.score(each, "得分") or Decimal(0) for each in scored), Decimal(0))
    whole = added + (execution or Decimal(0))
    if abs(total - whole) > _EXACT:
        equation = f"总得分 {number(total)} ≠ 执行率得分 {number(execution or Decimal(0))} + 指标得分 {number(added)} = {number(whole)}"
        parts = (part(sheet, "总得分"), *(_part(sheet, each, "得分") for each in scored))
        yield Failure("P04", "总得分", equation, parts, total, whole)


def _all_full(sheet: PerformanceSheet) -> Iterator[Failure]:
    """Every indicator full, every result the very target: worth a second look."""
    scored = [each for each in _scored(sheet, "得分") if sheet.score(each, "分值") is not None]
    if len(scored) >= _FEWEST and all(sheet.score(each, "得分") == sheet.score(each, "分值") for each in scored):
        yield Failure("P27", "满分", f"{len(scored)} 项指标全部满分", tuple(_part(sheet, each, "得分") for each in scored))


def _grade(sheet: PerformanceSheet) -> Iterator[Failure]:
    typed, total = sheet.text("评级"), sheet.amount("总得分")
    if not typed or total is None:
        return
    province = sheet.layout.provinces[0] if sheet.layout.provinces else "national"
    right = grade(total, province)
    if typed != right:
        equation = f"评级 {typed} ≠ 总分 {number(total)} 对应的 {right}"
        yield Failure("P06", "评级", equation, (part(sheet, "评级"), part(sheet, "总得分")), total)
