"""A sheet as recognition reads it: compact texts, and merged cells as their first cell."""

from __future__ import annotations

from decimal import Decimal

from juesuan.forms.labels import compact
from juesuan.workbook import Sheet

WIDEST = 400
"""No official form is wider; columns beyond are never part of a header."""


class Grid:
    """One sheet, read only.

    Attributes: sheet; width, at most WIDEST; height.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.name = sheet.name
        self.width = min(sheet.column_count, WIDEST)
        self.height = sheet.row_count
        self._merged = bool(sheet.merges)
        self._rows: dict[int, dict[int, str]] = {}

    def text(self, row: int, column: int) -> str:
        """What stands in the cell itself, compact; whole numbers without a fraction."""
        return plain_text(self.sheet.value(row, column))

    def row(self, row: int) -> dict[int, str]:
        """The filled cells of a row, column → compact text."""
        found = self._rows.get(row)
        if found is None:
            value = self.sheet.value
            cells = ((column, value(row, column)) for column in range(1, self.width + 1))
            found = self._rows[row] = {column: text for column, content in cells if content is not None and (text := plain_text(content))}
        return found

    def anchored(self, row: int, column: int) -> tuple[tuple[int, int], str]:
        """The first cell of the merge that the cell belongs to (itself where it is not merged), and its text."""
        place = self.sheet.anchor(row, column) if self._merged else (row, column)
        return place, self.row(place[0]).get(place[1], "")

    def words(self, row: int, column: int) -> str:
        """The text as printed, with inner spaces but without outer ones; empty for anything but text."""
        value = self.sheet.value(row, column)
        return value.strip() if isinstance(value, str) else ""

    def number(self, row: int, column: int) -> Decimal | None:
        value = self.sheet.value(row, column)
        return value if isinstance(value, Decimal) else None


def plain_text(value: object) -> str:
    """A cell's value as compact text: `Decimal("2010101")` → `2010101`; errors, truth values and nothing → empty."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return compact(value)
    if isinstance(value, Decimal):
        return str(int(value)) if value.is_finite() and value == value.to_integral_value() and abs(value) < 10**15 else str(value)
    return ""
