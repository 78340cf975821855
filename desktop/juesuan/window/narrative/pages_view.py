"""The pages of the real PDF, drawn when they come into view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from shiboken6 import isValid

from juesuan.window.jobs import Job
from juesuan.window.theme import Theme

_MARGIN, _GAP = 18, 14
_A4 = (595.276, 841.89)


class PagesView(QAbstractScrollArea):
    """pressed(line, place): characters printed where the mouse was clicked, and which of them.

    Attributes: count, how many pages; scrolled: by hand since a page was last shown; pages stay in view until the new ones are drawn.
    """

    pressed = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setAccessibleName("打印效果")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("单击数字到它的单元格")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._pdf = b""
        self.scrolled = False
        self.verticalScrollBar().actionTriggered.connect(self._note_scrolling)
        self._sizes: list[tuple[float, float]] = []
        self._images: dict[int, QImage] = {}
        self._drawn: set[int] = set()
        self._job: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._draw_visible)

    @property
    def count(self) -> int:
        return len(self._sizes)

    @property
    def drawn(self) -> int:
        """How many pages of the latest PDF are drawn."""
        return len(self._drawn)

    @property
    def current(self) -> int:
        """The first page in view, counted from 0."""
        return next(iter(self._visible()), 0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.viewport().update()

    def show_pdf(self, pdf: bytes, sizes: list[tuple[float, float]]) -> None:
        """Another PDF; sizes of its pages in pt."""
        self._pdf, self._sizes = pdf, sizes
        self._drawn.clear()
        self._images = {number: image for number, image in self._images.items() if number < len(sizes)}
        self._measure()
        self._soon.start()
        self.viewport().update()

    def show_page(self, number: int) -> None:
        """Bring a page, counted from 0, to the top."""
        rects = self._rects()
        self.scrolled = False
        if 0 <= number < len(rects):
            self.verticalScrollBar().setValue(rects[number].top() - _MARGIN)

    def _note_scrolling(self, _action: int) -> None:
        self.scrolled = True

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.scrolled = True
        super().wheelEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.press(event.position().toPoint())
        super().mouseReleaseEvent(event)

    def press(self, place: QPoint) -> None:
        """As a click at a place of the view."""
        from juesuan.render.preview import characters_at

        there = QPoint(place.x(), place.y() + self.verticalScrollBar().value())
        number = next((number for number, rect in enumerate(self._rects()) if rect.contains(there)), None)
        if number is not None:
            rect, (across, _) = self._rects()[number], self._sizes[number]
            scale = across / rect.width()
            line, at = characters_at(self._pdf, number, (there.x() - rect.left()) * scale, (there.y() - rect.top()) * scale)
            if at >= 0:
                self.pressed.emit(line, at)

    def _rects(self) -> list[QRect]:
        """Of the pages, from the top of the first."""
        width = max(80, self.viewport().width() - 2 * _MARGIN)
        rects, top = [], _MARGIN
        for across, down in self._sizes:
            height = round(width * down / across)
            rects.append(QRect(_MARGIN, top, width, height))
            top += height + _GAP
        return rects

    def _measure(self) -> None:
        rects = self._rects()
        total = rects[-1].bottom() + _MARGIN if rects else 0
        self.verticalScrollBar().setRange(0, max(0, total - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(40)

    def _visible(self) -> list[int]:
        top = self.verticalScrollBar().value()
        window = QRect(0, top, self.viewport().width(), self.viewport().height())
        return [number for number, rect in enumerate(self._rects()) if rect.intersects(window)]

    def _draw_visible(self) -> None:
        wanted = [number for number in self._visible() if number not in self._drawn]
        if not wanted or self._job is not None:
            return
        number, pdf, ratio = wanted[0], self._pdf, self.devicePixelRatioF()
        scale = self._rects()[number].width() * ratio / self._sizes[number][0]
        self._job = Job("显示页面", lambda _progress: _image(pdf, number, scale, ratio))
        self._job.finished.connect(lambda image: self._take(number, pdf, image) if isValid(self) else None)
        self._job.failed.connect(lambda _: self._end() if isValid(self) else None)
        self._job.start()

    def _take(self, number: int, pdf: bytes, image: QImage) -> None:
        if pdf is self._pdf:
            self._images[number] = image
            self._drawn.add(number)
            self.viewport().update()
        self._end()

    def _end(self) -> None:
        self._job = None
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._drawn.clear()
        self._soon.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._soon.start()
        _ = dx, dy

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), self._theme.color("desk"))
        painter.translate(0, -self.verticalScrollBar().value())
        rects = self._rects()
        for number in self._visible():
            painter.fillRect(rects[number].adjusted(-1, -1, 1, 1), self._theme.color("grid"))
            painter.fillRect(rects[number], Qt.GlobalColor.white)
            if number in self._images:
                painter.drawImage(rects[number], self._images[number])
        painter.end()


def _image(pdf: bytes, page: int, scale: float, ratio: float) -> QImage:
    from juesuan.render import preview

    raster = preview(pdf, page, scale)
    image = QImage(raster.pixels, raster.width, raster.height, raster.width * 4, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image
