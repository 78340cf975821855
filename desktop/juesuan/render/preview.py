"""Pages of a PDF as pixels for the window."""

from __future__ import annotations

from juesuan.charts.raster import Raster, page_count, rasterise

__all__ = ["Raster", "page_count", "preview"]


def preview(pdf: bytes, page: int, scale: float) -> Raster:
    """Page `page` (from 0) at `scale` pixels per pt: width, height and RGBA pixels, rows from above. Safe to call from any thread."""
    return rasterise(pdf, page, scale)
