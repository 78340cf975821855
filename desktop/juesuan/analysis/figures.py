"""Every amount of a recognised workbook, one after the other, with the row and column it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from juesuan.forms import Column, Form, Recognition, Row
from juesuan.workbook import Cell

WITH_AMOUNTS = frozenset({"fixed", "floating"})


class Figure(NamedTuple):
    """One amount in 元, and where it stands."""

    form: Form
    row: Row
    column: Column
    amount: Decimal
    cell: Cell


def figures(recognition: Recognition) -> Iterator[Figure]:
    """The amounts of all official forms, form by form, row by row; covers and input sheets have none, texts and blanks are left out."""
    for form in recognition.forms:
        if form.kind in WITH_AMOUNTS and not form.code.startswith("说明资料"):
            yield from figures_of(recognition, form)


def figures_of(recognition: Recognition, form: Form) -> Iterator[Figure]:
    """The amounts of one form, row by row."""
    by_panel: dict[int, list[Column]] = {}
    for column in form.columns:
        by_panel.setdefault(column.panel, []).append(column)
    for row in form.rows:
        sheet = row.sheet or form.sheet
        for column in by_panel.get(row.panel, ()):
            cell = Cell(sheet, row.row, column.column)
            amount = recognition.amount_at(cell, form)
            if amount is not None:
                yield Figure(form, row, column, amount, cell)
