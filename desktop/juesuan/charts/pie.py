"""A structure as a pie with a list beside it: name, amount, share. Zeros are left out, crumbs gathered as 其他."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from juesuan.charts.drawing import Box, Rule, Shape, Wedge
from juesuan.charts.lettering import fitting_size, lettering, printed, wrapped
from juesuan.charts.palette import AXIS, LABEL_SIZE, ON_SLICE, QUIET, SLICES, SMALL_SIZE
from juesuan.document import Figure, Item
from juesuan.fonts import Face
from juesuan.money import format_amount, share

CRUMB = Decimal(1)  # percent: slices below this are gathered where there are two or more
_RADIUS = 0.145  # of the width
_LEAST_RADIUS = 0.11
_MIDDLE = 0.195  # of the width: the pie's middle
_LIST_LEFT = 0.4  # of the width
_ROW = 19.0
_LINE = 13.0
_MARGIN = 8.0
_WRITTEN_FROM = Decimal(9)  # percent: larger slices carry their share inside


@dataclass(frozen=True)
class Slice:
    """A slice. Attributes: label, amount (万元), percent of the whole."""

    label: str
    amount: Decimal
    percent: Decimal


def slices(figure: Figure) -> tuple[list[Slice], str]:
    """What the pie shows, in the order given, and the note on what it does not: crumbs gathered, amounts below zero left out."""
    items = [item for series in figure.series for item in series.items if item.amount > 0]
    below = [item for series in figure.series for item in series.items if item.amount < 0]
    whole = sum((item.amount for item in items), Decimal(0))
    parts = [Slice(item.label, item.amount, _percent_of(item, whole)) for item in items]
    crumbs = [part for part in parts if part.percent < CRUMB]
    notes = []
    if len(crumbs) > 1:
        other = "其他" if "其他" not in {part.label for part in parts} else "其余各项"
        rest = Slice(other, sum((part.amount for part in crumbs), Decimal(0)), sum((part.percent for part in crumbs), Decimal(0)))
        parts = [*(part for part in parts if part not in crumbs), rest]
        notes.append(f"占比不足1%的{_listed(crumbs)}合并为“{other}”")
    if below:
        notes.append(f"{_listed(below)}为负数，未列入图中")
    return parts, f"注：{'；'.join(notes)}。" if notes else ""


def _percent_of(item: Item, whole: Decimal) -> Decimal:
    """As the text states it where it does, else of the amounts printed."""
    return item.share if item.share is not None else share(item.amount, whole) or Decimal(0)


def _listed(items: Sequence[Item | Slice]) -> str:
    return "、".join(f"{item.label}{printed(item.amount)}万元" for item in items)


@dataclass(frozen=True)
class _List:
    """The list beside the pie. Attributes in pt: left, names (their left), amounts and shares (right edges), size; rows of name lines."""

    left: float
    names: float
    amounts: float
    shares: float
    size: float
    rows: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """Head and rows."""
        return _ROW + sum(_row_height(row) for row in self.rows)


def _row_height(row: tuple[str, ...]) -> float:
    return _ROW + (len(row) - 1) * _LINE


def _list(parts: list[Slice], width: float, face: Face) -> _List:
    left, right = _LIST_LEFT * width, width - 8.0
    names = left + 15.0
    percent_width = face.width("100.00%", LABEL_SIZE)
    amount_width = max([face.width(printed(part.amount), LABEL_SIZE) for part in parts] + [face.width("金额（万元）", SMALL_SIZE)])
    amounts = right - percent_width - 10.0
    room = amounts - amount_width - 8.0 - names
    whole = fitting_size([part.label for part in parts], room, face, LABEL_SIZE)
    size = max(whole, SMALL_SIZE)
    rows = tuple(tuple(wrapped(part.label, room + 0.01, face, size)) for part in parts)
    return _List(left, names, amounts, right, size, rows)


def _note_lines(note: str, width: float, face: Face) -> list[str]:
    return wrapped(note, width - 16.0, face, SMALL_SIZE) if note else []


@dataclass(frozen=True)
class Layout:
    """A pie's measures in pt: width, height, radius, foot (room of the note), and the list beside it."""

    width: float
    height: float
    radius: float
    foot: float
    parts: tuple[Slice, ...]
    beside: _List
    note: tuple[str, ...]


def layout(figure: Figure, width: float, face: Face, most: float | None = None) -> Layout:
    """How the figure is laid out; no higher than `most` (pt) as far as that leaves it readable."""
    parts, words = slices(figure)
    note = tuple(_note_lines(words, width, face))
    foot = len(note) * _LINE
    beside = _list(parts, width, face)
    radius = _RADIUS * width
    if most is not None:
        radius = min(radius, max(_LEAST_RADIUS * width, (most - 2 * _MARGIN - foot) / 2))
    height = max(2 * radius, beside.height) + 2 * _MARGIN + foot
    return Layout(width, height, radius, foot, tuple(parts), beside, note)


def pie_shapes(laid: Layout, face: Face) -> Iterator[Shape]:
    """All shapes of the figure."""
    parts, foot, lines = list(laid.parts), laid.foot, laid.note
    middle = foot + (laid.height - foot) / 2
    yield from _pie(parts, (_MIDDLE * laid.width, middle), laid.radius, face)
    yield from _list_shapes(parts, laid.beside, middle + laid.beside.height / 2, face)
    for number, line in enumerate(lines):
        yield from lettering(line, (8.0, foot - number * _LINE - SMALL_SIZE), face, SMALL_SIZE, colour=QUIET)


def _pie(parts: list[Slice], middle: tuple[float, float], radius: float, face: Face) -> Iterator[Shape]:
    start = 90.0
    for number, part in enumerate(parts):
        turn = 360.0 if len(parts) == 1 else float(part.percent) * 3.6
        wedge = Wedge(*middle, radius, start, turn, SLICES[number % len(SLICES)])
        yield wedge
        if part.percent >= _WRITTEN_FROM:
            x, y = middle if len(parts) == 1 else wedge.inside(0.64)
            yield from lettering(_percent(part), (x, y - SMALL_SIZE * 0.36), face, SMALL_SIZE, anchor="middle", colour=ON_SLICE)
        start -= turn


def _percent(part: Slice) -> str:
    return f"{format_amount(part.percent)}%"


def _list_shapes(parts: list[Slice], table: _List, top: float, face: Face) -> Iterator[Shape]:
    y = top - _ROW
    yield from _row(("项目", "金额（万元）", "占比"), table, y, face, SMALL_SIZE, QUIET)
    yield Rule(table.left, table.shares, y - 4.5, AXIS, 0.6)
    for number, (part, row) in enumerate(zip(parts, table.rows, strict=True)):
        y -= _ROW
        yield Box(table.left, y - 0.5, 9.0, 9.0, SLICES[number % len(SLICES)])
        yield from _row((row[0], printed(part.amount), _percent(part)), table, y, face, table.size)
        for line in row[1:]:
            y -= _LINE
            yield from lettering(line, (table.names, y), face, table.size)


def _row(texts: tuple[str, str, str], table: _List, y: float, face: Face, size: float, colour: str | None = None) -> Iterator[Shape]:
    look = {"colour": colour} if colour else {}
    yield from lettering(texts[0], (table.names, y), face, size, **look)
    yield from lettering(texts[1], (table.amounts, y), face, size, anchor="end", **look)
    yield from lettering(texts[2], (table.shares, y), face, size, anchor="end", **look)
