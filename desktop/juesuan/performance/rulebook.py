"""What the P rules are called and how grave they are, and findings made of their failures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from juesuan.audit.finding import Finding, FindingCell
from juesuan.forms.form import Address
from juesuan.money import format_amount
from juesuan.resources import resource
from juesuan.workbook import Cell

OFF = "off"
_TOO_LONG = Decimal(10) ** 20


@dataclass(frozen=True)
class Rule:
    """kind 基本平衡 / 逻辑性 / 核实性; severity error, confirm, info or off; message: what should be."""

    id: str
    kind: str
    severity: str
    message: str


@dataclass(frozen=True)
class Part:
    """A cell that takes part in a failure: what it is called, where it stands, its value in the form's unit."""

    name: str
    cell: Cell
    value: Decimal | None = None


@dataclass(frozen=True)
class Failure:
    """A rule that does not hold somewhere.

    place: what it is about, unique within rule and sheet. equation: filled in. left, right: what was compared, in the form's unit.
    """

    rule: str
    place: str
    equation: str
    parts: tuple[Part, ...]
    left: Decimal | None = None
    right: Decimal | None = None


@cache
def load_rules() -> dict[str, Rule]:
    """resources/performance/审核规则.toml by id."""
    raw = tomllib.loads(resource("performance/审核规则.toml").read_text(encoding="utf-8"))
    return {name: Rule(name, entry["kind"], entry["severity"], entry["message"]) for name, entry in raw.items()}


def finding(failure: Failure, form: str, sheet: str) -> Finding | None:
    """The failure as the audit shows it; None where the rule is switched off."""
    rule = load_rules()[failure.rule]
    if rule.severity == OFF:
        return None
    difference = None if failure.left is None or failure.right is None else failure.left - failure.right
    cells = tuple(FindingCell(Address(form, part.name, ""), part.cell, part.value, part.name) for part in failure.parts)
    key = f"{rule.id}[{sheet}:{failure.place}]"
    equation = f"{sheet}：{failure.equation}"
    return Finding(
        key, rule.id, rule.kind, rule.severity, form, equation, failure.left, failure.right, difference, cells, rule.message
    )


def number(amount: Decimal) -> str:
    """An amount in an equation: two places, fewer where nothing is lost."""
    return f"{Decimal(format_amount(amount)).normalize():f}" if abs(amount) < _TOO_LONG else f"{amount:.3E}"
