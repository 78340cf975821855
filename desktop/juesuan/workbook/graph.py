"""Which formulas read which cells, so that an edit touches only what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from juesuan.workbook.cells import Cell
from juesuan.workbook.formulas import Reference

_WIDE = 64


class _Readers:
    """The formulas that read one sheet: by single cell, by row, by column, and wide ranges. Dicts are ordered sets here, quick to leave."""

    def __init__(self) -> None:
        self.cells: defaultdict[tuple[int, int], dict[Cell, None]] = defaultdict(dict)
        self.rows: defaultdict[int, dict[tuple[int, int, Cell], None]] = defaultdict(dict)
        self.columns: defaultdict[int, dict[tuple[int, int, Cell], None]] = defaultdict(dict)
        self.wide: dict[tuple[int, int, int, int, Cell], None] = {}

    def enter(self, box: tuple[int, int, int, int], formula: Cell) -> None:
        top, left, bottom, right = box
        if top == bottom:
            if left == right:
                self.cells[top, left][formula] = None
            else:
                self.rows[top][left, right, formula] = None
        elif right - left >= _WIDE:
            self.wide[top, left, bottom, right, formula] = None
        else:
            for column in range(left, right + 1):
                self.columns[column][top, bottom, formula] = None

    def leave(self, box: tuple[int, int, int, int], formula: Cell) -> None:
        """Take a formula out; it may have named the same cells twice, so they may be gone."""
        top, left, bottom, right = box
        if top == bottom and left == right:
            self.cells[top, left].pop(formula, None)
        elif top == bottom:
            self.rows[top].pop((left, right, formula), None)
        elif right - left >= _WIDE:
            self.wide.pop((top, left, bottom, right, formula), None)
        else:
            for column in range(left, right + 1):
                self.columns[column].pop((top, bottom, formula), None)

    def of(self, row: int, column: int) -> list[Cell]:
        found = list(self.cells.get((row, column), ()))
        if row in self.rows:
            found += [formula for left, right, formula in self.rows[row] if left <= column <= right]
        if column in self.columns:
            found += [formula for top, bottom, formula in self.columns[column] if top <= row <= bottom]
        if self.wide:
            found += [formula for top, left, bottom, right, formula in self.wide if top <= row <= bottom and left <= column <= right]
        return found


class Graph:
    """Formula cells by what they read. Sheet names compare without regard to case, as formulas do."""

    def __init__(self) -> None:
        self._sheets: dict[str, _Readers] = {}
        self._read: dict[Cell, tuple[Reference, ...]] = {}

    def _of(self, sheet: str) -> _Readers:
        """The readers of a sheet, found by any spelling of its name."""
        found = self._sheets.get(sheet)
        if found is None:
            found = self._sheets[sheet] = self._sheets.setdefault(sheet.lower(), _Readers())
        return found

    def add(self, formula: Cell, references: tuple[Reference, ...]) -> None:
        """`formula` reads `references` from now on."""
        self._read[formula] = references
        for reference in references:
            self._of(formula.sheet if reference.sheet is None else reference.sheet).enter(reference.box, formula)

    def remove(self, formula: Cell) -> None:
        """`formula` reads nothing any more."""
        for reference in self._read.pop(formula, ()):
            self._of(formula.sheet if reference.sheet is None else reference.sheet).leave(reference.box, formula)

    def reads(self, sheet: str) -> bool:
        """Whether a formula names this sheet."""
        return sheet.lower() in self._sheets

    def references(self, formula: Cell) -> tuple[Reference, ...]:
        return self._read.get(formula, ())

    def readers(self, cell: Cell) -> Iterator[Cell]:
        """The formulas that read a cell directly; one may come twice."""
        sheet, row, column = cell
        found = self._sheets.get(sheet) or self._of(sheet)
        return iter(found.of(row, column))

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
