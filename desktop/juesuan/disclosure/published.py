"""公开表 of a workbook that holds no 财决 forms: its own sheets, as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from juesuan.disclosure.table import DisclosureTable, GridCell, GridRow
from juesuan.forms import Form, Recognition
from juesuan.money import format_amount, to_wan
from juesuan.workbook import Cell, Merge, Sheet

_AMOUNT_WIDTH, _TEXT_WIDTH, _CODE_WIDTH = 15.0, 36.0, 12.0
_SHORT, _UPRIGHT_WIDTH = 8, 118
_THREE_PUBLIC = re.compile(r"[\s\"“]*三公[\s\"”]*经费")


def holds_only_published(recognition: Recognition) -> bool:
    """Whether there are 公开表 and none of the 财决 forms that they could be made from."""
    families = {form.code[:2] for form in recognition.forms}
    return "公开" in families and "财决" not in families


def published_tables(recognition: Recognition) -> tuple[DisclosureTable, ...]:
    """A table for each 公开表 of the workbook, in its order; every figure's source is the cell itself."""
    forms = [form for form in recognition.forms if form.code.startswith("公开")]
    return tuple(_table(form, number, recognition) for number, form in enumerate(forms, 1))


def _table(form: Form, number: int, recognition: Recognition) -> DisclosureTable:
    sheet = recognition.workbook.sheet(form.sheet)
    first, last = form.header_rows
    bottom = max((row.row for row in form.rows), default=last)
    width = max((column for row, column, value in sheet.cells() if first <= row <= bottom and value is not None), default=1)
    header = tuple(_row(form, sheet, row, width, (first, last)) for row in range(first, last + 1)) if first else ()
    body = tuple(_row(form, sheet, row, width, (last + 1, bottom)) for row in range(last + 1, bottom + 1))
    widths = tuple(_width(body, column) for column in range(width))
    return DisclosureTable(
        code=form.code,
        number=number,
        title=_THREE_PUBLIC.sub("“三公”经费", form.title),
        unit_name=recognition.unit_name,
        edition=recognition.edition or 0,
        header=header,
        body=body,
        widths=widths,
        notes=tuple(str(value).strip() for row, column, value in sheet.cells() if row > bottom and column == 1 and isinstance(value, str)),
        landscape=sum(widths) > _UPRIGHT_WIDTH,
        empty=not any(cell and cell.yuan for row in body for cell in row),
        printed=form.printed_code,
        names=partial(_names, form, recognition),
    )


def _row(form: Form, sheet: Sheet, row: int, width: int, block: tuple[int, int]) -> GridRow:
    merges = {(merge.top, merge.left): merge for merge in sheet.merges if merge.top == row}
    return tuple(_cell(form, sheet, row, column, merges.get((row, column)), block, width) for column in range(1, width + 1))


def _cell(form: Form, sheet: Sheet, row: int, column: int, merge: Merge | None, block: tuple[int, int], width: int) -> GridCell | None:
    if sheet.anchor(row, column) != (row, column):
        return None
    rows = min(merge.bottom, block[1]) - row + 1 if merge else 1
    columns = min(merge.right, width) - column + 1 if merge else 1
    value = sheet.value(row, column)
    if row <= form.header_rows[1]:
        return GridCell("" if value is None else str(value), "header", columns=columns, rows=rows, bold=True)
    if isinstance(value, Decimal) and form.address(Cell(form.sheet, row, column)):
        return _figure(value * form.scale, Cell(form.sheet, row, column), columns, rows)
    return GridCell("" if value is None else str(value).strip(), "label", columns=columns, rows=rows)


def _figure(yuan: Decimal, cell: Cell, columns: int = 1, rows: int = 1) -> GridCell:
    wan = to_wan(yuan)
    return GridCell(format_amount(wan), "amount", wan, yuan, (cell,), columns, rows)


def _width(body: tuple[GridRow, ...], column: int) -> float:
    cells = [cell for row in body if (cell := row[column]) and cell.text and cell.columns == 1]
    if not cells or any(cell.role == "amount" for cell in cells):
        return _AMOUNT_WIDTH
    return _CODE_WIDTH if max(len(cell.text) for cell in cells) < _SHORT else _TEXT_WIDTH


def _names(form: Form, recognition: Recognition) -> dict[str, dict[str, GridCell]]:
    return {name: dict(_figures(form, name, recognition)) for row in form.rows for name in (row.id, row.label.strip()) if name}


def _figures(form: Form, row: str, recognition: Recognition) -> Iterator[tuple[str, GridCell]]:
    for column in form.columns:
        for name in ("/".join(column.path), column.label, column.number):
            cell = form.cell(row, name) if name else None
            yuan = recognition.amount_at(cell, form) if cell else None
            if cell and yuan is not None:
                yield name, _figure(yuan, cell)
