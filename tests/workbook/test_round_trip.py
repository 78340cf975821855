"""What is not touched stays as it was, byte for byte; what is touched is read by others."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juesuan.workbook import Cell, Formula, Workbook, open_workbook

BLANKS = Path(__file__).parents[3] / "shared" / "cases" / "blanks"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def compressed(path: Path, member: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        info = package.getinfo(member)
        data = path.read_bytes()
        start = info.header_offset + 30 + int.from_bytes(data[info.header_offset + 26 : info.header_offset + 28], "little")
        start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
        return data[start : start + info.compress_size]


def test_only_the_edited_sheet_and_those_that_follow_change(book, tmp_path):
    workbook = book({"甲": [["项目", "数"], ["一", 1], ["计", "=B2*2"]], "乙": [["=甲!B3+1"]], "丙": [["不动", 5]]})
    before = members(workbook.path)
    workbook.apply(workbook.replace({Cell("甲", 2, 2): Decimal("1163.32")}, "改"))
    saved = workbook.save(tmp_path / "新.xlsx").path
    after = members(saved)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert compressed(saved, "xl/styles.xml") == compressed(next(tmp_path.glob("表1.xlsx")), "xl/styles.xml")
    shown = openpyxl.load_workbook(saved, data_only=True)
    assert (shown["甲"]["B2"].value, shown["甲"]["B3"].value, shown["乙"]["A1"].value) == (1163.32, 2326.64, 2327.64)
    assert openpyxl.load_workbook(saved)["甲"]["B3"].value == "=B2*2"


def test_what_is_saved_is_read_back(book):
    workbook = book({"甲": [["a", 1], ["b", "=B1+1"]]})
    new = {
        Cell("甲", 5, 5): '一行\n二行 <&> "引号" _x0041_',
        Cell("甲", 6, 1): True,
        Cell("甲", 7, 3): Formula('IF(B1>0,"是","否")'),
        Cell("甲", 1, 1): None,
        Cell("甲", 1, 2): Decimal("12345678901234.5"),
    }
    workbook.apply(workbook.replace(new, "改"))
    workbook.save()
    again = open_workbook(workbook.path)
    assert {cell: again.content(cell) for cell in new} == new
    assert again.sheet("甲").filled == workbook.sheet("甲").filled
    assert not again.modified


def test_added_sheet_is_a_sheet_for_others_too(book):
    workbook = book({"甲": [[7]]})
    workbook.add_sheet("审核说明")
    workbook.apply(workbook.replace({Cell("审核说明", 1, 1): "核实", Cell("审核说明", 2, 1): Formula("甲!A1*2")}, "写"))
    workbook.save()
    other = openpyxl.load_workbook(workbook.path, data_only=True)
    assert other.sheetnames == ["甲", "审核说明"]
    assert other["审核说明"]["A2"].value == 14
    workbook.apply(workbook.replace({Cell("审核说明", 1, 1): "改"}, "写"))
    workbook.save()
    assert open_workbook(workbook.path).value(Cell("审核说明", 1, 1)) == "改"


def first_text(workbook: Workbook) -> Cell:
    return next(
        Cell(sheet.name, row, column) for sheet in workbook.sheets for row, column, value in sheet.cells() if isinstance(value, str)
    )


@pytest.mark.parametrize("name", ["department_budget_template_2026.xlsx", "unit_budget_template.xls"])
def test_blanks_keep_everything_but_the_edited_sheet(name, tmp_path):
    if not (BLANKS / name).exists():
        pytest.skip("the blank official workbooks are not here")
    path = tmp_path / name
    shutil.copy(BLANKS / name, path)
    workbook = open_workbook(path)
    unchanged = workbook.save(tmp_path / "原样.xlsx").path
    before = members(unchanged)
    cell = first_text(workbook)
    workbook.apply(workbook.replace({cell: "改过的字"}, "改"))
    saved = workbook.save(tmp_path / "改后.xlsx").path
    after = members(saved)
    assert before.keys() == after.keys()
    assert [member for member in before if before[member] != after[member]] == [workbook.sheet(cell.sheet).member]
    assert openpyxl.load_workbook(saved)[cell.sheet].cell(cell.row, cell.column).value == "改过的字"
    if path.suffix == ".xlsx":
        assert unchanged.read_bytes()[:4] == b"PK\x03\x04"
        assert {m: compressed(path, m) for m in before} == {m: compressed(unchanged, m) for m in before}


def test_xls_is_saved_as_xlsx_beside_it(tmp_path):
    if not (BLANKS / "unit_budget_template.xls").exists():
        pytest.skip("the blank official workbooks are not here")
    path = tmp_path / "旧.xls"
    shutil.copy(BLANKS / "unit_budget_template.xls", path)
    workbook = open_workbook(path)
    assert any(".xlsx" in warning for warning in workbook.warnings)
    saved = workbook.save()
    assert (saved.path, saved.converted) == (tmp_path / "旧.xlsx", True)
    assert path.read_bytes() == (BLANKS / "unit_budget_template.xls").read_bytes()
    assert open_workbook(saved.path).sheets[0].filled == workbook.sheets[0].filled


@pytest.mark.slow
def test_libreoffice_computes_what_we_stored(book, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    rows = [[f"项目{i}", i * 1.1, f"=B{i + 1}*3", f"=SUM(B1:B{i + 1})"] for i in range(30)]
    workbook = book({"甲": rows, "乙": [["=甲!D30", '=IF(A1>100,"大","小")', "=ROUND(A1/7,2)", '=SUMIF(甲!B1:B30,">10")']]})
    workbook.apply(workbook.replace({Cell("甲", 5, 2): Decimal("0.1"), Cell("甲", 6, 2): Decimal("0.2")}, "改"))
    saved = workbook.save().path
    home = {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "lo", saved], check=True, env=home, capture_output=True
    )
    other = open_workbook(tmp_path / "lo" / saved.name)
    for sheet in workbook.sheets:
        for row, column, value in sheet.cells():
            assert other.value(Cell(sheet.name, row, column)) == value, (sheet.name, row, column)
