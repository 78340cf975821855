"""The 公开表 as tables of the document: made from the 财决 forms, or taken from a workbook that holds only 公开表."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from juesuan.disclosure import as_document_tables, disclose
from juesuan.document.blocks import Block, Table, TableCell
from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.money import format_amount
from juesuan.narrative.lists import chinese_number
from juesuan.workbook import Cell, Sheet, Value

_WIDE = 8
_TALL, _FEW = 32, 9  # rows, and columns: a taller table of no more columns stands whole on an upright page, but not on a landscape one

_CONTINUED = "（续）"
_THREE_PUBLIC = re.compile(r"[\s\"“]*三公[\s\"”]*经费")


def public_tables(recognition: Recognition, prior: Recognition | None, province: str, wanted: str = "") -> Iterator[Block]:
    """Every 公开表 in order, or only those called `wanted` (`公开01`); nothing where the workbook has neither 财决 forms nor 公开表."""
    place = 0
    for table in _tables(recognition, prior, province, wanted):
        if table.title.endswith(_CONTINUED):
            yield table
            continue
        place += 1
        yield replace(table, listed=table.title if wanted else f"{chinese_number(place)}、{table.title}")


def _tables(recognition: Recognition, prior: Recognition | None, province: str, wanted: str) -> Iterator[Table]:
    if any(form.code.startswith("财决") for form in recognition.forms):
        tables = disclose(recognition, prior, province)
        yield from map(_turned, as_document_tables([table for table in tables if not wanted or table.code == wanted]))
        return
    for form in recognition.forms:
        if form.code.startswith("公开") and (not wanted or wanted == form.code):
            yield _table(form, recognition.workbook.sheet(form.sheet))


def _turned(table: Table) -> Table:
    """Upright where that keeps a tall table on one page."""
    tall = len(table.header) + len(table.body) > _TALL and len(table.widths) <= _FEW
    return replace(table, landscape=False) if table.landscape and tall else table


def _table(form: Form, sheet: Sheet) -> Table:
    first, last = form.header_rows
    bottom = max((row.row for row in form.rows), default=last)
    width = max((column for row, column, value in sheet.cells() if first <= row <= bottom and value is not None), default=1)
    header = tuple(_row(form, sheet, number, width, (first, last)) for number in range(first, last + 1)) if first else ()
    body = tuple(_row(form, sheet, number, width, (last + 1, bottom)) for number in range(last + 1, bottom + 1))
    notes = tuple(str(value).strip() for row, column, value in sheet.cells() if row > bottom and column == 1 and isinstance(value, str))
    title = _THREE_PUBLIC.sub("“三公”经费", form.title)
    return Table(title, header, body, corner=(f"单位：{form.unit}",), notes=notes, landscape=width >= _WIDE, key=f"表.{form.code}")


def _row(form: Form, sheet: Sheet, number: int, width: int, block: tuple[int, int]) -> tuple[TableCell, ...]:
    merges = {(merge.top, merge.left): merge for merge in sheet.merges}
    cells = []
    for column in range(1, width + 1):
        if sheet.anchor(number, column) != (number, column):
            continue
        merge = merges.get((number, column))
        rows = min(merge.bottom, block[1]) - number + 1 if merge else 1
        columns = min(merge.right, width) - column + 1 if merge else 1
        value = sheet.value(number, column)
        cells.append(
            TableCell(_shown(value), _align(form, number, value), columns, rows, cell=Cell(form.sheet, number, column))
        )
    return tuple(cells)


def _align(form: Form, row: int, value: Value) -> str:
    if row <= form.header_rows[1]:
        return "center"
    return "right" if isinstance(value, Decimal) else "left"


def _shown(value: Value) -> str:
    """Amounts with thousands separators and two places, texts as they are."""
    if isinstance(value, Decimal):
        return format_amount(value, thousands=True)
    return value.strip() if isinstance(value, str) else ""
