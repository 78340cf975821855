"""The projects of a workbook as the page 绩效 lists them: those with a form and those still without, and their totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from juesuan.desk import Desk
from juesuan.money import WAN
from juesuan.performance import Indicator, PerformanceSheet, Project, projects_of
from juesuan.performance.indicators import add_indicator
from juesuan.performance.judging import execution_rate
from juesuan.performance.overview import State, overview
from juesuan.performance.scoring import Suggestion, suggestions
from juesuan.workbook import Cell, CellEdit, Change
from juesuan.workbook.sheet import Merge

_MONEY = "{:,.2f}"
NO_FORM = "未建表"


@dataclass(frozen=True)
class ProjectLine:
    """One line. sheet: of its form, empty where there is none; amounts in 万元; rate in percent; status with the role of its colour;
    counted: whether it is a project (not the whole unit), so that totals take it in.
    """

    name: str
    sheet: str
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    suggested: Decimal | None
    grade: str
    status: str
    role: str
    counted: bool = True


@dataclass(frozen=True)
class ProjectTotals:
    """Of the projects alone; amounts in 万元, rate in percent; without: projects that have no form yet."""

    count: int
    budget: Decimal
    executed: Decimal
    rate: Decimal | None
    without: int

    @property
    def words(self) -> str:
        if not self.count:
            return ""
        rate = f"　执行率 {percent_words(self.rate)}" if self.rate is not None else ""
        without = f"　其中 {self.without} 个还没有自评表" if self.without else ""
        return f"{self.count} 个项目　预算 {money_words(self.budget)} 万元　执行 {money_words(self.executed)} 万元{rate}{without}"


def project_lines(desk: Desk) -> tuple[ProjectLine, ...]:
    """Forms in the order of the workbook, then the projects of 财决06 or 财决05-2 that none of them is about."""
    sheets = performance_sheets(desk)
    performance = desk.audit.performance
    states = overview(tuple(sheets.values()), performance.findings if performance else ())
    made = tuple(_of_state(state, counted="项目名称" in sheets[state.sheet].fields) for state in states)
    named = {_bare(line.name) for line in made}
    return made + tuple(_of_project(project) for project in projects_of(desk.recognition) if _bare(project.name) not in named)


def performance_sheets(desk: Desk) -> dict[str, PerformanceSheet]:
    """The 绩效 forms by sheet name, as they stand."""
    return desk.audit.performance.sheets if desk.audit.performance else {}


def totals_of(lines: Iterable[ProjectLine]) -> ProjectTotals:
    projects = [line for line in lines if line.counted]
    budget = sum((line.budget for line in projects if line.budget is not None), Decimal(0))
    executed = sum((line.executed for line in projects if line.executed is not None), Decimal(0))
    known = all(line.budget is not None for line in projects)
    rate = execution_rate(budget, executed) if known and budget else None
    return ProjectTotals(len(projects), budget, executed, rate, sum(1 for line in projects if not line.sheet))


def _of_state(state: State, *, counted: bool) -> ProjectLine:
    status, role = _status(state)
    return ProjectLine(
        state.name, state.sheet, state.budget, state.executed, state.rate, state.score, state.suggested, state.grade, status, role, counted
    )


def _status(state: State) -> tuple[str, str]:
    if state.findings.get("error"):
        return f"✗ {state.findings['error']}", "error"
    if state.blank:
        return f"待填 {state.blank}", "confirm"
    if state.findings.get("confirm"):
        return f"! {state.findings['confirm']}", "confirm"
    return "✓", "held"


def _of_project(project: Project) -> ProjectLine:
    budget, executed = (None if amount is None else amount / WAN for amount in (project.budget, project.executed))
    rate = execution_rate(budget, executed) if budget and executed is not None else None
    return ProjectLine(project.name, "", budget, executed, rate, None, None, "", NO_FORM, "muted")


def _bare(name: str) -> str:
    return "".join(name.split()).removesuffix("项目")


@dataclass(frozen=True)
class IndicatorLine:
    """One 三级指标 as listed: texts by column, the cells they can be typed into, the suggested score."""

    indicator: Indicator
    texts: dict[str, str]
    suggestion: Suggestion | None

    def cell(self, column: str) -> Cell | None:
        return self.indicator.cells.get(column)


COLUMNS = ("一级", "二级", "三级", "指标值", "完成值", "分值", "得分", "偏差原因")


def indicator_lines(sheet: PerformanceSheet) -> tuple[IndicatorLine, ...]:
    """In the order of the form."""
    suggested = {each.cell: each for each in suggestions(sheet)}
    return tuple(
        IndicatorLine(
            each,
            {"一级": each.first, "二级": each.second, "三级": each.third} | {name: _shown(sheet, each, name) for name in COLUMNS[3:]},
            suggested.get(each.cells["得分"]) if "得分" in each.cells else None,
        )
        for each in sheet.indicators
    )


def _shown(sheet: PerformanceSheet, indicator: Indicator, name: str) -> str:
    score = sheet.score(indicator, name) if name in ("分值", "得分") else None
    return sheet.value(indicator, name) if score is None else score_words(score)


def added_below(sheet: PerformanceSheet, after: Indicator) -> Change:
    """An empty indicator below another; where its 二级 stands in a cell of one row, its name is written again beside the new one."""
    change = add_indicator(sheet, after)
    cell = after.cells.get("二级")
    if cell is None or any(merge.bottom > merge.top and _covers(merge, cell) for merge in sheet.workbook.sheet(sheet.sheet).merges):
        return change
    return replace(change, edits=(*change.edits, CellEdit(cell._replace(row=after.row + 1), None, after.second)))


def _covers(merge: Merge, cell: Cell) -> bool:
    return merge.top <= cell.row <= merge.bottom and merge.left <= cell.column <= merge.right


def shown_columns(lines: Sequence[IndicatorLine]) -> tuple[str, ...]:
    """The columns that the form has."""
    return tuple(name for name in COLUMNS if name in COLUMNS[:3] or any(line.cell(name) for line in lines))


def money_words(amount: Decimal | None) -> str:
    """`1,234.50`, empty for None."""
    return "" if amount is None else _MONEY.format(amount)


def percent_words(rate: Decimal | None) -> str:
    return "" if rate is None else f"{rate:.2f}%"


def score_words(score: Decimal | None) -> str:
    """As typed, without needless zeros."""
    return "" if score is None else f"{score.normalize():f}"
