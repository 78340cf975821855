"""Families: all instances of one rule together, judged at once, each made an instance of its own only when somebody asks for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property

from juesuan.audit import bound as b
from juesuan.audit.syntax import Rule
from juesuan.audit.values import Grid, Values

Guards = Callable[[b.Condition], b.Verdict]


class Family(ABC):
    """Instances of one rule, counted from 0 to `size`.

    Attributes: rule; size; start: the number of the first among all instances of the audit; checks_rows: about 科目 rows, not about
    amounts; whole: slots whose change concerns every instance, such as a field of 封面 in a condition.
    """

    rule: Rule
    size: int
    start = 0
    checks_rows = False
    whole: frozenset[int] = frozenset()

    @abstractmethod
    def judged(self, values: Values, guards: Guards, /) -> bytearray:
        """A verdict for each instance."""

    @abstractmethod
    def judged_one(self, number: int, values: Values, guards: Guards, /) -> int:
        """The verdict of one instance."""

    @abstractmethod
    def readers(self, slot: int) -> list[int]:
        """Numbers of the instances that read a slot."""

    def reads(self, _grid: Grid, _offset: int, /) -> bool:
        """Whether it may read a cell of a column; the column counted from the first slot of the row."""
        return True

    @abstractmethod
    def slots(self) -> Sequence[int]:
        """Slots of which at least one lies in each form or field that the family reads."""

    @abstractmethod
    def instance(self, number: int) -> b.Instance:
        """One instance, bound to its cells."""

    @abstractmethod
    def words(self, number: int) -> tuple[str, ...]:
        """What the variables stand for in one instance."""

    def key(self, number: int) -> str:
        """The stable name of one instance."""
        words = self.words(number)
        return f"{self.rule.id}[{','.join(words)}]" if words else self.rule.id

    def gap(self, _number: int, _values: Values, /) -> Decimal | None:
        """Left side less right side in the form's unit where that is quickly told; None where wording the instance tells."""
        return None

    def group(self, number: int, /) -> str:
        """What the instances that are told in one line have in common."""
        return self.key(number)


class Singles(Family):
    """Instances that have little in common: formulas that are no plain sums, conditions of their own."""

    def __init__(self, rule: Rule, instances: Sequence[b.Instance]) -> None:
        self.rule, self._instances, self.size = rule, instances, len(instances)

    @cached_property
    def _readers(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, instance in enumerate(self._instances):
            for slot in instance.slots:
                found.setdefault(slot, []).append(number)
        return found

    def judged(self, values: Values, guards: Guards, /) -> bytearray:
        return bytearray(b.judge(instance, values, guards) for instance in self._instances)

    def judged_one(self, number: int, values: Values, guards: Guards, /) -> int:
        return b.judge(self._instances[number], values, guards)

    def readers(self, slot: int) -> list[int]:
        return self._readers.get(slot, [])

    def slots(self) -> Sequence[int]:
        return list(self._readers)

    def instance(self, number: int) -> b.Instance:
        return self._instances[number]

    def words(self, number: int) -> tuple[str, ...]:
        return self._instances[number].words
