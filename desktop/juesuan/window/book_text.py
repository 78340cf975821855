"""The 情况说明 of one open workbook, kept up to date: who shows it or asks where a cell is used looks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from juesuan.errors import JuesuanError
from juesuan.window.plain.text_uses import Uses, uses_of

if TYPE_CHECKING:
    from juesuan.desk import Desk
    from juesuan.document import Document

_SOON = 80


class BookText(QObject):
    """Attributes: document, without its 公开表, None until composed; problem: why it could not be, else empty; uses: cell → where the text
    uses it; acts: how often the workbook changed, so that who works in a thread knows whether its result still holds.
    composed() after each composing.
    """

    composed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.document: Document | None = None
        self.problem = ""
        self.uses: Uses = {}
        self.acts = 0
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.compose)

    def later(self) -> None:
        """The workbook differs: compose when the acts pause."""
        self.acts += 1
        self._soon.start()

    def compose(self) -> None:
        """Now, in the window's thread: some twenty milliseconds without the 公开表."""
        self._soon.stop()
        try:
            document = self._desk.document(tables=False)
        except JuesuanError as error:
            self.problem = str(error)
            self.composed.emit()
            return
        self.take(document)

    def take(self, document: Document) -> None:
        """The text as it stands now."""
        self.problem = ""
        if document != self.document:
            self.document = document
            self.uses = uses_of(document)
        self.composed.emit()
