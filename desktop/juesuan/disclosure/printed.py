"""公开表 as tables of a document, for the 附表 of the text."""

from __future__ import annotations

from collections.abc import Sequence

from juesuan.disclosure.table import DisclosureTable, GridCell
from juesuan.document.blocks import Table, TableCell

_ALIGN = {"amount": "right", "header": "center", "line": "center"}


def as_document_tables(tables: Sequence[DisclosureTable]) -> tuple[Table, ...]:
    """One document table per 公开表, with its printed code, unit and year above and its notes below."""
    return tuple(_document_table(table) for table in tables)


def _document_table(table: DisclosureTable) -> Table:
    return Table(
        title=table.title,
        header=tuple(tuple(_cell(cell) for cell in row if cell) for row in table.header),
        body=tuple(tuple(_cell(cell) for cell in row if cell) for row in table.body),
        widths=table.widths,
        corner=(f"部门：{table.unit_name}", f"{table.edition}年度", f"{table.printed_code}　金额单位：万元"),
        notes=table.notes,
        landscape=table.landscape,
        key=table.code,
    )


def _cell(cell: GridCell) -> TableCell:
    source = cell.sources[0] if cell.sources else None
    return TableCell(cell.text, _ALIGN.get(cell.role, "left"), cell.columns, cell.rows, cell.bold, source)
