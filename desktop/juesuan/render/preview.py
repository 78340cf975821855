"""Pages of a PDF as pixels for the window, and the characters at a place of them."""

from __future__ import annotations

from juesuan.charts.raster import Raster, characters_at, page_count, rasterise

__all__ = ["Raster", "characters_at", "page_count", "preview"]


def preview(pdf: bytes, page: int, scale: float) -> Raster:
    """Page `page` (from 0) at `scale` pixels per pt: width, height and RGBA pixels, rows from above. Safe to call from any thread."""
    return rasterise(pdf, page, scale)
