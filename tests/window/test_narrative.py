"""说明: live numbers, what is missing, the pages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juesuan.document import Document, Heading, Missing, Number, Paragraph, Text
from juesuan.window.main_window import MainWindow
from juesuan.window.narrative.workspace import NarrativeWorkspace
from juesuan.window.plain.document_html import block_html
from juesuan.window.plain.sections import sections_of
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


def test_an_edit_reaches_the_sentence_and_the_pages(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = narrative(window, qtbot)
    cell = session.recognition.cell("财决01", "8", "3")
    assert cell is not None
    before = page.text.text()
    assert "98765.00" not in before
    session.write({cell: Decimal(987650000)}, "填写")
    qtbot.waitUntil(lambda: "98765.00" in page.text.text(), timeout=20000)
    qtbot.waitUntil(lambda: page.pages.drawn > 0, timeout=60000)
    session.undo()
    qtbot.waitUntil(lambda: page.text.text() == before, timeout=20000)


def test_what_is_missing_is_written_in_its_box_and_lands_in_the_workbook(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = narrative(window, qtbot)
    boxes = page.text.boxes()
    assert boxes
    box, key = boxes[0], boxes[0].key
    box.field.setPlainText("贯彻落实医疗保障政策")
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = session.recognition.form("说明资料")
    assert form is not None
    assert session.workbook.value(form.fields[key]) == "贯彻落实医疗保障政策"
    qtbot.waitUntil(lambda: "贯彻落实医疗保障政策" in page.text.text(), timeout=20000)


def test_a_number_leads_to_its_cell(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    page = narrative(window, qtbot)
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
    assert [button.text() for button in window.bar.findChildren(QPushButton)] == ["打开文件", "打开所在文件夹"]
    window.bar.hide()


def test_a_pdf_that_cannot_be_written_says_so(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    window.files.ask_save = lambda _title, _suggested, _kinds: str(tmp_path / "没有这个文件夹" / "说明.pdf")
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: window.bar.objectName() == "barError" and window.bar.words != "", timeout=60000)
    assert "说明.pdf" in window.bar.words or "没有这个文件夹" in window.bar.words
