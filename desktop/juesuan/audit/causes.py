"""Why a formula may fail: which one cell, changed how, would make it and all other formulas that read the cell hold.

Worked out on demand for one finding: every cell of the formula is tried with the value that would close the gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol

from juesuan.audit import bound as b
from juesuan.audit.finding import Finding
from juesuan.audit.instances import Decided, Instances
from juesuan.audit.slips import slip
from juesuan.audit.values import ZERO, Values
from juesuan.audit.what_if import exchanges, followed, likeliest
from juesuan.forms.labels import bare_label
from juesuan.money import format_yuan
from juesuan.workbook import Cell, Formula


class Judged(Protocol):
    """What the search for causes needs of an audit."""

    @property
    def instances(self) -> Instances: ...
    @property
    def values(self) -> Values: ...
    def readers(self, slot: int) -> list[int]: ...


_MOST = 3
_SLIPPED = 2
_DOUBT = 2
"""A far amount that no slip of the hand explains counts half: some other amount far away closes any gap."""
_DEPTH = 3


@dataclass(frozen=True)
class Cause:
    """One explanation: the cell, what it should be (元), what went wrong in words, how many failing formulas it mends."""

    cell: Cell
    amount: Decimal
    pattern: str
    mended: int
    words: str


def likely_causes(audit: Judged, finding: Finding) -> tuple[Cause, ...]:
    """The likeliest causes of a finding, best first; none where every single change would break something else."""
    index = audit.instances.named(finding.key, finding.rule)
    if index is None:
        return ()
    found = [*_single(audit, index), *_far(audit, index), *_swapped(audit, index), *_slipped(audit, index)]
    found.sort(key=lambda item: (-item[0], item[1].cell))
    return tuple(dict.fromkeys(cause for _, cause in found))[:_MOST]


def cause_words(audit: Judged, finding: Finding) -> tuple[str, ...]:
    """The same as sentences, and a remark where the gap equals one of the amounts."""
    words = [cause.words for cause in likely_causes(audit, finding)]
    return tuple(words) or _twice(finding)


def _single(audit: Judged, index: int) -> Iterator[tuple[int, Cause]]:
    node = audit.instances[index].node
    if not isinstance(node, b.Compare) or not isinstance(node.left, b.Linear) or not isinstance(node.right, b.Linear):
        return
    gap = b.number(node.left, audit.values) - b.number(node.right, audit.values)
    signs: dict[int, int] = {}
    for side, direction in ((node.left, 1), (node.right, -1)):
        for slots, sign in ((side.plus, direction), (side.minus, -direction)):
            for slot in slots:
                signs[slot] = signs.get(slot, 0) + sign
    for slot, sign in signs.items():
        if sign and slot not in audit.values.trouble:
            step = -gap / sign
            if not _computed(audit, slot):
                yield from _tried(audit, followed(audit.values, {slot: audit.values.amounts[slot] + step}))
            else:
                yield from _tried(audit, {slot: audit.values.amounts[slot] + step})
                for chain in _sources(audit, slot, _DEPTH):
                    moved = {place: audit.values.amounts[place] + step for place in chain}
                    yield from _tried(audit, {**moved, **followed(audit.values, {chain[0]: moved[chain[0]]})})


def _far(audit: Judged, index: int) -> Iterator[tuple[int, Cause]]:
    """Typed amounts from which the formulas of the workbook lead to this one: tried in the workbook itself, with all that follows."""
    left, right = _sides(audit.instances[index], audit)
    if left is None or right is None or left == right:
        return
    values, slots = audit.values, set(audit.instances[index].slots)
    computed = [slot for slot in slots if _computed(audit, slot)]
    for slot, amount in likeliest(values, computed, left - right):
        changes = followed(values, {slot: amount})
        if not slots.isdisjoint(changes):
            doubt = 1 if slip(values.amounts[slot], amount) else _DOUBT
            yield from ((score // doubt, cause) for score, cause in _tried(audit, changes))
    for exchange in exchanges(values, computed, left - right):
        yield from _tried(audit, followed(values, exchange), exchanged=True)


def _sources(audit: Judged, slot: int, depth: int) -> Iterator[tuple[int, ...]]:
    """Chains of cells from a typed amount up to a computed total: what would change together with it."""
    for index in audit.readers(slot):
        node = audit.instances[index].node
        held = audit.instances.verdict(index) is b.Verdict.HELD
        if not (
            held
            and isinstance(node, b.Compare)
            and node.operator == "="
            and isinstance(node.left, b.Linear)
            and isinstance(node.right, b.Linear)
        ):
            continue
        if node.left.plus == (slot,) and not node.left.minus:
            for part in node.right.plus:
                if not _computed(audit, part):
                    yield part, slot
                elif depth > 1:
                    yield from ((*chain, slot) for chain in _sources(audit, part, depth - 1))


def _computed(audit: Judged, slot: int) -> bool:
    grid = audit.values.owner(slot)
    return grid is not None and isinstance(grid.workbook.content(grid.cell(slot)), Formula)


def _swapped(audit: Judged, index: int) -> Iterator[tuple[int, Cause]]:
    """Two amounts in neighbouring rows or columns put in each other's place."""
    for slot in audit.instances[index].slots:
        grid = audit.values.owner(slot)
        if grid is None or grid.prior:
            continue
        for other in (slot + grid.width, slot - grid.width, slot + 1, slot - 1):
            if grid.first <= other < grid.first + grid.size and audit.values.amounts[other] != audit.values.amounts[slot]:
                yield from _tried(audit, {slot: audit.values.amounts[other], other: audit.values.amounts[slot]}, exchanged=True)


def _tried(audit: Judged, changes: Mapping[int, Decimal], *, exchanged: bool = False) -> Iterator[tuple[int, Cause]]:
    """The change as a cause with its score, if it mends something and breaks nothing."""
    mended, broken = _effect(audit, changes)
    if not mended or broken:
        return
    slot, amount = next(iter(changes.items()))
    grid = audit.values.owner(slot)
    if grid is None or grid.prior:
        return
    old = audit.values.amounts[slot]
    pattern = "两格的数填反了" if exchanged else slip(old, amount)
    score = mended * 4 + (3 if pattern else 0) - (2 if _computed(audit, slot) else 0) - (2 if not audit.values.filled[slot] else 0)
    score += 2 if not exchanged and _said_elsewhere(audit, slot, amount) else 0
    score += (1 if amount and amount in audit.values.amounts else 0) - (2 if amount < 0 <= old else 0)
    yield score - (3 if exchanged else 0), _cause(audit, changes, pattern, mended, exchanged=exchanged)


def _said_elsewhere(audit: Judged, slot: int, amount: Decimal) -> bool:
    """Whether another cell of the same meaning holds the amount: 年末结转和结余 of another form."""
    grid = audit.values.owner(slot)
    label = bare_label(grid.place(slot)[0].label) if grid and amount else ""
    for place, value in enumerate(audit.values.amounts):
        if label and value == amount and place != slot and (other := audit.values.owner(place)):
            row, column = other.place(place)
            if label in (bare_label(row.label), *map(bare_label, column.path)):
                return True
    return False


def _cause(audit: Judged, changes: Mapping[int, Decimal], pattern: str, mended: int, *, exchanged: bool) -> Cause:
    slot = next(iter(changes))
    grid = audit.values.owner(slot)
    if grid is None:
        raise LookupError(slot)
    amount = changes[slot]
    scale = grid.form.scale
    place = _place(audit, slot)
    if exchanged:
        other = list(changes)[1]
        blank, filled = sorted((slot, other), key=lambda place: audit.values.amounts[place] != 0)
        if audit.values.amounts[blank]:
            words = f"可能：{place}与{_place(audit, other)}填反了，对调后{_mended(mended)}"
        else:
            words = f"可能：{_place(audit, blank)}的数错填到了{_place(audit, filled)}，移回后{_mended(mended)}"
    elif not audit.values.amounts[slot]:
        words = f"可能：{place}未填，填 {format_yuan(amount / scale)} 后{_mended(mended)}"
    else:
        kind = f"，{pattern}" if pattern else ""
        now = format_yuan(audit.values.amounts[slot] / scale)
        words = f"可能：{place}应为 {format_yuan(amount / scale)}（现为 {now}{kind}），改后{_mended(mended)}"
    return Cause(grid.cell(slot), amount, pattern, mended, words)


def _place(audit: Judged, slot: int) -> str:
    """`86行“年末结转和结余”`, `2010101“行政运行”2栏`, with the form where one has to tell it."""
    grid = audit.values.owner(slot)
    if grid is None:
        return ""
    row, column = grid.place(slot)
    name = f"{row.line}行" if row.line else row.id
    label = f"“{row.label.strip()}”" if row.label.strip() not in ("", row.id) else ""
    heading = f"“{column.label.strip()}”" if column.label.strip() and grid.form.kind == "floating" else ""
    return f"{grid.form.code} {name}{label}{column.number}栏{heading}"


def _mended(count: int) -> str:
    return "本条成立" if count == 1 else f"本条与另 {count - 1} 条同时成立"


def _effect(audit: Judged, changes: Mapping[int, Decimal]) -> tuple[int, int]:
    """How many failing instances a change would mend, how many holding ones it would break."""
    values = audit.values
    before = {slot: (values.amounts[slot], values.filled[slot]) for slot in changes}
    readers = {index for slot in changes for index in audit.readers(slot)}
    decided = Decided(values)
    try:
        for slot, amount in changes.items():
            values.amounts[slot], values.filled[slot] = amount, 1
        after = {index: audit.instances.judged(index, decided) for index in readers}
    finally:
        for slot, (amount, filled) in before.items():
            values.amounts[slot], values.filled[slot] = amount, filled
    failing = b.Verdict.FAILED
    mended = sum(audit.instances.verdict(index) is failing and verdict is not failing for index, verdict in after.items())
    broken = sum(audit.instances.verdict(index) is not failing and verdict is failing for index, verdict in after.items())
    still = sum(audit.instances.verdict(index) is failing and verdict is failing for index, verdict in after.items())
    return mended, broken + still


class Line(NamedTuple):
    """One row of a rule about a column: its first slot, both sides, whether it fails."""

    slot: int
    left: Decimal
    right: Decimal
    failed: bool


def _slipped(audit: Judged, index: int) -> Iterator[tuple[int, Cause]]:
    """Amounts that stand one row too high or too low against another form."""
    lines = _lines(audit, index)
    for shift, where in ((1, "低"), (-1, "高")):
        matches = [
            line
            for place, line in enumerate(lines)
            if line.failed and line.left and 0 <= place - shift < len(lines) and line.left == lines[place - shift].right
        ]
        grid = audit.values.owner(matches[0].slot) if len(matches) >= _SLIPPED else None
        if grid is not None and not grid.prior:
            slot = matches[0].slot
            words = f"可能：{_place(audit, slot)}起 {len(matches)} 行的数整体错{where}一行"
            yield len(matches) * 4, Cause(grid.cell(slot), audit.values.amounts[slot], "错行", len(matches), words)
            return


def _lines(audit: Judged, index: int) -> list[Line]:
    """The lowest rows (项, 项目) of the rule that stand in the same column as an instance, in the order of the sheet."""
    family = audit.instances.family(index)
    group, found = family.group(index - family.start), dict[str, Line]()
    numbers = [number for number in range(family.size) if family.group(number) == group]
    if sum(audit.instances.verdicts[family.start + number] == b.Verdict.FAILED for number in numbers) < _SLIPPED:
        return []
    for number in numbers:
        instance = family.instance(number)
        left, right = _sides(instance, audit)
        grid = audit.values.owner(instance.slots[0]) if instance.slots else None
        if left is None or right is None or grid is None:
            continue
        failed = audit.instances.verdict(family.start + number) is b.Verdict.FAILED
        found[grid.place(instance.slots[0])[0].id] = Line(instance.slots[0], left, right, failed)
    return [line for name, line in found.items() if not any(other.startswith(name) and other != name for other in found)]


def _sides(instance: b.Instance, audit: Judged) -> tuple[Decimal | None, Decimal | None]:
    node = instance.node
    if not isinstance(node, b.Compare) or not isinstance(node.left, b.Linear) or not isinstance(node.right, b.Linear):
        return None, None
    return b.number(node.left, audit.values), b.number(node.right, audit.values)


def _twice(finding: Finding) -> tuple[str, ...]:
    gap = finding.difference
    if not gap or len(finding.cells) < _SLIPPED:
        return ()
    for cell in finding.cells:
        if cell.value and cell.value != ZERO and abs(cell.value) == abs(gap):
            return (f"差额正好等于 {cell.label} 的 {format_yuan(cell.value)}：可能重复计入或漏计",)
    return ()
