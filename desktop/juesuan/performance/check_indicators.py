"""P rules on 指标值 and 完成值 of one form: inequalities as results, units, rows mixed up, targets missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan.forms.performance_reading import Indicator, PerformanceSheet
from juesuan.performance.check_scores import completion, target_text
from juesuan.performance.judging import Verdict, scoring
from juesuan.performance.rulebook import Failure, Part
from juesuan.performance.values import Kind, Reading, comparable, read_value

_RATE_NAME = re.compile(r"率(?:[（(][^）)]*[)）])?$|[（(]%[）)]$")
_WHOLE = Decimal(100)
_TARGET, _ACTUAL = "指标值", "完成值"
_COUNTED = ("数量指标", "质量指标", "成本指标", "经济成本指标")
_FEWEST = 3
"""Indicators of which all may be alike by chance."""


def check_indicators(sheet: PerformanceSheet) -> Iterator[Failure]:
    """Every failure of the values of one form."""
    for indicator in sheet.indicators:
        if _ACTUAL in indicator.cells:
            yield from _value_failures(sheet, indicator)
    yield from _all_the_same(sheet)
    yield from _empty_words(sheet)


def _value_failures(sheet: PerformanceSheet, indicator: Indicator) -> Iterator[Failure]:
    target, actual = read_value(target_text(sheet, indicator)), read_value(sheet.value(indicator, _ACTUAL))
    if actual.is_number and actual.relation in ("≥", "≤", ">", "<") and not actual.text.strip().endswith("内"):
        inexact = "不是确切的数" if re.search(r"\d[万亿]?[余多]", actual.text) else "是不等式"
        yield _failure("P12", sheet, indicator, f"实际完成值“{actual.text}”{inexact}")
    yield from _writing(sheet, indicator, target, actual)
    yield from _missed(sheet, indicator, target, actual)


def _writing(sheet: PerformanceSheet, indicator: Indicator, target: Reading, actual: Reading) -> Iterator[Failure]:
    is_rate = bool(_RATE_NAME.search(indicator.third))
    if is_rate and target.kind is Kind.WORDS and target.text.strip():
        yield _failure("P13", sheet, indicator, f"比率指标的指标值写成文字“{target.text}”")
    elif target.is_number and actual.is_number and not comparable(target, actual):
        yield _failure("P13", sheet, indicator, f"指标值“{target.text}”与完成值“{actual.text}”的单位不同")
    elif is_rate and actual.unit == "%" and (actual.amount or 0) > _WHOLE:
        yield _failure("P13", sheet, indicator, f"比率“{actual.text}”超过100%")
    elif target.text.strip().endswith(("万", "亿")):
        yield _failure("P13", sheet, indicator, f"指标值“{target.text}”没有写单位")


def _missed(sheet: PerformanceSheet, indicator: Indicator, target: Reading, actual: Reading) -> Iterator[Failure]:
    if completion(sheet, indicator).verdict is not Verdict.SHORT:
        return
    other = _mixed_up_with(sheet, indicator, actual)
    if other:
        words = f"预期“{target.text}”、实际“{actual.text}”，与“{other.name}”的完成值相同"
        yield _failure("P14", sheet, indicator, words, other)
    elif "得分" not in indicator.cells:
        yield _failure("P19", sheet, indicator, f"预期“{target.text}”、实际“{actual.text}”，没有达到")


def _all_the_same(sheet: PerformanceSheet) -> Iterator[Failure]:
    filled = [each for each in sheet.indicators if _ACTUAL in each.cells and sheet.value(each, _ACTUAL) and target_text(sheet, each)]
    if len(filled) >= _FEWEST and all(sheet.value(each, _ACTUAL) == target_text(sheet, each) for each in filled):
        cells = tuple(Part(f"{each.name}·{_ACTUAL}", each.cells[_ACTUAL]) for each in filled)
        yield Failure("P28", "相同", f"{len(filled)} 项指标的实际完成值与预期完全相同", cells)


def _empty_words(sheet: PerformanceSheet) -> Iterator[Failure]:
    """Counted, timed and priced indicators whose target is a bare word."""
    vague = [each for each in sheet.indicators if each.second in _COUNTED and sheet.value(each, _TARGET) in scoring().vague]
    if vague:
        words = "、".join(f"{each.name}“{sheet.value(each, _TARGET)}”" for each in vague)
        cells = tuple(Part(f"{each.name}·{_TARGET}", each.cells[_TARGET]) for each in vague)
        yield Failure("P29", "空泛", f"指标值没有写数：{words}", cells)


def _mixed_up_with(sheet: PerformanceSheet, indicator: Indicator, actual: Reading) -> Indicator | None:
    """Another counted indicator of the same kind that has this very value as both target and result."""
    if actual.unit == "%" or not actual.is_number:
        return None
    text = sheet.value(indicator, _ACTUAL)
    others = (each for each in sheet.indicators if each.row != indicator.row and each.second == indicator.second)
    return next((each for each in others if sheet.value(each, _ACTUAL) == text == sheet.value(each, _TARGET)), None)


def _failure(rule: str, sheet: PerformanceSheet, indicator: Indicator, words: str, *others: Indicator) -> Failure:
    parts = tuple(
        Part(f"{each.name}·{name}", each.cells[name], read_value(sheet.value(each, name)).amount)
        for each in (indicator, *others)
        for name in (_ACTUAL, _TARGET)
        if name in each.cells
    )
    before = sum(1 for each in sheet.indicators if each.third == indicator.third and each.row < indicator.row)
    return Failure(rule, f"{indicator.third}#{before}", f"{indicator.name} {words}", parts)
