"""公开表 as an xlsx that prints as official tables do."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from juesuan.disclosure.definition import DisclosureError
from juesuan.disclosure.table import DisclosureTable, GridCell, GridRow
from juesuan.errors import system_reason
from juesuan.workbook.texts import keep_texts

_TITLE_ROW, _CODE_ROW, _UNIT_ROW, _FIRST_ROW = 1, 2, 3, 4
_SHEET_NAME_LENGTH = 31
_MILLIMETRES = 1 / 25.4
_ALIGN = {"amount": "right", "header": "center", "line": "center", "code": "left"}
_TITLE_HEIGHT, _ROW_HEIGHT, _TEXT_HEIGHT = 34.0, 18.0, 13.0
_ROWS_ON_A_PAGE, _COLUMNS_OF_A_PAGE, _PAGE_WIDTH = 48, 14, 240.0
_NARROW_CODES = 256
_TITLE_FONT, _BODY_FONT = "方正小标宋简体", "宋体"


def write_workbook(tables: Sequence[DisclosureTable], path: Path | str) -> Path:
    """Write one sheet per table to `path`; gives the path. Raises DisclosureError where it cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _write_table(table, book.create_sheet(sheet_name(table)))
    for sheet in book:
        keep_texts(sheet)
    try:
        book.save(path)
    except OSError as error:
        raise DisclosureError(f"公开表写不进“{path}”：{system_reason(error)}。请关闭正在打开的同名文件，或换一个文件夹。") from error
    return Path(path)


def sheet_name(table: DisclosureTable) -> str:
    """`公开07表 政府性基金…`, cut at the 31 characters that a sheet name may have."""
    return f"{table.printed_code} {table.title.replace('“', '').replace('”', '')}"[:_SHEET_NAME_LENGTH]


def _write_table(table: DisclosureTable, sheet: Any) -> None:
    width = len(table.widths) if _pages_wide(table) == 1 else min(len(table.widths), _COLUMNS_OF_A_PAGE)
    _write_heading(table, sheet, width)
    for row_index, row in enumerate(table.grid, _FIRST_ROW):
        sheet.row_dimensions[row_index].height = _row_height(row, table.widths)
        for column_index, cell in enumerate(row, 1):
            _write_cell(sheet, row_index, column_index, cell)
        _merge_row(sheet, row_index, row)
    last = _FIRST_ROW + len(table.grid) - 1
    for offset, note in enumerate(table.notes, 1):
        _write_note(sheet, last + offset, width, note)
        sheet.row_dimensions[last + offset].height = _lines(note, sum(table.widths[:width])) * _TEXT_HEIGHT + 5
    _set_up_page(table, sheet, last + len(table.notes))


def _row_height(row: GridRow, widths: Sequence[float]) -> float:
    """Room for the longest text of the row; what spans several rows has room enough."""
    lines = [_lines(cell.text, sum(widths[at : at + cell.columns])) for at, cell in enumerate(row) if cell and cell.text and cell.rows == 1]
    return max(_ROW_HEIGHT, max(lines, default=1) * _TEXT_HEIGHT + 5)


def _lines(text: str, width: float) -> int:
    """Lines that the text takes in a column of `width` characters, a Chinese character being two wide."""
    taken = sum(1 if ord(character) < _NARROW_CODES else 2 for character in text)
    return max(1, ceil(taken * 1.05 / (width - 1)))


def _write_heading(table: DisclosureTable, sheet: Any, width: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.merge_cells(start_row=_TITLE_ROW, end_row=_TITLE_ROW, start_column=1, end_column=width)
    sheet.cell(_TITLE_ROW, 1, table.title).font = Font(name=_TITLE_FONT, size=18)
    sheet.cell(_TITLE_ROW, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[_TITLE_ROW].height = _TITLE_HEIGHT
    sheet.cell(_CODE_ROW, width, table.printed_code)
    sheet.cell(_UNIT_ROW, width, "金额单位：万元")
    sheet.cell(_UNIT_ROW, 1, f"部门：{table.unit_name}")
    middle = max(2, (width + 1) // 2)
    room = sum(table.widths[: middle - 1])
    year_row = _UNIT_ROW if _lines(f"部门：{table.unit_name}", room) == 1 else _CODE_ROW  # above a long name, beside the code
    if 1 < middle < width:
        sheet.cell(year_row, middle, f"{table.edition}年度")
    for row, column in ((_CODE_ROW, width), (_UNIT_ROW, width), (_UNIT_ROW, 1), (year_row, middle)):
        side = "right" if column == width else "left" if column == 1 else "center"
        sheet.cell(row, column).font = Font(name=_BODY_FONT, size=10)
        sheet.cell(row, column).alignment = Alignment(horizontal=side, vertical="center")


def _write_cell(sheet: Any, row: int, column: int, cell: GridCell | None) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side(style="thin", color="FF000000")
    place = sheet.cell(row, column)
    place.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if cell is None:
        return
    place.value = cell.wan if cell.role == "amount" and cell.text else cell.text or None
    if cell.role == "amount":
        place.number_format = "#,##0.00"
    elif cell.role == "code":
        place.number_format = "@"
    place.font = Font(name=_BODY_FONT, size=10, bold=cell.bold)
    indent = 1 if cell.role in ("code", "label") else 0
    place.alignment = Alignment(horizontal=_ALIGN.get(cell.role, "left"), vertical="center", wrap_text=True, indent=indent)


def _merge_row(sheet: Any, row: int, cells: Sequence[GridCell | None]) -> None:
    for column, cell in enumerate(cells, 1):
        if cell and (cell.columns > 1 or cell.rows > 1):
            sheet.merge_cells(start_row=row, end_row=row + cell.rows - 1, start_column=column, end_column=column + cell.columns - 1)


def _write_note(sheet: Any, row: int, width: int, note: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.cell(row, 1, note).font = Font(name=_BODY_FONT, size=10)
    sheet.cell(row, 1).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def _pages_wide(table: DisclosureTable) -> int:
    return ceil(sum(table.widths) / _PAGE_WIDTH)


def _set_up_page(table: DisclosureTable, sheet: Any, last: int) -> None:
    """A4, one page wide unless nobody could read it so, header rows on every page, page numbers below."""
    from openpyxl.utils import get_column_letter

    for index, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    first_body = _FIRST_ROW + len(table.header)
    sheet.freeze_panes = sheet.cell(first_body, 1)
    sheet.print_title_rows = f"{_TITLE_ROW}:{first_body - 1}"
    sheet.print_area = f"A1:{get_column_letter(len(table.widths))}{last}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if table.landscape else "portrait"
    sheet.page_setup.fitToWidth = pages = _pages_wide(table)
    sheet.page_setup.fitToHeight = int(len(table.grid) <= _ROWS_ON_A_PAGE)
    if pages > 1:
        sheet.print_title_cols = "A:B"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 15 * _MILLIMETRES
    sheet.page_margins.top = sheet.page_margins.bottom = 18 * _MILLIMETRES
    sheet.oddFooter.center.text = "— &P —"
    sheet.sheet_view.showGridLines = False
