"""How close a table is set: letters and rows as large as they may be while it stands on as few pages as it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from juesuan.document import Table, TableCell
from juesuan.fonts import Face, Faces
from juesuan.render.columns import PAD, SMALLEST, column_count, fit, placed

LEADING = 1.26  # of the letters' size
# Letters (of the size that the columns allow), room above and below them (of their size): rows of 18.7 pt down to 11.2 pt for 五号.
_SETTINGS = ((1.0, 0.26), (1.0, 0.13), (0.95, 0.12), (0.9, 0.1), (0.86, 0.1), (0.81, 0.08), (0.76, 0.07))
_FOR_LONG = 5  # a table that takes several pages anyway is not set closer than the fifth
_RAGGED = 1.05  # what a text of several lines loses at their ends


@dataclass(frozen=True)
class Setting:
    """Size of the letters and room above and below them, in pt."""

    size: float
    pad: float

    def height(self, lines: int) -> float:
        """A row of so many lines."""
        return max(1, lines) * self.size * LEADING + 2 * self.pad


@dataclass(frozen=True)
class Room:
    """Where a table stands, in pt: height of a page, what is taken on the first one before its head, what its notes take."""

    page: float
    above: float
    notes: float


class Reckoning:
    """Row heights of a table reckoned from the lengths of its texts, without setting them."""

    def __init__(self, table: Table, columns: int, plain: Face, bold: Face) -> None:
        self._head = _cells(table.header, columns, plain, bold)
        self._body = _cells(table.body, columns, plain, bold)

    def pages(self, widths: Sequence[float], setting: Setting, room: Room) -> int:
        """How many pages the table takes."""
        head, body = (_heights(cells, widths, setting) for cells in (self._head, self._body))
        return page_count(sum(head), body or [setting.height(1)], room)

    def height(self, widths: Sequence[float], size: float) -> float:
        """Head and body in all with letters of `size`, in pt."""
        setting = Setting(size, size * _SETTINGS[1][1])
        return sum(_heights(self._head, widths, setting)) + sum(_heights(self._body, widths, setting))


_Cell = tuple[int, int, int, tuple[float, ...]]  # column, columns and rows it spans, ems of each of its paragraphs


def _cells(rows: Sequence[Sequence[TableCell]], columns: int, plain: Face, bold: Face) -> list[list[_Cell]]:
    found: list[list[_Cell]] = [[] for _ in rows]
    for row, column, cell in placed(rows, columns):
        if cell.text and column < columns:
            face = bold if cell.bold else plain
            found[row].append((column, cell.columns, cell.rows, tuple(face.width(part, 1.0) for part in cell.text.split("\n"))))
    return found


def _heights(rows: list[list[_Cell]], widths: Sequence[float], setting: Setting) -> list[float]:
    heights = []
    for cells in rows:
        lines = [_lines(parts, sum(widths[at : at + columns]) - 2 * PAD, setting.size) for at, columns, down, parts in cells if down == 1]
        heights.append(setting.height(max(lines, default=1)))
    return heights


def _lines(parts: tuple[float, ...], width: float, size: float) -> int:
    return sum(1 if ems * size <= width else ceil(ems * size * _RAGGED / width) for ems in parts)


def page_count(head: float, rows: Sequence[float], room: Room) -> int:
    """Pages of a table with a head of this height on each; the notes stay with the last row."""
    pages, left = 1, room.page - room.above - head
    for place, height in enumerate(rows):
        wanted = height + (room.notes if place == len(rows) - 1 else 0.0)
        if wanted > left:
            pages, left = pages + 1, room.page - head
        left -= height
    return pages


def arranged(table: Table, faces: Faces, width: float, room: Room) -> tuple[list[float], Iterator[tuple[Setting, int]]]:
    """Column widths (pt), and settings to try, best first, with the pages each should take."""
    columns = column_count(table)
    reckoning = Reckoning(table, columns, faces.song, faces.heading)
    widths, size = fit(table, width, faces.song, faces.heading, reckoning.height)
    return widths, _settings(size, reckoning, widths, room)


def _settings(largest: float, reckoning: Reckoning, widths: Sequence[float], room: Room) -> Iterator[tuple[Setting, int]]:
    """The loosest setting in which the table stands whole, else the loosest that takes the fewest pages; then closer ones."""
    every = [Setting(max(SMALLEST, largest * scale), max(SMALLEST, largest * scale) * pad) for scale, pad in _SETTINGS]
    pages = [reckoning.pages(widths, setting, room) for setting in every]
    last = len(every) if 1 in pages else _FOR_LONG
    fewest = min(pages[:last])
    first = pages.index(fewest)
    yield from ((setting, fewest) for setting in every[first:last])
