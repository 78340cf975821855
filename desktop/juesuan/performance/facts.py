"""Figures of the reports: read from the 绩效 forms, the final accounts or 绩效资料, as resources/performance/facts.toml says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from juesuan.errors import JuesuanError
from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import WAN, parse_amount
from juesuan.narrative.facts import Fact, Facts, Measure
from juesuan.performance.inputs import Answer
from juesuan.resources import resource
from juesuan.workbook import Cell

_TERM = re.compile(r"\s*([+-]?)\s*([^\[\]+-]+)\[([^\]]+)\]")
ACCOUNTS, INPUTS = "财决", "资料"


@dataclass(frozen=True)
class Term:
    """One figure of a sum: sign, where it stands (a form's code, 财决 or 资料) and its name there."""

    sign: int
    home: str
    name: str


@dataclass(frozen=True)
class Definition:
    """A figure of the reports: alternatives, best first, for this year and last; unit 元 or a counting word."""

    name: str
    now: tuple[tuple[Term, ...], ...]
    before: tuple[tuple[Term, ...], ...]
    unit: str


@cache
def load_definitions() -> tuple[Definition, ...]:
    """Raises JuesuanError where a source cannot be read."""
    raw = tomllib.loads(resource("performance/facts.toml").read_text(encoding="utf-8"))
    return tuple(
        Definition(name, _sources(name, entry["from"]), _sources(name, entry.get("before", [])), entry.get("unit", "元"))
        for name, entry in raw.items()
    )


def _sources(name: str, texts: Sequence[str]) -> tuple[tuple[Term, ...], ...]:
    found = []
    for text in texts:
        terms = tuple(Term(-1 if sign == "-" else 1, home.strip(), place) for sign, home, place in _TERM.findall(text))
        if not terms or len(terms) != text.count("["):
            raise JuesuanError(f"resources/performance/facts.toml：“{name}”的出处“{text}”写法不对，应如 整体自评[全年执行数]。")
        found.append(terms)
    return tuple(found)


class Figures:
    """The figures of one set of forms."""

    def __init__(self, sheets: Sequence[PerformanceSheet], accounts: Facts, answers: Mapping[str, Answer]) -> None:
        self._sheets = {sheet.code: sheet for sheet in reversed(sheets)}
        self._accounts, self._answers = accounts, answers

    def measures(self) -> dict[str, Measure]:
        """Every figure by name, unknown ones with no amount."""
        return {definition.name: self._measure(definition) for definition in load_definitions()}

    def _measure(self, definition: Definition) -> Measure:
        now = self._first(definition, definition.now)
        before = self._first(definition, definition.before)
        typed = next((term.name for terms in definition.now for term in terms if term.home == INPUTS), "")
        return Measure(now, before, typed)

    def _first(self, definition: Definition, sources: Sequence[Sequence[Term]]) -> Fact:
        for terms in sources:
            found = [self._read(term, definition.unit) for term in terms]
            known = [(each, term.sign) for each, term in zip(found, terms, strict=True) if each is not None]
            if len(known) == len(terms):
                total = sum((amount * sign for (amount, _), sign in known), Decimal(0))
                return Fact(definition.name, total, definition.unit, tuple(cell for (_, cells), _ in known for cell in cells))
        return Fact(definition.name, None, definition.unit)

    def _read(self, term: Term, unit: str) -> tuple[Decimal, tuple[Cell, ...]] | None:
        if term.home == ACCOUNTS:
            fact = self._accounts.fact(term.name)
            return None if fact.amount is None else (fact.amount, fact.cells)
        if term.home == INPUTS:
            answer = self._answers.get(term.name)
            amount = parse_amount(answer.text) if answer else None
            return (amount, (answer.cell,)) if answer and amount is not None else None
        sheet = self._sheets.get(term.home)
        amount = sheet.amount(term.name) if sheet else None
        return (amount * scale_of(sheet, unit), (sheet.fields[term.name],)) if sheet and amount is not None else None


def scale_of(sheet: PerformanceSheet, unit: str) -> Decimal:
    """What an amount of the form is multiplied by: money in 万元 becomes 元, counts stay."""
    return WAN if unit == "元" and sheet.layout.unit == "万元" else Decimal(1)


def money(sheet: PerformanceSheet, name: str, called: str) -> Measure:
    """A money field of one form as a figure of a sentence."""
    amount, cell = sheet.amount(name), sheet.fields.get(name)
    yuan = None if amount is None else amount * scale_of(sheet, "元")
    return Measure(Fact(called, yuan, "元", (cell,) if cell else ()), Fact(called, None))
