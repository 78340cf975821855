"""求和 平均 计数 of the selected cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from juesuan.money import format_amount
from juesuan.workbook import Value


@dataclass(frozen=True)
class SelectionSums:
    """total: of the numbers, exact; numbers: how many they are; filled: how many cells hold anything."""

    total: Decimal = Decimal(0)
    numbers: int = 0
    filled: int = 0

    @property
    def average(self) -> Decimal | None:
        return self.total / self.numbers if self.numbers else None

    def words(self) -> str:
        """For the status bar; empty where nothing is filled."""
        parts = []
        if self.numbers:
            parts.append(f"求和 {format_amount(self.total, thousands=True)}")
        if self.average is not None and self.numbers > 1:
            parts.append(f"平均 {format_amount(self.average, thousands=True)}")
        if self.filled:
            parts.append(f"计数 {self.filled}")
        return "    ".join(parts)


def sums_of(values: Iterable[Value]) -> SelectionSums:
    """Texts, marks and errors count as filled only."""
    total, numbers, filled = Decimal(0), 0, 0
    for value in values:
        if value is None or value == "":
            continue
        filled += 1
        if isinstance(value, Decimal):
            total += value
            numbers += 1
    return SelectionSums(total, numbers, filled)
