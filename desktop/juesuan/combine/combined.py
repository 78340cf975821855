"""What a 汇总 takes in and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from juesuan.errors import JuesuanError
from juesuan.forms import Address


class CombineError(JuesuanError):
    """Nothing could be combined, or the result could not be written."""


class Place(NamedTuple):
    """Where an amount stands, the same in every workbook of an edition: form, row (key, 行次, 科目 or 科目/项目), `E` + code or 栏次."""

    form: str
    row: str
    column: str


class RowName(NamedTuple):
    """A row of a form by subject: its name, its 科目编码, and whether it is a project."""

    label: str
    subject: str
    project: bool


@dataclass(frozen=True)
class Unit:
    """One workbook: its name and year, the figures of 汇总明细 by title in 元, and what is wrong with it.

    skipped: why it is not in the sum, empty where it is. faults: in how many places it does not balance, or holds what is no amount;
    unbalanced: the first of them, as the audit says it.
    """

    path: Path
    name: str = ""
    edition: int | None = None
    figures: dict[str, Decimal] = field(default_factory=dict, repr=False)
    skipped: str = ""
    faults: int = 0
    unbalanced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transfer:
    """Payments inside the department: what units paid to each other and what they say they received, 元.

    severity is `error` where the two differ, else `info`; sentence says what to do.
    """

    paid: str
    received: str
    paid_amount: Decimal
    received_amount: Decimal
    severity: str
    sentence: str


@dataclass(frozen=True)
class Combined:
    """The result: path of the workbook; units in the order given, with those skipped; missing, expected names without a workbook.

    typed: computed cells whose formula would not give the sum of the units, so that the sum was typed in; notes: what else to know.
    """

    path: Path
    edition: int
    unit_name: str
    units: tuple[Unit, ...]
    missing: tuple[str, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    typed: tuple[Address, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def added(self) -> tuple[Unit, ...]:
        """The units that are in the sum."""
        return tuple(unit for unit in self.units if not unit.skipped)

    @property
    def unbalanced(self) -> tuple[Unit, ...]:
        """Units that do not balance."""
        return tuple(unit for unit in self.units if unit.faults)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything to be looked at, a sentence each: who is left out, missing or does not balance, payments inside the department."""
        return (
            *(f"没有计入：{unit.path.name}：{unit.skipped}" for unit in self.units if unit.skipped),
            *(f"没有收到：{name}" for name in self.missing),
            *(f"不平衡：{unit.name}：{unit.faults} 处，如 {unit.unbalanced[0]}" for unit in self.unbalanced),
            *(transfer.sentence for transfer in self.transfers),
            *self.notes,
        )

    @property
    def sound(self) -> bool:
        """Whether every unit is there and balances, and payments inside the department are equal on both sides."""
        wrong = any(unit.skipped or unit.faults for unit in self.units) or self.missing
        return not wrong and all(transfer.severity != "error" for transfer in self.transfers)
