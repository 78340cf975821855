"""What the panel 本格 says of a cell: this year, last year, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan.forms import Column, Recognition, Row
from juesuan.money import Movement, format_amount, format_yuan
from juesuan.window.plain.formula_sources import sources
from juesuan.workbook import Cell, Formula, Workbook

_MOST_SOURCES = 12


@dataclass(frozen=True)
class CellFacts:
    """name: the address in words; amounts in 元 as texts, empty where there is none; sources: words and cell of what a formula reads."""

    name: str
    amount: str = ""
    prior: str = ""
    difference: str = ""
    rate: str = ""
    sources: tuple[tuple[str, Cell], ...] = ()
    further_sources: int = 0


def facts_of(cell: Cell, workbook: Workbook, recognition: Recognition, prior: Recognition | None) -> CellFacts:
    """Amounts are in 元, whatever the form's unit; last year's is found by address, not by place."""
    form = recognition.of_sheet(cell.sheet)
    address = form.address(cell) if form else None
    if form is None or address is None:
        return CellFacts(cell.a1, sources=_sources(cell, workbook, recognition)[0])
    row, column = form.row(address.row), form.column(address.column)
    name = " · ".join(part for part in (row.label.strip() if row else "", column.label if column else "") if part) or cell.a1
    amount = recognition.amount(address.form, address.row, address.column)
    before = _prior_amount(prior, address.form, row, column) if prior and row and column else None
    named, further = _sources(cell, workbook, recognition)
    return CellFacts(
        name=name,
        amount=format_yuan(amount) if amount is not None else "",
        prior=format_yuan(before) if before is not None else "",
        difference=format_yuan(amount - before) if amount is not None and before is not None else "",
        rate=_rate(amount, before),
        sources=named,
        further_sources=further,
    )


def _prior_amount(prior: Recognition, code: str, row: Row, column: Column) -> Decimal | None:
    """By what the row and column mean: another year's form may number them differently."""
    form = prior.form(code)
    name = row.key or (row.id if row.subject or not row.line else row.label)
    path = "/".join(column.path)
    number = path if form and path and form.column(path, row.panel) else column.number
    return prior.amount(code, name, number)


def _rate(amount: Decimal | None, before: Decimal | None) -> str:
    if amount is None or before is None:
        return ""
    rate = Movement(amount, before).rate
    if rate is None:
        return ""
    return f"{'-' if amount < before else ''}{format_amount(rate)}%"


def _sources(cell: Cell, workbook: Workbook, recognition: Recognition) -> tuple[tuple[tuple[str, Cell], ...], int]:
    content = workbook.content(cell)
    if not isinstance(content, Formula):
        return (), 0
    read = sources(content, cell.sheet, workbook)
    filled = [source for source in read if workbook.value(source) is not None] or list(read)
    named = tuple((_name(source, cell, recognition), source) for source in filled[:_MOST_SOURCES])
    return named, max(0, len(filled) - _MOST_SOURCES)


def _name(source: Cell, cell: Cell, recognition: Recognition) -> str:
    form = recognition.of_sheet(source.sheet)
    address = form.address(source) if form else None
    row = form.row(address.row) if form and address else None
    if form is None or address is None or row is None:
        return source.a1 if source.sheet == cell.sheet else f"{source.sheet}!{source.a1}"
    place = f"{row.line}行" if row.line else row.id
    label = "" if row.label.strip() == row.id else row.label.strip()
    other = "" if source.sheet == cell.sheet else f"{form.code} "
    column = "" if source.column == cell.column and not other else f" {address.column}栏"
    return f"{other}{place} {label}{column}"
