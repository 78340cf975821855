"""A rule that adds and compares cells, over a rectangle of rows × columns: judged a strip at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import compress
from operator import add, eq, ge, gt, itemgetter, le, lt, ne, sub
from typing import Any, NamedTuple

from juesuan.audit import bound as b
from juesuan.audit.families import Family, Guards
from juesuan.audit.names import ALIGNED
from juesuan.audit.syntax import Rule
from juesuan.audit.values import BLANK, ZERO, Grid, Values
from juesuan.money import round_half_up

_FAILS: Mapping[str, Callable[[Any, Any], bool]] = {"=": ne, "≠": eq, "≥": lt, "≤": gt, ">": le, "<": ge}
_HELD, _FAILED = int(b.Verdict.HELD), int(b.Verdict.FAILED)
_IDLE, _UNJUDGED = int(b.Verdict.IDLE), int(b.Verdict.UNJUDGED)

Offsets = tuple[int, ...]
Reader = tuple[bool, Callable[[Any], Any]]
"""Whether it is added, and what fetches one cell for every place of a strip."""


class Part(NamedTuple):
    """One reference over the rectangle.

    rows: first slots of its rows for each row of the rectangle; columns: offsets of its columns for each column.
    Empty where the form has no such row or column: that counts as zero.
    """

    plus: bool
    grid: Grid | None
    rows: Sequence[Offsets]
    columns: Sequence[Offsets]


class Side(NamedTuple):
    """Parts added up, and a number; `wan`: the sum is rounded to what is printed in 万元."""

    parts: tuple[Part, ...]
    constant: Decimal
    wan: bool = False


class Equation(NamedTuple):
    """Two sides and how they compare. margin: how many items on the right → what difference is rounding, in 元; None where exact."""

    operator: str
    left: Side
    right: Side
    margin: Callable[[int], Decimal | None] | None


class Strip(NamedTuple):
    """One row or one column of the rectangle. places: where its verdicts go."""

    places: slice
    length: int
    left: tuple[Reader, ...]
    right: tuple[Reader, ...]


class Frame(NamedTuple):
    """The rectangle: what the variables stand for in each row and each column, and how an instance is made of both."""

    rows: Sequence[Mapping[str, str]]
    columns: Sequence[Mapping[str, str]]
    make: Callable[[Mapping[str, str]], b.Instance]


class Block(Family):
    """One linear rule over a rectangle, row by row.

    guards: conditions that decide for all of it; excluded: instances that the form marks as not applicable.
    """

    def __init__(self, rule: Rule, frame: Frame, equation: Equation, guards: tuple[b.Condition, ...], excluded: frozenset[int]) -> None:
        self.rule, self.frame, self.guards, self.excluded = rule, frame, guards, excluded
        self.operator, self.left, self.right, self.margin = equation
        self.width = len(frame.columns)
        self.size = len(frame.rows) * self.width
        self.whole = frozenset(slot for guard in guards for slot in b.slots_of(guard))

    def instance(self, number: int) -> b.Instance:
        return self.frame.make(self._environment(number))

    def words(self, number: int) -> tuple[str, ...]:
        row, column = divmod(number, self.width)
        return *self.frame.rows[row].values(), *spoken(self.frame.columns[column])

    def group(self, number: int, /) -> str:
        """Instances of one column belong together."""
        return self._groups[number % self.width]

    @cached_property
    def _groups(self) -> list[str]:
        return [f"{self.rule.id}[{','.join(spoken(column))}]" for column in self.frame.columns]

    def _environment(self, number: int) -> dict[str, str]:
        row, column = divmod(number, self.width)
        return {**self.frame.rows[row], **self.frame.columns[column]}

    def slots(self) -> Sequence[int]:
        return [*(part.grid.first for part in self._parts if part.grid), *self.whole]

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        return self.left.parts + self.right.parts

    # judging all

    def judged(self, values: Values, guards: Guards, /) -> bytearray:
        verdicts = bytearray(self.size)
        state = self._state(guards)
        if state == _IDLE:
            return verdicts
        for strip in self._strips:
            found = self._judge_strip(strip, values)
            if found is not None:
                verdicts[strip.places] = found
        for number in self.excluded:
            verdicts[number] = _IDLE
        if state == _UNJUDGED:
            verdicts = verdicts.translate(_ALL_UNJUDGED)
        for slot in values.trouble:
            for number in self.readers(slot):
                verdicts[number] = _UNJUDGED
        return verdicts

    def _state(self, guards: Guards) -> int:
        """HELD where the rule applies, IDLE where it does not, UNJUDGED where that cannot be told."""
        for guard in self.guards:
            verdict = guards(guard)
            if verdict is b.Verdict.UNJUDGED:
                return _UNJUDGED
            if verdict not in (b.Verdict.HELD, b.Verdict.NEAR):
                return _IDLE
        return _HELD

    def _judge_strip(self, strip: Strip, values: Values) -> bytearray | None:
        """Verdicts along the strip; None where all of it is blank."""
        filled, mask = values.filled, 0
        for _, read in strip.left + strip.right:
            mask |= int.from_bytes(read(filled), "little")
        if not mask:
            return None
        verdicts = bytearray(mask.to_bytes(strip.length, "little"))
        left = _total(strip.left, self.left, values.amounts, strip.length)
        right = _total(strip.right, self.right, values.amounts, strip.length)
        if self.operator == "=" and left == right:
            return verdicts
        first, step = strip.places.start, strip.places.step or 1
        failing = compress(range(strip.length), map(_FAILS[self.operator], left, right))
        for place in failing:
            if verdicts[place]:
                verdicts[place] = self._failed(first + place * step, left[place], right[place]) if self.margin else _FAILED
        return verdicts

    def _failed(self, number: int, left: Decimal, right: Decimal) -> int:
        if self.margin is None:
            return _FAILED
        row, column = divmod(number, self.width)
        margin = self.margin(sum(len(part.rows[row]) * len(part.columns[column]) for part in self.right.parts))
        return int(b.compare(self.operator, left, right, margin))

    @cached_property
    def _strips(self) -> tuple[Strip, ...]:
        """Along rows or along columns, whichever needs fewer of them."""
        return tuple(self._along_columns() if self.width < len(self.frame.rows) else self._along_rows())

    def _along_rows(self) -> Iterator[Strip]:
        sides = [[(part, _lanes(part.columns)) for part in side.parts] for side in (self.left, self.right)]
        for row in range(len(self.frame.rows)):
            start = row * self.width
            left, right = (tuple(reader for part, lanes in side for reader in _row_readers(part, row, lanes)) for side in sides)
            yield Strip(slice(start, start + self.width), self.width, left, right)

    def _along_columns(self) -> Iterator[Strip]:
        length = len(self.frame.rows)
        sides = [[(part, _lanes(part.rows)) for part in side.parts] for side in (self.left, self.right)]
        for column in range(self.width):
            left, right = (tuple(reader for part, lanes in side for reader in _column_readers(part, column, lanes)) for side in sides)
            yield Strip(slice(column, self.size, self.width), length, left, right)

    # judging one

    def judged_one(self, number: int, values: Values, guards: Guards, /) -> int:
        if number in self.excluded:
            return _IDLE
        row, column = divmod(number, self.width)
        slots = [base + offset for part in self._parts for base in part.rows[row] for offset in part.columns[column]]
        state = self._state(guards)
        if state == _IDLE or not any(map(values.filled.__getitem__, slots)):
            return _IDLE
        if state == _UNJUDGED or (values.trouble and not values.trouble.keys().isdisjoint(slots)):
            return _UNJUDGED
        left, right = (_one(side, row, column, values.amounts) for side in (self.left, self.right))
        return self._failed(number, left, right) if _FAILS[self.operator](left, right) else _HELD

    def gap(self, number: int, values: Values, /) -> Decimal | None:
        scales = {part.grid.form.scale for part in self._parts if part.grid}
        if len(scales) != 1:
            return None
        row, column = divmod(number, self.width)
        left, right = (_one(side, row, column, values.amounts) for side in (self.left, self.right))
        return (left - right) / scales.pop()

    # reading backwards

    def readers(self, slot: int) -> list[int]:
        if slot in self.whole:
            return list(range(self.size))
        found: list[int] = []
        for place, part in enumerate(self._parts):
            grid = part.grid
            if grid is None or not grid.first <= slot < grid.first + grid.size:
                continue
            offset = (slot - grid.first) % grid.width
            rows, columns = self._places[place]
            for row in rows.get(slot - offset, ()):
                found += [row * self.width + column for column in columns.get(offset, ())]
        return [number for number in found if number not in self.excluded] if self.excluded else found

    def reads(self, grid: Grid, offset: int, /) -> bool:
        return any(
            part.grid is grid and offset in columns for part, (_, columns) in zip(self._parts, self._places, strict=True)
        ) or not self.whole.isdisjoint(range(grid.first, grid.first + grid.size))

    @cached_property
    def _places(self) -> list[tuple[dict[int, list[int]], dict[int, list[int]]]]:
        return [(_inverse(part.rows), _inverse(part.columns)) for part in self._parts]


def spoken(column: Mapping[str, str]) -> list[str]:
    """Values of column variables as people count: the first aligned column is 1."""
    return [str(int(value) + 1) if name == ALIGNED else value for name, value in column.items()]


_ALL_UNJUDGED = bytes([_IDLE, *[_UNJUDGED] * 255])


def _inverse(offsets: Sequence[Offsets]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, each in enumerate(offsets):
        for offset in each:
            found.setdefault(offset, []).append(place)
    return found


class Lane(NamedTuple):
    """One of the rows (or columns) meant, all along a strip. step: from each to the next, 0 where they are uneven or one is missing."""

    offsets: Sequence[int | None]
    step: int

    def reader(self, base: int) -> Callable[[Any], Any]:
        """Fetches the slots from `base` on; evenly spaced ones, as nearly all are, by a slice."""
        first, last = self.offsets[0], self.offsets[-1]
        if self.step and first is not None and last is not None:
            return itemgetter(slice(base + first, base + last + 1, self.step))
        slots = [BLANK if offset is None else base + offset for offset in self.offsets]
        return itemgetter(*slots) if len(slots) > 1 else itemgetter(slice(slots[0], slots[0] + 1))


def _lanes(offsets: Sequence[Offsets]) -> list[Lane]:
    """The first of the rows meant for each place, the second, and so on; short lists are filled up with None."""
    widest = max(map(len, offsets), default=0)
    turns = [[each[turn] if turn < len(each) else None for each in offsets] for turn in range(widest)]
    return [Lane(turn, _step(turn)) for turn in turns]


def _step(offsets: Sequence[int | None]) -> int:
    first, second = offsets[0], offsets[min(1, len(offsets) - 1)]
    if first is None or second is None:
        return 0
    step = max(second - first, 1)
    return step if list(offsets) == list(range(first, first + step * len(offsets), step)) else 0


def _row_readers(part: Part, row: int, lanes: list[Lane]) -> Iterator[Reader]:
    """One reader for each row meant and each of the columns meant together."""
    for base in part.rows[row]:
        for lane in lanes:
            yield part.plus, lane.reader(base)


def _column_readers(part: Part, column: int, lanes: list[Lane]) -> Iterator[Reader]:
    for lane in lanes:
        for offset in part.columns[column]:
            yield part.plus, lane.reader(offset)


def _total(readers: tuple[Reader, ...], side: Side, amounts: list[Decimal], length: int) -> list[Decimal]:
    total = _sum(readers, side.constant, amounts, length)
    return [round_half_up(amount, b.CENT_OF_WAN) for amount in total] if side.wan else total


def _sum(readers: tuple[Reader, ...], constant: Decimal, amounts: list[Decimal], length: int) -> list[Decimal]:
    if not readers:
        return [constant] * length
    total: list[Decimal] | None = None
    for plus, read in readers:
        if total is None:
            total = list(read(amounts)) if plus else [-amount for amount in read(amounts)]
        else:
            total = list(map(add if plus else sub, total, read(amounts)))
    return [amount + constant for amount in total or ()] if constant else total or []


def _one(side: Side, row: int, column: int, amounts: list[Decimal]) -> Decimal:
    total = side.constant
    for part in side.parts:
        amount = sum([amounts[base + offset] for base in part.rows[row] for offset in part.columns[column]], ZERO)
        total = total + amount if part.plus else total - amount
    return round_half_up(total, b.CENT_OF_WAN) if side.wan else total
