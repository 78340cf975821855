"""Figures 图1–图7 as vector drawings: one drawing for PDF, DOCX and window alike."""

from juesuan.charts.drawing import Drawing
from juesuan.charts.figure import draw
from juesuan.charts.raster import Raster, pdf_bytes, picture, png, rasterise

__all__ = ["Drawing", "Raster", "draw", "pdf_bytes", "picture", "png", "rasterise"]
