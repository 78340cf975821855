"""The grid: a view that paints a form as Excel shows it and answers to Excel's keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from juesuan.window.grid.acts import fill_typed
from juesuan.window.grid.appearance import appearance
from juesuan.window.grid.editing import CellDelegate, CellEditor
from juesuan.window.grid.frame import GridFrame
from juesuan.window.grid.keyboard import press
from juesuan.window.grid.model import GridModel
from juesuan.window.plain.navigation import DOWN, RIGHT, STAY, Place, Span
from juesuan.workbook import Cell

_HOVER_DELAY = 300
ZOOMS = (50, 75, 90, 100, 110, 125, 150, 175, 200)


class GridView(GridFrame):
    """Shows one GridModel at a time.

    Attributes: theme, zoom in percent, current: the cursor's place (the anchor of a merge).
    Signals: moved(Cell) when the cursor went elsewhere; selected() when the selection differs; blocked(Cell) when a computed cell was
    typed into; zoomed(percent); hovered(Cell | None, QRect).
    """

    moved = Signal(object)
    selected = Signal()
    blocked = Signal(object)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor: Place = (1, 1)
        self._hover: Place | None = None
        self._hover_timer = QTimer(self, singleShot=True, interval=_HOVER_DELAY)
        self._hover_timer.timeout.connect(self._tell_hover)
        self._unlocked: Cell | None = None
        self._refused = ""
        self._came_from: Place = (1, 1)
        self._tab_start: int | None = None
        self._places: dict[str, tuple[Place, QPoint]] = {}
        self.setItemDelegate(CellDelegate(self))
        self.delegate.taken.connect(self._take)
        self.delegate.moved.connect(self._after_edit)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("报表")

    @property
    def delegate(self) -> CellDelegate:
        delegate = self.itemDelegate()
        assert isinstance(delegate, CellDelegate)  # noqa: S101 - set in the constructor
        return delegate

    # what is shown

    def show_model(self, model: GridModel) -> None:
        """Show a sheet; each sheet keeps its cursor and scrolling."""
        if self.grid is not None:
            self._places[self.grid.sheet.name] = (
                self.current,
                QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()),
            )
        self._drop_editing()
        self.setModel(model)
        model.modelReset.connect(self._after_reset, Qt.ConnectionType.UniqueConnection)
        self.lay_out()
        place, scroll = self._places.get(model.sheet.name, (self._first_place(model), QPoint(0, 0)))
        self.horizontalScrollBar().setValue(scroll.x())
        self.verticalScrollBar().setValue(scroll.y())
        self.go(place, scroll=False)

    def _after_reset(self) -> None:
        """Rows moved or the form is another: the cursor stays where it was, as far as the sheet still goes there."""
        self.lay_out()
        self.go(self.current, scroll=False)

    def _first_place(self, model: GridModel) -> Place:
        form = model.form
        if form and form.rows and form.columns:
            return form.rows[0].row, min(column.column for column in form.columns)
        return model.navigation.first()

    def set_zoom(self, percent: int) -> None:
        """Between 50 and 200 percent."""
        percent = max(ZOOMS[0], min(ZOOMS[-1], percent))
        if percent != self.zoom:
            self.zoom = percent
            self.lay_out()
            self.scrollTo(self.currentIndex())
            self.zoomed.emit(percent)

    # cursor and selection

    def reach(self, place: Place) -> None:
        """Put the cursor somewhere far: where it was out of view, it comes to the middle."""
        place = self._inside(place)
        if not self._scrolling_room().contains(self.rect_of(place)):
            span, (width, height) = self.span_of(place), (self.viewport().width(), self.viewport().height())
            self.horizontalScrollBar().setValue(self._columns.edges[span[1] - 1] - (width + self._columns.frozen_extent) // 2)
            self.verticalScrollBar().setValue(self._rows.edges[span[0] - 1] - (height + self._rows.frozen_extent) // 2)
        self.go(place)

    def _inside(self, place: Place) -> Place:
        """The nearest place that the sheet has."""
        return min(max(place[0], 1), self._rows.count), min(max(place[1], 1), self._columns.count)

    def _scrolling_room(self) -> QRect:
        left, top = self._origin
        return self.viewport().rect().adjusted(left + self._columns.frozen_extent, top + self._rows.frozen_extent, 0, 0)

    def go(self, place: Place, *, extend: bool = False, scroll: bool = True) -> None:
        """Put the cursor somewhere; with extend, stretch the selection to there."""
        model = self.grid
        if model is None:
            return
        place = model.navigation.anchor(self._inside(place))
        self._came_from, self._tab_start = self.current, None
        before = (*self._spans, self.span_of(self.current))
        if extend:
            self._stretch(place)
        else:
            self._anchor = self.current = place
            self._spans = [self.span_of(place)]
            self._set_index(place)
            self.moved.emit(self.cell)
        if scroll:
            self.scrollTo(model.index_of(place))
        self.selected.emit()
        self._touch((*before, *self._spans, self.span_of(self.current)))

    def select(self, span: Span) -> None:
        """One range; the cursor stays at its top left."""
        if self.grid is not None:
            self.go((span[0], span[1]))
            self._spans = [self.grid.navigation.widened(span)]
            self._keep_inside()
            self.selected.emit()
            self._touch(self._spans)

    def _set_index(self, place: Place) -> None:
        if self.grid is not None:
            self.selectionModel().setCurrentIndex(self.grid.index_of(place), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _stretch(self, place: Place) -> None:
        if self.grid is not None:
            first, last = self.span_of(self._anchor), self.span_of(place)
            whole = (min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3]))
            self._spans[-1] = self.grid.navigation.widened(whole)

    def step_on(self, direction: Place) -> None:
        """Enter and Tab: around within a selection of several cells; else one cell on, and Enter after Tabs back under the first."""
        model = self.grid
        if model is None:
            return
        span = self._spans[-1]
        if span != self.span_of(self.current) and len(self._spans) == 1:
            self._step_within(model.navigation.around(self.current, direction, span))
            return
        first = self._tab_start
        place = model.navigation.step(self.current, direction)
        if direction == DOWN and first is not None:
            place = model.navigation.anchor((place[0], first))
        self.go(place)
        self._tab_start = (first or self._came_from[1]) if direction == RIGHT else None

    def _step_within(self, place: Place) -> None:
        kept = list(self._spans)
        self.go(place)
        self._spans = kept
        self.selected.emit()
        self._touch(kept)

    def select_whole(self, *, row: bool) -> None:
        """Shift+Space and Ctrl+Space: the whole row or column under the cursor, which stays."""
        span = self._spans[-1]
        self._spans = [(span[0], 1, span[2], self._columns.count) if row else (1, span[1], self._rows.count, span[3])]
        self.selected.emit()
        self.viewport().update()

    def far_end(self) -> Place:
        """The corner of the selection that Shift+arrow moves."""
        span, anchor = self._spans[-1], self._anchor
        return (span[2] if span[0] >= anchor[0] else span[0], span[3] if span[1] >= anchor[1] else span[1])

    # editing

    def begin_edit(self, text: str | None = None) -> bool:
        """Open the editor: with `text` it replaces what stands there, without it is edited (F2). False where the cell computes itself."""
        if self.grid is None or self.cell is None:
            return False
        if self.grid.session.rules.is_computed(self.cell) and self._unlocked != self.cell:
            self.blocked.emit(self.cell)
            return False
        if self.editor is not None:
            self.editor.insert(text or "")
            return True
        self.viewport().setProperty("cellFont", self._cell_font())
        if not self.currentIndex().isValid():
            self._set_index(self.current)
        self.edit(self.currentIndex())
        editor = self.editor
        if editor is not None:
            editor.replaces = text is not None
            if text is not None:
                editor.setText(text)
                editor.setModified(True)
                editor.textEdited.emit(text)
            editor.deselect()
            editor.end(False)
        return editor is not None

    def open_choices(self) -> None:
        """Alt+↓: the whole list of a cell that has one."""
        if self.begin_edit() and self.editor is not None and self.editor.choices is not None:
            self.editor.choices.offer("")

    def unlock(self, cell: Cell) -> None:
        """Let this computed cell be typed over, as the user insisted."""
        self._unlocked = cell

    @property
    def editor(self) -> CellEditor | None:
        """The open editor."""
        return next((editor for editor in self.viewport().findChildren(CellEditor) if not editor.isHidden()), None)

    def _cell_font(self) -> QFont | None:
        if self.grid is None:
            return None
        return appearance(self.grid.sheet.look.style(*self.current), self.zoom / 100, self.theme).font

    def stop_editing(self) -> bool:
        """Take over what is being typed; False where it cannot stand, then the editor stays with the reason."""
        editor = self.editor
        if editor is None or self.delegate.finish(editor):
            return True
        editor.setFocus()
        return False

    def _drop_editing(self) -> None:
        """Take over what is being typed, or give it up where it cannot stand."""
        editor = self.editor
        if editor is not None and not self.delegate.finish(editor):
            self.closeEditor(editor, CellDelegate.EndEditHint.RevertModelCache)

    def _take(self, text: str) -> None:
        """Put what was typed into the cell, or with Ctrl+Enter into all that are selected; what is refused comes back into the editor."""
        if self.grid is None:
            return
        if self.delegate.filling and self._spans != [self.span_of(self.current)]:
            fill_typed(self, text)
        elif not self.grid.setData(self.grid.index_of(self.current), text) and self.grid.refused:
            self._refused = text

    def _after_edit(self, direction: Place) -> None:
        self._unlocked = None
        self.setFocus()
        refused, self._refused = self._refused, ""
        if refused:
            self.begin_edit(refused)
            return
        if direction != STAY:
            self.step_on(direction)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """An input method begins to compose: the editor takes it over."""
        if (event.commitString() or event.preeditString()) and self.begin_edit("") and self.editor is not None:
            self.editor.setFocus()
            self.editor.event(event)
            return
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press(self, event):
            event.ignore()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.stop_editing():
            return
        self.hovered.emit(None, QRect())
        span = self._header_span(event.position().toPoint())
        place = self.place_at(event.position().toPoint())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if span is not None:
            self.select(span)
        elif place is not None and (event.button() == Qt.MouseButton.LeftButton or not self._is_selected(place)):
            self.go(place, extend=extend)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton:
            if place is not None:
                self.go(place, extend=True)
        elif place != self._hover:
            self._hover = place
            self._hover_timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.place_at(event.position().toPoint()) is not None:
            self.begin_edit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self._hover_timer.start()
        super().leaveEvent(event)

    def step_zoom(self, direction: int) -> None:
        """To the next of the usual percentages."""
        larger = [zoom for zoom in ZOOMS if zoom > self.zoom] if direction > 0 else [zoom for zoom in reversed(ZOOMS) if zoom < self.zoom]
        if larger:
            self.set_zoom(larger[0])

    def _tell_hover(self) -> None:
        place = self._hover
        cell = Cell(self.grid.sheet.name, *place) if place and self.grid else None
        self.hovered.emit(cell, self.rect_of(place) if place else QRect())

    def _header_span(self, point: QPoint) -> Span | None:
        """The whole row, column or sheet that a click on the headers selects."""
        left, top = self._origin
        row, column = self._rows.at(point.y() - top, self._scroll[1]), self._columns.at(point.x() - left, self._scroll[0])
        if point.x() < left and point.y() < top:
            return (1, 1, self._rows.count, self._columns.count)
        if point.y() < top and column:
            return (1, column, self._rows.count, column)
        if point.x() < left and row:
            return (row, 1, row, self._columns.count)
        return None

    def _is_selected(self, place: Place) -> bool:
        return any(span[0] <= place[0] <= span[2] and span[1] <= place[1] <= span[3] for span in self._spans)
