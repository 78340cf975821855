"""The editor in a cell: Excel's keys, checks while typing, a refusal said beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from juesuan.window.grid.choice_list import ChoiceList
from juesuan.window.grid.model import GridModel
from juesuan.window.plain.choosing import chosen, has_choices
from juesuan.window.plain.navigation import DOWN, LEFT, RIGHT, STAY, UP, Place
from juesuan.window.plain.number_input import warns_while_typing

Index = QModelIndex | QPersistentModelIndex
_ARROWS = {Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN, Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}


class CellEditor(QLineEdit):
    """A line edit over the cell, with a sentence under it while the input cannot stand.

    Attributes: replaces is True when typing began it, so that arrows leave it as in Excel; amount: whether only amounts may be typed;
    choices: the list under it, None where anything may be typed.
    """

    def __init__(self, parent: QWidget, *, amount: bool) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setFrame(False)
        self.amount = amount
        self.replaces = False
        self.choices: ChoiceList | None = None
        self._warning = QLabel(parent)
        self._warning.setObjectName("cardConfirm")
        self._warning.setMargin(4)
        self._warning.hide()
        self.textEdited.connect(self._check)

    def warn(self, words: str) -> None:
        """Show or take away the sentence."""
        self._warning.setText(words)
        self._warning.adjustSize()
        self._warning.move(self.x(), self.y() + self.height() + 2)
        self._warning.setVisible(bool(words))
        self._warning.raise_()

    @property
    def warning(self) -> str:
        return self._warning.text() if self._warning.isVisible() else ""

    def _check(self, text: str) -> None:
        self.warn(warns_while_typing(text) if self.amount else "")

    def hideEvent(self, event: QHideEvent) -> None:
        self._warning.hide()
        super().hideEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Opens the editor; taken(text) when what was typed is to be put into the cell, moved(direction) when the view is to go on after Enter,
    Tab or an arrow.
    """

    moved = Signal(tuple)
    taken = Signal(str)
    _filling = False

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)  # noqa: S101 - the grid shows no other model
        row, column = index.row() + 1, index.column() + 1
        editor = CellEditor(parent, amount=model.is_amount(row, column))
        font = parent.property("cellFont")
        if isinstance(font, QFont):
            editor.setFont(font)
        cell, rules = model.cell(index), model.session.rules
        if has_choices(cell, rules):
            editor.choices = ChoiceList(editor, cell, rules)
            editor.choices.taken.connect(lambda: self._finish(editor, DOWN))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEditor) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(-1, -1, 0, 0))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, CellEditor) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_F2:
                editor.replaces = not editor.replaces  # as in Excel: arrows move in the text or leave it
                return True
            direction = _leaving(editor, event)
            if direction is not None:
                self._finish(editor, direction)
                return True
        if isinstance(editor, CellEditor) and event.type() == QEvent.Type.FocusOut:
            return False  # another window or the list came to the front: as in Excel, the cell is still being edited
        return super().eventFilter(editor, event)

    def finish(self, editor: CellEditor) -> bool:
        """Take over what stands in the editor and close it; False where it cannot stand: then the editor says why and stays."""
        if editor.choices is not None:
            editor.choices.close()
        problem = self._problem(editor)
        if problem:
            editor.warn(problem)
            return False
        view, text, modified = self.parent(), editor.text(), editor.isModified()
        index = view.currentIndex() if isinstance(view, QAbstractItemView) else QModelIndex()
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if modified and index.isValid():
            self.taken.emit(text)
        return True

    def _finish(self, editor: CellEditor, direction: Place) -> None:
        self._filling = direction == STAY
        if self.finish(editor):
            self.moved.emit(direction)
        self._filling = False

    @property
    def filling(self) -> bool:
        """Whether Ctrl+Enter ended the typing: what was typed goes into every selected cell."""
        return self._filling

    def _problem(self, editor: CellEditor) -> str:
        view = self.parent()
        index = view.currentIndex() if isinstance(view, QAbstractItemView) else QModelIndex()
        model = index.model()
        if not isinstance(model, GridModel):
            return ""
        cell, rules = model.cell(index), model.session.rules
        text, problem = chosen(cell, editor.text(), rules) if editor.isModified() else (editor.text(), "")
        return problem or rules.read(cell, text).problem


def _leaving(editor: CellEditor, event: QKeyEvent) -> Place | None:
    """Where a key takes the cursor, None where the key stays in the editor."""
    key, backward = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return STAY
        return UP if backward else DOWN
    if key == Qt.Key.Key_Tab:
        return RIGHT
    if key == Qt.Key.Key_Backtab:
        return LEFT
    if editor.replaces and not event.modifiers() and not (editor.choices and editor.choices.is_open):
        return _ARROWS.get(Qt.Key(key))
    return None
