"""The PDF as its readers see it: structure, archival marks, text that copies, pages in order."""

import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sample import FIGURES, SENTENCES, UNIT, body, heading, narrow_table, sample, wide_table

from juesuan.document import Contents, Document, Heading, PageBreak, Paragraph, Table, TableCell, Text
from juesuan.fonts import faces
from juesuan.render import Cancelled, RenderError, page_count, pdf_bytes, preview, write_pdf
from juesuan.render.pages import paginate
from juesuan.render.pdf import _Layout, contents_pages


def document(*blocks: object, draft: bool = False) -> Document:
    return Document("标题", UNIT, 2020, blocks, draft=draft)  # type: ignore[arg-type]


def made(*blocks: object) -> bytes:
    return pdf_bytes(document(*blocks), fonts="bundled")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def text_of(pdf: bytes) -> str:
    file = pypdfium2.PdfDocument(pdf)
    return squeezed("".join(page.get_textpage().get_text_bounded() for page in file))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_the_same_document_gives_the_same_bytes(sample_pdf: bytes) -> None:
    assert pdf_bytes(sample(), fonts="bundled") == sample_pdf


def test_archival_marks(sample_pdf: bytes) -> None:
    pdf = opened(sample_pdf)
    assert pdf.Root.Lang == "zh-CN"
    assert pdf.Root.OutputIntents[0].OutputConditionIdentifier == "sRGB"
    assert len(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) > 500
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == "2020年度部门决算"
    assert str(pdf.docinfo["/Title"]) == "2020年度部门决算"
    assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_every_font_is_an_embedded_subset(sample_pdf: bytes) -> None:
    pdf = opened(sample_pdf)
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+Juesuan", str(font.BaseFont))
        assert "/FontFile2" in font.FontDescriptor
        assert "/ToUnicode" in font


def test_bookmarks_lead_to_the_headings(sample_pdf: bytes) -> None:
    with opened(sample_pdf).open_outline() as outline:
        titles = [item.title for item in outline.root]
        inner = [item.title for item in outline.root[1].children]
    assert titles == ["目录", "第一部分　部门概况", "第二部分　2020年度部门决算情况说明", "第五部分　附表"]
    assert inner == ["一、基本职能及主要工作", "二、机构设置"]


def test_page_labels_begin_at_one_behind_cover_and_contents(sample_pdf: bytes) -> None:
    pdf = opened(sample_pdf)
    assert [pdf.pages[number].label for number in (0, 1, 2, 3)] == ["封面", "i", "1", "2"]


def test_contents_state_the_printed_page_and_link_there(sample_pdf: bytes) -> None:
    pages = contents_pages(sample(), 2)
    text = squeezed(pypdfium2.PdfDocument(sample_pdf)[1].get_textpage().get_text_bounded())
    for entry, number in pages:
        assert f"{squeezed(entry.title)}{number}" in text
    pdf = opened(sample_pdf)
    links = [note for note in pdf.pages[1].Annots if note.Subtype == "/Link"]
    assert len(links) == len(pages)
    assert all(note.F == 4 for note in links)


def test_numbers_stand_outside() -> None:
    pdf = pypdfium2.PdfDocument(made(*(body(sentence) for sentence in SENTENCES[:40])))
    for number, page in enumerate(list(pdf)[:4], 1):
        text = page.get_textpage()
        _, _, right, _ = text.get_charbox(text.count_chars() - 1 - (0 if text.get_text_range().endswith("—") else 1))
        assert f"— {number} —" in text.get_text_range()
        assert (right > page.get_width() / 2) == bool(number % 2)


NAMES = "张䶮、李珺、王璟、赵𬭎、钱𫖯、孙𬬭、周堃、吴㛃、郑祎、冯昇"
ENGINES = ["pdfium", pytest.param("pdftotext", marks=pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext"))]


@pytest.mark.parametrize("engine", ENGINES)
def test_text_copied_out_is_the_text_put_in(engine: str, tmp_path: Path) -> None:
    sentences = [NAMES, *SENTENCES[:40]]
    pdf = made(*(body(sentence) for sentence in sentences))
    if engine == "pdfium":
        copied = text_of(pdf)
    else:
        (tmp_path / "a.pdf").write_bytes(pdf)
        copied = squeezed(subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode())
    copied = re.sub(r"—\d+—", "", copied)
    assert copied == squeezed("".join(sentences))


def test_no_blanks_creep_into_spread_lines(tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(made(body("收入总计1163.32万元" * 20)))
    assert " " not in pdf[0].get_textpage().get_text_range().split("—")[0].replace("\r\n", "")


def pages_of(*blocks: object) -> list[list[str]]:
    layout = _Layout(document(*blocks), faces("bundled"), {}, None)
    return [[strip.entry.title if strip.entry else "line" for strip, _ in page.items] for page in paginate(layout.strips())]


@pytest.mark.parametrize("before", range(15, 26))
def test_a_heading_never_stands_alone_at_the_foot(before: int) -> None:
    blocks = [*(body("正文。") for _ in range(before)), heading(1, "一、标题"), body("收" * 70)]
    for page in pages_of(*blocks):
        assert page[-1] == "line"


@pytest.mark.parametrize("before", range(15, 23))
def test_no_single_last_line_on_a_new_page(before: int) -> None:
    pages = pages_of(*(body("正文。") for _ in range(before)), body("收" * 100))
    assert len(pages) == 1 or len(pages[1]) > 1


def test_a_figure_stays_with_its_caption(sample_pdf: bytes) -> None:
    for page in pypdfium2.PdfDocument(sample_pdf):
        text = squeezed(page.get_textpage().get_text_bounded())
        assert ("（图1" in text) == ("1163.32单位" in text or ("2019年" in text and "支出总计" in text and "（图1" in text))


def test_a_wide_table_lies_on_landscape_pages_with_its_head_on_each(sample_pdf: bytes) -> None:
    pdf = pypdfium2.PdfDocument(sample_pdf)
    wide = [page for page in pdf if page.get_width() > page.get_height()]
    assert len(wide) > 1
    for page in wide:
        assert "科目编码" in squeezed(page.get_textpage().get_text_bounded())
    numbers = [cell.text for row in wide_table().body for cell in row[2:]]
    text = text_of(sample_pdf)
    assert all(number in text for number in numbers)


def test_nothing_leaves_the_type_area(sample_pdf: bytes) -> None:
    for page in pypdfium2.PdfDocument(sample_pdf):
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert min(box[0] for box in boxes) > 50
        assert max(box[2] for box in boxes) < page.get_width() - 50


def test_a_draft_is_marked() -> None:
    text = text_of(pdf_bytes(sample(draft=True), fonts="bundled"))
    assert text.count("草稿") > 10
    assert "【待填：为什么减少867.80万元】" in text


def test_cancelling_stops_the_work() -> None:
    with pytest.raises(Cancelled):
        pdf_bytes(document(body("一")), progress=lambda *_: False)


def test_progress_runs_from_nothing_to_all() -> None:
    seen: list[int] = []
    pdf_bytes(document(*(body("一") for _ in range(30))), fonts="bundled", progress=lambda done, _: seen.append(done))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)


def test_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "说明.pdf"
    write_pdf(document(body("一")), target, fonts="bundled")
    before = target.read_bytes()
    with pytest.raises(Cancelled):
        write_pdf(document(body("二")), target, lambda *_: False)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_written_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RenderError, match="不存在"):
        write_pdf(document(body("一")), tmp_path / "没有" / "说明.pdf", fonts="bundled")
    (tmp_path / "夹").mkdir()
    with pytest.raises(RenderError, match="文件夹"):
        write_pdf(document(body("一")), tmp_path / "夹", fonts="bundled")
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(RenderError, match="空间不足"):
        write_pdf(document(body("一")), tmp_path / "说明.pdf", fonts="bundled")
    assert not (tmp_path / "说明.pdf").exists()


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_file_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "说明.pdf"
    target.write_bytes(b"old")

    def refused(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(RenderError, match="关闭后重试"):
        write_pdf(document(body("一")), target, fonts="bundled")
    assert target.read_bytes() == b"old"


def test_preview_gives_pixels(sample_pdf: bytes) -> None:
    picture = preview(sample_pdf, 0, 0.5)
    assert abs(picture.width - 298) <= 1
    assert len(picture.pixels) == picture.width * picture.height * 4
    assert page_count(sample_pdf) == len(pypdfium2.PdfDocument(sample_pdf))


def test_a_document_without_blocks_is_an_empty_page() -> None:
    assert page_count(made()) == 1


def test_odd_documents_do_not_break_it() -> None:
    blocks = Heading(3, ()), Paragraph(()), Paragraph((Text("　　"),)), Paragraph((Text("a\nb\tc"),)), body("x", "unknown")
    assert page_count(made(*blocks)) == 1


def test_a_table_that_fits_a_page_begins_a_new_one_and_leaves_no_empty_page() -> None:
    rows = narrow_table()
    pages = pages_of(*(body("正文。") for _ in range(18)), rows, heading(0, "第二部分"))
    assert [len(page) for page in pages] == [18, len(rows.header) + len(rows.body) + 5, 1]


def test_a_table_a_little_too_long_is_set_closer() -> None:
    rows = tuple((TableCell(f"一、科目{number}"), TableCell("1,163.32", "right")) for number in range(36))
    table = Table("收入支出决算总表", ((TableCell("项目"), TableCell("金额")),), rows)
    assert page_count(made(table)) == 1


def test_a_long_row_is_torn_and_a_short_one_is_not() -> None:
    text = "".join(SENTENCES)[:4000]
    rows = (TableCell("一"), TableCell(text)), (TableCell("二"), TableCell("短"))
    table = Table("情况表", ((TableCell("项目"), TableCell("内容")),), rows, (1, 6))
    pdf = made(table)
    assert page_count(pdf) > 1
    assert squeezed(text) in re.sub(r"项目内容|—\d—", "", text_of(pdf))


def test_headings_and_notes_share_the_page_of_a_landscape_table() -> None:
    blocks = body("正文。"), heading(0, "第二部分　决算表"), heading(1, "一、明细"), wide_table(3), body("说明：无。", "note")
    pdf = pypdfium2.PdfDocument(made(*blocks))
    assert [page.get_width() > page.get_height() for page in pdf] == [False, True]
    text = squeezed(pdf[1].get_textpage().get_text_bounded())
    assert text.startswith("第二部分决算表一、明细一般公共预算")
    assert "说明：无。" in text


def test_a_long_title_breaks_before_its_year() -> None:
    (page,) = pypdfium2.PdfDocument(made(heading(0, "第三部分　上海市普陀区生态环境局2024年度部门决算情况说明"), body("正文。")))
    assert page.get_textpage().get_text_bounded().split()[:3] == ["第三部分", "上海市普陀区生态环境局", "2024年度部门决算情况说明"]


def test_a_figure_comes_lower_where_it_then_stays_with_its_sentence() -> None:
    first, second = pypdfium2.PdfDocument(made(*(body("正文。") for _ in range(17)), FIGURES[0], body("后文。")))
    assert "（图1" in squeezed(first.get_textpage().get_text_bounded())
    assert "后文" in squeezed(second.get_textpage().get_text_bounded())


def test_the_number_of_an_annex_stands_on_the_page_of_its_title_and_the_contents_name_both() -> None:
    title = Heading(0, (Text("整体支出绩效评价报告"),), listed="附件1　整体支出绩效评价报告")
    inner = Heading(1, (Text("一、部门概况"),), listed="")
    shown = document(Contents(1), Paragraph((Text("前文"),)), PageBreak(), Paragraph((Text("附件1"),), "plain"), title, inner)
    pages = pypdfium2.PdfDocument(pdf_bytes(shown, fonts="bundled"))
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(texts) == 3
    assert "附件1　整体支出绩效评价报告" in texts[0]
    assert "部门概况" not in texts[0]
    assert texts[2].index("附件1") < texts[2].index("整体支出绩效评价报告") < texts[2].index("一、部门概况")
