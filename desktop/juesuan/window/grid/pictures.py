"""Cells prepared for painting: laid-out text, place and colours, kept until the cell changes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QStaticText, QTextOption

from juesuan.window.grid.appearance import Appearance, Line, appearance
from juesuan.window.grid.model import GridModel
from juesuan.window.theme import Theme
from juesuan.workbook import Cell, CellError, Formula

_PADDING = 6
_INDENT = 12
_SMALLEST = 0.6


class Picture:
    """One cell ready to paint, relative to its top left corner; `text` is None where nothing shows."""

    __slots__ = ("background", "borders", "centred", "clipped", "color", "font", "overflow", "text", "x", "y")

    def __init__(self, look: Appearance, background: QColor | None) -> None:
        self.text: QStaticText | None = None
        self.font: QFont = look.font
        self.color = QColor(look.color)
        self.background = background
        self.borders: tuple[Line | None, ...] = look.borders
        self.centred = False
        self.clipped = False
        self.overflow = False
        self.x = 0.0
        self.y = 0.0


class Pictures:
    """The pictures of one sheet at one zoom, made when first asked for."""

    def __init__(self, model: GridModel, zoom: float, theme: Theme) -> None:
        self.zoom = zoom
        self.theme = theme
        self._model = model
        self._made: dict[tuple[int, int], Picture] = {}
        self._metrics: dict[str, QFontMetricsF] = {}

    def at(self, row: int, column: int, width: int, height: int) -> Picture:
        """The picture of a cell (the anchor of its merge) of that size in pixels."""
        made = self._made.get((row, column))
        if made is None:
            made = self._made[row, column] = self._make(row, column, width, height)
        return made

    def forget(self, cells: Iterable[Cell]) -> None:
        """These differ now."""
        for cell in cells:
            self._made.pop((cell.row, cell.column), None)

    def clear(self) -> None:
        self._made.clear()

    def _make(self, row: int, column: int, width: int, height: int) -> Picture:
        look = appearance(self._model.sheet.look.style(row, column), self.zoom, self.theme)
        picture = Picture(look, self._background(row, column, look))
        text = self._model.text(row, column)
        if text:
            self._lay_out(picture, look, text, (width, height), self._horizontal(row, column, look))
        return picture

    def _background(self, row: int, column: int, look: Appearance) -> QColor | None:
        if look.background:
            return QColor(look.background)
        computed = self._model.form is not None and isinstance(self._model.sheet.content(row, column), Formula)
        return QColor(self.theme.computed) if computed else None

    def _horizontal(self, row: int, column: int, look: Appearance) -> str:
        if look.horizontal:
            return look.horizontal
        value = self._model.sheet.value(row, column)
        return "left" if isinstance(value, str) else "center" if isinstance(value, bool | CellError) else "right"

    def _lay_out(self, picture: Picture, look: Appearance, text: str, size: tuple[int, int], horizontal: str) -> None:
        room = size[0] - 2 * _PADDING - look.indent * _INDENT
        metrics = self._metrics_of(picture.font)
        wide = metrics.horizontalAdvance(text)
        laid = QStaticText(text)
        laid.setTextFormat(Qt.TextFormat.PlainText)
        lines = max(1, int(size[1] / metrics.height()))
        if (look.wrap and wide > room and lines > 1) or "\n" in text:
            _wrap(laid, room, horizontal)
        elif wide > room > 0 and (look.shrink or look.wrap):
            picture.font = QFont(picture.font)
            picture.font.setPixelSize(max(1, int(picture.font.pixelSize() * max(room / wide, _SMALLEST))))
        elif wide > room and horizontal == "right":
            laid.setText("#" * max(1, int(room / metrics.horizontalAdvance("#"))))
        laid.prepare(font=picture.font)
        extent = laid.size()
        picture.text = laid
        picture.centred = horizontal == "center"
        picture.overflow = extent.width() > room + 1 and not look.wrap and horizontal in ("left", "center")
        picture.clipped = extent.width() > room + 1 or extent.height() > size[1]
        picture.x = _across(horizontal, size[0], extent, look.indent * _INDENT)
        picture.y = _down(look.vertical, size[1], extent)

    def _metrics_of(self, font: QFont) -> QFontMetricsF:
        key = font.key()
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(font)
        return self._metrics[key]


def _wrap(laid: QStaticText, room: float, horizontal: str) -> None:
    sides = {"center": Qt.AlignmentFlag.AlignHCenter, "right": Qt.AlignmentFlag.AlignRight}
    option = QTextOption(sides.get(horizontal, Qt.AlignmentFlag.AlignLeft))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setTextOption(option)
    laid.setTextWidth(max(room, 1))


def _across(horizontal: str, width: int, extent: QSizeF, indent: int) -> float:
    if horizontal == "right":
        return width - _PADDING - indent - extent.width()
    if horizontal == "center":
        return (width - extent.width()) / 2
    return float(_PADDING + indent)


def _down(vertical: str, height: int, extent: QSizeF) -> float:
    if vertical == "top":
        return 2.0
    if vertical == "center":
        return (height - extent.height()) / 2
    return (
        max(height - extent.height() - 2, (height - extent.height()) / 2) if height < extent.height() + 8 else height - extent.height() - 3
    )
