"""Finding rows and columns of a 财决 form by what people call them, and reading amounts in 元."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Protocol

from juesuan.disclosure.table import Amount
from juesuan.forms import Column, Form, Recognition, Row
from juesuan.forms.labels import bare_label
from juesuan.workbook import Cell

_PLACE = re.compile(r"(?P<form>[^\[\]]+)\[(?P<row>[^,\]]+),(?P<column>[^\]]+)\]")


class Prior(Protocol):
    """Last year's figures, a workbook or those kept in this one."""

    def amount(self, form: str, row: str, column: str) -> Decimal | None: ...


class Source:
    """Amounts of a recognised workbook, and of last year's where there is one."""

    def __init__(self, recognition: Recognition, prior: Prior | None = None) -> None:
        self.recognition = recognition
        self.prior = prior

    def form(self, code: str) -> Form | None:
        return self.recognition.form(code)

    def at(self, form: Form, row: Row, column: Column | None) -> Amount | None:
        """The amount where they meet; None where the cell is blank, holds a text, or there is no such column.

        A table whose columns go on in another panel or sheet repeats the row there.
        """
        here = next((r for r in (row, *form.rows_named(row.id)) if column and r.panel == column.panel), None)
        if column is None or here is None:
            return None
        cell = Cell(here.sheet or form.sheet, here.row, column.column)
        yuan = self.recognition.amount_at(cell, form)
        return Amount(yuan, (cell,)) if yuan is not None else None

    def stated(self, text: str, *, prior: bool = False) -> Amount | None:
        """The sum of places written as `财决附03[支出合计|2,决算数] + …`; None where none of them holds a number."""
        places = [found.groupdict() for found in _PLACE.finditer(text)]
        read = self._prior_place if prior else self._place
        return total(read(place["form"].strip(" +"), place["row"], place["column"]) for place in places)

    def _place(self, code: str, row_names: str, column_names: str) -> Amount | None:
        form = self.form(code)
        row = find_row(form, row_names) if form else None
        return self.at(form, row, find_column(form, column_names, row.panel)) if form and row else None

    def _prior_place(self, code: str, row_names: str, column_names: str) -> Amount | None:
        if self.prior is None:
            return None
        names = ((row, column) for row in row_names.split("|") for column in column_names.split("|"))
        values = (self.prior.amount(code, row, column) for row, column in names)
        return next((Amount(value) for value in values if value is not None), None)


def total(amounts: Iterable[Amount | None]) -> Amount | None:
    """Their sum with all their sources; None where all are None."""
    present = [amount for amount in amounts if amount is not None]
    if not present:
        return None
    return Amount(sum((amount.yuan for amount in present), Decimal(0)), tuple(cell for amount in present for cell in amount.sources))


def find_row(form: Form, names: str) -> Row | None:
    """The first row that one of the names (parted by `|`) fits: id, key, or label without its numbering."""
    for name in names.split("|"):
        exact = form.row(name)
        if exact:
            return exact
        labelled = [row for row in form.rows if bare_label(row.label) == bare_label(name)]
        if labelled:
            return labelled[0]
    return None


def find_column(form: Form, names: str, panel: int | None = None) -> Column | None:
    """The first column (of the panel) that one of the names fits: 栏次, `E30101`, or header labels from the top in that order."""
    for name in names.split("|"):
        found = form.column(name, panel)
        if found and name in (found.number, f"E{found.econ}" if found.econ else ""):
            return found
        inside = (column for column in form.columns if panel is None or column.panel == panel)
        fitting = [(surplus, column.panel, column.column, column) for column in inside if (surplus := _surplus(column, name)) is not None]
        if fitting:
            return min(fitting, key=lambda fit: fit[:3])[3]
    return None


def _surplus(column: Column, name: str) -> int | None:
    """How many labels of the header path are left over where those of the name occur in it in order; None where they do not."""
    wanted, steps = _bare_path(name), iter([bare_label(step) for step in column.path])
    return len(column.path) - len(wanted) if all(step in steps for step in wanted) else None


@cache
def _bare_path(name: str) -> tuple[str, ...]:
    return tuple(bare_label(step) for step in name.split("/"))
