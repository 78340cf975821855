"""A figure becomes a drawing."""

from __future__ import annotations

from juesuan.charts import columns, pie
from juesuan.charts.drawing import Drawing
from juesuan.document import Figure
from juesuan.fonts import Faces, faces


def draw(figure: Figure, width: float, fonts: Faces | None = None, height: float | None = None) -> Drawing:
    """The figure `width` pt wide, without its caption; lettered in 黑体 of `fonts` (default: the computer's own where it has it).

    height (pt): to be no higher than this, where that still leaves it readable; None for its own height.
    """
    face = (fonts or faces()).heading
    if figure.kind == "pie":
        layout = pie.layout(figure, width, face, height)
        return Drawing(width, layout.height, tuple(pie.pie_shapes(layout, face)))
    tall = columns.height_for(width, height)
    return Drawing(width, tall, tuple(columns.column_shapes(figure, width, tall, face)))
