"""How fast a workbook of 30 sheets with 60 × 20 cells is opened, edited and saved (pytest tests/bench --benchmark-enable)."""

from __future__ import annotations

import itertools
import time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter

from juesuan.workbook import Cell, open_workbook

SHEETS, ROWS, COLUMNS = 30, 60, 20
FILLED, FILLED_TO_SEE_IT_WORK = range(5, ROWS), range(5, 12)
"""The rows with amounts; the sums stand in row 60 either way."""


@pytest.fixture(scope="module")
def thirty(measured: bool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Text in the head and first column, SUM at the right and below, row 5 of each sheet reads the sheet before; values stored."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    rows = [*range(1, 5), *(FILLED if measured else FILLED_TO_SEE_IT_WORK), ROWS]
    line = Side("thin")
    for number in range(SHEETS):
        sheet = workbook.create_sheet(f"表{number:02d}")
        for row, column in itertools.product(rows, range(1, COLUMNS + 1)):
            cell = sheet.cell(row, column, content(number, row, column))
            cell.border = Border(line, line, line, line)
            cell.number_format = "#,##0.00"
    path = tmp_path_factory.mktemp("bench") / "三十表.xlsx"
    workbook.save(path)
    ours = open_workbook(path)
    ours.apply(ours.replace({Cell(sheet.name, 2, 2): "改" for sheet in ours.sheets}, "改"))
    for sheet in ours.sheets:
        sheet.stale |= set(sheet.formulas)
    ours.save()
    return path


def content(number: int, row: int, column: int) -> object:
    letter = get_column_letter(column)
    if row <= 4 or column == 1:
        return f"文字{row}{column % 7}"
    if row == ROWS:
        return f"=SUM({letter}5:{letter}59)"
    if column == COLUMNS:
        return f"=SUM(B{row}:S{row})"
    return f"=表{number - 1:02d}!{letter}60+1" if row == 5 and number else round(row * column * 1.37 + number, 2)


def test_open(benchmark, thirty):
    workbook = benchmark(open_workbook, thirty)
    start = time.perf_counter()
    openpyxl.load_workbook(thirty)
    if benchmark.stats:
        benchmark.extra_info["openpyxl"] = time.perf_counter() - start
        benchmark.extra_info["ratio"] = benchmark.stats["median"] / benchmark.extra_info["openpyxl"]
    assert len(workbook.sheets) == SHEETS


def edits(workbook, sheet):
    numbers = itertools.count(1)
    return lambda: workbook.apply(workbook.replace({Cell(sheet, 10, 5): Decimal(next(numbers))}, "填"))


@pytest.mark.parametrize("sheet", ["表29", "表00"], ids=["few-follow", "thirty-sheets-follow"])
def test_edit(benchmark, thirty, sheet):
    workbook = open_workbook(thirty)
    workbook.prepare()
    effect = benchmark(edits(workbook, sheet))
    assert len(effect.cells) == (4 if sheet == "表29" else 120)


def test_first_edit(benchmark, thirty):
    def fresh():
        return (open_workbook(thirty),), {}

    benchmark.pedantic(lambda workbook: workbook.prepare(), setup=fresh, rounds=5)


def test_insert_row(benchmark, thirty):
    from juesuan.workbook import Change, RowsInserted

    def fresh():
        workbook = open_workbook(thirty)
        workbook.prepare()
        return (workbook,), {}

    benchmark.pedantic(lambda workbook: workbook.apply(Change("插入", (RowsInserted("表00", 30),))), setup=fresh, rounds=5)


@pytest.mark.parametrize("sheet", ["表29", "表00"], ids=["one-sheet", "thirty-sheets-follow"])
def test_save(benchmark, thirty, tmp_path, sheet):
    def fresh():
        workbook = open_workbook(thirty)
        edits(workbook, sheet)()
        return (workbook,), {}

    benchmark.pedantic(lambda workbook: workbook.save(tmp_path / "存.xlsx"), setup=fresh, rounds=5)
