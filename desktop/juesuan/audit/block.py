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
        return f"{self.rule.id}[{','.join(spoken(self.frame.columns[number % self.width]))}]"

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
        for row in range(len(self.frame.rows)):
            start = row * self.width
            sides = [tuple(reader for part in side.parts for reader in _row_readers(part, row)) for side in (self.left, self.right)]
            yield Strip(slice(start, start + self.width), self.width, *sides)

    def _along_columns(self) -> Iterator[Strip]:
        length = len(self.frame.rows)
        for column in range(self.width):
            sides = [tuple(reader for part in side.parts for reader in _column_readers(part, column)) for side in (self.left, self.right)]
            yield Strip(slice(column, self.size, self.width), length, *sides)

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


def _widest(offsets: Sequence[Offsets]) -> int:
    return max(map(len, offsets), default=0)


def _row_readers(part: Part, row: int) -> Iterator[Reader]:
    """One reader for each row meant and each of the columns meant together; short lists are filled up with the blank slot."""
    for base in part.rows[row]:
        for turn in range(_widest(part.columns)):
            yield part.plus, _reader([base + each[turn] if turn < len(each) else BLANK for each in part.columns])


def _column_readers(part: Part, column: int) -> Iterator[Reader]:
    for turn in range(_widest(part.rows)):
        bases = [each[turn] if turn < len(each) else None for each in part.rows]
        for offset in part.columns[column]:
            yield part.plus, _reader([BLANK if base is None else base + offset for base in bases])


def _reader(slots: list[int]) -> Callable[[Any], Any]:
    """Fetches these slots; evenly spaced ones, as nearly all are, by a slice."""
    step = slots[1] - slots[0] if len(slots) > 1 else 1
    if step > 0 and slots == list(range(slots[0], slots[-1] + 1, step)):
        return itemgetter(slice(slots[0], slots[-1] + 1, step))
    return itemgetter(*slots)


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
