"""Ctrl+F: texts and numbers, in one sheet or all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan.money import parse_amount
from juesuan.workbook import Cell, Sheet, Value


def matches(value: Value, wanted: str) -> bool:
    """A text that contains what is wanted, whatever its case; a number that equals it, or whose digits contain it."""
    if value is None:
        return False
    if isinstance(value, Decimal):
        number = parse_amount(wanted)
        return (number is not None and value == number) or wanted.replace(",", "") in f"{value:f}"
    return isinstance(value, str) and wanted.casefold() in value.casefold()


def find_all(sheet: Sheet, wanted: str) -> Iterator[Cell]:
    """Every place of a sheet, row by row."""
    if wanted.strip():
        for row, column, value in sheet.cells():
            if matches(value, wanted.strip()):
                yield Cell(sheet.name, row, column)


def find_next(sheets: tuple[Sheet, ...], wanted: str, after: Cell, *, backward: bool = False) -> Cell | None:
    """The next place after a cell, going on through the following sheets and around; None where there is none."""
    places = [cell for sheet in sheets for cell in find_all(sheet, wanted)]
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    here = (order.get(after.sheet, 0), after.row, after.column)
    if backward:
        before = [cell for cell in places if (order[cell.sheet], cell.row, cell.column) < here]
        return before[-1] if before else places[-1] if places else None
    return next((cell for cell in places if (order[cell.sheet], cell.row, cell.column) > here), places[0] if places else None)
