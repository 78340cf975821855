"""Where everything of a form lies in the view, as Qt asks for it; what is seen, nothing about acting on it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

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
_MANY = 60


class GridFrame(QAbstractItemView):
    """Attributes: theme, zoom in percent, current: the cursor's place (the anchor of a merge). hovered(Cell | None, QRect)."""

    hovered = Signal(object, QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.zoom = 100
        self.current: Place = (1, 1)
        self._spans: list[Span] = [(1, 1, 1, 1)]
        self._rows = Axis((0,))
        self._columns = Axis((0,))
        self._pictures: Pictures | None = None
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)

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
        self._keep_inside()
        self._pictures = Pictures(model, self.zoom / 100, self.theme)
        self.updateGeometries()
        self.viewport().update()

    def _keep_inside(self) -> None:
        """The sheet may be smaller now than what was selected in it."""
        rows, columns = max(self._rows.count, 1), max(self._columns.count, 1)
        self.current = (min(self.current[0], rows), min(self.current[1], columns))
        self._spans = [
            (min(top, rows), min(left, columns), min(bottom, rows), min(right, columns)) for top, left, bottom, right in self._spans
        ]

    def _frozen(self, model: GridModel) -> tuple[int, int]:
        """As the file has it, else down to 栏次 and across to the first amount column."""
        rows, columns = model.sheet.look.frozen
        if model.form and model.form.columns and not rows and not columns:
            first = [column.column for column in model.form.columns if column.panel == 0]
            return model.form.header_rows[1], min(first, default=1) - 1
        return rows, columns

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.lay_out()

    def refresh(self, cells: frozenset[Cell]) -> None:
        """These cells of this sheet differ now, or what is marked at them: only they and their row headers are painted anew."""
        if self._pictures is not None:
            self._pictures.forget(cells)
        model = self.grid
        if model is not None and (model.rowCount(), model.columnCount()) != (self._rows.count, self._columns.count):
            self.lay_out()  # the sheet grew or shrank by what was typed or taken back
            return
        if len(cells) > _MANY:
            self.viewport().update()
            return
        width = self._origin[0]
        for cell in cells:
            rect = self.rect_of((cell.row, cell.column)).adjusted(-2, -2, 2, 2)
            self.viewport().update(rect)
            self.viewport().update(0, rect.y(), width, rect.height())

    def _touch(self, spans: Iterable[Span]) -> None:
        """The cursor or selection was or is there: paint those ranges and the headers anew."""
        scene = self.scene()
        if scene is None:
            return
        for span in (span for span in spans if span[2] <= self._rows.count and span[3] <= self._columns.count):
            self.viewport().update(scene.rect(span).adjusted(-3, -3, 3, 3))
        left, top = self._origin
        self.viewport().update(0, 0, self.viewport().width(), top)
        self.viewport().update(0, 0, left, self.viewport().height())

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

    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self.scene()
        if scene is not None:
            whole = event.rect() == self.viewport().rect()
            scene.dirty = None if whole else event.region()
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


def _fitting(extents: list[int], frozen: int, room: int) -> Axis:
    """As many frozen as leave room to scroll the rest."""
    axis = Axis.of(extents, frozen)
    while axis.frozen and axis.frozen_extent > room * _ROOM_FOR_FROZEN:
        axis = Axis(axis.edges, axis.frozen - 1)
    return axis
