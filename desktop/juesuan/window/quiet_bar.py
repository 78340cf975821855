"""A bar where others would open a dialog: a sentence, what can be done about it, and a way to put it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from juesuan.window.dressing import dressed, emptied, polished
from juesuan.window.icons import icon
from juesuan.window.theme import Theme

Offer = tuple[str, Callable[[], object]]
"""A button's words and what it does."""
_SHOWN_FOR = 8000


class QuietBar(QFrame):
    """One line above the form. An information goes by itself, an error stays until it is closed or the next act says something."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cancel: Callable[[], object] = self.hide
        self._words = dressed(QLabel(), objectName="words", wordWrap=True)
        self._progress = dressed(QProgressBar(), textVisible=False, maximumWidth=180)
        self._offers = QHBoxLayout()
        self._close = dressed(QToolButton(), objectName="flat", toolTip="关闭", accessibleName="关闭提示", iconSize=QSize(14, 14))
        self._close.setIcon(icon("close", theme.muted))
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_FOR)
        self._timer.timeout.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 8, 5)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._progress)
        layout.addLayout(self._offers)
        layout.addWidget(self._close)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence shown; empty while the bar is away."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, kind: str, words: str, offers: Sequence[Offer] = ()) -> None:
        """kind: `error` or `info`."""
        self._set(kind, words, offers)
        self._progress.hide()
        self._close.show()
        if kind == "info" and not offers:
            self._timer.start()
        else:
            self._timer.stop()
        self.show()

    def show_progress(self, words: str, percent: int, cancel: Callable[[], object]) -> None:
        """Long work: a bar and a way to stop it, the work named last where there are several."""
        self._cancel = cancel
        if self._progress.isHidden() or self.isHidden():
            self._set("info", words, [("取消", self._stop_work)])
        self._timer.stop()
        self._words.setText(words)
        self._progress.setValue(percent)
        self._progress.show()
        self._close.hide()
        self.show()

    def _stop_work(self) -> None:
        self._cancel()

    def end_progress(self) -> None:
        """The work is over; a sentence that came meanwhile stays."""
        if not self._progress.isHidden():
            self._progress.hide()
            self.hide()

    def _set(self, kind: str, words: str, offers: Sequence[Offer]) -> None:
        self.setObjectName("barError" if kind == "error" else "bar")
        for widget in (self, self._words):
            polished(widget)
        self._words.setText(words)
        emptied(self._offers)
        for text, act in offers:
            button = QPushButton(text)
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda _=False, act=act: act())
            self._offers.addWidget(button)
