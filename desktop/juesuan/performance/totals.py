"""The projects together, as the 决算情况说明 tells them: how many, their budget, average score and grades."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import WAN, round_half_up
from juesuan.narrative.facts import Fact
from juesuan.performance.judging import grade, scoring

FORMS_OF_PROJECTS = ("项目自评", "完成情况")
COUNT = "绩效.自评项目数"
_BUDGET, _AVERAGE, _GRADED = "绩效.自评金额", "绩效.平均得分", "绩效.{}项目数"


def of_projects(sheets: Sequence[PerformanceSheet]) -> list[PerformanceSheet]:
    """The forms that stand for a project each; blank ones do not count."""
    return [sheet for sheet in sheets if sheet.code in FORMS_OF_PROJECTS and sheet.text("项目名称")]


def figures(sheets: Sequence[PerformanceSheet], province: str) -> dict[str, Fact]:
    """How many projects were evaluated, their budget in 元, average score and grades; an average only where every project has a score."""
    projects = of_projects(sheets)
    if not projects:
        return {}
    found = {COUNT: _fact(COUNT, Decimal(len(projects)), "个", projects, "项目名称")}
    budgets = [sheet.amount("全年预算数") for sheet in projects]
    if None not in budgets:
        found[_BUDGET] = _fact(_BUDGET, sum((each or Decimal(0) for each in budgets), Decimal(0)) * WAN, "元", projects, "全年预算数")
    scores = [score for sheet in projects if (score := sheet.amount("总得分")) is not None]
    if len(scores) == len(projects):
        found[_AVERAGE] = _fact(_AVERAGE, average(scores), "分", projects, "总得分")
        for name, _ in scoring().grades.get(province) or scoring().grades["national"]:
            key = _GRADED.format(name)
            of_grade = [sheet for sheet in projects if grade_of(sheet, province) == name]
            found[key] = _fact(key, Decimal(len(of_grade)), "个", of_grade, "总得分")
    return found


def average(scores: Sequence[Decimal]) -> Decimal:
    """Mean of the scores with the places that scores have."""
    return round_half_up(sum(scores, Decimal(0)) / len(scores), scoring().places)


def grade_of(sheet: PerformanceSheet, province: str) -> str:
    """The grade as typed, else as the score has it; empty without a score."""
    score = sheet.amount("总得分")
    return sheet.text("评级") or (grade(score, province) if score is not None else "")


def _fact(key: str, amount: Decimal, unit: str, sheets: Sequence[PerformanceSheet], field: str) -> Fact:
    return Fact(key, amount, unit, tuple(sheet.fields[field] for sheet in sheets if field in sheet.fields))
