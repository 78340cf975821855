"""The projects at a glance: budget against execution, score, grade and what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from juesuan.audit.finding import Finding
from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.performance.judging import execution_rate, grade
from juesuan.performance.scoring import suggestions


@dataclass(frozen=True)
class State:
    """One form in the list.

    budget, executed in 万元; rate in percent; score as typed, suggested as worked out where every indicator can be judged; grade by the
    province's words; findings by severity; blank: indicators without 完成值.
    """

    sheet: str
    code: str
    name: str
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    suggested: Decimal | None
    grade: str
    findings: dict[str, int]
    blank: int


def overview(sheets: Sequence[PerformanceSheet], findings: Sequence[Finding] = ()) -> tuple[State, ...]:
    """A line for each form that has a budget, in the order of the workbook; `findings` are those of the audit."""
    return tuple(_state(sheet, findings) for sheet in sheets if "全年预算数" in sheet.fields)


def _state(sheet: PerformanceSheet, findings: Sequence[Finding]) -> State:
    budget, executed, score = sheet.amount("全年预算数"), sheet.amount("全年执行数"), sheet.amount("总得分")
    found = Counter(each.severity for each in findings if any(part.cell.sheet == sheet.sheet for part in each.cells))
    scored = suggestions(sheet)
    weights = [each for each in sheet.indicators if sheet.score(each, "分值") is not None]
    suggested = sum((each.score for each in scored), Decimal(0)) if weights and len(scored) == len(weights) + 1 else None
    province = sheet.layout.provinces[0] if sheet.layout.provinces else "national"
    return State(
        sheet.sheet,
        sheet.code,
        sheet.name,
        budget,
        executed,
        execution_rate(budget, executed) if budget and executed is not None else None,
        score,
        suggested,
        grade(score, province) if score is not None else "",
        dict(found),
        sum(1 for each in sheet.indicators if "完成值" in each.cells and not sheet.value(each, "完成值")),
    )
