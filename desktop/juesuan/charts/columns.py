"""A change as columns: one group a year, one column a series, amounts above, the axis at zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan.charts.drawing import Box, Rule, Shape
from juesuan.charts.lettering import fitting_size, lettering, printed
from juesuan.charts.palette import AXIS, LABEL_SIZE, QUIET, SERIES, SERIES_BEFORE, SMALL_SIZE
from juesuan.document import Figure
from juesuan.fonts import Face

_HEIGHT = 0.393  # of the width: six lines of text on a page of official size
_LEAST = 0.26  # of the width: lower than that, columns no longer compare
_FOOT = 30.0  # room for the years
_HEAD = 42.0  # room for unit, legend and the highest amount
_TOP = 18.0  # baseline of unit and legend below the upper edge
_GAP = 6.0  # between the columns of a group
_WIDEST = 0.115  # of the width: a column
_GROUP_GAP = 0.9  # of a column: the least room between groups


@dataclass(frozen=True)
class _Column:
    """One amount: its place among groups and series, None where the series has nothing for that year."""

    group: int
    series: int
    amount: Decimal


@dataclass(frozen=True)
class _Plot:
    """Where things stand, in pt. zero: the axis; scale: pt for 1 万元; width of a column; lefts of the groups; size of the amounts."""

    zero: float
    scale: float
    width: float
    lefts: tuple[float, ...]
    size: float

    def left(self, column: _Column) -> float:
        return self.lefts[column.group] + column.series * (self.width + _GAP)


def height_for(width: float, most: float | None = None) -> float:
    """How high the figure is, in pt; no higher than `most` as far as that leaves it readable."""
    return width * _HEIGHT if most is None else min(width * _HEIGHT, max(width * _LEAST, most))


def column_shapes(figure: Figure, width: float, height: float, face: Face) -> Iterator[Shape]:
    """All shapes of the figure."""
    groups = list(dict.fromkeys(item.label for series in figure.series for item in series.items))
    columns = [
        _Column(groups.index(item.label), number, item.amount)
        for number, series in enumerate(figure.series)
        for item in series.items
    ]
    plot = _plot(columns, len(groups), len(figure.series), (width, height), face)
    for column in columns:
        yield from _column_shapes(column, plot, len(groups) - 1, face)
    yield from _axis(groups, len(figure.series), plot, width, face)
    yield from lettering("单位：万元", (8.0, height - _TOP), face, SMALL_SIZE, colour=QUIET)
    if len(figure.series) > 1:
        yield from _legend([series.name for series in figure.series], (width, height), face)


def _plot(columns: list[_Column], groups: int, series: int, paper: tuple[float, float], face: Face) -> _Plot:
    width, height = paper
    amounts = [float(column.amount) for column in columns]
    low, high = min([0.0, *amounts]), max([0.0, *amounts])
    foot = _FOOT + (16.0 if low < 0 else 0.0)
    scale = (height - foot - _HEAD) / (high - low) if high > low else 0.0
    slot = (width - 24.0) / max(1, groups)
    column_width = min(_WIDEST * width, (slot - (series - 1) * _GAP) / (series + _GROUP_GAP))
    block = series * column_width + (series - 1) * _GAP
    lefts = tuple(12.0 + slot * (number + 0.5) - block / 2 for number in range(groups))
    room = column_width + _GAP - 2.0 if series > 1 else slot - 6.0
    size = fitting_size([printed(column.amount) for column in columns], room, face, LABEL_SIZE)
    return _Plot(foot - low * scale, scale, column_width, lefts, size)


def _column_shapes(column: _Column, plot: _Plot, this_year: int, face: Face) -> Iterator[Shape]:
    colours = SERIES if column.group == this_year else SERIES_BEFORE
    left, tall = plot.left(column), float(column.amount) * plot.scale
    yield Box(left, plot.zero + min(tall, 0.0), plot.width, abs(tall), colours[column.series % len(colours)])
    y = plot.zero + tall + 4.5 if tall >= 0 else plot.zero + tall - plot.size - 2.5
    yield from lettering(printed(column.amount), (left + plot.width / 2, y), face, plot.size, anchor="middle")


def _axis(groups: list[str], series: int, plot: _Plot, width: float, face: Face) -> Iterator[Shape]:
    yield Rule(12.0, width - 12.0, plot.zero, AXIS, 0.8)
    block = series * plot.width + (series - 1) * _GAP
    size = fitting_size(groups, (width - 24.0) / max(1, len(groups)) - 4.0, face, LABEL_SIZE)
    for left, label in zip(plot.lefts, groups, strict=True):
        yield from lettering(label, (left + block / 2, 12.0), face, size, anchor="middle")


def _legend(names: list[str], paper: tuple[float, float], face: Face) -> Iterator[Shape]:
    """Squares and names from the right edge inwards, in the order of the columns."""
    width, height = paper
    size = fitting_size(["".join(names)], width - 90.0 - 34.0 * len(names), face, SMALL_SIZE)
    x = width - 8.0 - sum(face.width(name, size) + 27.0 for name in names) + 14.0
    y = height - _TOP
    for number, name in enumerate(names):
        yield Box(x - 1.0, y - 0.5, 8.0, 8.0, SERIES[number % len(SERIES)])
        yield from lettering(name, (x + 11.0, y), face, size)
        x += face.width(name, size) + 27.0
