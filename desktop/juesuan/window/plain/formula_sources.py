"""Which cells a formula takes its number from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan.workbook import Cell, Formula, Workbook, parse_a1

_REFERENCE = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[\w.\-（）()一-鿿]+))!)?(?P<first>\$?[A-Z]{1,3}\$?\d+)(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?"
)
_TEXT = re.compile(r'"[^"]*"')
_MOST = 400


def sources(formula: Formula, sheet: str, workbook: Workbook) -> tuple[Cell, ...]:
    """The cells a formula on `sheet` reads, in its order, each once; ranges cell by cell."""
    names = {found.name for found in workbook.sheets}
    cells: dict[Cell, None] = {}
    for reference in _REFERENCE.finditer(_TEXT.sub("", formula.text)):
        name = (reference["quoted"] or "").replace("''", "'") or reference["plain"] or sheet
        if name in names:
            cells.update(dict.fromkeys(_cells(name, reference["first"], reference["last"])))
        if len(cells) > _MOST:
            break
    return tuple(cells)


def _cells(sheet: str, first: str, last: str | None) -> Iterator[Cell]:
    top, left = parse_a1(first)
    bottom, right = parse_a1(last) if last else (top, left)
    for row in range(min(top, bottom), max(top, bottom) + 1):
        for column in range(min(left, right), max(left, right) + 1):
            yield Cell(sheet, row, column)
