"""A drawing: plain shapes with their places, painted on a PDF canvas as they are. All measures in pt, y upwards."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any, NamedTuple

Bounds = tuple[float, float, float, float]


class Box(NamedTuple):
    """A filled rectangle from its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str

    @property
    def bounds(self) -> Bounds:
        return self.x, self.y, self.x + self.width, self.y + self.height

    def paint(self, canvas: Any) -> None:
        canvas.setFillColor(self.colour)
        canvas.rect(self.x, self.y, self.width, self.height, stroke=0, fill=1)


class Rule(NamedTuple):
    """A horizontal line."""

    left: float
    right: float
    y: float
    colour: str
    thickness: float

    @property
    def bounds(self) -> Bounds:
        return self.left, self.y - self.thickness / 2, self.right, self.y + self.thickness / 2

    def paint(self, canvas: Any) -> None:
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(self.thickness)
        canvas.line(self.left, self.y, self.right, self.y)


class Wedge(NamedTuple):
    """A slice of a pie, from `start` (degrees, 0 to the right) clockwise through `turn`; a whole disc where it turns all round."""

    x: float
    y: float
    radius: float
    start: float
    turn: float
    colour: str

    @property
    def bounds(self) -> Bounds:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius

    def inside(self, share: float) -> tuple[float, float]:
        """The point at this share of the radius in the middle of the slice."""
        middle = radians(self.start - self.turn / 2)
        return self.x + cos(middle) * self.radius * share, self.y + sin(middle) * self.radius * share

    def paint(self, canvas: Any) -> None:
        canvas.setFillColor(self.colour)
        if self.turn >= 359.99:  # noqa: PLR2004
            canvas.circle(self.x, self.y, self.radius, stroke=0, fill=1)
            return
        canvas.setStrokeColor("#ffffff")
        canvas.setLineWidth(1.2)
        canvas.wedge(*self.bounds, self.start, -self.turn, stroke=1, fill=1)


class Letters(NamedTuple):
    """Text of one font on its baseline; `width` as measured."""

    x: float
    y: float
    text: str
    font: str
    size: float
    width: float
    colour: str

    @property
    def bounds(self) -> Bounds:
        return self.x, self.y - 0.12 * self.size, self.x + self.width, self.y + 0.88 * self.size

    def paint(self, canvas: Any) -> None:
        text = canvas.beginText(self.x, self.y)
        text.setFont(self.font, self.size)
        text.setFillColor(self.colour)
        text.textOut(self.text)
        canvas.drawText(text)


Shape = Box | Rule | Wedge | Letters


@dataclass(frozen=True)
class Drawing:
    """A figure ready to be painted. Attributes: width, height (pt), shapes from the lowest to the topmost."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def paint(self, canvas: Any, x: float, y: float) -> None:
        """Paint on a reportlab canvas with the lower left corner at x, y."""
        canvas.saveState()
        canvas.translate(x, y)
        for shape in self.shapes:
            shape.paint(canvas)
        canvas.restoreState()
