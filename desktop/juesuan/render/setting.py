"""Text set in lines: measured with a face, broken, and drawn with both edges straight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from juesuan.document import Missing, Run
from juesuan.fonts import Face, Glyph
from juesuan.render.breaking import HOLE, Line, break_lines
from juesuan.render.colours import INK, MISSING_EDGE, MISSING_FILL, MISSING_INK, Colour
from juesuan.render.operators import Piece, show
from juesuan.render.tokens import tokens

# A square's optical middle above the baseline, in ems: CJK glyphs stand from -0.12 to 0.88.
_MIDDLE = 0.38


@dataclass(frozen=True)
class Words:
    """A measured text. Attributes: text; size (pt); glyphs, one a character; missing: the stretches still to be filled in."""

    text: str
    size: float
    glyphs: tuple[Glyph, ...]
    missing: tuple[tuple[int, int], ...] = ()
    colour: Colour = INK

    @property
    def advances(self) -> list[float]:
        """Width of each character in pt."""
        return [glyph.advance * self.size for glyph in self.glyphs]

    def lines(self, width: float, indent: float = 0.0, *, justify: bool = True) -> list[Line]:
        return break_lines(self.text, self.advances, self.size, width, indent, justify=justify)

    def part(self, start: int, end: int) -> Words:
        """Characters start … end, nothing marked."""
        return replace(self, text=self.text[start:end], glyphs=self.glyphs[start:end], missing=())

    def width(self) -> float:
        """On one line, in pt."""
        return sum(glyph.advance for glyph in self.glyphs) * self.size


def measured(text: str, face: Face, size: float, colour: Colour = INK) -> Words:
    """Plain text of one face."""
    text = face.printable(text)
    return Words(text, size, tuple(map(face.glyph, text)), (), colour)


def measured_runs(runs: Iterable[Run], face: Face, size: float) -> Words:
    """Runs of a paragraph as one text; what is still missing stays marked. Blanks at both ends are dropped (the layout indents)."""
    text, missing = "", []
    for run in runs:
        part = face.printable((run.text if text else run.text.lstrip()).replace("\n", " ").replace("\t", " "))
        if isinstance(run, Missing):
            missing.append((len(text), len(text) + len(part)))
        text += part
    text = text.rstrip()
    return Words(text, size, tuple(map(face.glyph, text)), tuple(missing))


def baseline(top: float, leading: float, size: float) -> float:
    """The baseline of a line whose room begins at `top` and is `leading` high: its squares stand in the middle."""
    return top - leading / 2 - _MIDDLE * size


def _segments(words: Words, line: Line) -> Iterator[Piece]:
    """The line cut wherever font, spacing or mark changes."""
    if not words.missing and not any(line.gaps):
        yield from _plain_segments(words, line)
        return
    places = range(line.start, line.start + len(line.gaps))

    def look(index: int) -> tuple[str, float, bool]:
        marked = bool(words.missing) and any(start <= index < end for start, end in words.missing)
        return words.glyphs[index].font, round(line.gaps[index - line.start], 4), marked

    for (font, gap, marked), group in groupby(places, look):
        yield Piece(None, font, gap, MISSING_INK if marked else words.colour, "".join(words.text[index] for index in group))


def _plain_segments(words: Words, line: Line) -> Iterator[Piece]:
    """The same for a line as it comes, which only a change of font cuts."""
    end = line.start + len(line.gaps)
    begin = line.start
    for index in range(line.start + 1, end + 1):
        if index == end or words.glyphs[index].font != words.glyphs[begin].font:
            yield Piece(None, words.glyphs[begin].font, 0.0, words.colour, words.text[begin:index])
            begin = index


def draw_line(canvas: Any, words: Words, line: Line, x: float, y: float) -> None:
    """Draw one line with its first character at `x` on baseline `y`: one text object, spread by character spacing, so it copies whole."""
    if words.missing:
        _draw_marks(canvas, words, line, x, y)
    loose = max(line.gaps, default=0.0) > HOLE * words.size
    show(canvas, _loose_segments(canvas, words, line) if loose else _segments(words, line), words.size, x, y)


def _loose_segments(canvas: Any, words: Words, line: Line) -> Iterator[Piece]:
    """A widely spread line: one spacing for all of it, so that only a change of font begins a new piece, and no wide room before a piece.

    Programs that copy text out take wide room between two pieces for a blank, but not spacing inside one.
    """
    places = range(line.start, line.start + len(line.gaps))
    subsets = _subsets(canvas, words, places)
    marks = [any(start <= index < end for start, end in words.missing) for index in places]
    inner = range(len(places) - 1)
    joints = {index for index in inner if subsets[index] != subsets[index + 1] or marks[index] != marks[index + 1] or line.gaps[index] < 0}
    gaps = _eased(line.gaps, joints, HOLE * words.size)
    spread = next((gaps[index] for index in inner if index not in joints), 0.0)
    position, begin = 0.0, 0
    for index in range(len(places)):
        if index in joints or index == len(places) - 1:
            part = words.text[places[begin] : places[index] + 1]
            yield Piece(position, words.glyphs[places[begin]].font, spread, MISSING_INK if marks[begin] else words.colour, part)
            position += sum(words.glyphs[place].advance * words.size for place in places[begin : index + 1]) + sum(gaps[begin : index + 1])
            begin = index + 1


def _eased(gaps: Sequence[float], joints: set[int], most: float) -> list[float]:
    """The same room in all, but no more than `most` at the joints; squeezed gaps stay as they are."""
    squeezed = {index for index in joints if gaps[index] < 0}
    inside = [index for index in range(len(gaps) - 1) if index not in joints]
    room = sum(gap for index, gap in enumerate(gaps) if index not in squeezed)
    narrow = min(most, room / max(1, len(gaps) - 1 - len(squeezed)))
    spread = (room - narrow * len(joints - squeezed)) / len(inside) if inside else 0.0
    if not inside:
        narrow = room / max(1, len(joints - squeezed))
    eased = [gaps[index] if index in squeezed else narrow if index in joints else spread for index in range(len(gaps) - 1)]
    return [*eased, 0.0]


def _subsets(canvas: Any, words: Words, places: range) -> list[tuple[str, int]]:
    """The font and its part (a PDF font holds 256 characters) that each character is written with."""
    from reportlab.pdfbase.pdfmetrics import getFont

    found: list[tuple[str, int]] = []
    for font, group in groupby(places, lambda index: words.glyphs[index].font):
        text = "".join(words.text[index] for index in group)
        found += [(font, subset) for subset, part in getFont(font).splitString(text, canvas._doc) for _ in part]  # noqa: SLF001
    return found


def _draw_marks(canvas: Any, words: Words, line: Line, x: float, y: float) -> None:
    """A pale amber box behind every stretch that is still to be filled in."""
    end = line.start + len(line.gaps)
    advance = [words.glyphs[index].advance * words.size + line.gaps[index - line.start] for index in range(line.start, end)]
    canvas.saveState()
    canvas.setFillColorRGB(*MISSING_FILL)
    canvas.setStrokeColorRGB(*MISSING_EDGE)
    canvas.setLineWidth(0.6)
    for start, stop in words.missing:
        first, last = max(start, line.start), min(stop, end)
        if first < last:
            left, right = sum(advance[: first - line.start]), sum(advance[: last - line.start])
            canvas.roundRect(x + left, y - 0.2 * words.size, right - left, 1.24 * words.size, 2, stroke=1, fill=1)
    canvas.restoreState()


def balanced(words: Words, width: float) -> list[Line]:
    """Lines for a heading in the middle: as few as needed, and of much the same length."""
    lines = words.lines(width, justify=False)
    low, high = width / max(1, len(lines)), width
    while len(lines) > 1 and high - low > words.size / 4:
        middle = (low + high) / 2
        if len(words.lines(middle, justify=False)) > len(lines):
            low = middle
        else:
            high = middle
    return words.lines(high, justify=False)


def title_lines(words: Words, width: float) -> list[tuple[Words, Line]]:
    """The lines of a title, broken before its year where two lines hold it so: the office's name is not torn."""
    places = [token.start for token in tokens(words.text) if token.kind == "date" and token.start]
    for place in places:
        parts = words.part(0, place), words.part(place, len(words.text))
        if words.width() > width and all(part.width() <= width for part in parts):
            return [(part, part.lines(width, justify=False)[0]) for part in parts]
    return [(words, line) for line in balanced(words, width)]


def draw_aligned(canvas: Any, words: Words, line: Line, box: tuple[float, float], y: float, align: str) -> None:
    """Draw a line at the `left`, `center` or `right` of a box (its left edge and width)."""
    left, width = box
    room = width - line.width
    draw_line(canvas, words, line, left + {"left": 0.0, "center": room / 2, "right": room}[align], y)


Draw = Callable[[Any, float, float], None]


def line_drawer(words: Words, line: Line, *, leading: float, box: tuple[float, float], align: str = "left") -> Draw:
    """A function that draws the line when given the canvas and the upper left corner of its room; box: offset and width inside it."""

    def draw(canvas: Any, left: float, top: float) -> None:
        draw_aligned(canvas, words, line, (left + box[0], box[1]), baseline(top, leading, words.size), align)

    return draw


def longest_token(advances: Sequence[float], parts: Sequence[tuple[int, int]]) -> float:
    """The widest of the stretches (start, end), in the measure of `advances`."""
    return max((sum(advances[start:end]) for start, end in parts), default=0.0)
