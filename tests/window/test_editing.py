"""Filling in, as a user does: keys, clipboard, input method; findings come and go with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from juesuan.window.grid.view import GridView
from juesuan.window.main_window import MainWindow
from juesuan.workbook import Cell, Formula

Open = Callable[[], MainWindow]


def place(window: MainWindow, row: str, column: str, form: str = "财决01") -> Cell:
    session = window.session
    assert session is not None
    cell = session.recognition.cell(form, row, column)
    assert cell is not None
    return cell


def value(window: MainWindow, cell: Cell) -> object:
    assert window.session is not None
    return window.session.workbook.value(cell)


@pytest.fixture
def filling(open_book: Open) -> MainWindow:
    window = open_book()
    window.editing.go(place(window, "1", "1"))
    return window


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    grid = window.editing.grid
    QTest.keyClick(grid.editor or grid, key, modifiers)


def type_text(window: MainWindow, text: str) -> None:
    for character in text:
        QTest.keyClicks(window.editing.grid.editor or window.editing.grid, character)


def test_the_first_form_shows_with_its_look(filling: MainWindow) -> None:
    grid = filling.editing.grid
    assert grid.grid is not None
    assert grid.grid.form is not None
    assert grid.grid.form.code == "财决01"
    assert filling.editing.address.address.text().startswith("财决01 · 1行 一、一般公共预算财政拨款收入 · 1栏")
    picture = grid.grab().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    assert len(colors) > 3


def test_typing_replaces_enter_goes_down_and_the_totals_follow(filling: MainWindow, qtbot: QtBot) -> None:
    cell = place(filling, "1", "1")
    type_text(filling, "12.5")
    assert filling.editing.grid.editor is not None
    press(filling, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(filling, cell) == Decimal("12.5"))
    assert value(filling, place(filling, "27", "1")) == Decimal("12.5")
    assert filling.editing.grid.current == (cell.row + 1, cell.column)
    assert filling.session is not None
    assert filling.session.changed_cells == 1
    assert "已改 1 格" in filling.windowTitle()
    assert "已改 1 格，未保存" in filling.status.saved.text()


def test_tab_goes_right_and_shift_tab_back(filling: MainWindow) -> None:
    cell = place(filling, "1", "1")
    type_text(filling, "3")
    press(filling, Qt.Key.Key_Tab)
    assert filling.editing.grid.current == (cell.row, cell.column + 1)
    press(filling, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert filling.editing.grid.current == (cell.row, cell.column)
    assert value(filling, cell) == 3


def test_escape_leaves_everything_as_it_was(filling: MainWindow) -> None:
    type_text(filling, "99")
    press(filling, Qt.Key.Key_Escape)
    assert value(filling, place(filling, "1", "1")) is None
    assert filling.session is not None
    assert not filling.session.modified


def test_f2_edits_what_stands_there(filling: MainWindow, qtbot: QtBot) -> None:
    type_text(filling, "5")
    press(filling, Qt.Key.Key_Return)
    filling.editing.go(place(filling, "1", "1"))
    press(filling, Qt.Key.Key_F2)
    editor = filling.editing.grid.editor
    assert editor is not None
    assert editor.text() == "5"
    type_text(filling, "0")
    press(filling, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(filling, place(filling, "1", "1")) == 50)


def test_a_wrong_amount_stays_in_the_editor_with_a_sentence(filling: MainWindow) -> None:
    type_text(filling, "1.234")
    editor = filling.editing.grid.editor
    assert editor is not None
    assert "最多两位小数" in editor.warning
    press(filling, Qt.Key.Key_Return)
    assert filling.editing.grid.editor is editor
    assert "小数超过两位" in editor.warning
    press(filling, Qt.Key.Key_Escape)
    assert value(filling, place(filling, "1", "1")) is None


def test_the_input_method_commits_full_width_digits(filling: MainWindow, qtbot: QtBot) -> None:
    composing = QInputMethodEvent("１２", [])
    QApplication.sendEvent(filling.editing.grid, composing)
    editor = filling.editing.grid.editor
    assert editor is not None
    commit = QInputMethodEvent()
    commit.setCommitString("１２万")
    QApplication.sendEvent(editor, commit)
    press(filling, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(filling, place(filling, "1", "1")) == 120000)


def test_undo_and_redo_take_one_act_each(filling: MainWindow) -> None:
    cell = place(filling, "1", "1")
    for text in ("1", "2"):
        filling.editing.go(cell)
        type_text(filling, text)
        press(filling, Qt.Key.Key_Return)
    filling.commands.action("undo").trigger()
    assert value(filling, cell) == 1
    filling.commands.action("undo").trigger()
    assert value(filling, cell) is None
    assert not filling.commands.action("undo").isEnabled()
    filling.commands.action("redo").trigger()
    assert value(filling, cell) == 1


def test_a_finding_appears_beside_the_cells_and_undo_takes_it_away(filling: MainWindow, qtbot: QtBot) -> None:
    session = filling.session
    assert session is not None
    before = {finding.key for finding in session.findings}
    cell = place(filling, "合计", "2", "财决03")
    filling.editing.go(cell)
    filling.editing.grid.unlock(cell)
    filling.editing.grid.begin_edit("7")
    press(filling, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(filling, cell) == 7)
    appeared = {finding.key for finding in session.findings} - before
    assert appeared
    assert cell in session.marks
    assert filling.editing.findings.model.row_of(next(iter(appeared))) >= 0
    filling.commands.action("undo").trigger()
    assert {finding.key for finding in session.findings} == before
    assert cell not in session.marks


def test_a_computed_cell_offers_the_way_to_its_source(filling: MainWindow) -> None:
    total = place(filling, "27", "1")
    filling.editing.go(total)
    type_text(filling, "5")
    assert filling.editing.grid.editor is None
    assert "自动计算" in filling.bar.words
    offer = next(button for button in filling.bar.findChildren(QPushButton) if button.text() == "转到来源")
    offer.click()
    assert filling.session is not None
    content = filling.session.workbook.content(total)
    assert isinstance(content, Formula)
    assert filling.editing.grid.cell is not None
    assert filling.editing.grid.cell != total


def test_pasting_a_block_from_excel_is_one_act_and_says_what_it_refused(filling: MainWindow) -> None:
    data = QMimeData()
    data.setHtml("<table><tr><td>1,000.00</td><td>２</td></tr><tr><td>一百</td><td>3.5</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(data)
    cell = place(filling, "1", "1")
    QTest.keyClick(filling.editing.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert value(filling, cell) == 1000
    assert value(filling, Cell(cell.sheet, cell.row, cell.column + 1)) == 2
    assert value(filling, Cell(cell.sheet, cell.row + 1, cell.column)) is None
    assert value(filling, Cell(cell.sheet, cell.row + 1, cell.column + 1)) == Decimal("3.5")
    assert "1 格没有粘贴" in filling.bar.words
    filling.commands.action("undo").trigger()
    assert value(filling, cell) is None
    assert filling.session is not None
    assert not filling.session.modified


def test_copy_gives_both_kinds_and_delete_clears_the_selection(filling: MainWindow) -> None:
    cell = place(filling, "1", "1")
    assert filling.session is not None
    filling.session.write({cell: Decimal("1234.5"), Cell(cell.sheet, cell.row + 1, cell.column): Decimal(2)}, "填写")
    filling.editing.grid.select((cell.row, cell.column, cell.row + 1, cell.column))
    QTest.keyClick(filling.editing.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard().mimeData()
    assert clipboard.text() == "1,234.50\r\n2.00\r\n"
    assert "<td>1,234.50</td>" in clipboard.html()
    assert filling.status.sums.text() == "求和 1,236.50    平均 618.25    计数 2"
    QTest.keyClick(filling.editing.grid, Qt.Key.Key_Delete)
    assert value(filling, cell) is None
    filling.commands.action("undo").trigger()
    assert value(filling, cell) == Decimal("1234.5")


def test_fill_down_repeats_the_first_row(filling: MainWindow) -> None:
    cell = place(filling, "1", "1")
    assert filling.session is not None
    filling.session.write({cell: Decimal(8)}, "填写")
    filling.editing.grid.select((cell.row, cell.column, cell.row + 2, cell.column))
    QTest.keyClick(filling.editing.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [value(filling, Cell(cell.sheet, cell.row + down, cell.column)) for down in range(3)] == [8, 8, 8]


def test_arrows_and_shift_move_and_select(filling: MainWindow) -> None:
    grid: GridView = filling.editing.grid
    row, column = grid.current
    QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selection[-1] == (row, column, row + 1, column + 1)
    assert grid.current == (row, column)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current == (row + 1, column)
    QTest.keyClick(grid, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert grid.current == (1, 1)


def test_the_mouse_selects_and_a_double_click_edits(filling: MainWindow) -> None:
    grid = filling.editing.grid
    cell = place(filling, "2", "1")
    filling.editing.go(cell)
    centre = grid.rect_of((cell.row + 1, cell.column)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    assert grid.current == (cell.row + 1, cell.column)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    assert grid.editor is not None


def test_the_formula_bar_edits_too(filling: MainWindow) -> None:
    content = filling.editing.address.content
    content.setFocus()
    QTest.keyClicks(content, "=10+5")
    QTest.keyClick(content, Qt.Key.Key_Return)
    cell = place(filling, "1", "1")
    assert value(filling, cell) == 15
    assert filling.session is not None
    assert filling.session.workbook.content(cell) == Formula("10+5")


def test_the_unit_switch_only_changes_what_is_shown(filling: MainWindow) -> None:
    cell = place(filling, "1", "1")
    assert filling.session is not None
    filling.session.write({cell: Decimal(123456)}, "填写")
    model = filling.editing.grid.grid
    assert model is not None
    assert model.text(cell.row, cell.column) == "123,456.00"
    filling.switch_unit()
    assert model.text(cell.row, cell.column) == "12.35"
    assert filling.status.unit.text() == "万元"
    assert value(filling, cell) == 123456
    filling.switch_unit()


def test_zoom_keeps_the_cell_in_view(filling: MainWindow) -> None:
    grid = filling.editing.grid
    width = grid.rect_of(grid.current).width()
    grid.step_zoom(1)
    assert grid.zoom == 110
    assert grid.rect_of(grid.current).width() > width
    assert filling.status.zoom.text() == "110%"


def test_a_screen_reader_hears_place_value_and_problem(filling: MainWindow) -> None:
    model = filling.editing.grid.grid
    assert model is not None
    index = model.index_of(filling.editing.grid.current)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("财决01 · 1行")
    assert "空" in spoken


def test_enter_after_tabs_goes_back_under_the_first_of_them(filling: MainWindow) -> None:
    cell = place(filling, "1", "1")
    for text in ("1", "2"):
        type_text(filling, text)
        press(filling, Qt.Key.Key_Tab)
    type_text(filling, "3")
    press(filling, Qt.Key.Key_Return)
    assert filling.editing.grid.current == (cell.row + 1, cell.column)
    press(filling, Qt.Key.Key_Return)
    assert filling.editing.grid.current == (cell.row + 2, cell.column)


def test_enter_and_tab_go_around_within_a_selection(filling: MainWindow) -> None:
    cell, grid = place(filling, "1", "1"), filling.editing.grid
    span = (cell.row, cell.column, cell.row + 1, cell.column + 1)
    grid.select(span)
    seen = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Tab):
        press(filling, key)
        seen.append((grid.current[0] - cell.row, grid.current[1] - cell.column))
    assert seen == [(1, 0), (0, 1), (1, 0), (1, 1)]
    assert grid.selection == (span,)
    type_text(filling, "4")
    press(filling, Qt.Key.Key_Return)
    assert grid.selection == (span,)
    assert value(filling, Cell(cell.sheet, cell.row + 1, cell.column + 1)) == 4


def test_control_enter_fills_the_selection_as_one_act(filling: MainWindow) -> None:
    cell, grid = place(filling, "1", "1"), filling.editing.grid
    grid.select((cell.row, cell.column, cell.row + 2, cell.column))
    type_text(filling, "9")
    press(filling, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [value(filling, Cell(cell.sheet, cell.row + down, cell.column)) for down in range(3)] == [9, 9, 9]
    assert grid.current == (cell.row, cell.column)
    filling.commands.action("undo").trigger()
    assert value(filling, cell) is None


def test_space_with_shift_or_control_takes_the_row_or_column(filling: MainWindow) -> None:
    cell, grid = place(filling, "1", "1"), filling.editing.grid
    assert grid.grid is not None
    press(filling, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selection == ((cell.row, 1, cell.row, grid.grid.columnCount()),)
    filling.editing.go(cell)
    press(filling, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert grid.selection == ((1, cell.column, grid.grid.rowCount(), cell.column),)


def test_a_formula_that_cannot_be_is_not_lost(filling: MainWindow) -> None:
    type_text(filling, "=1+")
    press(filling, Qt.Key.Key_Return)
    assert "没有填入" in filling.bar.words
    editor = filling.editing.grid.editor
    assert editor is not None
    assert editor.text() == "=1+"
    type_text(filling, "2")
    press(filling, Qt.Key.Key_Return)
    assert value(filling, place(filling, "1", "1")) == 3


def test_go_to_finds_a_disclosure_table(filling: MainWindow) -> None:
    filling.commands.action("go_to").trigger()
    field = filling.editing.find_bar.field
    field.setText("公开01")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert filling.editing.sheets.currentWidget() is filling.editing.disclosure
    assert filling.editing.find_bar.isHidden()
