"""Recognition of thirty forms of sixty rows by twenty columns; the aim is 0.06 s. Run with --benchmark-enable."""

from __future__ import annotations

import openpyxl
import pytest

from juesuan.forms import catalogue, recognise
from juesuan.workbook import open_workbook

FORMS, ROWS, AMOUNTS = 30, 60, 18
CODES = [f"{201 + number // 20}{number % 20 + 1:02d}01" for number in range(ROWS - 8)]


def _rows(spec, codes):
    edition = spec.edition(2020)
    columns = [edition.columns[index % len(edition.columns)].path for index in range(AMOUNTS)]
    yield [edition.title]
    yield [*[None] * 19, edition.code]
    yield ["编制单位：测试局", None, "2020年度", *[None] * 16, f"金额单位：{spec.unit}"]
    for level in range(2):
        yield [("科目编码", None)[level], ("科目名称", None)[level], *[path[min(level, len(path) - 1)] for path in columns]]
    yield [None, "栏次", *range(1, AMOUNTS + 1)]
    yield ["合计", None, *[1234.5] * AMOUNTS]
    for code in codes:
        yield [code, "某某支出", *[1234.56] * AMOUNTS]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory, measured):
    specs = [spec for spec in catalogue() if spec.kind == "floating"]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(FORMS):
        spec = specs[number % len(specs)]
        sheet = book.create_sheet(f"{spec.code}-{number}")
        for row in _rows(spec, CODES if measured else CODES[:4]):
            sheet.append(row)
    path = tmp_path_factory.mktemp("bench") / "三十张表.xlsx"
    book.save(path)
    return open_workbook(path)


def test_recognise_thirty_forms(benchmark, workbook):
    found = benchmark(recognise, workbook)
    assert len(found.forms) + len(found.unrecognised) == FORMS
    assert len(found.forms) >= 20


def test_recognise_one_sheet_again(benchmark, workbook):
    found = recognise(workbook)
    again = benchmark(found.refreshed, [workbook.sheets[0].name])
    assert len(again.forms) == len(found.forms)
