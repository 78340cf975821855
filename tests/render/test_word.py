"""The Word copy: real headings, tables, fields and pictures, and the same bytes every time."""

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from sample import FIGURES, sample, wide_table

from juesuan.document import Contents, Document, Heading, Paragraph, Table, TableCell, Text
from juesuan.render import Cancelled, docx_bytes, page_count, pdf_bytes, write_docx


@pytest.fixture(scope="module")
def package() -> bytes:
    return docx_bytes(sample())


@pytest.fixture(scope="module")
def word(package: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(package))


def test_the_same_document_gives_the_same_bytes(package: bytes) -> None:
    assert docx_bytes(sample()) == package


def test_headings_are_headings(word) -> None:
    headings = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")]
    assert headings[:3] == [("Heading 1", "第一部分　部门概况"), ("Heading 2", "一、基本职能及主要工作"), ("Heading 3", "（一）主要职能")]


def test_fonts_of_the_styles(word) -> None:
    for style, font in (("Normal", "仿宋"), ("Heading 1", "方正小标宋简体"), ("Heading 2", "黑体"), ("Heading 3", "楷体")):
        assert word.styles[style].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font


def test_contents_is_a_field_with_pages(word) -> None:
    assert 'TOC \\o "1-3"' in word.element.xml
    lines = [paragraph.text for paragraph in word.paragraphs if "\t" in paragraph.text]
    assert "第一部分　部门概况\t1" in lines


def test_a_table_tells_the_contents_what_to_call_it() -> None:
    table = Table("收入决算表", (), ((TableCell("合计"),),), listed="一、收入决算表")
    made = docx.Document(io.BytesIO(docx_bytes(Document("题", "某局", 2024, (Contents(1), Heading(0, (Text("决算表"),)), table)))))
    assert 'TC "一、收入决算表" \\l 2' in made.element.xml
    assert [paragraph.text for paragraph in made.paragraphs if "\t" in paragraph.text] == ["决算表\t1", "一、收入决算表\t1"]


def test_tables_are_tables_with_merged_and_repeated_heads(word) -> None:
    wide = word.tables[2]
    assert len(wide.rows) == len(wide_table().body) + 2
    assert [cell.text for cell in wide.rows[0].cells][:4] == ["科目", "科目", "合计", "人员经费"]
    assert wide.rows[1].cells[2].text == "合计"
    assert len(wide._tbl.findall(".//" + qn("w:tblHeader"))) == 2


def test_wide_tables_lie_on_landscape_sections(word) -> None:
    assert [section.page_width > section.page_height for section in word.sections] == [False, False, True, False]


def test_figures_are_pictures_with_captions(word) -> None:
    captions = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Caption"]
    assert len(word.inline_shapes) == len(captions) == len(FIGURES)
    assert captions[0] == "（图1：收、支决算总计变动情况图）"


def test_figures_are_described_for_those_who_cannot_see_them(word) -> None:
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    for figure, words in zip(FIGURES, described, strict=True):
        assert words.startswith(f"图{figure.number} {figure.caption}")
        assert all(f"{item.amount:.2f}万元" in words for series in figure.series for item in series.items)


def test_what_is_missing_is_marked() -> None:
    word = docx.Document(io.BytesIO(docx_bytes(sample(draft=True))))
    marked = [run for paragraph in word.paragraphs for run in paragraph.runs if run.text.startswith("【待填")]
    assert len(marked) == 7
    assert all(run._r.rPr.find(qn("w:shd")) is not None for run in marked)
    assert "草稿" in word.sections[0].header.paragraphs[0].text


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        write_docx(sample(), tmp_path / "说明.docx", lambda *_: False)
    assert list(tmp_path.iterdir()) == []


def test_landscape_tables_in_a_row_share_their_section() -> None:
    from sample import UNIT, body, heading

    from juesuan.document import Document

    blocks = (body("正文。"), heading(0, "附表"), wide_table(2), wide_table(2), body("完。"))
    word = docx.Document(io.BytesIO(docx_bytes(Document("标题", UNIT, 2020, blocks))))
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice opens the Word copy")
def test_libreoffice_prints_the_same_text(tmp_path: Path) -> None:
    document = lizhou()
    write_docx(document, tmp_path / "a.docx")
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"]
    subprocess.run(command, env={**os.environ, "HOME": str(tmp_path)}, check=True, capture_output=True)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "a.pdf")]
    printed = "".join(re.sub(r"—\d+—$", "", re.sub(r"[\s\ufffe]", "", page)) for page in pages)
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            assert re.sub(r"\s", "", block.text) in printed, block.text
        elif isinstance(block, Table):
            missing = [cell.text for row in block.body for cell in row if re.sub(r"\s", "", cell.text) not in printed]
            assert missing == [], block.title
    assert len(pages) < 1.3 * page_count(pdf_bytes(document))


def lizhou() -> Document:
    from juesuan.forms import recognise
    from juesuan.narrative import compose
    from juesuan.workbook import open_workbook

    case = Path(__file__).parents[1] / "cases" / "lizhou-2020"
    return compose(*(recognise(open_workbook(next(case.glob(f"*{year}*.xlsx")))) for year in (2020, 2019)), province="sichuan")
