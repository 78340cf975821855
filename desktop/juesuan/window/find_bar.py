"""One line for Ctrl+F and Ctrl+G."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from juesuan.window.dressing import dressed
from juesuan.window.icons import icon
from juesuan.window.theme import Theme

FIND, GO_TO, REPLACE = "find", "go_to", "replace"
_FIND_HINT = "文字或数字，回车下一处，Shift+回车上一处"
_WORDS = {FIND: ("查找", _FIND_HINT), REPLACE: ("查找", _FIND_HINT), GO_TO: ("转到", "财决04!2101501、财决01!31行3栏、E37")}


class FindBar(QFrame):
    """Signals: searched(text, backward); going(text); replacing(text, new, all); left() when the grid should have the focus again."""

    searched = Signal(str, bool)
    going = Signal(str)
    replacing = Signal(str, str, bool)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._mode = FIND
        self._title = QLabel()
        self.field = dressed(QLineEdit(), clearButtonEnabled=True, minimumWidth=280, accessibleName="查找")
        self._note = dressed(QLabel(), objectName="caption")
        close = dressed(QToolButton(), objectName="flat", toolTip="关闭（Esc）", accessibleName="关闭查找", iconSize=QSize(14, 14))
        close.setIcon(icon("close", theme.muted))
        close.clicked.connect(self.leave)
        self.new = dressed(QLineEdit(), placeholderText="替换为", minimumWidth=160, accessibleName="替换为")
        self._one, self._all = QPushButton("替换"), QPushButton("全部替换")
        self._one.clicked.connect(lambda: self._replace(everywhere=False))
        self._all.clicked.connect(lambda: self._replace(everywhere=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        for widget in (self._title, self.field, self.new, self._one, self._all, self._note):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(close)
        self.hide()

    def open(self, mode: str) -> None:
        """Show it and take the focus."""
        self._mode = mode
        title, hint = _WORDS[mode]
        self._title.setText(title)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(title)
        self._note.clear()
        for widget in (self.new, self._one, self._all):
            widget.setVisible(mode == REPLACE)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def say(self, words: str) -> None:
        """How it went."""
        self._note.setText(words)

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._confirm(backward=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _replace(self, *, everywhere: bool) -> None:
        if self.field.text().strip():
            self.replacing.emit(self.field.text().strip(), self.new.text(), everywhere)

    def _confirm(self, *, backward: bool) -> None:
        text = self.field.text().strip()
        if text and self._mode != GO_TO:
            self.searched.emit(text, backward)
        elif text:
            self.going.emit(text)
