"""说明: live numbers, what is missing, the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juesuan.document import Contents, Cover, Document, Heading, Missing, Number, Paragraph, Table, Text
from juesuan.window.main_window import MainWindow
from juesuan.window.narrative.workspace import NarrativeWorkspace, room_for
from juesuan.window.plain.document_html import block_html
from juesuan.window.plain.number_at import PrintedNumbers
from juesuan.window.plain.sections import search, sections_of, with_tables
from juesuan.window.theme import LIGHT
from juesuan.workbook import Cell

Open = Callable[[], MainWindow]
CELL = Cell("表", 7, 3)
PARAGRAPH = Paragraph(
    (Text("收入"), Number("1163.32", "收入总计", (CELL,)), Text("因为"), Text("人少", "原因.收入"), Missing("原因.支出", "为什么", "减少"))
)
DOCUMENT = Document(
    "题", "医保局", 2020, (Heading(0, (Text("第一部分"),)), Heading(1, (Text("一、总体"),)), PARAGRAPH, Heading(1, (Text("二、收入"),)))
)


def test_runs_become_links_that_lead_back() -> None:
    words, links = block_html(PARAGRAPH, LIGHT.accent, LIGHT.confirm, LIGHT.ink)
    assert "<a href='n0'" in words
    assert links.cells("n0") == (CELL,)
    assert links.cells("t0") == ()
    assert links.input_key("t0") == "原因.收入"
    assert links.input_key("m1") == "原因.支出"
    assert "text-indent:28px" in words


def test_markup_in_texts_is_shown_not_obeyed() -> None:
    words, _ = block_html(Paragraph((Text("<b>&"),)), LIGHT.accent, LIGHT.confirm, LIGHT.ink)
    assert "&lt;b&gt;&amp;" in words


def test_sections_know_what_is_missing_in_them() -> None:
    sections = sections_of(DOCUMENT)
    assert [(section.title, section.level, section.missing) for section in sections] == [
        ("第一部分", 0, 0),
        ("一、总体", 1, 1),
        ("二、收入", 1, 0),
    ]
    assert [(section.start, section.end) for section in sections] == [(0, 1), (1, 3), (3, 4)]


def narrative(window: MainWindow, qtbot: QtBot) -> NarrativeWorkspace:
    window.commands.action("narrative").trigger()
    page = window.stack.currentWidget()
    assert isinstance(page, NarrativeWorkspace)
    qtbot.waitUntil(lambda: page.pages.count > 0 and page.pages.drawn > 0, timeout=60000)
    return page


def words(window: MainWindow, qtbot: QtBot) -> NarrativeWorkspace:
    """The workspace as soon as its text stands, whatever becomes of the pages."""
    window.commands.action("narrative").trigger()
    page = window.narrative
    qtbot.waitUntil(lambda: page.document is not None, timeout=30000)
    return page


def test_an_edit_reaches_the_sentence_and_the_pages(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = narrative(window, qtbot)
    cell = session.recognition.cell("财决01", "8", "3")
    assert cell is not None
    assert "98765.00" not in page.text.text()
    session.write({cell: Decimal(987650000)}, "填写")
    qtbot.waitUntil(lambda: "98765.00" in page.text.text(), timeout=20000)
    qtbot.waitUntil(lambda: page.pages.drawn > 0, timeout=60000)
    session.undo()
    qtbot.waitUntil(lambda: "98765.00" not in page.text.text(), timeout=20000)


def test_what_is_missing_is_written_in_its_box_and_lands_in_the_workbook(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = words(window, qtbot)
    boxes = page.text.boxes()
    assert boxes
    box, key = boxes[0], boxes[0].key
    box.field.setPlainText("贯彻落实医疗保障政策")
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = session.recognition.form("说明资料")
    assert form is not None
    assert session.workbook.value(form.fields[key]) == "贯彻落实医疗保障政策"
    qtbot.waitUntil(lambda: "贯彻落实医疗保障政策" in page.text.text(), timeout=20000)


def test_an_answer_that_has_no_line_yet_makes_one(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = words(window, qtbot)
    key = "科目.2299999.变动原因"
    assert session.desk.answer_cell(key) is None
    page.text.written.emit(key, "项目推迟")
    cell = session.desk.answer_cell(key)
    assert cell is not None
    assert session.workbook.value(cell) == "项目推迟"
    session.undo()
    assert session.desk.answer_cell(key) is None


def test_a_number_leads_to_its_cell(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = words(window, qtbot)
    cell = session.recognition.cell("财决01", "27", "3")
    assert cell is not None
    page.text.asked_cells.emit((cell,))
    assert window.stack.currentWidget() is window.editing
    assert window.editing.grid.cell == cell


def test_the_pdf_is_written_by_a_worker(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    target = tmp_path / "说明.pdf"
    window.files.ask_save = lambda _title, _suggested, _kinds: str(target)
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: "已导出 说明.pdf" in window.bar.words, timeout=60000)
    assert target.read_bytes().startswith(b"%PDF")
    offered = [button.text() for button in window.bar.findChildren(QPushButton) if not button.isHidden()]
    assert offered == ["打开文件", "打开所在文件夹"]
    window.bar.hide()


def test_a_pdf_that_cannot_be_written_says_so(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    window.files.ask_save = lambda _title, _suggested, _kinds: str(tmp_path / "没有这个文件夹" / "说明.pdf")
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: window.bar.objectName() == "barError" and window.bar.words != "", timeout=60000)
    assert "说明.pdf" in window.bar.words or "没有这个文件夹" in window.bar.words


def test_a_direction_and_a_percent_sign_belong_to_their_figure() -> None:
    runs = (Text("收入减少"), Number("867.80", "甲", (CELL,)), Text("万元，下降"), Number("42.73", "乙", (CELL,)), Text("%。"))
    words, _ = block_html(Paragraph(runs), LIGHT.accent, LIGHT.confirm, LIGHT.ink)
    assert ">减少867.80</a>万元，<a" in words
    assert ">下降42.73%</a>。" in words


def test_a_long_title_is_listed_short_and_with_what_stands_under_it() -> None:
    table = Table("收入表", (), ())
    blocks = (
        Cover("医保局", "决算"),
        Contents(),
        Heading(0, (Text("第二部分　2020年度部门决算情况说明"),)),
        Heading(1, (Text("二、收入决算情况说明"),)),
        Heading(0, (Text("第三部分　名词解释"),)),
        *[Paragraph((Text(word),)) for word in ("甲", "乙")],
        Heading(0, (Text("第五部分　附表"),)),
        table,
        replace(table, title="收入表（续）"),
        replace(table, title="支出表"),
    )
    shown = [section.shown for section in sections_of(Document("题", "医保局", 2020, blocks))]
    assert shown == ["封面、目录", "第二部分　决算情况说明", "二、收入决算情况", "第三部分　名词解释（2 条）", "第五部分　附表（2 张）"]


def test_search_finds_words_and_tables() -> None:
    document = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, Table("收入决算表", (), ())))
    assert [number for number, _ in search(document, "人少")] == [2]
    assert search(document, "决算表") == ((4, "收入决算表"),)
    assert search(document, "  ") == ()


def test_tables_of_the_last_whole_text_stand_where_they_stood() -> None:
    table = Table("收入表", (), ())
    whole = replace(DOCUMENT, blocks=(*DOCUMENT.blocks[:2], table, *DOCUMENT.blocks[2:]))
    assert with_tables(DOCUMENT, whole) == whole.blocks
    assert with_tables(DOCUMENT, None) == DOCUMENT.blocks


def test_a_printed_figure_is_known_by_what_stands_around_it() -> None:
    first, second = Cell("表", 1, 1), Cell("表", 2, 1)
    runs = (Text("收入总计"), Number("11.00", "甲", (first,)), Text("万元，支出总计"), Number("11.00", "乙", (second,)), Text("万元。"))
    printed = PrintedNumbers(Document("题", "医保局", 2020, (Paragraph(runs),)))
    line = "收入总计 11.00万元，\r\n支出总计11.00万元。"
    assert printed.cells_at(line, line.index("1")) == (first,)
    assert printed.cells_at(line, line.rindex("11") + 3) == (second,)
    assert printed.cells_at(line, 0) == ()
    assert printed.cells_at("别的 12.00 数", 4) == ()


def test_a_reworded_paragraph_is_listed_and_comes_back_with_one_click(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = words(window, qtbot)
    view = next(view for view in page.text.views() if isinstance(view.block, Paragraph) and "收入总计" in view.block.text)
    before = view.block.text
    box = view.open_rewording()
    assert box.field.toPlainText() == before
    box.field.setPlainText("本年收入情况良好。" + before)
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "本年收入情况良好" in page.text.text(), timeout=20000)
    assert "已改写的段落（1）" in page.list.titles()
    assert "已改写 1 段" in page.foot.said
    view = next(view for view in page.text.views() if isinstance(view.block, Paragraph) and view.block.rewritten)
    view.label.actions()[-1].trigger()
    qtbot.waitUntil(lambda: "本年收入情况良好" not in page.text.text(), timeout=20000)
    assert "已改写的段落（1）" not in page.list.titles()
    session.undo()
    qtbot.waitUntil(lambda: "本年收入情况良好" in page.text.text(), timeout=20000)


def test_the_search_field_goes_from_hit_to_hit(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    page = words(window, qtbot)
    assert page.list.titles()[0].startswith("全国通用 ")
    assert page.list.titles()[1] == "封面、目录"
    page.list.search.setText("收入总计")
    assert any(title.startswith("正文 ") for title in page.list.titles())
    gone: list[int] = []
    page.list.chosen.connect(lambda block, _title: gone.append(block))
    QTest.keyClick(page.list.search, Qt.Key.Key_Return)
    QTest.keyClick(page.list.search, Qt.Key.Key_Return)
    assert len(set(gone)) == 2
    page.list.search.clear()
    assert "封面、目录" in page.list.titles()


def test_the_foot_counts_what_is_missing_and_goes_there(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    page = words(window, qtbot)
    assert page.document is not None
    assert page.foot.missing.text().startswith(f"待填 {len(page.document.missing())} 处")
    assert "上年数据：没有" in page.foot.said
    assert window.status.isHidden()
    page.foot.missing.click()
    qtbot.waitUntil(lambda: page.text.verticalScrollBar().value() > 0)
    window.show_workspace(0)
    assert window.status.isVisible()


def test_a_click_on_a_printed_figure_goes_to_its_cell(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    cell = session.recognition.cell("财决01", "1", "3")
    assert cell is not None
    session.write({cell: Decimal(987650000)}, "填写")
    page = words(window, qtbot)
    qtbot.waitUntil(lambda: "98765.00" in page.text.text(), timeout=20000)
    went: list[Cell] = []
    page.went.connect(went.append)
    page.pages.pressed.emit("2020年度收入总计98765.00万元。", 12)
    assert len(went) == 1
    assert session.workbook.value(went[0]) == Decimal(987650000)


@pytest.mark.parametrize(
    ("width", "shares"), [(1366, [248, 648, 470]), (1093, [248, 500, 345]), (911, [248, 663, 0]), (683, [190, 493, 0])]
)
def test_on_a_small_screen_the_text_keeps_its_room(width: int, shares: list[int]) -> None:
    assert room_for(width) == shares
