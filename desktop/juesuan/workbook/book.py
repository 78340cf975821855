"""A workbook in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from juesuan.workbook.cells import Cell, CellEdit, CellError, Change, Content, Effect, Formula, Value


class Merge(NamedTuple):
    """A merged range, inclusive, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """One worksheet: values and contents by row and column from 1."""

    def __init__(self, name: str, contents: dict[tuple[int, int], Content], values: dict[tuple[int, int], Value], merges: tuple[Merge, ...]) -> None:
        self.name = name
        self.visible = True
        self.merges = merges
        self._contents = contents
        self._values = values
        self._anchors = {(r, c): (m.top, m.left) for m in merges for r in range(m.top, m.bottom + 1) for c in range(m.left, m.right + 1)}

    @property
    def row_count(self) -> int:
        return max((row for row, _ in self._contents), default=0)

    @property
    def column_count(self) -> int:
        return max((column for _, column in self._contents), default=0)

    def value(self, row: int, column: int) -> Value:
        return self._values.get((row, column))

    def content(self, row: int, column: int) -> Content:
        return self._contents.get((row, column))

    def cells(self) -> Iterator[tuple[int, int, Value]]:
        """The filled cells, row by row."""
        for row, column in sorted(self._values):
            yield row, column, self._values[row, column]

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        return self._anchors.get((row, column), (row, column))


class Workbook:
    """Sheets in order; the only way to change one is `apply`."""

    def __init__(self, path: Path | None, sheets: tuple[Sheet, ...]) -> None:
        self.path = path
        self.sheets = sheets
        self.modified = False
        self._by_name = {sheet.name: sheet for sheet in sheets}

    def sheet(self, name: str) -> Sheet:
        return self._by_name[name]

    def value(self, cell: Cell) -> Value:
        return self._by_name[cell.sheet].value(cell.row, cell.column)

    def content(self, cell: Cell) -> Content:
        return self._by_name[cell.sheet].content(cell.row, cell.column)

    def replace(self, cells: Mapping[Cell, Content], label: str) -> Change:
        return Change(label, tuple(CellEdit(cell, self.content(cell), new) for cell, new in cells.items()))

    def apply(self, change: Change) -> Effect:
        for edit in change.edits:
            if isinstance(edit, CellEdit):
                sheet, place = self._by_name[edit.cell.sheet], (edit.cell.row, edit.cell.column)
                sheet._contents[place] = edit.new  # noqa: SLF001
                sheet._values[place] = None if isinstance(edit.new, Formula) else edit.new  # noqa: SLF001
        self.modified = True
        return Effect(change, frozenset(edit.cell for edit in change.edits if isinstance(edit, CellEdit)))


def open_workbook(path: Path | str, *, progress: Any = None) -> Workbook:
    """Interim reader: openpyxl, values and formulas."""
    import openpyxl

    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    sheets = []
    for sheet in formulas.worksheets:
        contents: dict[tuple[int, int], Content] = {}
        cached: dict[tuple[int, int], Value] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    raw, value = cell.value, values[sheet.title].cell(cell.row, cell.column).value
                    contents[cell.row, cell.column] = Formula(raw[1:]) if isinstance(raw, str) and raw.startswith("=") else _plain(raw)
                    cached[cell.row, cell.column] = _plain(value)
        merges = tuple(Merge(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges)
        sheets.append(Sheet(sheet.title, contents, cached, merges))
    return Workbook(Path(path), tuple(sheets))


def _plain(raw: object) -> Decimal | str | bool | CellError | None:
    if raw is None or isinstance(raw, bool | str):
        return CellError(raw) if isinstance(raw, str) and raw.startswith("#") and raw.endswith(("!", "?", "A", "0")) else raw
    return Decimal(repr(raw)) if isinstance(raw, int | float) else str(raw)
