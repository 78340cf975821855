"""A comparison as lines: every figure beside last year's, and the changes worth a look; printed, as JSON and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from juesuan.analysis.comparison import Comparison
from juesuan.analysis.figures import figures
from juesuan.errors import JuesuanError, system_reason
from juesuan.forms import Address
from juesuan.money import Movement, format_yuan
from juesuan.subjects import Renaming, renamings
from juesuan.workbook import Cell
from juesuan.workbook.texts import keep_texts

HEADER = ("表号", "行", "项目", "栏次", "栏目", "本年数", "上年数", "增减", "增减%", "工作表", "单元格")
_WIDTHS = (12, 16, 40, 7, 30, 18, 18, 18, 10, 30, 9)
_FIRST_ROW = 4
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Compared:
    """One figure of this year and last year's 元 for the same place, None where last year had no such place."""

    address: Address
    row_label: str
    column_label: str
    cell: Cell
    amount: Decimal
    before: Decimal | None

    @property
    def movement(self) -> Movement | None:
        return Movement(self.amount, self.before) if self.before is not None else None

    @property
    def difference(self) -> Decimal | None:
        """增减, 元, with its sign."""
        return self.amount - self.before if self.before is not None else None

    @property
    def percent(self) -> Decimal | None:
        """增减% with its sign, two decimals; None where none may be written (see `Movement`)."""
        rate = self.movement.rate if self.movement else None
        return rate.quantize(_CENT, ROUND_HALF_UP).copy_sign(self.difference or rate) if rate is not None else None


def compared(comparison: Comparison) -> Iterator[Compared]:
    """Every figure of this year's workbook, in the order of the forms."""
    for figure in figures(comparison.now):
        column = figure.column
        address = Address(figure.form.code, figure.row.id, column.number)
        before = comparison.before_of(figure)
        yield Compared(address, figure.row.label.strip(), "/".join(column.path), figure.cell, figure.amount, before)


def changed(comparison: Comparison, lines: Iterable[Compared], rate: Decimal, amount: Decimal) -> list[Compared]:
    """Those that moved by at least `amount` 元 and `rate` percent, as `Comparison.changes` has it."""
    cells = {change.cell for change in comparison.changes(rate, amount)}
    return [line for line in lines if line.cell in cells]


def recoded(comparison: Comparison) -> tuple[Renaming, ...]:
    """Subjects of last year's workbook whose code changed since."""
    now, before = comparison.now.edition or 0, comparison.before.edition or 0
    held = {row.subject for form in comparison.before.forms for row in form.rows}
    return tuple(renaming for renaming in renamings() if before < renaming.since <= now and renaming.old in held)


def as_text(comparison: Comparison, changes: Sequence[Compared], rate: Decimal, amount: Decimal) -> str:
    """The changes, rows of one year only and recoded subjects, a line each."""
    before, now = comparison.before.edition, comparison.now.edition
    head = f"与 {before or '上'} 年比较：增减达到 {rate}%、{format_yuan(amount)} 元的有 {len(changes)} 处。"
    lines = [f"{line.address} {line.row_label} · {line.column_label}：{_moved(line)}" for line in changes]
    lines += [
        f"只有 {once.year or ('本' if once.now else '上')} 年有：{once.form} {once.row} {once.label}" for once in comparison.only_once()
    ]
    lines += [f"{item.since} 年起科目 {item.old} 改为 {item.new}，已对应（{now} 年）：{item.note}" for item in recoded(comparison)]
    return "\n".join([head, *lines])


def _moved(line: Compared) -> str:
    percent = f"（{line.percent}%）" if line.percent is not None else ""
    before = line.before or Decimal(0)
    return f"上年 {format_yuan(before)}，本年 {format_yuan(line.amount)}，增减 {format_yuan(line.amount - before)}{percent}"


def to_json(comparison: Comparison, lines: Sequence[Compared], changes: Sequence[Compared]) -> dict[str, Any]:
    """Everything as plain values; amounts in 元 as decimal strings."""
    moved = {line.cell for line in changes}
    return {
        "edition": comparison.now.edition,
        "prior_edition": comparison.before.edition,
        "figures": [_json_line(line, changed=line.cell in moved) for line in lines],
        "only_once": [{"form": o.form, "row": o.row, "label": o.label, "year": o.year} for o in comparison.only_once()],
        "recoded": [{"since": r.since, "old": r.old, "new": r.new, "note": r.note} for r in recoded(comparison)],
    }


def _json_line(line: Compared, *, changed: bool) -> dict[str, Any]:
    amounts = {"amount": line.amount, "before": line.before, "difference": line.difference, "percent": line.percent}
    shown = {name: None if value is None else f"{value:f}" for name, value in amounts.items()}
    place = {"form": line.address.form, "row": line.address.row, "column": line.address.column, "label": line.row_label}
    return {**place, **shown, "changed": changed, "sheet": line.cell.sheet, "cell": line.cell.a1}


def write_workbook(comparison: Comparison, lines: Sequence[Compared], changes: Sequence[Compared], path: Path | str) -> Path:
    """Three sheets: 重点变动, 全部比较 (what was zero in both years is left out) and 只有一年有的行.

    Raises JuesuanError where it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    title = f"{comparison.now.unit_name} {comparison.now.edition or ''}年度与{comparison.before.edition or '上'}年度决算数据比较"
    _write_lines(book.create_sheet("重点变动"), f"{title}：重点变动", changes)
    _write_lines(book.create_sheet("全部比较"), f"{title}（两年都是零的不列）", [line for line in lines if line.amount or line.before])
    _write_rows_of_one_year(book.create_sheet("只有一年有的行"), f"{title}：只有一年有的行", comparison)
    for sheet in book:
        keep_texts(sheet)
    try:
        book.save(path)
    except OSError as error:
        raise JuesuanError(f"比较结果写不进“{path}”：{system_reason(error)}。请关闭正在打开的同名文件，或换一个文件夹。") from error
    return Path(path)


def _write_lines(sheet: Any, title: str, lines: Sequence[Compared]) -> None:
    _head(sheet, title, HEADER, _WIDTHS)
    for line in lines:
        address = line.address
        sheet.append([
            address.form, address.row, line.row_label, address.column, line.column_label, line.amount, line.before, line.difference,
            line.percent, line.cell.sheet, line.cell.a1,
        ])
    for row in sheet.iter_rows(min_row=_FIRST_ROW, min_col=6, max_col=9):
        for cell in row:
            cell.number_format = "#,##0.00"


def _write_rows_of_one_year(sheet: Any, title: str, comparison: Comparison) -> None:
    _head(sheet, title, ("年度", "表号", "行", "项目"), (9, 12, 16, 50))
    for once in comparison.only_once():
        sheet.append([once.year, once.form, once.row, once.label])
    for item in recoded(comparison):
        sheet.append([item.since, "科目改码", f"{item.old} → {item.new}", item.note])


def _head(sheet: Any, title: str, header: Sequence[str], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet.append([title])
    sheet["A1"].font = Font(name="宋体", size=14, bold=True)
    sheet.append(["金额单位：元"])
    sheet.append(list(header))
    line = Side(style="thin", color="FF808080")
    for column, width in enumerate(widths, 1):
        cell = sheet.cell(_FIRST_ROW - 1, column)
        cell.font, cell.fill = Font(name="宋体", size=10, bold=True), PatternFill("solid", "FFEDEDED")
        cell.alignment, cell.border = Alignment(horizontal="center"), Border(bottom=line, top=line)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    sheet.auto_filter.ref = f"A{_FIRST_ROW - 1}:{get_column_letter(len(widths))}{_FIRST_ROW - 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = f"1:{_FIRST_ROW - 1}"
