"""One worksheet in memory: what was typed, what is shown, and where its look comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from juesuan.workbook.cells import Content, Formula, Value
from juesuan.workbook.look import Look
from juesuan.workbook.package import Package
from juesuan.workbook.sheet_part import SheetPart
from juesuan.workbook.source import Source

Place = tuple[int, int]
_MOST_ANCHORS = 300_000
_DAYS_FROM_1900_TO_1904 = 1462


class Merge(NamedTuple):
    """A merged range, inclusive, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """One worksheet: values and contents by row and column from 1. Only `Workbook.apply` changes it.

    Attributes: name; state as the file has it (visible, hidden, veryHidden); filled, values by place; formulas by place;
    typed and stale: places whose content or only whose value differs from `part`; reshaped: rows moved since the file was read;
    changed: differs from the file; stored_formulas: places of formulas in the file; shared: those of them written as shared formulas;
    neighbours: all sheets of the workbook by lower-case name; written_in: the package whose bytes `part`
    comes from, where not the present one.
    """

    def __init__(self, name: str, member: str, state: str, values: dict[Place, Value], formulas: dict[Place, Formula]) -> None:
        self.name = name
        self.member = member
        self.state = state
        self.filled = values
        self.formulas = formulas
        self.shared: set[Place] = set()
        self.typed: set[Place] = set()
        self.stale: set[Place] = set()
        self.reshaped = False
        self.written_in: Package | None = None
        self.changed = False
        self.stored_formulas = set(formulas)
        self.source: Source
        self.neighbours: Mapping[str, Sheet] = {}
        self._part: SheetPart | None = None
        self._look: Look | None = None
        self._merges: tuple[Merge, ...] = ()
        self._anchors: dict[Place, Place] | None = {}
        self._vast: list[Merge] = []
        self._extent: Place | None = None

    @property
    def visible(self) -> bool:
        return self.state == "visible"

    @property
    def merges(self) -> tuple[Merge, ...]:
        return self._merges

    @merges.setter
    def merges(self, merges: tuple[Merge, ...]) -> None:
        self._merges = merges
        self._anchors = None

    @property
    def row_count(self) -> int:
        """The last row with something in it; 0 for an empty sheet."""
        return self._filled_extent[0]

    @property
    def column_count(self) -> int:
        """The last column with something in it; 0 for an empty sheet."""
        return self._filled_extent[1]

    @property
    def _filled_extent(self) -> Place:
        if self._extent is None:
            self._extent = max((r for r, _ in self.filled), default=0), max((c for _, c in self.filled), default=0)
        return self._extent

    def value(self, row: int, column: int) -> Value:
        """What the cell shows, before its number format; None where blank."""
        return self.filled.get((row, column))

    def content(self, row: int, column: int) -> Content:
        """What was typed into the cell: its formula or its value."""
        return self.formulas.get((row, column)) or self.filled.get((row, column))

    def cells(self) -> Iterator[tuple[int, int, Value]]:
        """The filled cells, row by row."""
        for (row, column), value in sorted(self.filled.items(), key=_place_of):
            yield row, column, value

    def anchor(self, row: int, column: int) -> Place:
        """The first cell of the merge that a cell belongs to, else the cell itself."""
        if self._anchors is None:
            self._anchors, self._vast = _anchored(self._merges)
        found = self._anchors.get((row, column))
        if found is None:
            vast = (m for m in self._vast if m.top <= row <= m.bottom and m.left <= column <= m.right)
            found = next(((m.top, m.left) for m in vast), (row, column))
        return found

    def text(self, row: int, column: int) -> str:
        """The value as the cell displays it, by its number format."""
        from juesuan.workbook.display import display, is_date_format

        value = self.value(row, column)
        if isinstance(value, str) or value is None:
            return value or ""
        number_format = self.look.style(row, column).number_format
        if isinstance(value, Decimal) and self.source.layout.date_1904 and is_date_format(number_format):
            value += _DAYS_FROM_1900_TO_1904
        return display(value, number_format)

    @property
    def part(self) -> SheetPart:
        """The rows and the frame of the sheet as the file has them, with rows moved since."""
        if self._part is None:
            self._part = self.source.sheet_part(self.member)
        return self._part

    @part.setter
    def part(self, part: SheetPart | None) -> None:
        self._part = part
        self._look = None

    @property
    def look(self) -> Look:
        """Widths, heights, styles: read when first asked for."""
        if self._look is None:
            self._look = Look(self, self.part, self.source, self.member)
        return self._look

    def put(self, place: Place, content: Content) -> None:
        """Replace what stands in a cell; a new formula has no value until it is calculated. For the workbook only."""
        self.formulas.pop(place, None)
        if content is None:
            self.filled.pop(place, None)
        elif isinstance(content, Formula):
            self.formulas[place] = content
            self.filled[place] = None
        else:
            self.filled[place] = content
        self.typed.add(place)
        self.changed = True
        self._extent = None

    def show(self, place: Place, value: Value) -> None:
        """Replace only the value of a formula. For the workbook only."""
        self.filled[place] = value
        self.stale.add(place)
        self.changed = True

    def reshape(self, values: dict[Place, Value], formulas: dict[Place, Formula]) -> None:
        """Replace everything after rows moved. For the workbook only."""
        self.filled, self.formulas, self._extent = values, formulas, None
        self.reshaped = self.changed = True

    def settle(self) -> None:
        """The file now holds what stands here. A part whose rows moved is kept with all that differs from it, for undo goes back to it."""
        self.changed = False
        self.stored_formulas = set(self.formulas)
        if not self.reshaped:
            self.shared -= self.typed
            self.typed, self.stale = set(), set()
            self.part = None
            self.written_in = None


def _anchored(merges: tuple[Merge, ...]) -> tuple[dict[Place, Place], list[Merge]]:
    """First cells of merges by each of their cells; merges too vast to be spread out come apart."""
    anchors: dict[Place, Place] = {}
    vast = []
    for merge in merges:
        if len(anchors) + (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) > _MOST_ANCHORS:
            vast.append(merge)
        else:
            places = ((r, c) for r in range(merge.top, merge.bottom + 1) for c in range(merge.left, merge.right + 1))
            anchors.update(dict.fromkeys(places, (merge.top, merge.left)))
    return anchors, vast


def _place_of(item: tuple[Place, Value]) -> Place:
    return item[0]
