"""Tables as strips: merged heads that come again on every page, rows that may be torn only where a text is long, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from juesuan.document import Table, TableCell
from juesuan.fonts import Face, Faces
from juesuan.render.breaking import Line
from juesuan.render.closeness import LEADING, Room, Setting, arranged, page_count
from juesuan.render.colours import RULE
from juesuan.render.columns import PAD, column_count, placed
from juesuan.render.grid import sheet
from juesuan.render.operators import draw_edges
from juesuan.render.pages import Strip, blank, kept
from juesuan.render.setting import Words, balanced, baseline, draw_aligned, line_drawer, measured

_TITLE_SIZE = 16.0
_TITLE_LEADING = 28.0
_CORNER_SIZE = 10.5
_CORNER_LEADING = 16.0
_GAP = 14.0  # below a table
_JUSTIFIED_FROM = 18.0  # ems: narrower cells keep a ragged right edge, or their few characters drift apart
_NOTE_GAP = 3.0
_RULE_WIDTH = 0.5
_TEAR_FROM = 8  # lines: a row shorter than this goes to the next page whole
_TEAR_LEAST = 3  # lines that must stand on each side of a tear


@dataclass(frozen=True)
class _Box:
    """A cell laid out. Attributes: left and width (pt) in the row; rows it spans; its lines with their words; align."""

    left: float
    width: float
    rows: int
    lines: tuple[tuple[Words, Line], ...]
    align: str


@dataclass(frozen=True)
class _Frame:
    """What all rows of a table share. Attributes: column lefts and widths (pt), setting of letters and rows, faces of text and of bold."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    setting: Setting
    plain: Face
    bold: Face

    @property
    def size(self) -> float:
        return self.setting.size

    @property
    def leading(self) -> float:
        return self.size * LEADING

    def height(self, lines: int) -> float:
        """A row of so many lines."""
        return self.setting.height(lines)

    def box(self, column: int, cell: TableCell) -> _Box:
        last = min(column + cell.columns, len(self.widths))
        width = sum(self.widths[column:last])
        if not cell.text:
            return _Box(self.lefts[column], width, cell.rows, (), cell.align)
        face, inner = self.bold if cell.bold else self.plain, width - 2 * PAD
        lines = [
            (words, line)
            for part in cell.text.strip("\n").split("\n")
            for words in (measured(part.strip(), face, self.size),)
            for line in words.lines(inner, justify=cell.align == "left" and inner >= _JUSTIFIED_FROM * self.size)
        ]
        return _Box(self.lefts[column], width, cell.rows, tuple(lines), cell.align)


def table_strips(table: Table, faces: Faces, above: float = 0.0) -> list[Strip]:
    """Title, corner lines, head, rows and notes; `above` (pt): what headings before it take of its page.

    An empty body keeps one blank row, so that the form is seen as it is.
    """
    page = sheet(landscape=table.landscape)
    before = [*_title_strips(table.title, page.width, faces), *_corner_strips(table.corner, page.width, faces)]
    notes = _note_strips(table.notes, page.width, faces)
    rows = _set_rows(table, faces, page.width, Room(page.height, above + _height(before), _height(notes)))
    if notes:
        rows[-1] = replace(rows[-1], keep=True)
    strips = [*before, *rows, *notes]
    strips[0] = replace(strips[0], wants=_height(strips))
    return [replace(strip, landscape=table.landscape) for strip in (*strips, blank(_GAP))]


def _height(strips: Sequence[Strip]) -> float:
    return sum(strip.height for strip in strips)


def _set_rows(table: Table, faces: Faces, width: float, room: Room) -> list[Strip]:
    """Head and body, as loose as they may be without taking more pages."""
    columns = column_count(table)
    widths, trials = arranged(table, faces, width, room)
    lefts = tuple(sum(widths[:column]) for column in range(columns))
    rows: list[Strip] = []
    for setting, pages in trials:
        frame = _Frame(lefts, tuple(widths), setting, faces.song, faces.heading)
        head = kept(_row_strips(table.header, frame, columns))
        body = _row_strips(table.body or (tuple(TableCell("") for _ in range(columns)),), frame, columns)
        rows = [*head, *(replace(strip, repeat=tuple(head)) for strip in body)]
        if page_count(_height(head), [strip.height for strip in body], room) <= pages:
            break
    return rows


def _title_strips(title: str, width: float, faces: Faces) -> list[Strip]:
    words = measured(title, faces.title, _TITLE_SIZE)
    lines = balanced(words, width) if title else []
    drawers = [line_drawer(words, line, leading=_TITLE_LEADING, box=(0.0, width), align="center") for line in lines]
    return [Strip(_TITLE_LEADING, draw, keep=True) for draw in drawers]


def _corner_strips(corner: Sequence[str], width: float, faces: Faces) -> list[Strip]:
    """The texts above the head in one line: one stands right, two left and right, of three the second in the middle."""
    if not any(corner):
        return []
    aligns = {1: ["right"], 2: ["left", "right"]}.get(len(corner), ["left", *["center"] * (len(corner) - 2), "right"])
    texts = [(measured(text, faces.song, _CORNER_SIZE), align) for text, align in zip(corner, aligns, strict=True) if text]

    def draw(canvas: Any, left: float, top: float) -> None:
        for words, align in texts:
            for line in words.lines(width, justify=False)[:1]:
                draw_aligned(canvas, words, line, (left, width), baseline(top, _CORNER_LEADING, _CORNER_SIZE), align)

    return [Strip(_CORNER_LEADING, draw, keep=True)]


def _note_strips(notes: Sequence[str], width: float, faces: Faces) -> list[Strip]:
    """Notes under the table, each a paragraph; all stay together."""
    size, strips = _CORNER_SIZE, [blank(_NOTE_GAP, keep=True)] if notes else []
    for note in notes:
        words = measured(note.strip(), faces.song, size)
        strips += [
            Strip(size * 1.5, line_drawer(words, line, leading=size * 1.5, box=(0.0, width)), keep=True) for line in words.lines(width)
        ]
    return [*strips[:-1], *(replace(strip, keep=False) for strip in strips[-1:])]


def _row_strips(rows: Sequence[Sequence[TableCell]], frame: _Frame, columns: int) -> list[Strip]:
    """One strip a row; rows that a cell spans stay together."""
    boxes: list[list[_Box]] = [[] for _ in rows]
    for row, column, cell in placed(rows, columns):
        if column < columns:
            boxes[row].append(frame.box(column, cell))
    heights = _heights(boxes, frame)
    spanned = {row + down for row, cells in enumerate(boxes) for box in cells for down in range(box.rows - 1)}
    return [replace(_row_strip(boxes[row], heights[row:], frame), keep=row in spanned) for row in range(len(rows))]


def _heights(boxes: list[list[_Box]], frame: _Frame) -> list[float]:
    """Row heights; a spanning cell that needs more room than its rows have gets it from the last of them."""
    heights = [frame.height(max((len(box.lines) for box in row if box.rows == 1), default=1)) for row in boxes]
    for row, cells in enumerate(boxes):
        for box in cells:
            last = min(row + box.rows, len(boxes)) - 1
            short = frame.height(len(box.lines)) - sum(heights[row : last + 1])
            heights[last] += max(0.0, short)
    return heights


def _row_strip(boxes: list[_Box], heights: Sequence[float], frame: _Frame) -> Strip:
    """heights: of this row and those below it."""

    def draw(canvas: Any, left: float, top: float) -> None:
        high = [sum(heights[: box.rows]) for box in boxes]
        edges = ((left + box.left, top - height, box.width, height) for box, height in zip(boxes, high, strict=True))
        draw_edges(canvas, edges, _RULE_WIDTH, RULE)
        for box, height in zip(boxes, high, strict=True):
            _draw_text(canvas, box, left, top, height, frame)

    def split(room: float) -> tuple[Strip, Strip] | None:
        return _torn(boxes, room, frame)

    tearable = all(box.rows == 1 for box in boxes) and max((len(box.lines) for box in boxes), default=0) >= _TEAR_FROM
    return Strip(heights[0], draw, split=split if tearable else None)


def _draw_text(canvas: Any, box: _Box, left: float, top: float, height: float, frame: _Frame) -> None:
    top -= (height - len(box.lines) * frame.leading) / 2
    for words, line in box.lines:
        y = baseline(top, frame.leading, frame.size)
        draw_aligned(canvas, words, line, (left + box.left + PAD, box.width - 2 * PAD), y, box.align)
        top -= frame.leading


def _torn(boxes: list[_Box], room: float, frame: _Frame) -> tuple[Strip, Strip] | None:
    """The row in two: as many lines as the room holds, and the rest; None where too little would stand on either side."""
    fitting = int((room - 2 * frame.setting.pad) / frame.leading)
    longest = max(len(box.lines) for box in boxes)
    fitting = min(fitting, longest - _TEAR_LEAST)
    if fitting < _TEAR_LEAST:
        return None
    upper = [replace(box, lines=box.lines[:fitting]) for box in boxes]
    lower = [replace(box, lines=box.lines[fitting:]) for box in boxes]
    halves = []
    for part in (upper, lower):
        height = frame.height(max(len(box.lines) for box in part))
        halves.append(_row_strip(part, [height], frame))
    return halves[0], halves[1]
