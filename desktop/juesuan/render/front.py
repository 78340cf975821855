"""Cover and contents: the pages before page 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from juesuan.document import Cover
from juesuan.fonts import Face, Faces
from juesuan.render.breaking import Line
from juesuan.render.colours import COVER_RULE, RULE
from juesuan.render.flow import TITLE_SIZE
from juesuan.render.grid import CHARACTER, LEADING, MM, PORTRAIT
from juesuan.render.pages import Entry, Strip
from juesuan.render.setting import Words, balanced, baseline, draw_aligned, draw_line, line_drawer, measured

_UNIT_SIZE = 26.0  # 一号
_COVER_TITLE_SIZE = 36.0  # 小初
_COVER_LINE_SIZE = 16.0
_RULE_WIDTH = 60 * MM
_CONTENTS_SIZES = {0: 15.0, 1: 14.0}
_CONTENTS_LEADING, _CONTENTS_CLOSEST = 25.5, 20.5  # the second where all then stands on one page
_PITCH = 4.2  # between the dots of a leader


def cover_strip(cover: Cover, faces: Faces) -> Strip:
    """A whole page: the unit's name, a rule, the title; the date lines near the foot."""
    name, title = measured(cover.unit_name, faces.title, _UNIT_SIZE), measured(cover.title, faces.title, _COVER_TITLE_SIZE)

    def draw(canvas: Any, left: float, top: float) -> None:
        y = _draw_lines(canvas, name, (left, PORTRAIT.width), top - 42 * MM, _UNIT_SIZE * 1.6)
        _draw_rule(canvas, left, y - 7 * MM)
        _draw_lines(canvas, title, (left, PORTRAIT.width), y - 18 * MM, _COVER_TITLE_SIZE * 1.5)
        foot = top - PORTRAIT.height + len(cover.lines) * LEADING + 4 * MM
        for number, text in enumerate(cover.lines):
            words = measured(text, faces.subheading, _COVER_LINE_SIZE)
            _draw_lines(canvas, words, (left, PORTRAIT.width), foot - number * LEADING, LEADING)

    return Strip(PORTRAIT.height, draw, fresh=True, kind="cover")


def _draw_lines(canvas: Any, words: Words, box: tuple[float, float], top: float, leading: float) -> float:
    """Lines in the middle from `top` downwards; where they end."""
    for line in balanced(words, box[1]):
        draw_aligned(canvas, words, line, box, baseline(top, leading, words.size), "center")
        top -= leading
    return top


def _draw_rule(canvas: Any, left: float, y: float) -> None:
    canvas.saveState()
    canvas.setStrokeColorRGB(*COVER_RULE)
    middle = left + PORTRAIT.width / 2
    for offset, width in ((0.0, 2.0), (-3.2, 0.6)):
        canvas.setLineWidth(width)
        canvas.line(middle - _RULE_WIDTH / 2, y + offset, middle + _RULE_WIDTH / 2, y + offset)
    canvas.restoreState()


def contents_strips(entries: Sequence[Entry], number_of: Callable[[str], int], faces: Faces) -> list[Strip]:
    """目录: the entries with dotted leaders, page numbers and links. number_of(key) is asked when drawing, once pages are known."""
    title = measured("目　录", faces.title, TITLE_SIZE)
    line = balanced(title, PORTRAIT.width)[0]
    height = 2 * LEADING
    head = Strip(height, line_drawer(title, line, leading=height, box=(0.0, PORTRAIT.width), align="center"), keep=True, fresh=True,
                 kind="contents", entry=Entry(0, "目录", "contents"))
    shallowest = min((entry.level for entry in entries), default=0)
    set_entries = [_set_entry(entry, entry.level - shallowest, faces) for entry in entries]
    leading = _leading(sum(len(each.lines) for each in set_entries), PORTRAIT.height - height)
    return [head, *(strip for each in set_entries for strip in _entry_strips(each, leading, number_of, faces))]


def _leading(count: int, room: float) -> float:
    """Of so many lines, in pt: closer where they all find room on the page then."""
    fitting = room / max(1, count)
    return min(_CONTENTS_LEADING, fitting) if fitting >= _CONTENTS_CLOSEST else _CONTENTS_LEADING


class _SetEntry(NamedTuple):
    """An entry in lines, so far (pt) from the left edge."""

    entry: Entry
    indent: float
    words: Words
    lines: list[Line]


def _set_entry(entry: Entry, depth: int, faces: Faces) -> _SetEntry:
    size = _CONTENTS_SIZES.get(depth, _CONTENTS_SIZES[1])
    face = faces.heading if depth == 0 else faces.body
    indent = 1.5 * size * depth
    words = measured(entry.title, face, size)
    return _SetEntry(entry, indent, words, words.lines(PORTRAIT.width - indent - 4 * size, justify=False))


def _entry_strips(placed: _SetEntry, leading: float, number_of: Callable[[str], int], faces: Faces) -> list[Strip]:
    entry, indent, words, lines = placed

    def strip(index: int) -> Strip:
        last = index == len(lines) - 1

        def draw(canvas: Any, left: float, top: float) -> None:
            y = baseline(top, leading, words.size)
            draw_line(canvas, words, lines[index], left + indent, y)
            if last:
                number = _number(number_of(entry.key), faces.song)
                _draw_leader(canvas, left + indent + lines[index].width, left + PORTRAIT.width, y, number)
            box = (left + indent, top - leading, left + PORTRAIT.width, top)
            canvas.linkAbsolute("", entry.key, box, thickness=0)

        return Strip(leading, draw, keep=not last, kind="contents")

    return [strip(index) for index in range(len(lines))]


def _number(number: int, face: Face) -> Words:
    return measured(str(number), face, CHARACTER * 0.85)


def _draw_leader(canvas: Any, start: float, end: float, y: float, number: Words) -> None:
    """Dots on a common raster from the title to the page number at the right edge; as ornament they are drawn, not written."""
    width = number.width()
    draw_line(canvas, number, number.lines(width + 1)[0], end - width, y)
    first, last = int((start + 8) / _PITCH) + 1, int((end - width - 6) / _PITCH)
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineWidth(1.1)
    canvas.setDash(0, _PITCH)
    canvas.setStrokeColorRGB(*RULE)
    if last > first:
        canvas.line(first * _PITCH, y + 3.2, last * _PITCH, y + 3.2)
    canvas.restoreState()
