"""Workbooks made to do harm: opened harmlessly, or refused with a sentence; never slow, never large."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from guarding import guarded

from juesuan.forms import recognise
from juesuan.workbook import Cell, Change, RowsInserted, open_workbook

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def parts(tmp_path):
    """The parts of a plain workbook, by name."""
    book = openpyxl.Workbook()
    book.active["A1"] = "收入支出决算总表"
    book.active["B2"] = 1
    book.save(tmp_path / "平.xlsx")
    with zipfile.ZipFile(tmp_path / "平.xlsx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def use(folder: Path, parts: dict[str, bytes]) -> None:
    """Write the parts as a workbook, open and read all of it, save it elsewhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path = folder / "险.xlsx"
    path.write_bytes(target.getvalue())
    workbook = open_workbook(path)
    recognise(workbook)
    for sheet in workbook.sheets:
        assert sum(1 for _ in sheet.cells()) < 1000
        sheet.look.style(1, 1)
    workbook.save(folder / "存.xlsx")


def test_a_hundred_thousand_styles(parts, tmp_path):
    styles = parts["xl/styles.xml"]
    start, end = styles.index(b"<cellXfs"), styles.index(b"</cellXfs>")
    formats = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 100_000
    parts["xl/styles.xml"] = styles[:start] + b'<cellXfs count="100000">' + formats + styles[end:]
    with guarded("styles"):
        use(tmp_path, parts)


FONTS = ('<sz val="{}"/>', '<color rgb="{}"/>', '<color theme="{}"/>', '<color theme="1" tint="{}"/>', '<color indexed="{}"/>')
NONSENSE = ("A1:B", "1e400", "NaN", "-1", "9" * 5000, "²", "")


@pytest.mark.parametrize("number", NONSENSE)
@pytest.mark.parametrize("place", FONTS)
def test_fonts_of_nonsense_look_like_something(parts, tmp_path, place, number):
    styles = parts["xl/styles.xml"]
    start, end = styles.index(b"<fonts"), styles.index(b"</fonts>")
    parts["xl/styles.xml"] = styles[:start] + f'<fonts count="1"><font>{place.format(number)}</font>'.encode() + styles[end:]
    with guarded(number):
        use(tmp_path, parts)
    font = open_workbook(tmp_path / "险.xlsx").sheets[0].look.style(1, 1).font
    assert 1 <= font.size <= 409
    assert re.fullmatch("#[0-9a-f]{6}", font.colour)


@pytest.mark.parametrize("number", NONSENSE)
def test_number_formats_of_nonsense_are_passed_over(parts, tmp_path, number):
    formats = f'<numFmts count="1"><numFmt numFmtId="{number}" formatCode="0.0"/></numFmts><fonts'
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<fonts", formats.encode(), 1)
    with guarded(number):
        use(tmp_path, parts)


def test_a_part_that_came_damaged_does_not_keep_the_rest_from_being_saved(parts, tmp_path):
    """A picture whose packed bytes are broken: copied as it came, what was typed is saved."""
    path = tmp_path / "图.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, "xl/media/image1.png": bytes(range(256)) * 40}.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/media/image1.png")
    data = bytearray(path.read_bytes())
    place = info.header_offset + 30 + len(info.filename)
    data[place : place + info.compress_size] = b"\xff" * info.compress_size
    path.write_bytes(data)
    workbook = open_workbook(path)
    cell = Cell(workbook.sheets[0].name, 2, 2)
    workbook.apply(workbook.replace({cell: Decimal(7)}, "填"))
    workbook.save()
    assert open_workbook(path).value(cell) == 7
    assert bytes(data[place : place + info.compress_size]) in path.read_bytes()


@pytest.mark.parametrize("lost", ["[Content_Types].xml", "xl/theme/theme1.xml", "docProps/app.xml", "_rels/.rels"])
def test_rows_are_inserted_and_saved_where_a_part_about_parts_is_lost(parts, tmp_path, lost):
    del parts[lost]
    path = tmp_path / "缺.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with guarded(lost):
        workbook = open_workbook(path)
        workbook.apply(Change("插入行", (RowsInserted(workbook.sheets[0].name, 1, 1, 2),)))
        workbook.save()
        assert open_workbook(path).value(Cell(workbook.sheets[0].name, 3, 2)) == 1


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:ZZZZ99999999", "XFD1048576", ""])
def test_a_sheet_that_claims_to_be_huge(parts, tmp_path, reference):
    parts[SHEET] = parts[SHEET].replace(b'ref="A1:B2"', f'ref="{reference}"'.encode())
    assert reference.encode() in parts[SHEET]
    with guarded(reference):
        use(tmp_path, parts)


def test_one_cell_in_the_last_corner(parts, tmp_path):
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell)
    with guarded("corner"):
        use(tmp_path, parts)


def test_merges_over_everything(parts, tmp_path):
    merges = b"".join(f'<mergeCell ref="A{row}:XFD{row + 5000}"/>'.encode() for row in range(1, 2000))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    with guarded("merges"):
        use(tmp_path, parts)


@pytest.mark.parametrize("name", ["../../越界.txt", "/越界.txt", "xl/../../越界.txt", "C:\\越界.txt", "..\\越界.txt"])
def test_names_that_climb_out_of_the_archive_write_nothing(parts, tmp_path, name):
    folder = tmp_path / "深" / "处"
    folder.mkdir(parents=True)
    with guarded(name):
        use(folder, {**parts, name: b"x"})
    assert not [path for path in tmp_path.rglob("*") if "越界" in path.name]
    assert not Path("/越界.txt").exists()


@pytest.mark.parametrize(
    "formula",
    ["cmd|' /C calc'!A0", 'WEBSERVICE("http://127.0.0.1")', "[1]Sheet1!A1", 'HYPERLINK("file:///c:/windows")', 'CALL("a","b")', "A1"],
)
def test_formulas_that_reach_out_are_only_text(parts, tmp_path, formula):
    escaped = formula.replace("&", "&amp;").replace('"', "&quot;")
    cell = f'<row r="9"><c r="A9"><f>{escaped}</f><v>5</v></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell.encode())
    with guarded(formula):
        use(tmp_path, parts)
