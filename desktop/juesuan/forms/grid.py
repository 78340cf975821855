"""A sheet as recognition reads it: compact texts, and merged cells as their first cell."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from juesuan.forms.labels import compact
from juesuan.workbook import Sheet

WIDEST = 400
"""No official form is wider; columns beyond are never part of a header."""
UPPER = 40
"""Headings and headers end above this row."""


class Grid:
    """One sheet, read only.

    Attributes: sheet; width, at most WIDEST; height.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.name = sheet.name
        self._rows: dict[int, dict[int, str]] = {}
        self._merged: dict[tuple[int, int], tuple[int, int]] | None = None

    @cached_property
    def width(self) -> int:
        return min(self.sheet.column_count, WIDEST)

    @cached_property
    def height(self) -> int:
        return self.sheet.row_count

    def text(self, row: int, column: int) -> str:
        """What stands in the cell itself, compact; whole numbers without a fraction."""
        return plain_text(self.sheet.value(row, column))

    def row(self, row: int) -> dict[int, str]:
        """The filled cells of a row, column → compact text."""
        found = self._rows.get(row)
        if found is None:
            found = self._rows[row] = {}
            value = self.sheet.value
            for column in range(1, self.width + 1):
                content = value(row, column)
                if content is not None and (text := plain_text(content)):
                    found[column] = text
        return found

    def anchored(self, row: int, column: int) -> tuple[tuple[int, int], str]:
        """The first cell of the merge that the cell belongs to (itself where it is not merged), and its text. For the upper rows only,
        where headings and headers are.
        """
        if self._merged is None:
            self._merged = self._merges_above(UPPER)
        place = self._merged.get((row, column), (row, column))
        return place, self.row(place[0]).get(place[1], "")

    def _merges_above(self, last: int) -> dict[tuple[int, int], tuple[int, int]]:
        upper = [merge for merge in self.sheet.merges if merge.top <= last]
        return {
            (row, column): (merge.top, merge.left)
            for merge in upper
            for row in range(merge.top, min(merge.bottom, last) + 1)
            for column in range(merge.left, min(merge.right, self.width) + 1)
        }

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
