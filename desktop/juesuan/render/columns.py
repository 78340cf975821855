"""How wide a table's columns are and how large its letters, so that no number is ever broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from juesuan.document import Table, TableCell
from juesuan.fonts import Face
from juesuan.render.tokens import tokens

LARGEST, SMALLEST = 10.5, 6.0  # 五号 down to what print still shows
PAD = 3.0  # left and right of a cell's text, pt
_WHOLE = 2.7  # ems up to which a text is not broken at all: 得分, 100分
_WIDEST_WISH = 24.0  # ems that a text column asks for at most before it wraps
_DECENT = 8.0  # ems that a text column gets before others get more than their numbers need
_HEAD_DECENT, _HEAD_WISH = 4.0, 6.0  # the same for the words over a column: they may well stand in two lines
_WORTH, _LITTLE = 0.93, 24.0  # how much lower (share, and pt) columns shared out by need must make a table to be taken for its own


def placed(rows: Sequence[Sequence[TableCell]], columns: int) -> Iterator[tuple[int, int, TableCell]]:
    """(row, column, cell) of every cell, columns counted past the cells that spans from above cover."""
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            yield row, column, cell
            covered |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            column += cell.columns
            if column > columns:
                break


def column_count(table: Table) -> int:
    """As many as the widest row spans."""
    spans = [sum(cell.columns for cell in row) for row in (*table.header, *table.body)]
    return max([len(table.widths), *spans, 1])


def _needs(table: Table, columns: int, plain: Face, bold: Face) -> tuple[list[float], list[float], list[float]]:
    """For each column in ems: the widest stretch that must not be broken, room for a decent line of text, and for all of it on one line."""
    least, decent, wish = [1.0] * columns, [1.0] * columns, [2.0] * columns
    for rows, enough, most in ((table.header, _HEAD_DECENT, _HEAD_WISH), (table.body, _DECENT, _WIDEST_WISH)):
        for _, column, cell in placed(rows, columns):
            if cell.text and cell.columns == 1 and column < columns:
                face = bold if cell.bold else plain
                ems = [face.glyph(character).advance for character in cell.text]
                whole = [sum(ems)] if sum(ems) <= _WHOLE else []
                least[column] = max([least[column], *whole, *(sum(ems[token.start : token.end]) for token in tokens(cell.text))])
                decent[column] = max(decent[column], least[column], min(sum(ems), enough))
                wish[column] = max(wish[column], min(sum(ems), most))
    return least, decent, wish


def fit(
    table: Table, width: float, plain: Face, bold: Face, height: Callable[[Sequence[float], float], float]
) -> tuple[list[float], float]:
    """Column widths (pt, together `width`) and the letters' size (pt). height(widths, size): how high the table comes out.

    The table's own proportions hold as long as numbers and names have room enough and the table comes out little higher than with
    columns shared out by need; else it is the latter.
    """
    columns = column_count(table)
    least, decent, wish = _needs(table, columns, plain, bold)
    needed = _by_need(decent, wish, width)
    if len(table.widths) == columns and min(table.widths) > 0:
        widths = [width * share / sum(table.widths) for share in table.widths]
        size = _size(widths, least)
        roomy = _size(widths, decent) >= min(SMALLEST + 2, _size(needed, decent)) and size >= min(SMALLEST + 2, _size(needed, least))
        if roomy and _WORTH * (height(widths, size) - _LITTLE) <= height(needed, _size(needed, least)):
            return widths, max(size, SMALLEST)
    return needed, max(_size(needed, least), SMALLEST)


def _size(widths: Sequence[float], least: Sequence[float]) -> float:
    fitting = min((width - 2 * PAD) / need for width, need in zip(widths, least, strict=True))
    return min(LARGEST, int(fitting * 4) / 4)


def _by_need(decent: Sequence[float], wish: Sequence[float], width: float) -> list[float]:
    """What must be kept whole first, the rest shared by what each column would still like."""
    must = [need * LARGEST + 2 * PAD + 0.5 for need in decent]
    if sum(must) > width:
        return _crowded(decent, must, width)
    more = [max(like * LARGEST + 2 * PAD + 0.5 - need, 0.0) + 0.01 * need for like, need in zip(wish, must, strict=True)]
    spare = width - sum(must)
    return [need + spare * extra / sum(more) for need, extra in zip(must, more, strict=True)]


def _crowded(decent: Sequence[float], must: Sequence[float], width: float) -> list[float]:
    """Columns of short words keep their room, the others share what is left; all alike where that would leave them too little."""
    others = [need for need in decent if need > _WHOLE]
    left = width - sum(room for room, need in zip(must, decent, strict=True) if need <= _WHOLE) - len(others) * (2 * PAD + 0.5)
    if others and left / sum(others) >= SMALLEST:
        return [room if need <= _WHOLE else need * left / sum(others) + 2 * PAD + 0.5 for room, need in zip(must, decent, strict=True)]
    ems = (width - len(decent) * (2 * PAD + 0.5)) / sum(decent)
    return [need * ems + 2 * PAD + 0.5 for need in decent]
