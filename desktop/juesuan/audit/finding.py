"""What an audit says: findings, counts, and what could not be judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from juesuan.forms.form import Address
from juesuan.workbook import Cell


@dataclass(frozen=True)
class FindingCell:
    """A cell that takes part, by address and by place; `value` in the form's unit, None where blank."""

    address: Address
    cell: Cell
    value: Decimal | None
    label: str = ""


@dataclass(frozen=True)
class Finding:
    """One instance of a rule that does not hold.

    key: stable name of the instance (rule id + what it is bound to). kind: 基本平衡 / 逻辑性 / 核实性.
    severity: `error`, `confirm`, `info`. equation: filled in, `31行1栏 11,633,200.00 ≠ 27行1栏 … + …`.
    left, right, difference in the form's unit, None where the rule is no comparison.
    message: what it means; explanation: what the office wrote for a 核实性 finding, None where nothing; causes: likely causes, best first.
    group: what findings that are told in one line have in common (rule id and column), empty where it stands alone.
    """

    key: str
    rule: str
    kind: str
    severity: str
    form: str
    equation: str
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    cells: tuple[FindingCell, ...]
    message: str
    explanation: str | None = field(default_factory=lambda: None)
    causes: tuple[str, ...] = field(default_factory=tuple)
    group: str = field(default_factory=str)


@dataclass(frozen=True)
class NotJudged:
    """An instance (or a whole rule) that could not be judged, and the reason in Chinese."""

    key: str
    rule: str
    reason: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Counts:
    """checked = held + failed; not_judged apart."""

    held: int = 0
    failed: int = 0
    not_judged: int = 0

    @property
    def checked(self) -> int:
        return self.held + self.failed


@dataclass(frozen=True)
class FindingsChange:
    """What an edit did to the findings; `revised` are those that fail still with other numbers."""

    appeared: tuple[Finding, ...] = ()
    revised: tuple[Finding, ...] = ()
    vanished: tuple[Finding, ...] = ()
