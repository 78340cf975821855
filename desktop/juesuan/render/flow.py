"""Headings, paragraphs and figures as strips of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from juesuan.document import Figure, Heading, Paragraph
from juesuan.fonts import Face, Faces
from juesuan.render.grid import CHARACTER, INDENT, LEADING, PORTRAIT, whole_lines
from juesuan.render.pages import Entry, Strip, kept
from juesuan.render.setting import Words, balanced, line_drawer, measured, measured_runs, title_lines

TITLE_SIZE = 22.0  # 二号
_TITLE_LEADING = 36.0
_CAPTION_SIZE = 12.0  # 小四
_NOTE_SIZE = 12.0
_NOTE_LEADING = 20.0
_SIGNATURE_INDENT = 4 * CHARACTER
_FIGURE_WIDTH = PORTRAIT.width
_TOLERANCE = 0.05


@dataclass(frozen=True)
class _Look:
    """How a paragraph style is set."""

    size: float = CHARACTER
    leading: float = LEADING
    indent: float = 0.0
    align: str = "left"
    right: float = 0.0


_LOOKS = {
    "body": _Look(indent=INDENT),
    "plain": _Look(),
    "note": _Look(size=_NOTE_SIZE, leading=_NOTE_LEADING, indent=2 * _NOTE_SIZE),
    "center": _Look(align="center"),
    "signature": _Look(align="right", right=_SIGNATURE_INDENT),
}


def paragraph_strips(paragraph: Paragraph, faces: Faces, width: float = PORTRAIT.width) -> list[Strip]:
    """One strip a line; the first two stay together, and the last two. An unknown style is set as body."""
    look = _LOOKS.get(paragraph.style, _LOOKS["body"])
    words = measured_runs(paragraph.runs, faces.body, look.size)
    return _line_strips(words, look, width)


def _line_strips(words: Words, look: _Look, width: float) -> list[Strip]:
    width -= look.right
    lines = words.lines(width, look.indent) if look.align == "left" else balanced(words, width)
    strips = []
    for number, line in enumerate(lines):
        offset = look.indent if number == 0 and look.align == "left" else 0.0
        draw = line_drawer(words, line, leading=look.leading, box=(offset, width - offset), align=look.align)
        strips.append(Strip(look.leading, draw, keep=number in {0, len(lines) - 2} and number < len(lines) - 1))
    return strips


def heading_strips(heading: Heading, key: str, faces: Faces, width: float = PORTRAIT.width) -> list[Strip]:
    """A heading stays with what follows; a part (level 0) begins a page and stands in the middle."""
    within = heading.listed is not None
    entry = Entry(heading.level + within, heading.listed or heading.text.strip(), key)
    strips = list(_part_strips(heading, faces, width)) if heading.level == 0 else _section_strips(heading, faces, width)
    if not strips:
        return []
    return [replace(strips[0], entry=entry), *strips[1:]]


def _part_strips(heading: Heading, faces: Faces, width: float) -> Iterator[Strip]:
    lines = title_lines(measured_runs(heading.runs, faces.title, TITLE_SIZE), width)
    height = whole_lines(len(lines) * _TITLE_LEADING + LEADING)
    margin = (height - len(lines) * _TITLE_LEADING) / 2
    drawers = [line_drawer(words, line, leading=_TITLE_LEADING, box=(0.0, width), align="center") for words, line in lines]

    def draw(canvas: Any, left: float, top: float) -> None:
        for number, drawer in enumerate(drawers):
            drawer(canvas, left, top - margin - number * _TITLE_LEADING)

    if lines:
        yield Strip(height, draw, keep=True, fresh=True)


def _section_strips(heading: Heading, faces: Faces, width: float) -> list[Strip]:
    face = {1: faces.heading, 2: faces.subheading}.get(heading.level, faces.body)
    words = measured_runs(heading.runs, face, CHARACTER)
    return kept(_line_strips(words, _LOOKS["body"], width))


def caption_of(figure: Figure) -> str:
    """（图1：…）, the number put before the caption where it does not stand in it yet."""
    caption = figure.caption.strip().strip("（）")
    return f"（{caption}）" if caption.startswith(f"图{figure.number}") else f"（图{figure.number}：{caption}）"


def figure_strips(figure: Figure, faces: Faces) -> list[Strip]:
    """The drawing and its caption on one page; heights in full lines, so that the text after it stands on the grid."""
    return [_drawing_strip(figure, faces), *caption_strips(caption_of(figure), faces.body)]


def _drawing_strip(figure: Figure, faces: Faces, room: float | None = None) -> Strip:
    """The drawing; in less `room` (pt) than it would like it comes lower, as far as it stays readable."""
    from juesuan.charts import draw as draw_figure

    drawing = draw_figure(figure, _FIGURE_WIDTH, faces, None if room is None else room // LEADING * LEADING)
    height = whole_lines(drawing.height)

    def draw(canvas: Any, left: float, top: float) -> None:
        drawing.paint(canvas, left, top - (height + drawing.height) / 2)

    return Strip(height, draw, keep=True, shrink=lambda given: _drawing_strip(figure, faces, given + _TOLERANCE))


def caption_strips(text: str, face: Face) -> list[Strip]:
    """A line or two in the middle under a figure."""
    words = measured(text, face, _CAPTION_SIZE)
    lines = balanced(words, PORTRAIT.width)
    strips = [Strip(LEADING, line_drawer(words, line, leading=LEADING, box=(0.0, PORTRAIT.width), align="center")) for line in lines]
    return [*kept(strips[:-1]), *strips[-1:]]
