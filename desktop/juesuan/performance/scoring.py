"""Suggested scores put where none was typed yet; typed ones stay."""

from __future__ import annotations

from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.performance.check_scores import Suggestion, suggestions
from juesuan.workbook import Change

__all__ = ["Suggestion", "fill_scores", "suggestions"]


def fill_scores(sheet: PerformanceSheet) -> Change:
    """A change that fills in every suggested score whose cell is blank."""
    blank = {each.cell: each.score for each in suggestions(sheet) if each.typed is None}
    return sheet.workbook.replace(blank, f"填写 {sheet.name} 建议得分")
