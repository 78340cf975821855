"""Files, forms, findings, themes: the window as a whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from juesuan.desk import Desk
from juesuan.window.main_window import MainWindow
from juesuan.window.settings import Settings
from juesuan.window.theme import DARK, LIGHT
from juesuan.workbook import Cell

Open = Callable[[], MainWindow]


def first_amount(window: MainWindow) -> Cell:
    assert window.session is not None
    cell = window.session.recognition.cell("财决01", "1", "1")
    assert cell is not None
    return cell


def test_the_first_page_offers_three_ways_in(window: MainWindow) -> None:
    assert window.stack.currentWidget() is window.start
    ways = [button.accessibleName() for button in window.start.findChildren(QPushButton) if button.objectName() == "way"]
    assert [way.partition("：")[0] for way in ways] == ["新建决算", "打开工作簿", "打开示例"]
    assert not window.commands.action("save").isEnabled()


def test_a_broken_file_says_so_in_the_bar(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 truncated")
    window.open_paths([broken])
    qtbot.waitUntil(lambda: window.bar.words != "")
    assert "坏的.xlsx" in window.bar.words
    assert window.session is None


def test_a_workbook_without_forms_opens_and_says_so(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    book.save(path)
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.session is not None, timeout=20000)
    assert "没有认出官方报表" in window.bar.words
    QTest.keyClicks(window.editing.grid, "abc")
    editor = window.editing.grid.editor
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None and window.session.modified)


def test_saving_writes_the_file_and_a_second_opening_finds_it(open_book: Open, qtbot: QtBot, workbook_path: Path) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    session.write({first_amount(window): Decimal("77.70")}, "填写")
    assert session.modified
    window.commands.action("save").trigger()
    qtbot.waitUntil(lambda: window.status.saved.text() == "已保存", timeout=20000)
    assert not session.modified
    again = Desk.open(workbook_path)
    assert again.recognition.amount("财决01", "1", "1") == Decimal("77.70")
    assert window.settings.recent() == [str(workbook_path.resolve())]


def test_saving_as_takes_the_new_name(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    target = tmp_path / "另一份.xlsx"
    window.files.ask_save = lambda _title, _suggested, _kinds: str(target)
    window.commands.action("save_as").trigger()
    qtbot.waitUntil(lambda: target.exists() and "另一份" in window.windowTitle(), timeout=20000)


def test_closing_with_unsaved_changes_asks(open_book: Open) -> None:
    window = open_book()
    assert window.session is not None
    window.session.write({first_amount(window): Decimal(1)}, "填写")
    asked = []
    window.files.ask_unsaved = lambda session: asked.append(session.title) or "stay"  # type: ignore[func-returns-value]
    window.close()
    assert asked == ["医保局2020年度部门决算.xlsx"]
    assert window.isVisible()
    window.files.ask_unsaved = lambda _session: "drop"


def test_dropping_a_file_opens_it(window: MainWindow, qtbot: QtBot, workbook_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(workbook_path))])
    nowhere = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(window.rect().center(), Qt.DropAction.CopyAction, data, *nowhere)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), Qt.DropAction.CopyAction, data, *nowhere))
    qtbot.waitUntil(lambda: window.session is not None, timeout=20000)


def test_opening_the_same_file_again_shows_its_tab(open_book: Open, workbook_path: Path) -> None:
    window = open_book()
    window.open_paths([workbook_path])
    assert len(window.sessions) == 1


def test_the_forms_are_listed_in_groups_and_found_by_search(open_book: Open) -> None:
    window = open_book()
    items = window.editing.forms.items
    texts = [items.item(row).text() for row in range(items.rowCount())]
    assert texts[:3] == ["决算报表", "财决01　收入支出决算总表", "财决03　收入决算表"]
    assert "说明资料" in texts
    window.editing.forms.search.setText("结转")
    found = [items.item(row).text() for row in range(items.rowCount())]
    assert "科目和行次" in found
    assert any("年初结转和结余" in text for text in found)
    QTest.keyClick(window.editing.forms.search, Qt.Key.Key_Return)
    assert window.editing.grid.cell is not None
    assert window.editing.grid.cell.row > 1


def test_f8_goes_through_the_findings_and_lights_up_their_cells(open_book: Open) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    total = session.recognition.cell("财决01", "27", "1")
    assert total is not None
    session.write({total: Decimal(5)}, "填写")
    assert [finding for finding in session.findings if any(part.cell == total for part in finding.cells)]
    window.commands.action("next_finding").trigger()
    assert session.finding is not None
    assert window.editing.grid.cell in session.related
    assert window.editing.card.words
    assert window.editing.findings.current_key() == session.finding.key
    first = session.finding.key
    if len(session.findings) > 1:
        window.commands.action("next_finding").trigger()
        assert session.finding.key != first
        window.commands.action("previous_finding").trigger()
        assert session.finding.key == first


def test_the_cell_panel_tells_sources_rules_and_amounts(open_book: Open) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    session.write({first_amount(window): Decimal(11204000)}, "填写")
    total = session.recognition.cell("财决01", "27", "1")
    assert total is not None
    window.editing.go(total)
    text = window.editing.panel.text
    assert "11,204,000.00" in text
    assert "取自" in text
    assert "1行 一、一般公共预算财政拨款收入" in text
    assert "参与的公式" in text


def test_go_to_finds_a_place_or_says_what_to_type(open_book: Open) -> None:
    window = open_book()
    window.commands.action("go_to").trigger()
    bar = window.editing.find_bar
    bar.field.setText("财决03!合计")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert window.session is not None
    assert window.editing.grid.cell == window.session.recognition.cell("财决03", "合计", "1")
    assert bar.isHidden()
    window.commands.action("go_to").trigger()
    bar.field.setText("没有这里")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert not bar.isHidden()


def test_page_keys_go_from_form_to_form(open_book: Open) -> None:
    window = open_book()
    window.commands.action("next_form").trigger()
    assert window.editing.address.address.text().startswith("财决03")
    window.commands.action("previous_form").trigger()
    assert window.editing.address.address.text().startswith("财决01")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_both_themes_reach_every_part(open_book: Open, theme: object) -> None:
    window = open_book()
    assert theme in (LIGHT, DARK)
    window.set_theme(LIGHT if theme is LIGHT else DARK)
    grid = window.editing.grid.viewport().grab().toImage()
    background = grid.pixelColor(grid.width() - 3, grid.height() - 3)
    assert (background.lightness() < 128) == window.theme.dark
    assert window.settings.dark == window.theme.dark


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "记住.ini")
    file = tmp_path / "本年.xlsx"
    settings.dark = True
    settings.remember(file)
    settings.sync()
    again = Settings(tmp_path / "记住.ini")
    assert again.dark
    assert again.recent() == [str(file.resolve())]


def test_work_that_was_lost_in_a_crash_is_offered_and_comes_back(window: MainWindow, qtbot: QtBot, workbook_path: Path) -> None:
    crashed = Desk.open(workbook_path)
    crashed.keep_journal()
    cell = crashed.recognition.cell("财决01", "1", "1")
    assert cell is not None
    crashed.edit(crashed.workbook.replace({cell: Decimal("55.00")}, "填写"))
    assert crashed.journal
    crashed.journal.abandon()
    window.recover()
    assert "（1 步）" in window.bar.words
    next(button for button in window.bar.findChildren(QPushButton) if button.text() == "恢复").click()
    qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=20000)
    assert window.session is not None
    assert window.session.workbook.value(cell) == Decimal("55.00")
    assert window.session.modified
    window.commands.action("undo").trigger()
    assert window.session.workbook.value(cell) is None
