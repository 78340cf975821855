"""Small workbooks for recognition: rows as typed, merges as Excel writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from juesuan.forms import Recognition, recognise
from juesuan.workbook import open_workbook

Rows = Sequence[Sequence[object]]


@pytest.fixture
def recognised(tmp_path: Path) -> Callable[..., Recognition]:
    """`recognised({"表": rows}, 表=["A1:C1"])` writes the sheets, merges the ranges and recognises the workbook."""

    def make(sheets: dict[str, Rows], **merges: Sequence[str]) -> Recognition:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    if value is not None:
                        sheet.cell(number, column, value)
            for merged in merges.get(name, ()):
                sheet.merge_cells(merged)
        path = tmp_path / "工作簿.xlsx"
        book.save(path)
        return recognise(open_workbook(path))

    return make


