"""Without a mouse and without eyes: what a screen reader is told, and where the keys lead."""

from __future__ import annotations

import gc
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from juesuan.window.main_window import MainWindow

Open = Callable[[], MainWindow]


@pytest.fixture
def filling(open_book: Open) -> MainWindow:
    window = open_book()
    assert window.session is not None
    cell = window.session.recognition.cell("财决01", "31", "3")
    assert cell is not None
    window.editing.go(cell)
    return window


def test_a_screen_reader_finds_a_table_of_cells_that_tell_everything(filling: MainWindow) -> None:
    grid, session = filling.editing.grid, filling.session
    assert session is not None
    assert grid.grid is not None
    assert grid.cell is not None
    session.write({grid.cell: Decimal("11633200.00")}, "填写")
    table = QAccessible.queryAccessibleInterface(grid)
    assert table.role() == QAccessible.Role.Table
    assert table.text(QAccessible.Text.Name).startswith("财决01")
    assert table.childCount() == grid.grid.rowCount() * grid.grid.columnCount()
    cell = table.child((grid.current[0] - 1) * grid.grid.columnCount() + grid.current[1] - 1)
    assert cell.role() == QAccessible.Role.Cell
    name = cell.text(QAccessible.Text.Name)
    assert "31行 总计" in name
    assert "决算数" in name
    assert "11,633,200.00" in name
    assert "错误" in name
    assert cell.text(QAccessible.Text.Value) == "11,633,200.00"
    assert "≠" in cell.text(QAccessible.Text.Description)
    assert cell.rect().size() == grid.rect_of(grid.current).size()
    assert table.indexOfChild(cell) >= 0
    assert table.child(-1) is None


def test_the_grid_may_go_while_a_reader_still_holds_it(open_book: Open) -> None:
    window = open_book()
    table = QAccessible.queryAccessibleInterface(window.editing.grid)
    cells = [table.child(number) for number in range(20)]
    window.close_tab(0)
    gc.collect()
    assert [cell.childCount() for cell in cells] == [0] * 20


def test_every_control_has_a_name(filling: MainWindow) -> None:
    controls = [widget for widget in filling.findChildren(QWidget) if isinstance(widget, QAbstractButton | QLineEdit)]
    ours = [widget for widget in controls if not isinstance(widget.parentWidget(), QLineEdit) and "qt_" not in widget.objectName()]
    words = [
        (widget.text() if isinstance(widget, QAbstractButton) else "") or widget.accessibleName() or widget.toolTip() for widget in ours
    ]
    nameless = [widget for widget, said in zip(ours, words, strict=True) if not said]
    assert nameless == []


def test_f6_goes_around_every_part_of_the_window(filling: MainWindow) -> None:
    editing, next_pane = filling.editing, filling.commands.action("next_pane")
    editing.grid.setFocus()
    seen = []
    for _ in range(6):
        next_pane.trigger()
        seen.append(filling.focusWidget())
    assert seen[0] is editing.findings.table
    assert editing.panel.isAncestorOf(seen[1])
    assert filling.status.isAncestorOf(seen[2])
    assert filling.toolbar.isAncestorOf(seen[3])
    assert seen[4] is editing.forms.view
    assert seen[5] is editing.grid
    filling.commands.action("previous_pane").trigger()
    assert filling.focusWidget() is editing.forms.view


def test_the_keys_lead_to_every_workspace_and_workbook(filling: MainWindow) -> None:
    shown = []
    for name in ("show_narrative", "show_performance", "show_editing"):
        filling.commands.action(name).trigger()
        shown.append(filling.stack.currentWidget())
        filling.commands.action("next_pane").trigger()
        assert filling.focusWidget() is not None
    assert len(set(map(id, shown))) == 3
    assert shown[-1] is filling.editing


def test_no_two_commands_share_a_key() -> None:
    from juesuan.window.commands import COMMANDS

    keys = [key for command in COMMANDS.values() for key in command.keys]
    assert len(keys) == len(set(keys))


def test_a_source_in_the_panel_is_reached_by_keys(filling: MainWindow) -> None:
    panel = filling.editing.panel
    before = filling.editing.grid.cell
    for _ in range(2):
        filling.commands.action("next_pane").trigger()
    label = filling.focusWidget()
    assert label is not None
    assert panel.isAncestorOf(label)
    assert "取自" in panel.text  # said a moment after the cursor moved
    QTest.keyClick(label, Qt.Key.Key_Tab)
    QTest.keyClick(label, Qt.Key.Key_Return)
    assert filling.editing.grid.cell != before
