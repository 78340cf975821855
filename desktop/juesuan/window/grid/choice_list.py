"""The list under an editor: 科目 and the choices of a list validation, narrowed with every key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.choosing import choices
from juesuan.workbook import Cell

_SHOWN = 12
_WIDEST = 420
_ROOM = 36


class ChoiceList(QCompleter):
    """Belongs to one editor. taken(): a line was chosen and stands in the editor now."""

    taken = Signal()

    def __init__(self, editor: QLineEdit, cell: Cell, rules: CellRules) -> None:
        super().__init__(editor)
        self._editor, self._cell, self._rules = editor, cell, rules
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompletionRole(Qt.ItemDataRole.EditRole)
        self.setMaxVisibleItems(_SHOWN)
        self._list = QListView()
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName("可选项")
        self.setPopup(self._list)
        self.setWidget(editor)
        editor.textEdited.connect(self.offer)
        self.activated.connect(self._take)

    def offer(self, text: str) -> None:
        """Show what fits the text; nothing where nothing does."""
        self._lines.clear()
        for choice in choices(self._cell, text, self._rules):
            line = QStandardItem(choice.words)
            line.setData(choice.content, Qt.ItemDataRole.UserRole)
            self._lines.appendRow(line)
        if not self._lines.rowCount():
            self._list.hide()
            return
        self.complete()
        self._list.setFixedWidth(max(self._editor.width(), min(_WIDEST, self._list.sizeHintForColumn(0) + _ROOM)))

    @property
    def words(self) -> list[str]:
        """The lines it offers."""
        return [self._lines.item(row).text() for row in range(self._lines.rowCount())]

    @property
    def is_open(self) -> bool:
        return self._list.isVisible()

    def close(self) -> None:
        self._list.hide()

    def _take(self, words: str) -> None:
        found = self._lines.findItems(words)
        if found:
            self._editor.setText(str(found[0].data(Qt.ItemDataRole.UserRole)))
            self._editor.setModified(True)
            self.taken.emit()
