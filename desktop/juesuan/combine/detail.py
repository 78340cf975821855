"""The sheet 汇总明细: what each unit adds to the sum, in 元 and percent, and everything that is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from juesuan.combine.adding import summary_data
from juesuan.combine.combined import Unit
from juesuan.money import round_half_up, share
from juesuan.workbook.texts import keep_texts

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEET = "汇总明细"
_HEADER_ROW = 4
_NAMED = 5
"""Faults of a unit that its line names."""
_NUMBER_WIDTH, _NAME_WIDTH, _FILE_WIDTH, _AMOUNT_WIDTH, _SHARE_WIDTH, _STATE_WIDTH = 6.0, 28.0, 16.0, 16.0, 8.0, 56.0
_LINE_HEIGHT, _HALF_WIDTH = 14.0, 256
_MILLIMETRES = 1 / 25.4

Content = Decimal | str | int | None


@dataclass(frozen=True)
class Detail:
    """What the sheet says. figures: of the sum, by title in 元; sentences: stand below the table."""

    edition: int
    unit_name: str
    figures: Mapping[str, Decimal]
    units: Sequence[Unit]
    sentences: Sequence[str]

    def draw(self, book: Workbook) -> None:
        """Add the sheet to a workbook of openpyxl."""
        sheet = book.create_sheet(SHEET)
        width = len(self._titles())
        sheet.append([f"{self.unit_name}{self.edition}年度部门决算汇总明细"])
        sheet.append([f"{self.edition}年度，{sum(not unit.skipped for unit in self.units)} 户，金额单位：元"])
        sheet.append([])
        sheet.append(self._titles())
        for line in self._lines():
            sheet.append(line)
        last = sheet.max_row
        _dress_table(sheet, last, width)
        for row, sentence in enumerate(self.sentences, last + 2):
            _write_sentence(sheet, row, width, sentence)
        _set_up(sheet, [_width(title) for title in self._titles()])
        keep_texts(sheet)

    def _titles(self) -> list[str]:
        amounts = [text for title, part in _columns() for text in ([title, "占比%"] if part else [title])]
        return ["序号", "单位名称", "文件", *amounts, "情况"]

    def _lines(self) -> Iterator[list[Content]]:
        for number, unit in enumerate(self.units, 1):
            shown = self._shown({} if unit.skipped else unit.figures)
            yield [number, unit.name, unit.path.name, *shown, unit.skipped or _faults(unit)]
        yield [None, "合计", None, *self._shown(self.figures), None]

    def _shown(self, amounts: Mapping[str, Decimal]) -> Iterator[Content]:
        for title, part in _columns():
            amount = amounts.get(title)
            yield amount
            if part:
                percent = share(amount, self.figures[title]) if amount is not None else None
                yield round_half_up(percent) if percent is not None else None


def _columns() -> list[tuple[str, bool]]:
    """Titles of the figures, and whether their share of the whole is shown."""
    return [(column["title"], column.get("share", False)) for column in summary_data()["column"]]


def _faults(unit: Unit) -> str:
    if not unit.faults:
        return ""
    more = f"……等 {unit.faults} 处" if unit.faults > _NAMED else ""
    return f"{unit.faults} 处不平衡：{'；'.join(unit.unbalanced[:_NAMED])}{more}"


def _width(title: str) -> float:
    special = {"序号": _NUMBER_WIDTH, "单位名称": _NAME_WIDTH, "文件": _FILE_WIDTH, "占比%": _SHARE_WIDTH, "情况": _STATE_WIDTH}
    return special.get(title, _AMOUNT_WIDTH)


def _dress_table(sheet: Any, last: int, width: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    sheet["A1"].font, sheet["A2"].font = Font(name="宋体", size=16, bold=True), Font(name="宋体", size=10)
    line, fill = Side(style="thin", color="FF808080"), PatternFill("solid", "FFEDEDED")
    for row in sheet.iter_rows(min_row=_HEADER_ROW, max_row=last, max_col=width):
        head = row[0].row == _HEADER_ROW
        for cell in row:
            cell.font = Font(name="宋体", size=10, bold=head or row[0].row == last)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            amount = isinstance(cell.value, Decimal)
            side = "center" if head or cell.column == 1 else "right" if amount else "left"
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=not amount)
            if head:
                cell.fill = fill
            elif amount:
                cell.number_format = "#,##0.00"
        lines = 2 if head else _lines_of(str(row[-1].value or ""))
        sheet.row_dimensions[row[0].row].height = max(1.4, lines + 0.3) * _LINE_HEIGHT


def _lines_of(state: str) -> int:
    """Lines that a text takes in the last column; a Chinese character is two wide."""
    return ceil(sum(1 if ord(letter) < _HALF_WIDTH else 2 for letter in state) / (_STATE_WIDTH - 4))


def _write_sentence(sheet: Any, row: int, width: int, sentence: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.cell(row, 1, sentence).font = Font(name="宋体", size=10)
    sheet.cell(row, 1).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * 1.3


def _set_up(sheet: Any, widths: Sequence[float]) -> None:
    """A3 across, one page wide, the header on every page."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 3)
    sheet.print_title_rows = f"1:{_HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.page_margins.left = sheet.page_margins.right = 10 * _MILLIMETRES
    sheet.oddFooter.center.text = "— &P —"
