"""绩效 sheets as tables of a document: merged cells as on the sheet, the indicators apart so that their head comes again on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.document import Table, TableCell
from juesuan.performance.reading import PerformanceSheet
from juesuan.workbook import Cell

_LONG = 24  # characters: from here on a text is set left
_UNTEARABLE = 160  # characters: a longer text must be free to run over a page, so no cell beside it spans its row


@dataclass(frozen=True)
class _Box:
    """A merged cell within the table: rows and columns inclusive, sheet coordinates."""

    top: int
    left: int
    bottom: int
    right: int


def tables_of(sheet: PerformanceSheet) -> tuple[Table, ...]:
    """The form as one table, or two where it has indicators: what stands above them, and they."""
    first, last = sheet.rows
    notes = tuple(_foot(sheet))
    title, corner = sheet.title, ((f"金额单位：{sheet.layout.unit}",) if sheet.layout.unit else ())
    widths = _widths(sheet)
    header = sheet.header_row
    if not header:
        return (Table(title, (), _rows(sheet, first, last), widths, corner, notes, key=sheet.sheet),)
    body = _rows(sheet, header + 1, last)
    head = _rows(sheet, header, header)
    if header == first:
        return (Table(title, head, body, widths, corner, notes, key=sheet.sheet),)
    above = Table(title, (), _rows(sheet, first, header - 1), widths, corner, key=sheet.sheet)
    return above, Table("", head, body, widths, (), notes, key=f"{sheet.sheet}/指标")


def _widths(sheet: PerformanceSheet) -> tuple[float, ...]:
    look = sheet.workbook.sheet(sheet.sheet).look
    left, right = _sides(sheet)
    return tuple(max(look.column_width(column), 1.0) for column in range(left, right + 1))


def _sides(sheet: PerformanceSheet) -> tuple[int, int]:
    """First and last column of the table."""
    columns = [cell.column for cell in sheet.fields.values() if sheet.rows[0] <= cell.row <= sheet.rows[1]]
    columns += [cell.column for indicator in sheet.indicators for cell in indicator.cells.values()]
    grid = sheet.workbook.sheet(sheet.sheet)
    inside = [merge for merge in grid.merges if sheet.rows[0] <= merge.top and merge.bottom <= sheet.rows[1]]
    return 1, max([*columns, *(merge.right for merge in inside if merge.right <= max(columns, default=1) + sheet.layout.width)], default=1)


def _rows(sheet: PerformanceSheet, first: int, last: int) -> tuple[tuple[TableCell, ...], ...]:
    """Rows of the table; a merge that reaches out of these rows is cut off, one beside a long text row by row."""
    left, right = _sides(sheet)
    grid = sheet.workbook.sheet(sheet.sheet)
    merges = {(merge.top, merge.left): merge for merge in grid.merges}
    breaks = _breaks(sheet, first, last)
    rows: list[list[tuple[int, TableCell]]] = [[] for _ in range(first, last + 1)]
    for row in range(first, last + 1):
        for column in range(left, right + 1):
            top, start = grid.anchor(row, column)
            if start != column:
                continue
            merge = merges.get((top, start))
            box = _Box(top, start, merge.bottom if merge else row, merge.right if merge else column)
            begins = row in (top, first) or row in breaks
            if begins:
                bottom = min([box.bottom, last, *(place - 1 for place in breaks if place > row)])
                rows[row - first].append((column, _cell(sheet, box, bottom - row + 1, right)))
    return tuple(tuple(cell for _, cell in row) for row in rows)


def _breaks(sheet: PerformanceSheet, first: int, last: int) -> set[int]:
    """Rows at which spanning cells begin anew: a new 一级指标, the rows with texts long enough to be torn, and what follows them."""
    grid = sheet.workbook.sheet(sheet.sheet)
    found: set[int] = set()
    names = [indicator.first for indicator in sheet.indicators]
    found |= {indicator.row for place, indicator in enumerate(sheet.indicators) if place == 0 or names[place - 1] != indicator.first}
    for row in range(first, last + 1):
        texts = (grid.filled.get((row, column)) for column in range(1, grid.column_count + 1))
        if any(isinstance(text, str) and len(text) > _UNTEARABLE for text in texts):
            found |= {row, row + 1}
    return {row for row in found if first < row <= last}


def _cell(sheet: PerformanceSheet, box: _Box, rows: int, right: int) -> TableCell:
    place = Cell(sheet.sheet, box.top, box.left)
    text = sheet.words(place)
    align = "left" if len(text) > _LONG or (len(text) > 1 and text.rstrip().endswith(("：", ":"))) or _prefixed(sheet, place) else "center"
    return TableCell(text, align, min(box.right, right) - box.left + 1, rows, cell=place)


def _prefixed(sheet: PerformanceSheet, place: Cell) -> bool:
    return any(cell == place and sheet.prefixes[name].prefix for name, cell in sheet.fields.items())


def _foot(sheet: PerformanceSheet) -> Iterator[str]:
    """The lines under the table as they stand on the sheet."""
    grid = sheet.workbook.sheet(sheet.sheet)
    known = [line.split("{")[0].strip()[:3] for line in sheet.layout.foot]
    for row in range(sheet.rows[1] + 1, min(grid.row_count, sheet.rows[1] + 12) + 1):
        text = "      ".join(str(value).strip() for column in range(1, 13) if (value := grid.filled.get((row, column))))
        if text and any(text.startswith(word) for word in known if word):
            yield text
