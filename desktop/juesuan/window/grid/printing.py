"""Forms on paper: as they look, fitted to the width of the page, their header on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from juesuan.window.grid.model import GridModel
from juesuan.window.grid.painting import Scene, paint_paper
from juesuan.window.grid.pictures import Pictures
from juesuan.window.plain.grid_geometry import Axis
from juesuan.window.theme import LIGHT

_POINTS_TO_PIXELS = 96 / 72
_MARGIN = 12.0
_LARGEST = 1.0
_DOTS = 192


def printer_for(path: str = "") -> QPrinter:
    """A printer for A4; with a path it writes that PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    if path:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(path)
    return printer


def print_forms(printer: QPrinter, models: Iterable[GridModel], tell: Callable[[str], object]) -> int:
    """Every sheet on pages of its own; answers how many pages. `tell` hears which form is being printed.

    May run in a thread of its own; whatever `tell` raises ends it.
    """
    painter = QPainter()
    try:
        return _print(printer, painter, models, tell)
    finally:
        if painter.isActive():
            painter.end()


def _print(printer: QPrinter, painter: QPainter, models: Iterable[GridModel], tell: Callable[[str], object]) -> int:
    printer.setResolution(_DOTS)
    pages = 0
    for model in models:
        tell(model.form.code if model.form else model.sheet.name)
        wide, tall = _extents(model)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if sum(wide) > sum(tall) * 0.8 else QPageLayout.Orientation.Portrait)
        if not painter.isActive() and not painter.begin(printer):
            return 0
        for scene, zoom in _pages(model, printer):
            if pages:
                printer.newPage()
            painter.save()
            painter.scale(zoom, zoom)
            paint_paper(painter, scene)
            painter.restore()
            pages += 1
    return pages


def _extents(model: GridModel) -> tuple[list[float], list[float]]:
    look = model.sheet.look
    wide = [0.0 if look.hidden_column(column) else look.column_width(column) for column in range(1, model.columnCount() + 1)]
    tall = [0.0 if look.hidden_row(row) else look.row_height(row) for row in range(1, model.rowCount() + 1)]
    return wide, tall


def _pages(model: GridModel, printer: QPrinter) -> list[tuple[Scene, float]]:
    """Scenes in screen pixels, and the factor from them to the printer's."""
    wide, tall = _extents(model)
    room = printer.pageRect(QPrinter.Unit.DevicePixel)
    header = model.form.header_rows[1] if model.form else 0
    columns = Axis.of([round(width * _POINTS_TO_PIXELS) for width in wide])
    rows = Axis.of([round(height * _POINTS_TO_PIXELS) for height in tall], header)
    factor = min(room.width() / max(columns.total, 1), _LARGEST * printer.resolution() / 96)
    height = int(room.height() / factor)
    pictures = Pictures(model, 1.0, LIGHT)
    scenes, row = [], header + 1
    while row <= rows.count:
        last = _last_fitting(rows, row, height)
        scroll = rows.edges[row - 1] - rows.frozen_extent
        size = (columns.total + 1, rows.frozen_extent + rows.edges[last] - rows.edges[row - 1] + 1)
        scenes.append((Scene(model, pictures, LIGHT, rows, columns, (0, scroll), (0, 0), size, (0, 0), ()), factor))
        row = last + 1
    return scenes


def _last_fitting(rows: Axis, first: int, height: int) -> int:
    last = first
    while last < rows.count and rows.frozen_extent + rows.edges[last + 1] - rows.edges[first - 1] < height:
        last += 1
    return last
