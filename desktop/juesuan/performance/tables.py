"""绩效 sheets as tables of a document: merged cells as on the sheet; a long form's indicators apart, their head again on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.document import Table, TableCell
from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.workbook import Cell
from juesuan.workbook.sheet import Merge

_LONG = 36  # characters: from here on a text is set left
_UNTEARABLE = 160  # characters: a longer text must be free to run over a page, so no cell beside it spans its row
_PAGE_WIDTH, _PAGE_HEIGHT = 440.0, 620.0  # pt: room of a portrait page
_ROOM = 1.15  # pages that are still set closer to make one
_FARTHEST_FOOT = 12
_LINE = 36.0  # ems of a line under a table
_FULL_WIDTH = 0x2E80


def tables_of(sheet: PerformanceSheet, annex: str = "") -> tuple[Table, ...]:
    """The form as one table, or two where it is longer than a page: what stands above the indicators, and they.

    `annex` is printed at the left above the table (附件1).
    """
    return _Drawing(sheet).tables(annex)


@dataclass(frozen=True)
class _Parts:
    """Rows at which merged cells begin anew, and those of them that hold a text long enough to be torn."""

    breaks: frozenset[int]
    tall: frozenset[int]


class _Drawing:
    """One form on its way into a document."""

    def __init__(self, sheet: PerformanceSheet) -> None:
        self.sheet = sheet
        self.grid = sheet.workbook.sheet(sheet.sheet)
        self.first, self.last = sheet.rows
        self.right = self._right()
        self.merges = {(merge.top, merge.left): merge for merge in self.grid.merges}
        look = self.grid.look
        self.widths = tuple(max(look.column_width(column), 1.0) for column in range(1, self.right + 1))

    def tables(self, annex: str) -> tuple[Table, ...]:
        title, header = self.sheet.title.replace("\n", ""), self.sheet.header_row
        unit = f"金额单位：{self.sheet.layout.unit}" if self.sheet.layout.unit else ""
        corner = (annex, unit) if annex else (unit,) if unit else ()
        notes, key = tuple(self._foot()), self.sheet.sheet
        if not header or (header > self.first and self._pages() <= _ROOM):
            return (Table(title, (), self._rows(self.first, self.last, divided=False), self.widths, corner, notes, key=key),)
        head = self._rows(header, header, divided=True)
        body = self._rows(header + 1, self.last, divided=True)
        if header == self.first:
            return (Table(title, head, body, self.widths, corner, notes, key=key),)
        above = Table(title, (), self._rows(self.first, header - 1, divided=True), self.widths, corner, key=key)
        return above, Table("", head, body, self.widths, (), notes, key=f"{key}/指标")

    def _pages(self) -> float:
        """About how many pages the form takes, by the heights of its rows on the sheet."""
        height = sum(self.grid.look.row_height(row) for row in range(self.first, self.last + 1))
        return height * min(1.0, _PAGE_WIDTH / sum(self.widths)) / _PAGE_HEIGHT

    def _right(self) -> int:
        """Last column of the table."""
        columns = [cell.column for cell in self.sheet.fields.values() if self.first <= cell.row <= self.last]
        columns += [cell.column for indicator in self.sheet.indicators for cell in indicator.cells.values()]
        farthest = max(columns, default=1)
        merges = (merge for merge in self.grid.merges if self.first <= merge.top and merge.bottom <= self.last)
        return max([farthest, *(merge.right for merge in merges if merge.right <= farthest + self.sheet.layout.width)])

    def _rows(self, first: int, last: int, *, divided: bool) -> tuple[tuple[TableCell, ...], ...]:
        """Rows of the table; `divided` cuts merged cells at each 一级指标, so that a page may end there."""
        parts = self._parts(first, last, divided=divided)
        return tuple(tuple(self._row(row, (first, last), parts)) for row in range(first, last + 1))

    def _parts(self, first: int, last: int, *, divided: bool) -> _Parts:
        rows = range(first, last + 1)
        tall = {row for row in rows if any(len(text) > _UNTEARABLE for text in self._texts(row))}
        breaks = tall | {row + 1 for row in tall}
        if divided:
            names = [indicator.first for indicator in self.sheet.indicators]
            breaks |= {each.row for place, each in enumerate(self.sheet.indicators) if place and names[place - 1] != each.first}
        return _Parts(frozenset(row for row in breaks if first < row <= last), frozenset(tall))

    def _texts(self, row: int) -> Iterator[str]:
        values = (self.grid.filled.get((row, column)) for column in range(1, self.right + 1))
        return (value for value in values if isinstance(value, str))

    def _row(self, row: int, within: tuple[int, int], parts: _Parts) -> Iterator[TableCell]:
        for column in range(1, self.right + 1):
            top, left = self.grid.anchor(row, column)
            merge = self.merges.get((top, left)) or Merge(row, column, row, column)
            if left != column or not (row in (top, within[0]) or row in parts.breaks):
                continue
            bottom = min([merge.bottom, within[1], *(place - 1 for place in parts.breaks if place > row)])
            is_prelude = bottom < merge.bottom and bottom + 1 in parts.tall and row not in parts.tall
            yield self._cell(merge, bottom - row + 1, blank=is_prelude)

    def _cell(self, merge: Merge, rows: int, *, blank: bool) -> TableCell:
        place = Cell(self.sheet.sheet, merge.top, merge.left)
        text = "" if blank else self.sheet.words(place)
        is_left = len(text) > _LONG or self._prefixed(place)
        return TableCell(text, "left" if is_left else "center", min(merge.right, self.right) - merge.left + 1, rows, cell=place)

    def _prefixed(self, place: Cell) -> bool:
        return any(cell == place and self.sheet.prefixes[name].prefix for name, cell in self.sheet.fields.items())

    def _foot(self) -> Iterator[str]:
        """The lines under the table as they stand on the sheet."""
        known = tuple(word for line in self.sheet.layout.foot if (word := line.split("{")[0].strip()[:3]))
        for row in range(self.last + 1, min(self.grid.row_count, self.last + _FARTHEST_FOOT) + 1):
            text = "      ".join(str(value).strip() for column in range(1, 13) if (value := self.grid.filled.get((row, column))))
            if known and text.startswith(known):
                yield from _within_a_line(text)


def _within_a_line(text: str) -> Iterator[str]:
    """A line of signatures in two where one would break inside a name."""
    width = sum(1.0 if ord(character) >= _FULL_WIDTH else 0.5 for character in text)
    first, gap, last = text.rpartition("  ")
    if gap and width > _LINE:
        yield first.rstrip()
        yield last.strip()
    else:
        yield text
