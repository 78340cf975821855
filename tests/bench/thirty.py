"""A workbook of thirty forms, sixty rows by twenty columns each, with styles and formulas: what speed is measured on."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from juesuan.workbook import open_workbook

ROWS, AMOUNTS, FIRST = 60, 18, 7
NUMBERS = ("02", "03", "04", "05", "05-1", "05-2", "05-3", "06", "07", "08", "08-1", "08-2", "09", "10", "10-1", "10-2", "11", "12")
CODES = [f"财决{number}" for number in NUMBERS]
CODES += ["公开02", "公开03", "公开05", "公开08", "公开09"]
THIN = Border(*[Side(style="thin")] * 4)


def write(path: Path, seed: int = 7) -> Path:
    """Thirty sheets: every form by subject, the rest supplementary sheets of unknown codes, as real exports carry."""
    dice, book = random.Random(seed), openpyxl.Workbook()  # noqa: S311
    book.remove(book.active)
    for number in range(30):
        code = CODES[number] if number < len(CODES) else f"QB{number:02d}"
        _sheet(book.create_sheet(f"{code}表"), code, dice)
    book.save(path)
    computed = open_workbook(path)  # openpyxl writes no results of formulas; a real file has them
    computed.save(path, force=True)
    return path


def _sheet(sheet: object, code: str, dice: random.Random) -> None:
    rows = [[f"{code}测试表"], [None] * 19 + [f"{code}表"], ["编制单位：测试单位", None, "2020年度", *[None] * 16, "金额单位：元"]]
    rows += [["科目编码", "科目名称", *[f"金额{i}" for i in range(1, AMOUNTS + 1)]], [None, "栏次", *range(1, AMOUNTS + 1)]]
    last = FIRST + ROWS - 7
    sums = [f"=SUM({get_column_letter(c)}{FIRST}:{get_column_letter(c)}{last})" for c in range(3, AMOUNTS + 3)]
    rows += [["合计", None, *sums]]
    for k in range(last - FIRST + 1):
        rows.append([f"{2010101 + k}", f"科目{k}", *[dice.randrange(10**9) / 100 for _ in range(AMOUNTS)]])
    for row in rows:
        sheet.append(row)  # type: ignore[attr-defined]
    for row in sheet.iter_rows(min_row=4):  # type: ignore[attr-defined]
        for cell in row:
            cell.border, cell.font, cell.number_format = THIN, Font("宋体", 10), "#,##0.00"
            cell.fill = PatternFill("solid", "F2F2F2") if cell.row < FIRST else PatternFill()
    sheet.merge_cells("A1:T1")  # type: ignore[attr-defined]
