"""公开表 as tables of a document, for the 附表 of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from juesuan.disclosure.table import DisclosureTable, GridCell, GridRow
from juesuan.document.blocks import Table, TableCell
from juesuan.money import format_amount

_LEADING = 2
_ALIGN = {"amount": "right", "header": "center", "line": "center"}


def as_document_tables(tables: Sequence[DisclosureTable]) -> tuple[Table, ...]:
    """A document table per 公开表, with printed code, unit and year above and notes below; a wide one is continued in further ones."""
    return tuple(_document_table(part) for table in tables for part in column_parts(table))


def column_parts(table: DisclosureTable, most: int = 14) -> tuple[DisclosureTable, ...]:
    """The table itself, or tables of at most `most` columns that each begin with the code and name columns; notes stay under the last."""
    width, leading = len(table.widths), _leading(table)
    if width <= most:
        return (table,)
    starts = range(leading, width, most - leading)
    parts = [_part(table, leading, start, min(start + most - leading, width)) for start in starts]
    last = len(parts) - 1
    return tuple(
        replace(part, title=f"{table.title}（续）" if index else table.title, notes=table.notes if index == last else ())
        for index, part in enumerate(parts)
    )


def _leading(table: DisclosureTable) -> int:
    """How many columns stand before the amounts: 科目编码, in one or three of them, and 科目名称."""
    firsts = [next((at for at, cell in enumerate(row) if cell and cell.role == "amount"), _LEADING) for row in table.body]
    return min(firsts, default=_LEADING)


def _part(table: DisclosureTable, leading: int, start: int, end: int) -> DisclosureTable:
    header = tuple(_cut(row, 0, leading) + _cut(row, start, end) for row in table.header)
    body = tuple(_cut(row, 0, leading) + _cut(row, start, end) for row in table.body)
    return replace(table, header=header, body=body, widths=table.widths[:leading] + table.widths[start:end])


def _cut(row: GridRow, start: int, end: int) -> GridRow:
    """The cells from column `start` up to `end`; one that spans the border is cut to what lies inside."""
    cut: list[GridCell | None] = [None] * (end - start)
    for column, cell in enumerate(row):
        first, last = max(column, start), min(column + (cell.columns if cell else 1), end)
        if cell and first < last:
            cut[first - start] = replace(cell, columns=last - first)
    return tuple(cut)


def _document_table(table: DisclosureTable) -> Table:
    return Table(
        title=table.title,
        header=tuple(tuple(_cell(cell) for cell in row if cell) for row in table.header),
        body=tuple(tuple(_cell(cell) for cell in row if cell) for row in table.body),
        widths=table.widths,
        corner=(f"部门：{table.unit_name}", f"{table.edition}年度", f"{table.printed_code}　金额单位：万元".strip("　")),
        notes=table.notes,
        landscape=table.landscape,
        key=table.code,
    )


def _cell(cell: GridCell) -> TableCell:
    source = cell.sources[0] if cell.sources else None
    text = format_amount(cell.wan, thousands=True) if cell.text and cell.wan else cell.text
    return TableCell(text, _ALIGN.get(cell.role, "left"), cell.columns, cell.rows, cell.bold, source)
