"""Files that are refused when opened: one clear sentence each, and never a hang or a crash."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from juesuan.workbook import Cell, WorkbookError, open_workbook

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def repacked(path: Path, changes: dict[str, bytes | None]) -> Path:
    """A copy of a workbook with members replaced, added or (None) left out."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()} | changes
    target = path.with_name("改过的.xlsx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            if data is not None:
                package.writestr(name, data)
    return target


def refusal(path: Path) -> str:
    with pytest.raises(WorkbookError) as caught:
        open_workbook(path)
    message = str(caught.value)
    assert path.name in message or str(path) in message
    assert message.endswith("。")
    return message


STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


@pytest.fixture
def plain(book):
    """A small workbook with shared strings, as Excel writes them."""
    path = book({"甲": [["一", 1], ["计", "=B1"]]}).path
    with zipfile.ZipFile(path) as package:
        links = package.read("xl/_rels/workbook.xml.rels").decode()
        types = package.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    links = links.replace("</Relationships>", f'<Relationship Id="rId88" Type="{kind}" Target="sharedStrings.xml"/></Relationships>')
    entry = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = types.replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{entry}"/></Types>')
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><f>B1</f><v>1</v></c>'
    parts = {
        "xl/_rels/workbook.xml.rels": links.encode(),
        "[Content_Types].xml": types.encode(),
        "xl/sharedStrings.xml": STRINGS.format(
            "<si><t>一</t></si><si><r><t>计</t></r><r><t>数</t></r><rPh sb='0' eb='1'><t>ji</t></rPh></si>"
        ).encode(),
        "xl/worksheets/sheet1.xml": SHEET.format(f'<row r="1">{cells}</row>').encode(),
    }
    return repacked(path, parts).rename(path)


def test_shared_strings_are_read(plain):
    sheet = open_workbook(plain).sheet("甲")
    assert [(row, column, str(value)) for row, column, value in sheet.cells()] == [(1, 1, "一"), (1, 2, "1"), (2, 1, "计数"), (2, 2, "1")]


def test_truncated(plain):
    plain.write_bytes(plain.read_bytes()[:-200])
    assert "不完整" in refusal(plain)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空文件"),
        ("科目,数".encode(), "不是 Excel 工作簿"),
        (CFB + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (CFB, "损坏"),
    ],
)
def test_other_contents(tmp_path, data, word):
    path = tmp_path / "文件.xlsx"
    path.write_bytes(data)
    assert word in refusal(path)


def test_missing_and_folder(tmp_path):
    assert "找不到" in refusal(tmp_path / "没有.xlsx")
    assert "文件夹" in refusal(tmp_path)


def test_another_zip(tmp_path):
    path = tmp_path / "包.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "a")
    assert "不是 Excel 工作簿" in refusal(path)


def test_zip_bomb(plain):
    bomb = repacked(plain, {"xl/media/image1.png": b"\0" * (30 * 1024 * 1024)})
    assert "大得不正常" in refusal(bomb)


def test_member_that_lies_about_its_size(plain):
    path = repacked(plain, {"xl/worksheets/sheet1.xml": SHEET.format(" " * 100000).encode()})
    data = bytearray(path.read_bytes())
    start = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    data[start + 24 : start + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert "损坏" in refusal(path) or "不正常" in refusal(path)


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
        + SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'),
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + SHEET.format(""),
    ],
)
def test_entities(plain, part):
    assert "实体" in refusal(repacked(plain, {"xl/worksheets/sheet1.xml": part.encode()}))


@pytest.mark.parametrize("name", ["../../坏.txt", "xl/../../坏.txt", "C:/坏.txt"])
def test_path_tricks(plain, name):
    assert "路径" in refusal(repacked(plain, {name: b"x"}))


@pytest.mark.parametrize(
    ("member", "data", "word"),
    [
        ("xl/worksheets/sheet1.xml", SHEET.format("<row><c r='A1'>").encode(), "损坏"),
        ("xl/worksheets/sheet1.xml", None, "缺少"),
        ("xl/workbook.xml", b"<workbook", "损坏"),
        ("xl/workbook.xml", None, "没有工作簿内容"),
        ("xl/sharedStrings.xml", b"<sst><si>", "损坏"),
        ("xl/worksheets/sheet1.xml", SHEET.format('<row r="1"><c r="ZZZ1"><v>1</v></c></row>').encode(), "超出"),
        ("xl/worksheets/sheet1.xml", SHEET.format('<row r="9999999"><c r="A9999999"><v>1</v></c></row>').encode(), "超出"),
    ],
)
def test_broken_parts(plain, member, data, word):
    assert word in refusal(repacked(plain, {member: data}))


def test_sheet_whose_relation_is_broken_is_named_and_the_others_open(plain):
    with zipfile.ZipFile(plain) as package:
        text = package.read("xl/workbook.xml").decode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = text.replace("</sheets>", f'<sheet xmlns:r="{office}" name="丢了" sheetId="9" r:id="rId99"/></sheets>')
    workbook = open_workbook(repacked(plain, {"xl/workbook.xml": text.encode()}))
    assert [sheet.name for sheet in workbook.sheets] == ["甲"]
    assert any("丢了" in warning for warning in workbook.warnings)


def test_links_and_macros_are_named_and_kept(plain):
    path = repacked(plain, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>", "xl/vbaProject.bin": b"\0\1"})
    workbook = open_workbook(path)
    assert [word for word in ("其他文件的链接", "宏") if any(word in warning for warning in workbook.warnings)] == ["其他文件的链接", "宏"]
    workbook.save()
    with zipfile.ZipFile(path) as package:
        assert package.read("xl/vbaProject.bin") == b"\0\1"


def test_a_hundred_thousand_styles_open(plain):
    with zipfile.ZipFile(plain) as package:
        styles = package.read("xl/styles.xml").decode()
    end = styles.index("</cellXfs>")
    many = styles[:end] + '<xf numFmtId="4" fontId="0" fillId="0" borderId="0"/>' * 100000 + styles[end:]
    workbook = open_workbook(repacked(plain, {"xl/styles.xml": many.encode()}))
    assert workbook.sheet("甲").look.style(1, 1).number_format == "General"


def test_strange_but_valid_ways_of_writing_are_read(plain):
    cells = '<x:row><x:c><x:v>1.50</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="str"><x:f>A1&amp;""</x:f><x:v>1.5</x:v></x:c></x:row>'
    part = (
        f'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    )
    workbook = open_workbook(repacked(plain, {"xl/worksheets/sheet1.xml": part.encode()}))
    sheet = workbook.sheet("甲")
    assert [str(sheet.value(1, 1)), sheet.value(1, 2), sheet.value(1, 3)] == ["1.5", True, "1.5"]
    workbook.apply(workbook.replace({Cell("甲", 1, 2): "新"}, "改"))
    again = open_workbook(workbook.save().path).sheet("甲")
    assert (again.filled, again.formulas) == (sheet.filled, sheet.formulas)


def opened_or_refused(path: Path) -> None:
    """Whatever else happens than a sentence fails the test."""
    try:
        for sheet in open_workbook(path).sheets:
            assert sheet.look.column_width(1) >= 0
            assert isinstance(sheet.text(1, 1), str)
    except WorkbookError as error:
        message = str(error)
    else:
        return
    assert message.endswith("。")


@pytest.mark.parametrize("seed", range(60))
def test_mutated_files_are_opened_or_refused(plain, seed):
    import random

    chance = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    data = bytearray(plain.read_bytes())
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = plain.with_name("坏.xlsx")
    path.write_bytes(bytes(data))
    opened_or_refused(path)


@pytest.mark.parametrize("seed", range(60))
def test_mutated_sheets_are_opened_or_refused(plain, seed):
    import random

    chance = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    with zipfile.ZipFile(io.BytesIO(plain.read_bytes())) as package:
        member = chance.choice(
            ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"]
        )
        data = bytearray(package.read(member))
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.choice(b'<>/"0a9&= ')
    opened_or_refused(repacked(plain, {member: bytes(data)}))


def test_vast_merges_and_columns_cost_nothing(plain):
    merges = '<mergeCells count="2"><mergeCell ref="C1:XFD1048576"/><mergeCell ref="A1:A9"/></mergeCells>'
    columns = '<cols><col min="1" max="16384" width="9"/></cols>'
    cells = '<row r="1"><c r="A1"><v>0.125</v></c></row><row r="1048576"><c r="A1048576"><f>SUM(B:B)-1.5</f></c></row>'
    part = SHEET.format(cells).replace("<sheetData>", columns + "<sheetData>").replace("</worksheet>", merges + "</worksheet>")
    workbook = open_workbook(repacked(plain, {"xl/worksheets/sheet1.xml": part.encode()}))
    sheet = workbook.sheet("甲")
    assert (sheet.anchor(1000000, 9000), sheet.anchor(5, 1), sheet.anchor(10, 2)) == ((1, 3), (1, 1), (10, 2))
    assert (sheet.look.column_width(16384), str(sheet.value(1048576, 1)), sheet.row_count) == (47.25, "-1.5", 1048576)


def test_many_short_pieces_of_inline_text_do_not_hang(plain):
    part = SHEET.format('<row r="1">' + '<c r="A1" t="inlineStr"><is>' * 20000 + "</row>")
    assert "损坏" in refusal(repacked(plain, {"xl/worksheets/sheet1.xml": part.encode()}))
