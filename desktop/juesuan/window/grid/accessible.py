"""The grid as a screen reader meets it: a table whose cells tell row, column, value and problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface

from juesuan.window.plain.navigation import Place
from juesuan.workbook import Cell

if TYPE_CHECKING:
    from juesuan.window.grid.view import GridView

_NOTHING = cast("QAccessibleInterface", None)
_NO_OBJECT = cast("QObject", None)
"""Qt's null pointers, which its type hints do not know."""
_kept: dict[int, GridInterface] = {}


def install() -> None:
    """Let Qt ask here for what a grid is; where this Qt cannot be asked to, the grid's description says its cell."""
    add = getattr(QAccessible, "installFactory", None)
    if add is not None and not getattr(install, "done", False):
        add(_interface_of)
        setattr(install, "done", True)  # noqa: B010 - once per program


def tell_moved(view: GridView) -> None:
    """The cursor is on another cell."""
    _tell(view, QAccessible.Event.Focus)


def tell_changed(view: GridView) -> None:
    """The cell under the cursor, or what is wrong with it, differs."""
    _tell(view, QAccessible.Event.NameChanged)


def _tell(view: GridView, what: QAccessible.Event) -> None:
    if QAccessible.isActive() and view.grid is not None:
        event = QAccessibleEvent(view, what)
        event.setChild(_number(view, view.current))
        QAccessible.updateAccessibility(event)


def _number(view: GridView, place: Place) -> int:
    return (place[0] - 1) * (view.grid.columnCount() if view.grid else 1) + place[1] - 1


def _interface_of(kind: str, thing: QObject | None) -> QAccessibleInterface | None:
    if kind != "GridView" or thing is None:
        return None
    view = cast("GridView", thing)
    made = _kept[id(view)] = GridInterface(view)
    key = id(view)
    view.destroyed.connect(lambda: _kept.pop(key, None))
    return made


class _Interface(QAccessibleInterface):
    """What both have in common."""

    def __init__(self, view: GridView) -> None:
        super().__init__()
        self._view = view

    def isValid(self) -> bool:
        return True

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Cells are filled in by keys."""


class GridInterface(_Interface):
    """The table: its children are all cells, row by row, each made when first asked for."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._cells: dict[int, CellInterface] = {}

    def object(self) -> QObject:
        return self._view

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Table

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable, state.focused = 1, int(self._view.hasFocus())
        return state

    def parent(self) -> QAccessibleInterface:
        above = self._view.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else _NOTHING

    def childCount(self) -> int:
        return self._view.grid.rowCount() * self._view.grid.columnCount() if self._view.grid else 0

    def child(self, number: int) -> QAccessibleInterface:
        model = self._view.grid
        if model is None or not 0 <= number < self.childCount():
            return _NOTHING
        place = (number // model.columnCount() + 1, number % model.columnCount() + 1)
        found = self._cells.get(number)
        if found is None or found.place != place:
            found = self._cells[number] = CellInterface(self._view, self, place)
            QAccessible.registerAccessibleInterface(found)
        return found

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return _number(self._view, child.place) if isinstance(child, CellInterface) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        place = self._view.place_at(self._view.viewport().mapFromGlobal(QPoint(x, y)))
        return self.child(_number(self._view, place)) if place else _NOTHING

    def focusChild(self) -> QAccessibleInterface:
        return self.child(_number(self._view, self._view.current)) if self._view.hasFocus() else _NOTHING

    def rect(self) -> QRect:
        return QRect(self._view.mapToGlobal(QPoint(0, 0)), self._view.size())

    def text(self, kind: QAccessible.Text) -> str:
        model = self._view.grid
        if kind != QAccessible.Text.Name or model is None:
            return ""
        return f"{model.form.code} {model.form.title}" if model.form else model.sheet.name


class CellInterface(_Interface):
    """One cell. Its name: row, column, value, problem; its description: the equation that does not hold."""

    def __init__(self, view: GridView, table: GridInterface, place: Place) -> None:
        super().__init__(view)
        self._table = table
        self.place = place

    def object(self) -> QObject:
        return _NO_OBJECT

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Cell

    def state(self) -> QAccessible.State:
        model, state = self._view.grid, QAccessible.State()
        here = self._view.current == self.place
        state.focusable = state.selectable = 1
        state.focused = state.selected = int(here)
        state.readOnly = int(model is not None and model.session.rules.is_computed(Cell(model.sheet.name, *self.place)))
        return state

    def parent(self) -> QAccessibleInterface:
        return self._table

    def childCount(self) -> int:
        return 0

    def child(self, _number: int) -> QAccessibleInterface:
        return _NOTHING

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface:
        return _NOTHING

    def rect(self) -> QRect:
        rect = self._view.rect_of(self.place)
        return QRect(self._view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def text(self, kind: QAccessible.Text) -> str:
        model = self._view.grid
        if model is None or self.place[0] > model.rowCount() or self.place[1] > model.columnCount():
            return ""
        if kind == QAccessible.Text.Name:
            return model.spoken(*self.place)
        if kind == QAccessible.Text.Value:
            return model.text(*self.place)
        if kind == QAccessible.Text.Description:
            return model.spoken_problems(*self.place)
        return ""
