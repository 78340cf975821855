"""Values read without formulas and looks: the same that opening in full gives, but for zeros."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from juesuan.combine.values import read_figures
from juesuan.workbook import CellError, open_workbook


@pytest.fixture
def path(tmp_path):
    book = openpyxl.Workbook()
    for row in [["支出决算表", 0, 1.5, True], [None, 1234567.89, -0.05, "#N/A"], ["一 & 二", "0", 0.1 + 0.2]]:
        book.active.append(row)
    book.active.merge_cells("A5:C6")
    book.save(tmp_path / "1.xlsx")
    return tmp_path / "1.xlsx"


def test_the_first_text_of_a_file_is_no_zero(path):
    (sheet,) = read_figures(path, ()).sheets
    assert sheet.value(1, 1) == "支出决算表"
    assert sheet.value(1, 2) is None


def test_values_are_those_of_the_workbook(path):
    (quick,), (whole,) = read_figures(path, ()).sheets, open_workbook(path).sheets
    assert quick.merges == whole.merges
    assert quick.value(2, 4) == CellError("#N/A")
    assert quick.filled == {place: value for place, value in whole.filled.items() if value}


def test_noise_is_dropped(path):
    (sheet,) = read_figures(path, ()).sheets
    assert sheet.value(3, 3) == Decimal("0.3")


def test_a_formula_without_a_value_sends_to_the_whole_workbook(path):
    book = openpyxl.load_workbook(path)
    book.active["A9"] = "=1+1"
    book.save(path)
    assert read_figures(path, ()) is None
