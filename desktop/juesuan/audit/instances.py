"""All instances of an audit in one row of numbers, and the verdict of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from juesuan.audit import bound as b
from juesuan.audit.families import Family
from juesuan.audit.values import Values


class Instances(Sequence[b.Instance]):
    """The instances of many families, numbered one after another; each is made only when asked for.

    verdicts: one byte an instance, a `Verdict`.
    """

    def __init__(self, families: Iterable[Family], values: Values) -> None:
        self.families, self.values = list(families), values
        self._starts: list[int] = []
        size = 0
        for family in self.families:
            family.start = size
            self._starts.append(size)
            size += family.size
        self.verdicts = bytearray(size)
        self._known: dict[int, list[int]] = {}
        self._columns: dict[int, list[Family]] = {}
        self._reading: dict[int, list[Family]] = {}
        for family in self.families:
            for place in dict.fromkeys(map(self._place, family.slots())):
                self._reading.setdefault(place, []).append(family)

    def _place(self, slot: int) -> int:
        """The first slot of the form that a slot lies in; a field stands for itself."""
        grid = self.values.owner(slot)
        return grid.first if grid else slot

    def __len__(self) -> int:
        return len(self.verdicts)

    @overload
    def __getitem__(self, index: int) -> b.Instance: ...
    @overload
    def __getitem__(self, index: slice) -> list[b.Instance]: ...
    def __getitem__(self, index: int | slice) -> b.Instance | list[b.Instance]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        family = self.family(index)
        return family.instance(index - family.start)

    def family(self, index: int) -> Family:
        return self.families[bisect_right(self._starts, index) - 1]

    def judge_all(self) -> None:
        decided = Decided(self.values)
        for family in self.families:
            self.verdicts[family.start : family.start + family.size] = family.judged(self.values, decided)

    def judge(self, indexes: Iterable[int]) -> None:
        """These anew; a family of which most are asked for is judged as a whole."""
        decided = Decided(self.values)
        for family, numbers in self._by_family(indexes):
            if len(numbers) > family.size // 2 and family.size > 1:
                self.verdicts[family.start : family.start + family.size] = family.judged(self.values, decided)
            else:
                for number in numbers:
                    self.verdicts[family.start + number] = family.judged_one(number, self.values, decided)

    def _by_family(self, indexes: Iterable[int]) -> Iterator[tuple[Family, list[int]]]:
        found: dict[int, list[int]] = {}
        for index in indexes:
            place = bisect_right(self._starts, index) - 1
            found.setdefault(place, []).append(index - self._starts[place])
        for place, numbers in found.items():
            yield self.families[place], numbers

    def verdict(self, index: int) -> b.Verdict:
        return b.Verdict(self.verdicts[index])

    def judged(self, index: int, decided: Decided) -> b.Verdict:
        """What an instance comes to with the values as they are, whatever is kept."""
        family = self.family(index)
        return b.Verdict(family.judged_one(index - family.start, self.values, decided))

    def named(self, key: str, rule: str) -> int | None:
        """The index of the instance with that key."""
        for family in self.families:
            if family.rule.id == rule:
                for number in range(family.size):
                    if family.key(number) == key:
                        return family.start + number
        return None

    def having(self, verdict: b.Verdict) -> Iterator[int]:
        """Indexes of the instances with that verdict, in order."""
        sought, place = bytes([verdict]), -1
        while (place := self.verdicts.find(sought, place + 1)) >= 0:
            yield place

    def count(self, verdict: object) -> int:
        return self.verdicts.count(bytes([verdict])) if isinstance(verdict, b.Verdict) else 0

    def readers(self, slot: int) -> list[int]:
        """Indexes of the instances that read a slot; found once, for they stay the same."""
        found = self._known.get(slot)
        if found is None:
            found = []
            for family in self._in_column(slot):
                start = family.start
                found += [start + number for number in family.readers(slot)]
            found = self._known[slot] = list(dict.fromkeys(found))
        return found

    def _in_column(self, slot: int) -> list[Family]:
        """The families that read something of the column a slot stands in."""
        grid = self.values.owner(slot)
        if grid is None:
            return self._reading.get(slot, [])
        offset = (slot - grid.first) % grid.width
        found = self._columns.get(grid.first + offset)
        if found is None:
            every = self._reading.get(grid.first, [])
            found = self._columns[grid.first + offset] = [family for family in every if family.reads(grid, offset)]
        return found


class Decided:
    """Conditions that many instances share, each decided once."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._known: dict[int, b.Verdict] = {}

    def __call__(self, condition: b.Condition) -> b.Verdict:
        found = self._known.get(id(condition))
        if found is None:
            found = self._known[id(condition)] = b.decide_now(condition, self._values)
        return found
