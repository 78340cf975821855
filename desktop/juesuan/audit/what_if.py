"""What if another amount had been typed far up the formulas: the amounts that lead to a cell, and what would follow from another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from juesuan.audit.slips import slip
from juesuan.audit.values import Values, amount_of
from juesuan.workbook import Cell, Formula

_MOST_TRIED, _MOST_WALKED = 24, 2000


def likeliest(values: Values, slots: Sequence[int], gap: Decimal) -> list[tuple[int, Decimal]]:
    """Typed amounts that the formulas in `slots` follow from, each with what it would have to be to close the gap (元).

    Those that a slip of the hand or another cell's amount would explain come first; no more than can be tried in a moment.
    """
    known = set(values.amounts)
    found: list[tuple[int, int, Decimal]] = []
    for place, source in enumerate(_typed(values, slots)):
        old = values.amounts[source]
        for new in (old - gap, old + gap):
            explained = 4 * bool(slip(old, new)) + (new in known and new != 0) - 2 * (new < 0 <= old)
            found.append((-100 * explained + place, source, new))
    found.sort(key=lambda item: item[0])
    return [(source, new) for _, source, new in found[:_MOST_TRIED]]


def exchanges(values: Values, slots: Sequence[int], gap: Decimal) -> Iterator[dict[int, Decimal]]:
    """Typed amounts above these formulas that differ by the gap from a neighbour: each with the other's amount."""
    for source in _typed(values, slots):
        grid = values.owner(source)
        for other in (source + 1, source - 1, source + grid.width, source - grid.width) if grid else ():
            if grid and grid.first <= other < grid.first + grid.size and abs(values.amounts[other] - values.amounts[source]) == abs(gap):
                yield {source: values.amounts[other], other: values.amounts[source]}


def followed(values: Values, changes: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The slots of one form with other amounts, and all that follow from them by formulas, with the amounts they would have."""
    grids = {slot: grid for slot in changes if (grid := values.owner(slot)) is not None and not grid.prior}
    first = next(iter(grids.values()), None)
    if first is None:
        return {}
    contents = {grid.cell(slot): changes[slot] / grid.form.scale for slot, grid in grids.items()}
    found = dict(changes)
    for cell, value in first.workbook.tried(contents).items():
        other = values.slot_of(cell)
        owner = values.owner(other) if other is not None else None
        if other is not None and owner is not None:
            found[other] = (amount_of(value)[0] or Decimal(0)) * owner.form.scale
    return found


def _typed(values: Values, slots: Sequence[int]) -> Iterator[int]:
    """Slots of typed amounts above these formulas, nearest first."""
    seen: set[Cell] = set()
    waiting = [(values.cell_of(slot), grid.workbook) for slot in slots if (grid := values.owner(slot)) and not grid.prior]
    while waiting and len(seen) < _MOST_WALKED:
        cell, workbook = waiting.pop(0)
        for source in workbook.read_by(cell):
            if source in seen:
                continue
            seen.add(source)
            if isinstance(workbook.content(source), Formula):
                waiting.append((source, workbook))
            elif (slot := values.slot_of(source)) is not None and values.owner(slot) and values.amounts[slot]:
                yield slot
