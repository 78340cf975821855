"""Which formulas read which cells, so that an edit touches only what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from juesuan.workbook.cells import Cell
from juesuan.workbook.formulas import Reference

_WIDE = 64


class Graph:
    """Formula cells by what they read. Sheet names compare without regard to case, as formulas do."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[str, int, int], list[Cell]] = defaultdict(list)
        self._rows: defaultdict[tuple[str, int], list[tuple[int, int, Cell]]] = defaultdict(list)
        self._columns: defaultdict[tuple[str, int], list[tuple[int, int, Cell]]] = defaultdict(list)
        self._wide: defaultdict[str, list[tuple[int, int, int, int, Cell]]] = defaultdict(list)
        self._read: dict[Cell, tuple[Reference, ...]] = {}

    def add(self, formula: Cell, references: tuple[Reference, ...]) -> None:
        """`formula` reads `references` from now on."""
        self._read[formula] = references
        for reference in references:
            self._enter(formula, reference)

    def remove(self, formula: Cell) -> None:
        """`formula` reads nothing any more."""
        for reference in self._read.pop(formula, ()):
            self._leave(formula, reference)

    def references(self, formula: Cell) -> tuple[Reference, ...]:
        return self._read.get(formula, ())

    def _enter(self, formula: Cell, reference: Reference) -> None:
        sheet = (formula.sheet if reference.sheet is None else reference.sheet).lower()
        top, left, bottom, right = reference.box
        if top == bottom and left == right:
            self._cells[sheet, top, left].append(formula)
        elif top == bottom:
            self._rows[sheet, top].append((left, right, formula))
        elif right - left >= _WIDE:
            self._wide[sheet].append((top, left, bottom, right, formula))
        else:
            for column in range(left, right + 1):
                self._columns[sheet, column].append((top, bottom, formula))

    def _leave(self, formula: Cell, reference: Reference) -> None:
        sheet = (formula.sheet if reference.sheet is None else reference.sheet).lower()
        top, left, bottom, right = reference.box
        if top == bottom and left == right:
            self._cells[sheet, top, left].remove(formula)
        elif top == bottom:
            self._rows[sheet, top].remove((left, right, formula))
        elif right - left >= _WIDE:
            self._wide[sheet].remove((top, left, bottom, right, formula))
        else:
            for column in range(left, right + 1):
                self._columns[sheet, column].remove((top, bottom, formula))

    def readers(self, cell: Cell) -> Iterator[Cell]:
        """The formulas that read a cell directly; one may come twice."""
        sheet, row, column = cell.sheet.lower(), cell.row, cell.column
        yield from self._cells.get((sheet, row, column), ())
        yield from (formula for left, right, formula in self._rows.get((sheet, row), ()) if left <= column <= right)
        yield from (formula for top, bottom, formula in self._columns.get((sheet, column), ()) if top <= row <= bottom)
        for top, left, bottom, right, formula in self._wide.get(sheet, ()):
            if top <= row <= bottom and left <= column <= right:
                yield formula

    def following(self, cells: Iterable[Cell]) -> list[Cell]:
        """All formulas that follow from `cells`, those that others read first (in a circle the order is arbitrary)."""
        done: set[Cell] = set()
        order: list[Cell] = []
        for cell in cells:
            if cell in done:
                continue
            done.add(cell)
            stack = [(cell, self.readers(cell))]
            while stack:
                reader = next(stack[-1][1], None)
                if reader is None:
                    order.append(stack.pop()[0])
                elif reader not in done:
                    done.add(reader)
                    stack.append((reader, self.readers(reader)))
        return [cell for cell in reversed(order) if cell in self._read]

    def in_circle(self, formula: Cell) -> bool:
        """Whether a formula reads itself, directly or through others."""
        seen: set[Cell] = set()
        waiting = [formula]
        while waiting:
            for reader in self.readers(waiting.pop()):
                if reader == formula:
                    return True
                if reader not in seen:
                    seen.add(reader)
                    waiting.append(reader)
        return False
