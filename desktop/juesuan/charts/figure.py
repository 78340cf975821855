"""A figure becomes a drawing."""

from __future__ import annotations

from juesuan.charts import columns, pie
from juesuan.charts.drawing import Drawing
from juesuan.document import Figure
from juesuan.fonts import Faces, faces


def draw(figure: Figure, width: float, fonts: Faces | None = None) -> Drawing:
    """The figure `width` pt wide, without its caption; lettered in 黑体 of `fonts` (default: the computer's own where it has it)."""
    face = (fonts or faces()).heading
    if figure.kind == "pie":
        return Drawing(width, pie.height_for(figure, width, face), tuple(pie.pie_shapes(figure, width, face)))
    return Drawing(width, columns.height_for(width), tuple(columns.column_shapes(figure, width, face)))
