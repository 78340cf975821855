"""Lines of even width out of a paragraph: pure geometry, no fonts, no drawing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from juesuan.render.tokens import CLOSERS, KERNED, NO_END, NO_START, OPENERS, Token, kern, may_break, slack, tokens

_FULL = 0.9  # a mark narrower than this share of the em has no empty half to give
_LAST_MARK = 0.45  # of the em: how far a closing mark at the line's end may give up its empty half
_EASY_SQUEEZE = 0.6  # of what a line can give: up to here squeezing looks better than stretching
_FAINT_STRETCH = 0.12  # of the em per gap: up to here stretching is not seen
HOLE = 0.14  # of the em per gap: beyond this the letters of words and numbers are spread as well, and readers of the file see blanks
_COMPANY = 2.5  # ems of room that a line may lose so that the last one holds more than a single character
_TOLERANCE = 1e-6


class Line(NamedTuple):
    """Characters start … end of the paragraph; gaps: room added behind each (pt, negative where squeezed); width as set (pt)."""

    start: int
    end: int
    gaps: tuple[float, ...]
    width: float


class _Measured:
    """A paragraph with running sums. Attributes: text, size (pt), breaks and inner (places where a line may end, or may in need)."""

    def __init__(self, text: str, advances: Sequence[float], size: float) -> None:
        self.text, self.advances, self.size = text, advances, size
        found = tokens(text)
        self.breaks = _breaks(text, found)
        self.inner = _inner_breaks(text, found)
        self._loose = _loose_gaps(text, found)
        beside = (index for index, pair in enumerate(pairwise(text)) if pair[0] in CLOSERS or pair[0] in OPENERS or pair[1] in OPENERS)
        self._by_marks = [index for index in beside if self._is_square(index) and self._is_square(index + 1)]
        self._kerns = self._between(kern)
        self._slacks = self._between(slack)
        self._position = [0.0, *accumulate(advance - near for advance, near in zip(advances, self._kerns, strict=True))]
        self._squeeze = [0.0, *accumulate(self._slacks)]

    def _between(self, rule: Callable[[str, str], float]) -> list[float]:
        """The rule's ems for the gap behind each character, in pt; none where a mark is set in half a square already."""
        room = [0.0] * len(self.text)
        for index in self._by_marks:
            room[index] = rule(self.text[index], self.text[index + 1]) * self.size
        return room

    def _is_square(self, index: int) -> bool:
        return self.text[index].isascii() or self.advances[index] >= _FULL * self.size

    def visible_end(self, start: int, end: int) -> int:
        """Where the line ends once its trailing blanks are dropped."""
        return start + len(self.text[start:end].rstrip(" "))

    def natural(self, start: int, end: int) -> float:
        """Width before anything is stretched or squeezed."""
        end = self.visible_end(start, end)
        return self._position[end] - self._position[start] + self._kerns[end - 1] if end > start else 0.0

    def give(self, start: int, end: int) -> float:
        """How far the line may be squeezed, its last mark included."""
        end = self.visible_end(start, end)
        return self._squeeze[end - 1] - self._squeeze[start] + self._hang(end) if end > start else 0.0

    def _hang(self, end: int) -> float:
        mark = self.text[end - 1]
        return _LAST_MARK * self.size if mark in CLOSERS and self.advances[end - 1] >= _FULL * self.size else 0.0

    def reach(self, start: int, width: float) -> int:
        """The first character that certainly no longer begins inside the width, however much is squeezed."""
        return bisect_right(self._position, self._position[start] + width * 1.3 + self.size)

    def set_line(self, start: int, end: int, width: float | None) -> Line:
        """The line's gaps so that it fills the width exactly; at its natural width where `width` is None."""
        last = self.visible_end(start, end)
        gaps = [-near for near in self._kerns[start:last]]
        if gaps:
            gaps[-1] = 0.0
        natural = self.natural(start, last)
        if width is None or not gaps:
            return Line(start, end, tuple(gaps), natural)
        if natural > width:
            self._squeeze_in(gaps, start, last, natural - width)
        else:
            self._spread(gaps, start, last, width - natural)
        return Line(start, end, tuple(gaps), width)

    def _squeeze_in(self, gaps: list[float], start: int, end: int, need: float) -> None:
        give = self.give(start, end)
        share = need / give if give else 0.0
        for index in range(end - start - 1):
            gaps[index] -= self._slacks[start + index] * share
        gaps[-1] -= self._hang(end) * share

    def _spread(self, gaps: list[float], start: int, end: int, room: float) -> None:
        inside = range(end - start - 1)
        chosen = [index for index in inside if self._loose[start + index]]
        if not chosen or room / len(chosen) > HOLE * self.size:
            chosen = list(inside)
        for index in chosen:
            gaps[index] += room / len(chosen)


def _breaks(text: str, found: Sequence[Token]) -> list[int]:
    """Ends of tokens behind which a line may end, the end of the text included; a blank goes with what stands before it."""
    places = [left.end for left, right in pairwise(found) if right.kind != "space" and _parts(text, left, right)]
    return [*places, len(text)]


def _parts(text: str, left: Token, right: Token) -> bool:
    if left.kind == "space":
        return text[right.start] not in NO_START and (left.start == 0 or text[left.start - 1] not in NO_END)
    return left.kind == right.kind == "url" or may_break(text[left.end - 1], text[right.start])


def _inner_breaks(text: str, found: Sequence[Token]) -> list[int]:
    """Places inside tokens where a line too narrow for the whole token may end: behind 年 and 月, before a unit, anywhere in a word."""
    places: list[int] = []
    for token in found:
        inside = range(token.start + 1, token.end)
        if token.kind in {"url", "latin"}:
            places += inside
        elif token.kind == "date":
            places += [place for place in inside if text[place - 1] in "年月"]
        elif token.kind == "number":
            places += [place for place in inside if text[place] in "万亿元年月日" and text[place - 1] not in "万亿"]
        places.append(token.end)
    return places


def _loose_gaps(text: str, found: Sequence[Token]) -> list[bool]:
    """For the gap behind each character: whether it takes part in stretching. Words, numbers and dashes keep their letters together."""
    loose = [not (before.isascii() and after.isascii()) for before, after in pairwise(text)] + [False] * bool(text)
    for token in found:
        if token.kind == "dash":
            loose[token.start : token.end - 1] = [False] * (token.end - 1 - token.start)
        if token.kind == "space":
            loose[token.end - 1] = True
    return loose


def _end_of_line(paragraph: _Measured, start: int, width: float) -> int:
    """The best place to end the line that begins at `start`."""
    upper = bisect_right(paragraph.breaks, paragraph.reach(start, width))
    lower = bisect_right(paragraph.breaks, start)
    squeezed = 0
    for place in reversed(paragraph.breaks[lower:upper]):
        natural = paragraph.natural(start, place)
        if natural <= width + _TOLERANCE:
            return squeezed if squeezed and _better_squeezed(paragraph, start, squeezed, place, width) else place
        if not squeezed and natural - width <= paragraph.give(start, place) + _TOLERANCE:
            squeezed = place
    return squeezed or _in_need(paragraph, start, width)


def _better_squeezed(paragraph: _Measured, start: int, squeezed: int, loose: int, width: float) -> bool:
    need = paragraph.natural(start, squeezed) - width
    stretch = (width - paragraph.natural(start, loose)) / max(1, loose - start - 1)
    return need <= _EASY_SQUEEZE * paragraph.give(start, squeezed) or stretch > _FAINT_STRETCH * paragraph.size


def _in_need(paragraph: _Measured, start: int, width: float) -> int:
    """A single token is wider than the line: end it at its best inner place, or at the last character that fits."""
    lower, upper = bisect_right(paragraph.inner, start), bisect_right(paragraph.inner, paragraph.reach(start, width))
    fitting = [place for place in paragraph.inner[lower:upper] if paragraph.natural(start, place) <= width + _TOLERANCE]
    if fitting:
        return fitting[-1]
    end = start + 1
    while end < len(paragraph.text) and paragraph.natural(start, end + 1) <= width + _TOLERANCE:
        end += 1
    return end


def break_lines(
    text: str, advances: Sequence[float], size: float, width: float, indent: float = 0.0, *, justify: bool = True,
) -> list[Line]:
    """Set a paragraph in lines of `width` pt, the first one shorter by `indent`.

    advances: width of each character in pt; size: the em in pt. Every line but the last fills its width exactly (with `justify`); no
    number, percentage or date is split and 避头尾 holds unless a single token is wider than the line.
    """
    natural = sum(advances)
    if natural <= width - indent and KERNED.isdisjoint(text) and OPENERS.isdisjoint(text):
        return [Line(0, len(text), (0.0,) * len(text), natural)] if text else []
    paragraph = _Measured(text, advances, size)
    ends = _ends(paragraph, width, indent)
    starts = [0, *ends[:-1]] if ends else []
    lines: list[Line] = []
    for start, end in zip(starts, ends, strict=True):
        room = width - (0.0 if lines else indent)
        overfull = paragraph.natural(start, end) > room + _TOLERANCE
        fills = overfull or (justify and end < len(text))
        lines.append(paragraph.set_line(start, end, room if fills else None))
    return lines


def _ends(paragraph: _Measured, width: float, indent: float) -> list[int]:
    """Where the lines end; a last line of a single character gets company from the line before where that costs little."""
    ends: list[int] = []
    start = 0
    while start < len(paragraph.text):
        start = _end_of_line(paragraph, start, width - (0.0 if ends else indent))
        ends.append(start)
    if len(ends) > 1 and len(paragraph.text[ends[-2] :].rstrip("".join(NO_START))) <= 1:
        begin = ends[-3] if len(ends) > 2 else 0  # noqa: PLR2004
        before = bisect_left(paragraph.breaks, ends[-2])
        earlier = paragraph.breaks[before - 1] if before else 0
        room = width - (0.0 if len(ends) > 2 else indent)  # noqa: PLR2004
        if earlier > begin and room - paragraph.natural(begin, earlier) <= _COMPANY * paragraph.size:
            ends[-2] = earlier
    return ends
