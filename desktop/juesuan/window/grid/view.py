"""The grid: a view that paints a form as Excel shows it and answers to Excel's keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from juesuan.window.grid.appearance import appearance
from juesuan.window.grid.editing import CellDelegate, CellEditor
from juesuan.window.grid.model import GridModel
from juesuan.window.grid.painting import Scene, paint_scene
from juesuan.window.grid.pictures import Pictures
from juesuan.window.plain.grid_geometry import Axis
from juesuan.window.plain.navigation import Place, Span
from juesuan.window.theme import LIGHT, Theme
from juesuan.workbook import Cell

Index = QModelIndex | QPersistentModelIndex
_PIXELS_PER_POINT = 96 / 72
_HEADER_HEIGHT = 23
_ROOM_FOR_FROZEN = 0.6
_HOVER_DELAY = 300
ZOOMS = (50, 75, 90, 100, 110, 125, 150, 175, 200)


class GridView(QAbstractItemView):
    """Shows one GridModel at a time.

    Attributes: theme, zoom in percent, current: the cursor's place (the anchor of a merge).
    Signals: moved(Cell) when the cursor went elsewhere; selected() when the selection differs; blocked(Cell) when a computed cell was typed into;
    zoomed(percent); hovered(Cell | None, QRect).
    """

    moved = Signal(object)
    selected = Signal()
    blocked = Signal(object)
    zoomed = Signal(int)
    hovered = Signal(object, QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.zoom = 100
        self.current: Place = (1, 1)
        self._anchor: Place = (1, 1)
        self._spans: list[Span] = [(1, 1, 1, 1)]
        self._rows = Axis((0,))
        self._columns = Axis((0,))
        self._pictures: Pictures | None = None
        self._hover: Place | None = None
        self._hover_timer = QTimer(self, singleShot=True, interval=_HOVER_DELAY)
        self._hover_timer.timeout.connect(self._tell_hover)
        self._unlocked: Cell | None = None
        self._places: dict[str, tuple[Place, QPoint]] = {}
        self.setItemDelegate(CellDelegate(self))
        self.delegate.moved.connect(self._after_edit)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("报表")
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)

    @property
    def delegate(self) -> CellDelegate:
        delegate = self.itemDelegate()
        assert isinstance(delegate, CellDelegate)  # noqa: S101 - set in the constructor
        return delegate

    @property
    def grid(self) -> GridModel | None:
        """The model in view."""
        model = self.model()
        return model if isinstance(model, GridModel) else None

    @property
    def cell(self) -> Cell | None:
        """Where the cursor stands."""
        return Cell(self.grid.sheet.name, *self.current) if self.grid else None

    @property
    def selection(self) -> tuple[Span, ...]:
        """The selected ranges; the last is the one being worked on."""
        return tuple(self._spans)

    # what is shown

    def show_model(self, model: GridModel) -> None:
        """Show a sheet; each sheet keeps its cursor and scrolling."""
        if self.grid is not None:
            self._places[self.grid.sheet.name] = (
                self.current,
                QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()),
            )
        self._stop_editing()
        self.setModel(model)
        model.modelReset.connect(self.lay_out)
        self.lay_out()
        place, scroll = self._places.get(model.sheet.name, (self._first_place(model), QPoint(0, 0)))
        self.horizontalScrollBar().setValue(scroll.x())
        self.verticalScrollBar().setValue(scroll.y())
        self.go(place, scroll=False)

    def _first_place(self, model: GridModel) -> Place:
        form = model.form
        if form and form.rows and form.columns:
            return form.rows[0].row, min(column.column for column in form.columns)
        return model.navigation.first()

    def lay_out(self) -> None:
        """Measure rows and columns anew: another sheet, zoom, size or theme."""
        model = self.grid
        if model is None:
            return
        look, factor = model.sheet.look, _PIXELS_PER_POINT * self.zoom / 100
        heights = [0 if look.hidden_row(row) else round(look.row_height(row) * factor) for row in range(1, model.rowCount() + 1)]
        widths = [
            0 if look.hidden_column(column) else round(look.column_width(column) * factor) for column in range(1, model.columnCount() + 1)
        ]
        frozen_rows, frozen_columns = self._frozen(model)
        self._rows = _fitting(heights, frozen_rows, self.viewport().height())
        self._columns = _fitting(widths, frozen_columns, self.viewport().width())
        self._pictures = Pictures(model, self.zoom / 100, self.theme)
        self.updateGeometries()
        self.viewport().update()

    def _frozen(self, model: GridModel) -> tuple[int, int]:
        """As the file has it, else down to 栏次 and across to the first amount column."""
        rows, columns = model.sheet.look.frozen
        if model.form and model.form.columns and not rows and not columns:
            first = [column.column for column in model.form.columns if column.panel == 0]
            return model.form.header_rows[1], min(first, default=1) - 1
        return rows, columns

    def refresh(self, cells: frozenset[Cell]) -> None:
        """These cells differ now."""
        if self._pictures is not None:
            self._pictures.forget(cells)
        self.viewport().update()

    def set_zoom(self, percent: int) -> None:
        """Between 50 and 200 percent."""
        percent = max(ZOOMS[0], min(ZOOMS[-1], percent))
        if percent != self.zoom:
            self.zoom = percent
            self.lay_out()
            self.scrollTo(self.currentIndex())
            self.zoomed.emit(percent)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.lay_out()

    # geometry, as Qt asks for it

    @property
    def _origin(self) -> tuple[int, int]:
        return 22 + 8 * max(2, len(str(self._rows.count))), _HEADER_HEIGHT

    @property
    def _scroll(self) -> tuple[int, int]:
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def scene(self) -> Scene | None:
        """What paintEvent paints."""
        if self.grid is None or self._pictures is None:
            return None
        size = (self.viewport().width(), self.viewport().height())
        return Scene(
            self.grid,
            self._pictures,
            self.theme,
            self._rows,
            self._columns,
            self._scroll,
            self._origin,
            size,
            self.current,
            tuple(self._spans),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        scene = self.scene()
        if scene is not None:
            painter = QPainter(self.viewport())
            paint_scene(painter, scene)
            painter.end()

    def span_of(self, place: Place) -> Span:
        """The merge a place belongs to, else itself."""
        return self.grid.navigation.spans.get(place, (*place, *place)) if self.grid else (*place, *place)

    def rect_of(self, place: Place) -> QRect:
        """A cell's rectangle in the viewport, whether or not it is in view."""
        scene = self.scene()
        return scene.rect(self.span_of(place)) if scene else QRect()

    def visualRect(self, index: Index) -> QRect:
        return self.rect_of((index.row() + 1, index.column() + 1)) if index.isValid() else QRect()

    def place_at(self, point: QPoint) -> Place | None:
        """The cell under a point of the viewport; None over headers and outside."""
        origin = self._origin
        row = self._rows.at(point.y() - origin[1], self._scroll[1])
        column = self._columns.at(point.x() - origin[0], self._scroll[0])
        if not row or not column or point.x() < origin[0] or point.y() < origin[1] or self.grid is None:
            return None
        return self.grid.navigation.anchor((row, column))

    def indexAt(self, point: QPoint) -> QModelIndex:
        place = self.place_at(point)
        return self.grid.index_of(place) if place and self.grid else QModelIndex()

    def scrollTo(self, index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        if not index.isValid() or not self.isVisible():
            return
        span = self.span_of((index.row() + 1, index.column() + 1))
        width, height = self.viewport().width() - self._origin[0], self.viewport().height() - self._origin[1]
        self.horizontalScrollBar().setValue(self._columns.scroll_to(span[1], self._scroll[0], width, span[3]))
        self.verticalScrollBar().setValue(self._rows.scroll_to(span[0], self._scroll[1], height, span[2]))

    def updateGeometries(self) -> None:
        width, height = self.viewport().width() - self._origin[0], self.viewport().height() - self._origin[1]
        for bar, axis, length in ((self.horizontalScrollBar(), self._columns, width), (self.verticalScrollBar(), self._rows, height)):
            bar.setRange(0, max(0, axis.total - length))
            bar.setPageStep(max(1, length - axis.frozen_extent))
            bar.setSingleStep(24)
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.hovered.emit(None, QRect())
        self.viewport().update()
        self.updateEditorGeometries()
        _ = dx, dy

    def horizontalOffset(self) -> int:
        return self._scroll[0]

    def verticalOffset(self) -> int:
        return self._scroll[1]

    def isIndexHidden(self, index: Index) -> bool:
        return self.visualRect(index).isEmpty()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        _ = selection
        return QRegion(self.viewport().rect())

    def moveCursor(self, _action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Qt's own dragging; ours is in the mouse events."""

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    # cursor and selection

    def go(self, place: Place, *, extend: bool = False, scroll: bool = True) -> None:
        """Put the cursor somewhere; with extend, stretch the selection to there."""
        model = self.grid
        if model is None:
            return
        place = model.navigation.anchor((min(max(place[0], 1), model.rowCount()), min(max(place[1], 1), model.columnCount())))
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
        self.viewport().update()

    def select(self, span: Span) -> None:
        """One range; the cursor stays at its top left."""
        if self.grid is not None:
            self.go((span[0], span[1]))
            self._spans = [self.grid.navigation.widened(span)]
            self.selected.emit()
            self.viewport().update()

    def _set_index(self, place: Place) -> None:
        if self.grid is not None:
            self.selectionModel().setCurrentIndex(self.grid.index_of(place), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _stretch(self, place: Place) -> None:
        if self.grid is not None:
            first, last = self.span_of(self._anchor), self.span_of(place)
            whole = (min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3]))
            self._spans[-1] = self.grid.navigation.widened(whole)

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
        self.setProperty("cellFont", self._cell_font())
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

    def unlock(self, cell: Cell) -> None:
        """Let this computed cell be typed over, as the user insisted."""
        self._unlocked = cell

    @property
    def editor(self) -> CellEditor | None:
        """The open editor."""
        return self.viewport().findChild(CellEditor)

    def _cell_font(self) -> QFont | None:
        if self.grid is None:
            return None
        return appearance(self.grid.sheet.look.style(*self.current), self.zoom / 100, self.theme).font

    def _stop_editing(self) -> None:
        editor = self.editor
        if editor is not None and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(editor)
            self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def _after_edit(self, direction: Place) -> None:
        self._unlocked = None
        self.setFocus()
        if self.grid is not None:
            self.go(self.grid.navigation.step(self.current, direction))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """An input method begins to compose: the editor takes it over."""
        if (event.commitString() or event.preeditString()) and self.begin_edit("") and self.editor is not None:
            self.editor.setFocus()
            self.editor.event(event)
            return
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from juesuan.window.grid.keyboard import press

        if not press(self, event):
            event.ignore()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._stop_editing()
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


def _fitting(extents: list[int], frozen: int, room: int) -> Axis:
    """As many frozen as leave room to scroll the rest."""
    axis = Axis.of(extents, frozen)
    while axis.frozen and axis.frozen_extent > room * _ROOM_FOR_FROZEN:
        axis = Axis(axis.edges, axis.frozen - 1)
    return axis
