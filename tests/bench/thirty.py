"""A workbook of thirty forms, sixty rows by twenty columns each, with styles and formulas: what speed is measured on."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from juesuan.forms import catalogue
from juesuan.workbook import open_workbook

ROWS, COLUMNS, SHEETS, EDITION = 60, 20, 30, 2020
THIN = Border(*[Side(style="thin")] * 4)
SUPPLEMENT = "预算单位补充资料"


def codes() -> list[str]:
    """The forms by subject: 财决 and 公开; supplementary sheets fill up to thirty, as in real exports."""
    specs = [catalogue().spec(code) for code in catalogue().codes(EDITION)]
    return [spec.code for spec in specs if spec and spec.kind == "floating"]


def write(path: Path, seed: int = 7, *, sheets: int = SHEETS, rows: int = ROWS) -> Path:
    """The same workbook for the same seed, with the results of its formulas in it."""
    dice, book = random.Random(seed), openpyxl.Workbook()  # noqa: S311
    book.remove(book.active)
    for code in codes()[:sheets]:
        _form(book.create_sheet(f"{code}表"), code, dice, rows)
    for number in range(sheets - len(book.sheetnames)):
        _table(book.create_sheet(f"QB{number:02d} {SUPPLEMENT}"), [], ["项目", "名称", *range(COLUMNS - 2)], dice, rows)
    book.save(path)
    computed = open_workbook(path)  # openpyxl writes no results of formulas; a real file has them
    computed.save(path, force=True)
    return path


def _form(sheet: Any, code: str, dice: random.Random, last: int) -> None:
    spec, edition = catalogue().spec(code), catalogue().edition(code, EDITION)
    assert spec
    assert edition
    amounts = edition.columns[: COLUMNS - 2]
    depth = max(len(column.path) for column in amounts)
    head = [[spec.title], [*[None] * (COLUMNS - 1), f"{code}表"]]
    head += [["编制单位：测试单位", None, f"{EDITION}年度", *[None] * (COLUMNS - 4), f"金额单位：{spec.unit}"]]
    labels = [[column.path[level] if level < len(column.path) else None for column in amounts] for level in range(depth)]
    head += [["科目编码" if level == 0 else None, "科目名称" if level == 0 else None, *labels[level]] for level in range(depth)]
    _table(sheet, head, [None, "栏次", *(column.number for column in amounts)], dice, last)


def _table(sheet: Any, head: list[list[Any]], last_header: list[Any], dice: random.Random, last: int) -> None:
    first = len(head) + 3
    letters = [get_column_letter(column) for column in range(3, len(last_header) + 1)]
    rows = [*head, last_header, ["合计", None, *(f"=SUM({letter}{first}:{letter}{last})" for letter in letters)]]
    keys = [(f"{2010101 + number}", f"科目{number}") for number in range(last - first + 1)]
    rows += [[*key, *(dice.randrange(10**9) / 100 for _ in letters)] for key in keys]
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.border, cell.font, cell.number_format = THIN, Font("宋体", 10), "#,##0.00"
            cell.fill = PatternFill("solid", "F2F2F2") if cell.row < first else PatternFill()
