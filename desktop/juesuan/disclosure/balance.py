"""舍位平衡: rounded details that add up to the rounded total, none further than one unit from its own rounding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from juesuan.money import WAN, round_half_up


def balance_parts(parts: Sequence[Decimal], total: Decimal, places: int = 2) -> list[Decimal]:
    """Round exact 万元 `parts` so that they add up to `total`, which is rounded already.

    Every part becomes one of the two printable values beside it; those with the largest remainders go up. Where no choice of these gives
    the total (the exact parts do not add up to it), each part is rounded half up for itself.
    """
    unit = Decimal(1).scaleb(-places)
    below = [part.quantize(unit, rounding=ROUND_FLOOR) for part in parts]
    upward = [index for index, part in enumerate(parts) if part != below[index]]
    wanted = (total - sum(below, Decimal(0))) / unit
    if not 0 <= wanted <= len(upward) or wanted != int(wanted):
        return [round_half_up(part, places) for part in parts]
    chosen = set(sorted(upward, key=lambda index: (below[index] - parts[index], index))[: int(wanted)])
    return [value + unit if index in chosen else value for index, value in enumerate(below)]


def balance_grid(
    yuan: Sequence[Sequence[Decimal | None]], line_parts: dict[int, list[int]], column_parts: dict[int, list[int]]
) -> list[list[Decimal]]:
    """Balance a table of 元 in both directions; gives 万元.

    line_parts, column_parts: index of a total → indices of what it is the sum of. Totals of totals are rounded half up; from there the
    adjustment runs down the lines in every column that is no sum of others, and the columns that are sums are added up again.
    """
    exact = [[(value or Decimal(0)) / WAN for value in line] for line in yuan]
    shown = [[round_half_up(value) for value in line] for line in exact]
    inner = {part for parts in line_parts.values() for part in parts}
    for line in (index for index in range(len(exact)) if index not in inner):
        for column in _from_the_top(column_parts):
            _spread(shown[line], exact[line], column, column_parts[column])
    summed = set(column_parts)
    for line in _from_the_top(line_parts):
        parts = line_parts[line]
        for column in (index for index in range(len(exact[line])) if index not in summed):
            values = balance_parts([exact[part][column] for part in parts], shown[line][column])
            for part, value in zip(parts, values, strict=True):
                shown[part][column] = value
        for part in parts:
            _add_up(shown[part], column_parts)
    return shown


def _from_the_top(parts: dict[int, list[int]]) -> list[int]:
    """Totals in an order in which none comes before the total that it is part of."""
    above = {part: total for total, members in parts.items() for part in members}

    def depth(index: int) -> int:
        return 0 if index not in above else depth(above[index]) + 1

    return sorted(parts, key=depth)


def _spread(shown: list[Decimal], exact: list[Decimal], column: int, parts: list[int]) -> None:
    values = balance_parts([exact[part] for part in parts], shown[column])
    for part, value in zip(parts, values, strict=True):
        shown[part] = value


def _add_up(shown: list[Decimal], column_parts: dict[int, list[int]]) -> None:
    for column in reversed(_from_the_top(column_parts)):
        shown[column] = sum((shown[part] for part in column_parts[column]), Decimal(0))
