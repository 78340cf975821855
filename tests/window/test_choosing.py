"""科目编码 and list cells: a list while typing, the name beside the code, a quiet word about a wrong one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from juesuan.window.main_window import MainWindow
from juesuan.window.plain.initials import initials
from juesuan.workbook import Cell

Open = Callable[[], MainWindow]


@pytest.fixture
def blank_row(open_book: Open) -> tuple[MainWindow, Cell]:
    """The cursor on the 科目编码 of a blank row of 财决03."""
    window = open_book()
    assert window.session is not None
    form = window.session.recognition.form("财决03")
    assert form is not None
    cell = Cell(form.sheet, form.header_rows[1] + 2, form.keys.codes[0])
    assert window.session.workbook.content(cell) is None
    window.editing.go(cell)
    return window, cell


def name_beside(window: MainWindow, cell: Cell) -> object:
    assert window.session is not None
    return window.session.workbook.content(Cell(cell.sheet, cell.row, 4))


def named_by_hand(window: MainWindow, cell: Cell, rows: int = 3) -> None:
    """As in forms of a province's own software: the names are words, no formulas that look them up."""
    assert window.session is not None
    window.session.write({Cell(cell.sheet, cell.row + down, 4): None for down in range(rows)}, "清除")


def keys(window: MainWindow, text: str) -> None:
    for character in text:
        QTest.keyClicks(window.editing.grid.editor or window.editing.grid, character)


def key(window: MainWindow, which: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.editing.grid.editor or window.editing.grid, which, modifiers)


@pytest.mark.parametrize(
    ("words", "letters"),
    [("一般公共预算", "ybggys"), ("Ａ类（款）", "alk"), ("", ""), ("〇𫖯", "")],
    ids=["plain", "mixed", "none", "rare"],
)
def test_initials_come_from_the_order_of_the_character_set(words: str, letters: str) -> None:
    assert initials(words) == letters


def test_a_code_brings_its_name_and_both_are_one_act(blank_row: tuple[MainWindow, Cell]) -> None:
    window, cell = blank_row
    session = window.session
    assert session is not None
    named_by_hand(window, cell)
    keys(window, "2101501")
    assert window.editing.grid.editor is not None
    assert window.editing.grid.editor.choices is not None
    assert window.editing.grid.editor.choices.words == ["2101501　行政运行"]
    key(window, Qt.Key.Key_Return)
    assert session.workbook.content(cell) == "2101501"
    assert name_beside(window, cell) == "行政运行"
    form = session.recognition.form("财决03")
    assert form is not None
    assert "2101501" in {row.subject for row in form.rows}
    session.undo()
    assert session.workbook.content(cell) is None
    assert name_beside(window, cell) is None


def test_another_code_changes_the_name_but_not_one_written_by_hand(blank_row: tuple[MainWindow, Cell]) -> None:
    window, cell = blank_row
    session = window.session
    assert session is not None
    named_by_hand(window, cell)
    for code, name in (("210", "卫生健康支出"), ("21015", "医疗保障管理事务")):
        window.editing.go(cell)
        keys(window, code)
        key(window, Qt.Key.Key_Return)
        assert name_beside(window, cell) == name
    session.write({Cell(cell.sheet, cell.row, 4): "本局自拟"}, "填写")
    window.editing.go(cell)
    keys(window, "208")
    key(window, Qt.Key.Key_Return)
    assert name_beside(window, cell) == "本局自拟"


def test_letters_that_fit_several_subjects_wait_for_a_choice(blank_row: tuple[MainWindow, Cell]) -> None:
    window, cell = blank_row
    named_by_hand(window, cell)
    keys(window, "xzyx")
    editor = window.editing.grid.editor
    assert editor is not None
    assert editor.choices is not None
    assert all(words.endswith("行政运行") for words in editor.choices.words)
    key(window, Qt.Key.Key_Return)
    assert window.editing.grid.editor is editor
    assert "项符合" in editor.warning
    editor.choices.activated.emit(editor.choices.words[0])
    assert window.session is not None
    assert name_beside(window, cell) == "行政运行"
    assert window.editing.grid.current == (cell.row + 1, cell.column)


def test_an_unknown_code_is_taken_and_doubted_quietly(blank_row: tuple[MainWindow, Cell]) -> None:
    window, cell = blank_row
    keys(window, "9990101")
    key(window, Qt.Key.Key_Return)
    assert window.session is not None
    assert window.session.workbook.content(cell) == "9990101"
    assert "类级 999 不存在" in window.bar.words
    assert window.bar.objectName() == "bar"


def test_pasted_codes_get_their_names_in_the_same_act(blank_row: tuple[MainWindow, Cell]) -> None:
    window, cell = blank_row
    named_by_hand(window, cell)
    data = QMimeData()
    data.setText("210\r\n21015\r\n2101501\r\n")
    QGuiApplication.clipboard().setMimeData(data)
    key(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.session is not None
    below = [Cell(cell.sheet, cell.row + down, 4) for down in range(3)]
    assert [window.session.workbook.content(place) for place in below] == ["卫生健康支出", "医疗保障管理事务", "行政运行"]
    window.session.undo()
    assert window.session.workbook.content(cell) is None


@pytest.fixture
def listed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A workbook whose A1 has a list validation."""
    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    rule = DataValidation(type="list", formula1='"一般公共预算,政府性基金,国有资本经营"')
    rule.add("A1")
    book.active.add_data_validation(rule)
    book.active["B2"] = 1
    book.save(tmp_path / "列表.xlsx")
    window.open_paths([shutil.copy(tmp_path / "列表.xlsx", tmp_path / "本年.xlsx")])
    qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=20000)
    window.editing.grid.go((1, 1))
    return window


def test_a_list_cell_is_searched_by_initials_and_opens_with_alt_down(listed: MainWindow) -> None:
    assert listed.session is not None
    cell = listed.editing.grid.cell
    assert cell is not None
    key(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    editor = listed.editing.grid.editor
    assert editor is not None
    assert editor.choices is not None
    assert len(editor.choices.words) == 3
    key(listed, Qt.Key.Key_Escape)
    key(listed, Qt.Key.Key_Escape)
    keys(listed, "zf")
    key(listed, Qt.Key.Key_Return)
    assert listed.session.workbook.content(cell) == "政府性基金"
    listed.editing.grid.go((1, 1))
    keys(listed, "q")
    key(listed, Qt.Key.Key_Return)
    assert listed.editing.grid.editor is not None
    assert listed.editing.grid.editor.warning
    key(listed, Qt.Key.Key_Escape)
    key(listed, Qt.Key.Key_Escape)
    assert listed.session.workbook.content(cell) == "政府性基金"


def test_an_amount_has_no_list(blank_row: tuple[MainWindow, Cell]) -> None:
    window, _ = blank_row
    assert window.session is not None
    cell = window.session.recognition.cell("财决01", "1", "1")
    assert cell is not None
    window.editing.go(cell)
    keys(window, "5")
    assert window.editing.grid.editor is not None
    assert window.editing.grid.editor.choices is None
    key(window, Qt.Key.Key_Return)
    assert window.session.workbook.content(cell) == Decimal(5)


def test_a_place_beyond_the_sheet_leads_to_its_edge(blank_row: tuple[MainWindow, Cell]) -> None:
    window, cell = blank_row
    window.editing.go(Cell(cell.sheet, 9999, 999))
    assert window.editing.grid.grid is not None
    assert window.editing.grid.current[0] <= window.editing.grid.grid.rowCount()
