"""Blocks as Excel and WPS really put them on the clipboard, pasted into a form: what fits is one act, what does not is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from juesuan.window.main_window import MainWindow
from juesuan.workbook import Cell

Open = Callable[[], MainWindow]
EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Excel.Sheet>
<style><!--table {mso-displayed-decimal-separator:"\\."; mso-displayed-thousand-separator:"\\,";}
.xl65 {mso-number-format:"\\#\\,\\#\\#0\\.00";}--></style></head>
<body link="#0563C1"><table border=0 cellpadding=0 cellspacing=0 width=216 style='border-collapse:collapse;width:162pt'>
<!--StartFragment--><col width=72 span=3 style='width:54pt'>
<tr height=19 style='height:14.25pt'><td height=19 class=xl65 align=right width=72>11,204,000.00</td>
<td class=xl65 align=right width=72>　11,286,300.00 </td><td class=xl65 width=72>待定</td></tr>
<tr height=19><td height=19 class=xl65 align=right>(346,900.00)</td><td class=xl65>&nbsp;</td><td class=xl65 align=right>0.125</td></tr>
<!--EndFragment--></table></body></html>"""
WPS = "11204000\t１１２８６３００\t\r\n-346900\t\t3.4万\r\n"


@pytest.fixture
def window(open_book: Open) -> MainWindow:
    window = open_book()
    assert window.session is not None
    cell = window.session.recognition.cell("财决01", "1", "1")
    assert cell is not None
    window.editing.go(cell)
    return window


def paste(window: MainWindow, *, html: str = "", text: str = "") -> None:
    data = QMimeData()
    if html:
        data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    QTest.keyClick(window.editing.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def block(window: MainWindow, rows: int, columns: int) -> list[list[object]]:
    session = window.session
    assert session is not None
    start = session.recognition.cell("财决01", "1", "1")
    assert start is not None
    places = [[Cell(start.sheet, start.row + down, start.column + right) for right in range(columns)] for down in range(rows)]
    return [[session.workbook.value(cell) for cell in row] for row in places]


def test_a_block_from_excel_with_two_cells_that_are_no_amounts(window: MainWindow) -> None:
    paste(window, html=EXCEL, text="ignored\tbecause\thtml")
    assert block(window, 2, 3) == [[11204000, 11286300, None], [Decimal(-346900), None, None]]
    assert "已粘贴 3 格" in window.bar.words
    assert "2 格没有粘贴" in window.bar.words
    assert "待定" in window.bar.words
    window.commands.action("undo").trigger()
    assert block(window, 2, 3) == [[None] * 3] * 2


def test_tab_separated_text_from_wps(window: MainWindow) -> None:
    paste(window, text=WPS)
    assert block(window, 3, 3) == [[11204000, 11286300, None], [-346900, None, 34000], [None] * 3]
    assert window.session is not None
    assert len(window.session.desk.history.acts) == 1


def test_a_block_over_computed_cells_leaves_them(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    total = session.recognition.cell("财决01", "27", "1")
    assert total is not None
    formula = session.workbook.content(total)
    window.editing.go(total)
    paste(window, text="5\r\n")
    assert session.workbook.content(total) == formula
    assert "自动计算 1 格" in window.bar.words
    assert not session.modified


def test_what_is_copied_here_pastes_back_the_same(window: MainWindow) -> None:
    paste(window, text=WPS)
    before = block(window, 2, 3)
    grid = window.editing.grid
    row, column = grid.current
    grid.select((row, column, row + 1, column + 2))
    QTest.keyClick(grid, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert block(window, 2, 3) == [[None] * 3] * 2
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert block(window, 2, 3) == before
