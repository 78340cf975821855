"""The few colours of a document, as (red, green, blue) from 0 to 1."""

from __future__ import annotations

Colour = tuple[float, float, float]

INK: Colour = (0.0, 0.0, 0.0)
RULE: Colour = (0.25, 0.25, 0.25)
MISSING_INK: Colour = (0.62, 0.36, 0.0)
MISSING_FILL: Colour = (1.0, 0.94, 0.8)
MISSING_EDGE: Colour = (0.91, 0.69, 0.3)
WATERMARK: Colour = (0.955, 0.935, 0.9)
COVER_RULE: Colour = (0.72, 0.11, 0.11)
