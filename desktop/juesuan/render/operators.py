"""Text and boxes as the operators of a PDF page: the way through ReportLab's text objects takes three times as long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from juesuan.render.colours import Colour


class Piece(NamedTuple):
    """Text of one look.

    place: how far (pt) from the line's beginning, None right behind the piece before. spacing: between characters, in pt.
    """

    place: float | None
    font: str
    spacing: float
    colour: Colour
    text: str


def show(canvas: Any, pieces: Iterable[Piece], size: float, x: float, y: float) -> None:
    """Write a line of pieces on the baseline `y`, beginning at `x`, as one text object: so it copies whole."""
    written = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    spacing, colour = 0.0, None
    for piece in pieces:
        if piece.place is not None:
            written.append(f"1 0 0 1 {x + piece.place:.3f} {y:.3f} Tm")
        if piece.colour != colour:
            colour = piece.colour
            written.append(f"{colour[0]:.4g} {colour[1]:.4g} {colour[2]:.4g} rg")
        if piece.spacing != spacing:
            spacing = piece.spacing
            written.append(f"{spacing:.4f} Tc")
        written.extend(_shown(canvas, piece.font, size, piece.text))
    if spacing:
        written.append("0 Tc")
    canvas._code.append(" ".join([*written, "ET"]))  # noqa: SLF001  (ReportLab's page of operators)


def _shown(canvas: Any, font: str, size: float, text: str) -> Iterator[str]:
    """Each part of the font (256 characters at most) that the text needs, and its characters in that part's codes."""
    from reportlab.pdfbase.pdfmetrics import getFont

    document, loaded = canvas._doc, getFont(font)  # noqa: SLF001
    for subset, codes in loaded.splitString(text, document):
        yield f"{loaded.getSubsetInternalName(subset, document)} {size:g} Tf <{codes.hex()}> Tj"


def draw_edges(canvas: Any, boxes: Iterable[tuple[float, float, float, float]], line_width: float, colour: Colour) -> None:
    """The edges of boxes: left, lower edge, width and height in pt."""
    paths = " ".join(f"{left:.3f} {lower:.3f} {width:.3f} {height:.3f} re" for left, lower, width, height in boxes)
    if paths:
        canvas._code.append(f"{line_width:g} w {colour[0]:.4g} {colour[1]:.4g} {colour[2]:.4g} RG {paths} S")  # noqa: SLF001
