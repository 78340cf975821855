"""Pages and figures as pixels, by the same engine for window, DOCX and preview."""

from __future__ import annotations

import io
import threading
from typing import Any, NamedTuple

from juesuan.charts.figure import draw
from juesuan.document import Figure
from juesuan.fonts import Faces

_TOLERANCE = 3.0  # pt
_NEAR = 40  # characters
_engine = threading.Lock()  # PDFium must not be called from two threads at once


class Raster(NamedTuple):
    """A picture: width and height in pixels, and its pixels as RGBA, rows from above."""

    width: int
    height: int
    pixels: bytes


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with _engine:
        file = pypdfium2.PdfDocument(pdf)
        try:
            return len(file)
        finally:
            file.close()


def rasterise(pdf: bytes, page: int, scale: float) -> Raster:
    """Page `page` (from 0) at `scale` pixels per pt."""
    image = _image(pdf, page, scale).convert("RGBA")
    return Raster(image.width, image.height, image.tobytes())


def characters_at(pdf: bytes, page: int, x: float, y: float) -> tuple[str, int]:
    """Characters printed near a place (pt from the left and from above), and which of them is there; -1 where none is."""
    import pypdfium2

    with _engine:
        file = pypdfium2.PdfDocument(pdf)
        try:
            sheet = file[page]
            text = sheet.get_textpage()
            place = text.get_index(x, sheet.get_height() - y, _TOLERANCE, _TOLERANCE)
            if place is None or place < 0:
                return "", -1
            start = max(0, place - _NEAR)
            return text.get_text_range(start, min(2 * _NEAR, text.count_chars() - start)), place - start
        finally:
            file.close()


def _image(pdf: bytes, page: int, scale: float) -> Any:
    import pypdfium2

    with _engine:
        file = pypdfium2.PdfDocument(pdf)
        try:
            return file[page].render(scale=scale).to_pil()
        finally:
            file.close()


def pdf_bytes(figure: Figure, width: float, fonts: Faces | None = None) -> bytes:
    """The figure alone on a page of its size, vector."""
    from reportlab.pdfgen.canvas import Canvas

    drawing, written = draw(figure, width, fonts), io.BytesIO()
    canvas = Canvas(written, pagesize=(drawing.width, drawing.height), invariant=1)
    drawing.paint(canvas, 0, 0)
    canvas.save()
    return written.getvalue()


def picture(figure: Figure, width: float, scale: float, fonts: Faces | None = None) -> Raster:
    """The figure `width` pt wide at `scale` pixels per pt, for a window."""
    return rasterise(pdf_bytes(figure, width, fonts), 0, scale)


def png(figure: Figure, width: float, dpi: int = 200, fonts: Faces | None = None) -> bytes:
    """The figure `width` pt wide as a PNG; the same figure gives the same bytes."""
    written = io.BytesIO()
    _image(pdf_bytes(figure, width, fonts), 0, dpi / 72).save(written, "PNG", dpi=(dpi, dpi))
    return written.getvalue()
