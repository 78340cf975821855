"""Findings in the words of the list, the card and the clipboard."""

from __future__ import annotations

from decimal import Decimal

from juesuan.audit.finding import Finding, FindingCell
from juesuan.money import format_yuan

LEVELS = {"error": "错误", "confirm": "核实", "info": "提示"}
MARKS = {"error": "✗", "confirm": "!", "info": "·"}


def level(finding: Finding) -> str:
    """`✗ 错误`, `! 核实`."""
    return f"{MARKS.get(finding.severity, '·')} {LEVELS.get(finding.severity, '提示')}"


def place(finding: Finding) -> str:
    """Where: the first cell, as people call it."""
    return place_of(finding.cells[0]) if finding.cells else finding.form


def place_of(part: FindingCell) -> str:
    """`财决01 31行3栏`, `财决04 2101501 2栏`."""
    row = part.address.row
    line = f"{row}行" if row.isdigit() and len(row) <= 3 else f"{row} "  # noqa: PLR2004 - 行次 has at most three digits, a 科目 at least three levels of two
    return f"{part.address.form} {line}{part.address.column}栏"


def amount(number: Decimal | None) -> str:
    """In the form's unit; empty where the rule is no comparison."""
    return "" if number is None else format_yuan(number)


def explained(finding: Finding) -> bool:
    """Whether the office has written why."""
    return bool(finding.explanation)


def as_line(finding: Finding) -> str:
    """One line of text with everything, for copying."""
    parts = (level(finding), finding.rule, place(finding), finding.equation, finding.message, finding.explanation or "")
    return "\t".join(parts)
