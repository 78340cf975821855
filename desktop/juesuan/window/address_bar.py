"""Where the cursor is, in words, and what stands there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from juesuan.window.dressing import dressed
from juesuan.window.plain.number_input import editable_text
from juesuan.window.session import BookSession
from juesuan.workbook import Cell


class AddressBar(QFrame):
    """Signals: going() when the address was clicked; typed(Cell, text) when Enter confirmed; left() when the grid should have the focus."""

    going = Signal()
    typed = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("addressBar")
        self._cell: Cell | None = None
        self.address = dressed(QPushButton(), objectName="address", toolTip="转到…（Ctrl+G）", flat=True)
        self.address.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.address.clicked.connect(self.going)
        self.content = dressed(_ContentEdit(), objectName="content", accessibleName="单元格内容")
        self.content.returnPressed.connect(self._confirm)
        self.content.gave_up.connect(self._give_up)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 2, 8, 2)
        layout.setSpacing(4)
        layout.addWidget(self.address)
        line = dressed(QFrame(), objectName="separator")
        line.setFixedSize(1, 18)
        layout.addWidget(line)
        layout.addWidget(self.content, 1)
        self.setFixedHeight(34)

    def show_cell(self, session: BookSession, cell: Cell) -> None:
        """The cursor stands here now."""
        self._cell = cell
        form = session.form(cell.sheet)
        self.address.setText((form.words(cell) if form else "") or f"{form.code + ' · ' if form else ''}{cell.a1}")
        self.content.setText(editable_text(session.workbook.content(cell)))
        self.content.setCursorPosition(0)
        self.content.setModified(False)

    def _confirm(self) -> None:
        if self._cell is not None and self.content.isModified():
            self.typed.emit(self._cell, self.content.text())
        self.left.emit()

    def _give_up(self) -> None:
        self.content.undo()
        self.left.emit()


class _ContentEdit(QLineEdit):
    gave_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            while self.isUndoAvailable():
                self.undo()
            self.gave_up.emit()
        else:
            super().keyPressEvent(event)
