"""P rules that look at several forms at once and at the final accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from juesuan.forms import Recognition
from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import WAN
from juesuan.narrative.facts import Facts
from juesuan.performance.check_amounts import part
from juesuan.performance.inputs import Answer
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


@dataclass(frozen=True)
class Whole:
    """All 绩效 forms of a workbook, what 绩效资料 and (`told`) 说明资料 say of them, and the final accounts where it holds them."""

    sheets: tuple[PerformanceSheet, ...]
    answers: Mapping[str, Answer]
    recognition: Recognition
    told: Mapping[str, Answer] = field(default_factory=dict)

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

    @property
    def province(self) -> str:
        """Whose forms they are."""
        homes = Counter(home for sheet in self.sheets for home in sheet.layout.provinces[:1])
        return homes.most_common(1)[0][0] if homes else "national"


def check_whole(whole: Whole) -> Iterator[tuple[Failure, PerformanceSheet | None]]:
    """Every failure between forms, with the form it belongs to; None for one that no single form has."""
    yield from _same_figures(whole)
    yield from _years(whole)
    if any(form.kind in ("fixed", "floating") for form in whole.recognition.forms):
        facts = Facts(whole.recognition)
        yield from _accounts(whole, facts)
        yield from ((failure, None) for failure in _all_projects(whole, facts))


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


def _accounts(whole: Whole, facts: Facts) -> Iterator[tuple[Failure, PerformanceSheet]]:
    base = whole.of("基础数据")
    for name, fact in _OF_ACCOUNTS if base else ():
        yield from ((failure, base) for failure in _against(base, name, facts.fact(fact).amount, f"决算报表 {fact}") if base)
    executed = {project.name: project.executed for project in projects_of(whole.recognition)}
    for name, sheet in whole.projects.items():
        if name in executed:
            yield from ((failure, sheet) for failure in _against(sheet, "全年执行数", executed[name], f"决算报表 {name}"))


def _all_projects(whole: Whole, facts: Facts) -> Iterator[Failure]:
    """The projects together cannot have spent more than the accounts' 项目支出."""
    spent = facts.fact("项目支出").amount
    sheets = [sheet for sheet in whole.projects.values() if sheet.amount("全年执行数") is not None]
    added = sum((sheet.amount("全年执行数") or Decimal(0) for sheet in sheets), Decimal(0))
    if sheets and spent is not None and added - spent / WAN > _TOLERANCE:
        equation = f"{len(sheets)} 个项目执行数之和 {number(added)} 大于决算报表 项目支出 {number(spent / WAN)}"
        yield Failure("P26", "项目支出", equation, tuple(part(sheet, "全年执行数") for sheet in sheets), added, spent / WAN)


def _against(sheet: PerformanceSheet | None, name: str, yuan: Decimal | None, other: str) -> Iterator[Failure]:
    amount = sheet.amount(name) if sheet else None
    if sheet and amount is not None and yuan is not None and abs(amount - yuan / WAN) > _TOLERANCE:
        yield Failure("P20", name, f"{name} {number(amount)} ≠ {other} {number(yuan / WAN)}", (part(sheet, name),), amount, yuan / WAN)
