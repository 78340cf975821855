"""Which figure of a document stands at a place of a printed page: by the characters around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from juesuan.document import Document, Heading, Number, Paragraph, Table
from juesuan.workbook import Cell

_DIGITS = re.compile(r"-?[\d,]+(?:\.\d+)?")
_NEAR = 12


class PrintedNumbers:
    """The printed characters of a document without blanks, and which of them are figures."""

    def __init__(self, document: Document) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._cells: list[tuple[Cell, ...]] = []
        pieces: list[str] = []
        length = 0
        for text, cells in _pieces(document):
            plain = "".join(text.split())
            if cells:
                self._starts.append(length)
                self._ends.append(length + len(plain))
                self._cells.append(cells)
            pieces.append(plain)
            length += len(plain)
        self._text = "".join(pieces)

    def cells_at(self, line: str, place: int) -> tuple[Cell, ...]:
        """The cells of the figure printed at a place of a line (or any run of printed characters); empty where none stands there."""
        found = next((match for match in _DIGITS.finditer(line) if match.start() <= place < match.end()), None)
        if found is None:
            return ()
        before = "".join(line[: found.start()].split())
        after = "".join(line[found.end() :].split())
        for near in range(_NEAR, -1, -1):
            cells = self._cells_of(before[-near:] if near else "", found[0], after[:near])
            if cells:
                return cells
        return ()

    def _cells_of(self, before: str, digits: str, after: str) -> tuple[Cell, ...]:
        """Where the figure with its neighbours stands once, or always leads to the same cells."""
        wanted, places, start = before + digits + after, set(), -1
        while (start := self._text.find(wanted, start + 1)) >= 0:
            places.add(self._covering(start + len(before), len(digits)))
        return next(iter(places)) if len(places) == 1 else ()

    def _covering(self, start: int, length: int) -> tuple[Cell, ...]:
        number = bisect_right(self._starts, start) - 1
        inside = number >= 0 and start + length <= self._ends[number] + 1 and start < self._ends[number]
        return self._cells[number] if inside else ()


def _pieces(document: Document) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            for run in block.runs:
                yield run.text, run.cells if isinstance(run, Number) else ()
        elif isinstance(block, Table):
            for row in block.body:
                for cell in row:
                    yield cell.text, (cell.cell,) if cell.cell else ()
