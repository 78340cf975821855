"""A user who presses keys, clicks and pastes at random, the same way for the same seed, and looks whether all is well after each act."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from juesuan.desk.auditing import WholeAudit

if TYPE_CHECKING:
    from collections.abc import Callable

    from juesuan.window.main_window import MainWindow
    from juesuan.window.row_dialog import RowDialog
    from juesuan.window.session import BookSession
    from juesuan.workbook import Cell, Content

State = dict[tuple[str, int, int], object]
CONTROL, SHIFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
_CODES = ("2101501", "2080505", "201", "20805", "2210201", "2299901")
_TEXTS = ("1234.56", "0", "-8", "(100)", "１２", "12万", "3,000", "=1+2", "1.2.3", "9.999", "甲", "—", "")
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown)
_COMMANDS = ("next_form", "previous_form", "next_finding", "previous_finding", "unit", "next_pane", "insert_row", "delete_row")


class Robot:
    """Attributes: session; states: what every cell held after so many acts, to compare with after undo and redo."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        assert window.session is not None
        self.window, self.session = window, window.session
        self.chance = random.Random(seed)  # noqa: S311 - the same acts every time
        self.states, self.depth = [state_of(self.session)], 0
        self.done: list[str] = []
        window.editing.ask_row = self._answer_row
        self._acts: list[tuple[Callable[[], None], int]] = [
            (self.type_amount, 8), (self.compose, 1), (self.edit, 2), (self.move, 6), (self.click, 4), (self.drag, 2), (self.paste, 4),
            (self.clear, 2), (self.fill, 1), (self.cut, 1), (self.undo, 5), (self.redo, 3), (self.command, 3), (self.code, 1),
            (self.zoom, 1),
        ]  # fmt: skip

    def act(self) -> None:
        """One thing a user does."""
        kinds, weights = zip(*self._acts, strict=True)
        act = self.chance.choices(kinds, weights)[0]
        self.done.append(act.__name__)
        act()
        QApplication.processEvents()
        self._leave_editor()

    def check(self, *, whole: bool) -> None:
        """The stack of acts leads back and forth between the states it came through; findings and marks are those of a full audit."""
        depth, state = len(self.session.desk.history.acts), state_of(self.session)
        if self.done[-1] not in ("undo", "redo") and depth > self.depth:
            self.states[depth:] = [state]
        assert state == self.states[depth], self.done[-5:]
        self.depth = depth
        if whole:
            check_findings(self.session)

    def type_amount(self) -> None:
        self._type(self.chance.choice([*_TEXTS, str(self.chance.randrange(10**7) / 100)]))
        self._press(self.chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Escape)))

    def compose(self) -> None:
        """An input method: a composition, then its text."""
        QApplication.sendEvent(self.target, QInputMethodEvent("３", []))
        commit = QInputMethodEvent()
        commit.setCommitString(self.chance.choice(("３４", "差旅费", "１万")))
        QApplication.sendEvent(self.target, commit)
        self._press(Qt.Key.Key_Return)

    def edit(self) -> None:
        self._press(Qt.Key.Key_F2)
        self._type(self.chance.choice("0123456789."))
        self._press(self.chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))

    def move(self) -> None:
        for _ in range(self.chance.randrange(1, 5)):
            self._press(self.chance.choice(_MOVES), self.chance.choice((NONE, NONE, CONTROL, SHIFT)))

    def click(self) -> None:
        QTest.mouseClick(self.viewport, Qt.MouseButton.LeftButton, self.chance.choice((NONE, NONE, SHIFT)), self._somewhere())

    def drag(self) -> None:
        QTest.mousePress(self.viewport, Qt.MouseButton.LeftButton, NONE, self._somewhere())
        QTest.mouseMove(self.viewport, self._somewhere())
        QTest.mouseRelease(self.viewport, Qt.MouseButton.LeftButton, NONE, self._somewhere())

    def paste(self) -> None:
        rows, columns = self.chance.randrange(1, 5), self.chance.randrange(1, 4)
        table = [[self.chance.choice(_TEXTS) for _ in range(columns)] for _ in range(rows)]
        data = QMimeData()
        data.setText("\r\n".join("\t".join(row) for row in table) + "\r\n")
        if self.chance.random() < 0.5:
            data.setHtml("<table>" + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in table) + "</table>")
        QGuiApplication.clipboard().setMimeData(data)
        self._press(Qt.Key.Key_V, CONTROL)

    def clear(self) -> None:
        self._press(Qt.Key.Key_Delete)

    def fill(self) -> None:
        self._press(self.chance.choice((Qt.Key.Key_D, Qt.Key.Key_R)), CONTROL)

    def cut(self) -> None:
        self._press(self.chance.choice((Qt.Key.Key_C, Qt.Key.Key_X)), CONTROL)

    def undo(self) -> None:
        self.window.commands.action("undo").trigger()

    def redo(self) -> None:
        self.window.commands.action("redo").trigger()

    def command(self) -> None:
        self.window.commands.action(self.chance.choice(_COMMANDS)).trigger()
        self.window.editing.grid.setFocus()

    def code(self) -> None:
        """A 科目编码 in the first column of whatever form is in view."""
        grid = self.window.editing.grid
        grid.go((grid.current[0], 1))
        self._type(self.chance.choice(_CODES))
        self._press(Qt.Key.Key_Return)

    def zoom(self) -> None:
        self.window.editing.grid.step_zoom(self.chance.choice((1, -1)))

    @property
    def viewport(self) -> QWidget:
        return self.window.editing.grid.viewport()

    @property
    def target(self) -> QWidget:
        return self.window.editing.grid.editor or self.window.editing.grid

    def _somewhere(self) -> QPoint:
        return QPoint(self.chance.randrange(self.viewport.width()), self.chance.randrange(self.viewport.height()))

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.target, key, modifiers)

    def _type(self, text: str) -> None:
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.target, character)
            else:
                commit = QInputMethodEvent()
                commit.setCommitString(character)
                QApplication.sendEvent(self.target, commit)

    def _leave_editor(self) -> None:
        """What was refused is given up."""
        for _ in range(3):
            if self.window.editing.grid.editor is not None:
                self._press(Qt.Key.Key_Escape)
                QApplication.processEvents()

    def _answer_row(self, dialog: RowDialog) -> bool:
        dialog.field.setText(self.chance.choice(_CODES))
        return self.chance.random() < 0.7


def state_of(session: BookSession) -> State:
    """What every cell of every sheet holds, numbers and texts as they are kept."""
    book = session.workbook
    return {
        (sheet.name, row, column): _plain(book.content(cell))
        for sheet in book.sheets
        if sheet.visible
        for row in range(1, sheet.row_count + 1)
        for column in range(1, sheet.column_count + 1)
        if book.content(cell := _cell(sheet.name, row, column)) is not None
    }


def _cell(sheet: str, row: int, column: int) -> Cell:
    from juesuan.workbook import Cell

    return Cell(sheet, row, column)


def _plain(content: Content) -> object:
    return content.normalize() if isinstance(content, Decimal) else content


def check_findings(session: BookSession) -> None:
    """What the window shows is what an audit of everything finds."""
    audit = WholeAudit(session.recognition, session.desk.prior)
    audit.run()
    whole = {(finding.key, finding.equation) for finding in audit.findings}
    assert {(finding.key, finding.equation) for finding in session.findings} == whole
    marked = {(cell, finding.key) for cell, found in session.marks.items() for finding in found}
    assert marked == {(part.cell, finding.key) for finding in audit.findings for part in finding.cells}
