"""Painting the visible part of a form: panes, fills, lines, texts, marks, headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLine, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygon, QRegion

from juesuan.window.grid.model import GridModel
from juesuan.window.grid.pictures import Picture, Pictures
from juesuan.window.icons import pixmap
from juesuan.window.plain.grid_geometry import Axis
from juesuan.window.plain.navigation import Place, Span
from juesuan.window.theme import Theme
from juesuan.workbook import Cell, column_letters

_CORNER = 8
_MARK = 11


@dataclass
class Scene:
    """What is to be painted. scroll and origin are (x, y) in pixels; origin is where the cells begin, right of and below the headers;
    dirty: only this is painted, None for all.
    """

    model: GridModel
    pictures: Pictures
    theme: Theme
    rows: Axis
    columns: Axis
    scroll: tuple[int, int]
    origin: tuple[int, int]
    size: tuple[int, int]
    current: Place
    selected: tuple[Span, ...]
    dirty: QRegion | None = None

    def wants(self, rect: QRect) -> bool:
        """Whether something there is to be painted anew."""
        return self.dirty is None or self.dirty.intersects(rect)

    def rect(self, span: Span) -> QRect:
        """Of a range, in the view's pixels; what lies beyond the sheet is left out."""
        if span[0] > self.rows.count or span[1] > self.columns.count:
            return QRect()
        left = self.columns.start(span[1], self.scroll[0]) + self.origin[0]
        top = self.rows.start(span[0], self.scroll[1]) + self.origin[1]
        right, bottom = min(span[3], self.columns.count), min(span[2], self.rows.count)
        return QRect(
            left,
            top,
            self.columns.edges[right] - self.columns.edges[span[1] - 1],
            self.rows.edges[bottom] - self.rows.edges[span[0] - 1],
        )

    def panes(self) -> Iterator[tuple[range, range, QRect]]:
        """Rows, columns and clip of the four panes; the scrolling one first, so that frozen ones lie above."""
        split_x, split_y = self.origin[0] + self.columns.frozen_extent, self.origin[1] + self.rows.frozen_extent
        width, height = self.size
        rows = self.rows.visible(self.scroll[1], height - self.origin[1])
        columns = self.columns.visible(self.scroll[0], width - self.origin[0])
        frozen_rows, frozen_columns = range(1, self.rows.frozen + 1), range(1, self.columns.frozen + 1)
        yield rows, columns, QRect(split_x, split_y, width - split_x, height - split_y)
        yield frozen_rows, columns, QRect(split_x, self.origin[1], width - split_x, split_y - self.origin[1])
        yield rows, frozen_columns, QRect(self.origin[0], split_y, split_x - self.origin[0], height - split_y)
        yield frozen_rows, frozen_columns, QRect(self.origin[0], self.origin[1], split_x - self.origin[0], split_y - self.origin[1])


def paint_scene(painter: QPainter, scene: Scene) -> None:
    """Everything, from the ground up."""
    painter.fillRect(QRect(0, 0, *scene.size), scene.theme.color("paper"))
    for rows, columns, clip in scene.panes():
        if clip.isEmpty() or not rows or not columns or not scene.wants(clip):
            continue
        painter.setClipRect(clip)
        _paint_pane(painter, scene, rows, columns)
    painter.setClipping(False)
    _paint_frozen_edges(painter, scene)
    _paint_headers(painter, scene)


def paint_paper(painter: QPainter, scene: Scene) -> None:
    """For printing: the form alone, without marks, cursor and headers."""
    for rows, columns, clip in scene.panes():
        if not clip.isEmpty() and rows and columns:
            painter.setClipRect(clip)
            cells = list(_cells(scene, rows, columns))
            _paint_lines(painter, scene, cells)
            for _, _, rect, picture in cells:
                _paint_plain_text(painter, rect, picture)
    painter.setClipping(False)


def _paint_plain_text(painter: QPainter, rect: QRect, picture: Picture) -> None:
    if picture.text is not None:
        painter.setFont(picture.font)
        painter.setPen(picture.color)
        painter.drawStaticText(QPointF(rect.x() + picture.x, rect.y() + picture.y), picture.text)


def _paint_pane(painter: QPainter, scene: Scene, rows: range, columns: range) -> None:
    cells = list(_cells(scene, rows, columns))
    _paint_grounds(painter, scene, cells)
    _paint_lines(painter, scene, cells)
    _paint_texts(painter, scene, cells)
    _paint_corners(painter, scene, cells)
    _paint_selection(painter, scene)


CellToPaint = tuple[int, int, QRect, Picture]


def _cells(scene: Scene, rows: range, columns: range) -> Iterator[CellToPaint]:
    """Visible cells, each merge once."""
    spans = scene.model.navigation.spans
    seen: set[Span] = set()
    column_places = [
        (column, scene.columns.start(column, scene.scroll[0]) + scene.origin[0], scene.columns.extent(column)) for column in columns
    ]
    for row in rows:
        height = scene.rows.extent(row)
        top = scene.rows.start(row, scene.scroll[1]) + scene.origin[1]
        if not height or not scene.wants(QRect(0, top - 1, scene.size[0], height + 2)):
            continue
        for column, left, width in column_places:
            if not width:
                continue
            span = spans.get((row, column))
            if span is None and not scene.wants(QRect(left - 1, top - 1, width + 2, height + 2)):
                continue
            if span is None:
                yield row, column, QRect(left, top, width, height), scene.pictures.at(row, column, width, height)
            elif span not in seen:
                seen.add(span)
                rect = scene.rect(span)
                yield span[0], span[1], rect, scene.pictures.at(span[0], span[1], rect.width(), rect.height())


def _paint_grounds(painter: QPainter, scene: Scene, cells: list[CellToPaint]) -> None:
    theme, sheet, session = scene.theme, scene.model.sheet.name, scene.model.session
    related = {(cell.row, cell.column) for cell in session.related if cell.sheet == sheet}
    for row, column, rect, picture in cells:
        worst = session.marks.get(Cell(sheet, row, column))
        if worst and worst[0].severity == "error":
            painter.fillRect(rect, theme.color("error_soft"))
        elif (row, column) in related:
            painter.fillRect(rect, theme.color("related"))
        elif picture.background is not None:
            painter.fillRect(rect, picture.background)


def _paint_lines(painter: QPainter, scene: Scene, cells: list[CellToPaint]) -> None:
    thin: list[QLine] = []
    others: dict[tuple[str, int], list[QLine]] = {}
    for _, _, rect, picture in cells:
        left, top, right, bottom = rect.left() - 1, rect.top() - 1, rect.right(), rect.bottom()
        thin.append(QLine(left + 1, bottom, right, bottom))
        thin.append(QLine(right, top + 1, right, bottom))
        sides = (
            QLine(left, top, right, top),
            QLine(left, top, left, bottom),
            QLine(left, bottom, right, bottom),
            QLine(right, top, right, bottom),
        )
        for border, line in zip(picture.borders, sides, strict=True):
            if border is not None:
                others.setdefault(border, []).append(line)
    painter.setPen(QPen(scene.theme.color("line"), 1))
    painter.drawLines(thin)
    for (color, width), lines in others.items():
        painter.setPen(QPen(QColor(color), width))
        painter.drawLines(lines)


def _paint_texts(painter: QPainter, scene: Scene, cells: list[CellToPaint]) -> None:
    font, color = None, None
    marks, sheet, error = scene.model.session.marks, scene.model.sheet.name, scene.theme.color("error")
    for row, column, rect, picture in cells:
        if picture.text is None:
            continue
        worst = marks.get(Cell(sheet, row, column))
        ink = error if worst and worst[0].severity == "error" else picture.color
        if picture.font is not font:
            font = picture.font
            painter.setFont(font)
        if ink != color:
            color = ink
            painter.setPen(color)
        place = QPointF(_text_left(scene, rect, picture), rect.y() + picture.y)
        if picture.clipped and not picture.overflow:
            painter.save()
            painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
            painter.drawStaticText(place, picture.text)
            painter.restore()
        else:
            painter.drawStaticText(place, picture.text)


def _text_left(scene: Scene, rect: QRect, picture: Picture) -> float:
    """A title over more columns than the view holds is centred in what shows of it."""
    if not picture.centred or rect.width() <= scene.size[0] or picture.text is None:
        return rect.x() + picture.x
    left, right = max(rect.left(), scene.origin[0]), min(rect.right(), scene.size[0])
    return left + max(0.0, (right - left - picture.text.size().width()) / 2)


def _paint_corners(painter: QPainter, scene: Scene, cells: list[CellToPaint]) -> None:
    sheet, marks = scene.model.sheet.name, scene.model.session.marks
    painter.setPen(Qt.PenStyle.NoPen)
    for row, column, rect, _ in cells:
        findings = marks.get(Cell(sheet, row, column))
        if findings:
            painter.setBrush(_mark_color(scene.theme, findings[0].severity))
            corner = QPoint(rect.right(), rect.top())
            painter.drawPolygon(QPolygon([corner, corner - QPoint(_CORNER, 0), corner + QPoint(0, _CORNER)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _mark_color(theme: Theme, severity: str) -> QColor:
    return theme.color({"error": "error", "confirm": "confirm"}.get(severity, "muted"))


def _paint_selection(painter: QPainter, scene: Scene) -> None:
    accent = scene.theme.color("accent")
    veil = QColor(accent)
    veil.setAlpha(26)
    current = scene.model.navigation.spans.get(scene.current, (*scene.current, *scene.current))
    for span in scene.selected:
        if span != current:
            painter.fillRect(scene.rect(span), veil)
            painter.setPen(QPen(accent, 1))
            painter.drawRect(scene.rect(span).adjusted(-1, -1, -1, -1))
    painter.setPen(QPen(accent, 2))
    painter.drawRect(scene.rect(current).adjusted(0, 0, -1, -1))


def _paint_frozen_edges(painter: QPainter, scene: Scene) -> None:
    painter.setPen(QPen(scene.theme.color("grid"), 1))
    right = min(scene.origin[0] + scene.columns.total, scene.size[0])
    bottom = min(scene.origin[1] + scene.rows.total, scene.size[1])
    if scene.rows.frozen and scene.scroll[1]:
        edge = scene.origin[1] + scene.rows.frozen_extent - 1
        painter.drawLine(scene.origin[0], edge, right, edge)
    if scene.columns.frozen and scene.scroll[0]:
        edge = scene.origin[0] + scene.columns.frozen_extent - 1
        painter.drawLine(edge, scene.origin[1], edge, bottom)


def _paint_headers(painter: QPainter, scene: Scene) -> None:
    theme, (left, top), (width, height) = scene.theme, scene.origin, scene.size
    font = painter.font()
    font.setPixelSize(11)
    painter.setFont(font)
    painter.fillRect(QRect(0, 0, width, top), theme.color("header"))
    painter.fillRect(QRect(0, 0, left, height), theme.color("header"))
    for frozen in (False, True):
        numbers = range(1, scene.columns.frozen + 1) if frozen else scene.columns.visible(scene.scroll[0], width - left)
        for column in numbers:
            extent = scene.columns.extent(column)
            if extent and (frozen or scene.columns.start(column, scene.scroll[0]) + extent > scene.columns.frozen_extent):
                start = scene.columns.start(column, scene.scroll[0]) + left
                _paint_header(painter, scene, QRect(start, 0, extent, top), column_letters(column), current=_covers(scene, column=column))
    icons = _row_icons(scene)
    for frozen in (False, True):
        numbers = range(1, scene.rows.frozen + 1) if frozen else scene.rows.visible(scene.scroll[1], height - top)
        for row in numbers:
            extent = scene.rows.extent(row)
            if extent:
                rect = QRect(0, scene.rows.start(row, scene.scroll[1]) + top, left, extent)
                _paint_header(painter, scene, rect, str(row), current=_covers(scene, row=row), icon=icons.get(row, ""))
    painter.fillRect(QRect(0, 0, left, top), theme.color("header"))
    painter.setPen(QPen(theme.color("grid"), 1))
    painter.drawLine(left - 1, 0, left - 1, height)
    painter.drawLine(0, top - 1, width, top - 1)


def _covers(scene: Scene, *, row: int = 0, column: int = 0) -> bool:
    return any((span[0] <= row <= span[2]) if row else (span[1] <= column <= span[3]) for span in scene.selected)


def _row_icons(scene: Scene) -> dict[int, str]:
    """Row → the icon of its worst finding, so that a mark is never told by colour alone."""
    icons: dict[int, str] = {}
    for cell, findings in scene.model.session.marks.items():
        if cell.sheet == scene.model.sheet.name and icons.get(cell.row) != "error":
            icons[cell.row] = findings[0].severity if findings[0].severity in ("error", "confirm") else icons.get(cell.row, "")
    return icons


def _paint_header(painter: QPainter, scene: Scene, rect: QRect, text: str, *, current: bool, icon: str = "") -> None:
    if not scene.wants(rect):
        return
    theme = scene.theme
    painter.fillRect(rect, theme.color("accent_soft" if current else "header"))
    painter.setPen(QPen(theme.color("line"), 1))
    painter.drawLine(rect.topRight(), rect.bottomRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.setPen(theme.color("accent" if current else "muted"))
    if icon:
        drawing = "mark_error" if icon == "error" else icon
        picture = pixmap(drawing, getattr(theme, icon), _MARK, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPoint(2, rect.center().y() - _MARK // 2 + 1), picture)
        painter.drawText(rect.adjusted(_MARK, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
    else:
        painter.drawText(rect.adjusted(0, 0, -4 if rect.x() == 0 else 0, 0), Qt.AlignmentFlag.AlignCenter, text)
