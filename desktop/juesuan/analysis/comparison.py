"""This year beside last year: the movement of any figure, the changes worth a look, rows that only one year has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from juesuan.analysis.figures import Figure, figures
from juesuan.forms import TOTAL, Address, Column, Form, Recognition, Row
from juesuan.money import Movement
from juesuan.subjects import earlier_codes, later_code
from juesuan.workbook import Cell


class Before(Protocol):
    """Last year's figures: an open workbook or those kept in this one."""

    @property
    def edition(self) -> int | None: ...
    @property
    def forms(self) -> tuple[Form, ...]: ...
    def form(self, code: str) -> Form | None: ...
    def amount(self, form: str, row: str, column: str) -> Decimal | None: ...


@dataclass(frozen=True)
class Changed:
    """A figure that moved: where it stands, its labels, this year's cell, 元 of both years."""

    address: Address
    label: str
    cell: Cell
    movement: Movement


@dataclass(frozen=True)
class OnlyOnce:
    """A 科目 or project row that only one of the years has; `year` is that one, `code` its subject code that year."""

    form: str
    row: str
    label: str
    year: int | None
    now: bool


class Comparison:
    """One workbook against last year's figures; subjects whose code changed in between are matched by resources/subjects/renamed.toml."""

    def __init__(self, now: Recognition, before: Before) -> None:
        self.now = now
        self.before = before

    def before_amount(self, form: str, row: str, column: str) -> Decimal | None:
        """Last year's 元 for a place of this year's workbook; None where last year had no such place.

        Rows match by symbolic name or subject, columns by economic code or header, since 行次 and 栏次 differ between editions. Subjects
        merged into one are added up.
        """
        here = self.now.form(form)
        if here is None or self.before.form(form) is None:
            return None
        for found in here.rows_named(row):
            place = here.column(column, found.panel)
            if place:
                return self._before(here, found, place)
        return None

    def before_of(self, figure: Figure) -> Decimal | None:
        """Last year's 元 for a figure of this year's workbook."""
        return self._before(figure.form, figure.row, figure.column)

    def movement(self, form: str, row: str, column: str) -> Movement | None:
        """Both years' 元; None where either has no figure there."""
        amount = self.now.amount(form, row, column)
        base = self.before_amount(form, row, column)
        return Movement(amount, base) if amount is not None and base is not None else None

    def changes(self, rate: Decimal = Decimal(20), amount: Decimal = Decimal(0)) -> Iterator[Changed]:
        """Figures that moved by at least `amount` 元 and `rate` percent (any change from zero counts), in the order of the forms."""
        for figure in figures(self.now):
            base = self._before(figure.form, figure.row, figure.column)
            movement = Movement(figure.amount, base or Decimal(0))
            known = base is not None or self.before.form(figure.form.code) is not None
            if known and movement.difference and movement.difference >= amount and (movement.rate is None or movement.rate >= rate):
                yield _changed(figure, movement)

    def only_once(self) -> Iterator[OnlyOnce]:
        """Rows of forms by subject that one year has and the other has not, this year's first."""
        for form in self.now.forms:
            before = self.before.form(form.code)
            if form.kind == "floating" and before and not form.code.startswith("说明资料"):
                now_rows, before_rows = _subject_rows(form), _subject_rows(before)
                reached = {name for row in now_rows.values() for name in self._names_before(row)}
                for row in now_rows.values():
                    if not any(name in before_rows for name in self._names_before(row)):
                        yield OnlyOnce(form.code, row.id, row.label.strip(), self.now.edition, now=True)
                for row in before_rows.values():
                    if row.id not in reached and self._name_now(row) not in now_rows:
                        yield OnlyOnce(form.code, row.id, row.label.strip(), self.before.edition, now=False)

    def _before(self, form: Form, row: Row, column: Column) -> Decimal | None:
        there = self.before.form(form.code)
        place = _same_column(there, column, same_edition=self.now.edition == self.before.edition) if there else None
        if there is None or place is None:
            return None
        amounts = [self.before.amount(form.code, name, place) for name in self._names_before(row)]
        present = [amount for amount in amounts if amount is not None]
        return sum(present, Decimal(0)) if present else None

    def _names_before(self, row: Row) -> tuple[str, ...]:
        if not row.subject or row.id == TOTAL:
            return (row.key or row.id,)
        rest = row.id.removeprefix(row.subject)
        return tuple(code + rest for code in earlier_codes(row.subject, self.now.edition or 0, self.before.edition or 0))

    def _name_now(self, row: Row) -> str:
        rest = row.id.removeprefix(row.subject)
        return later_code(row.subject, self.before.edition or 0, self.now.edition or 0) + rest


def _same_column(there: Form, column: Column, *, same_edition: bool) -> str | None:
    """How last year's form calls the column: by economic code, whole header path, or 栏次 where the edition is the same."""
    if column.econ:
        return f"E{column.econ}"
    path = "/".join(column.path)
    if path and any("/".join(other.path) == path for other in there.columns):
        return path
    alike = [other for other in there.columns if other.number == column.number and other.label == column.label]
    if alike or same_edition or not column.path:
        return column.number
    return path or None


def _subject_rows(form: Form) -> dict[str, Row]:
    return {row.id: row for row in form.rows if row.subject}


def _changed(figure: Figure, movement: Movement) -> Changed:
    label = f"{figure.row.label.strip()} · {figure.column.label}"
    return Changed(Address(figure.form.code, figure.row.id, figure.column.number), label, figure.cell, movement)
