"""A box under a paragraph where what is missing (or was typed before) is written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from juesuan.window.dressing import dressed

_LINE = 22


class InputBox(QFrame):
    """written(key, text) when the words are confirmed (Ctrl+Enter, or the button). more: a second line of what is to be explained."""

    written = Signal(str, str)

    def __init__(self, key: str, prompt: str, explains: str, text: str = "", more: str = "") -> None:
        super().__init__()
        self.setObjectName("typed" if text else "missing")
        self.key = key
        self._kept = text
        self.field = _Field(text)
        self.field.setPlaceholderText("写好后按 Ctrl+回车，凡用到的句子一并更新")
        self.field.setAccessibleName(f"{prompt}：{explains}")
        self.field.confirmed.connect(self._confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self._head = head = QHBoxLayout()
        kind = "已填写" if text else "需要说明的变动" if explains else "需要填写"
        head.addWidget(QLabel(f"<b>{kind}</b>　{prompt}", textFormat=Qt.TextFormat.RichText, wordWrap=True), 1)
        button = QPushButton("写入")
        button.clicked.connect(self._confirm)
        head.addWidget(button)
        column.addLayout(head)
        for words in (explains, more):
            if words:
                column.addWidget(dressed(QLabel(words), wordWrap=True))
        column.addWidget(self.field)

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """A way to something that helps to answer."""
        button = dressed(QPushButton(words), objectName="linkButton", flat=True)
        button.clicked.connect(lambda _=False: act())
        self._head.insertWidget(1, button)

    def _confirm(self) -> None:
        text = self.field.toPlainText().strip()
        if text != self._kept:
            self._kept = text
            self.written.emit(self.key, text)


class _Field(QPlainTextEdit):
    confirmed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINE * min(6, max(2, text.count("\n") + 2)) + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)
