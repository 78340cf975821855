"""The editor in a cell: Excel's keys, checks while typing, a refusal said beside it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from juesuan.window.grid.model import GridModel
from juesuan.window.plain.navigation import DOWN, LEFT, RIGHT, UP, Place
from juesuan.window.plain.number_input import warns_while_typing

Index = QModelIndex | QPersistentModelIndex
_ARROWS = {Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN, Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}


class CellEditor(QLineEdit):
    """A line edit over the cell, with a sentence under it while the input cannot stand.

    Attributes: replaces is True when typing began it, so that arrows leave it as in Excel; amount: whether only amounts may be typed.
    """

    def __init__(self, parent: QWidget, *, amount: bool) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setFrame(False)
        self.amount = amount
        self.replaces = False
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
    """Opens the editor and puts its text back; moved(direction) asks the view to go on after Enter, Tab or an arrow."""

    moved = Signal(tuple)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)  # noqa: S101 - the grid shows no other model
        row, column = index.row() + 1, index.column() + 1
        editor = CellEditor(parent, amount=model.is_amount(row, column))
        font = parent.property("cellFont")
        if isinstance(font, QFont):
            editor.setFont(font)
        choices = model.sheet.look.choices(row, column)
        if choices:
            editor.setCompleter(_completer(choices, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEditor) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEditor):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(-1, -1, 0, 0))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, CellEditor) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            direction = _leaving(editor, event)
            if direction is not None:
                self._finish(editor, direction)
                return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: CellEditor, direction: Place) -> None:
        popup = _popup(editor)
        if popup is not None:
            popup.hide()
        problem = self._problem(editor)
        if problem:
            editor.warn(problem)
            return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.moved.emit(direction)

    def _problem(self, editor: CellEditor) -> str:
        view = self.parent()
        index = view.currentIndex() if isinstance(view, QAbstractItemView) else QModelIndex()
        model = index.model()
        return model.session.rules.read(model.cell(index), editor.text()).problem if isinstance(model, GridModel) else ""


def _leaving(editor: CellEditor, event: QKeyEvent) -> Place | None:
    """Where a key takes the cursor, None where the key stays in the editor."""
    key, backward = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return UP if backward else DOWN
    if key == Qt.Key.Key_Tab:
        return RIGHT
    if key == Qt.Key.Key_Backtab:
        return LEFT
    if editor.replaces and not event.modifiers() and _popup(editor) is None:
        return _ARROWS.get(Qt.Key(key))
    return None


def _popup(editor: CellEditor) -> QAbstractItemView | None:
    """The list of choices while it shows."""
    completer = editor.completer()
    popup = completer.popup() if completer is not None else None
    return popup if popup is not None and popup.isVisible() else None


def _completer(choices: tuple[str, ...], editor: CellEditor) -> QCompleter:
    completer = QCompleter(list(choices), editor)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return completer
