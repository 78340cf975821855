"""The small values that everyone above speaks in: a cell's place, what stands in it, and a change to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from juesuan.errors import JuesuanError


class WorkbookError(JuesuanError):
    """A workbook could not be opened, edited or saved."""


class Cell(NamedTuple):
    """A place in a workbook: sheet name, row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """Such as `E37`."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class CellError:
    """A formula that gives no value; `code` is Excel's word, such as `#REF!` or `#CIRC!` for a circular reference."""

    code: str


@dataclass(frozen=True)
class Formula:
    """A formula as typed, without the leading `=`; `array` is the range of an array formula (`B2` or `B2:B9`), else empty."""

    text: str
    array: str = ""


Value = Decimal | str | bool | CellError | None
Content = Decimal | str | bool | CellError | Formula | None
"""What was typed into a cell: a value, or a formula."""


@dataclass(frozen=True)
class CellEdit:
    """One cell's content replaced."""

    cell: Cell
    old: Content
    new: Content

    def reversed(self) -> CellEdit:
        return CellEdit(self.cell, self.new, self.old)


@dataclass(frozen=True)
class RowsInserted:
    """`count` rows inserted before `row`; they take the styles and formulas of the row `pattern` (as numbered before; None: the row above).

    Ranges that begin or end at the pattern row take the new rows in. `kept` is what the workbook needs to undo exactly.
    """

    sheet: str
    row: int
    count: int = 1
    pattern: int | None = None
    kept: object = field(default=None, compare=False, repr=False)

    def reversed(self) -> RowsDeleted:
        return RowsDeleted(self.sheet, self.row, self.count, self.pattern, self.kept)


@dataclass(frozen=True)
class RowsDeleted:
    """`count` rows deleted from `row` on; `kept` is what the workbook needs to bring them back, filled in when it is applied."""

    sheet: str
    row: int
    count: int = 1
    pattern: int | None = None
    kept: object = field(default=None, compare=False, repr=False)

    def reversed(self) -> RowsInserted:
        return RowsInserted(self.sheet, self.row, self.count, self.pattern, self.kept)


Edit = CellEdit | RowsInserted | RowsDeleted


@dataclass(frozen=True)
class Change:
    """One act of the user: what undo takes back at once. `label` is shown beside 撤销, such as `填写 财决01 31行3栏`."""

    label: str
    edits: tuple[Edit, ...]

    def reversed(self) -> Change:
        return Change(self.label, tuple(edit.reversed() for edit in reversed(self.edits)))


@dataclass(frozen=True)
class Effect:
    """What a change did: the change as applied (with what undo needs), every cell whose value differs now, sheets whose rows moved."""

    change: Change
    cells: frozenset[Cell]
    moved: frozenset[str] = frozenset()


_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


def column_letters(column: int) -> str:
    """1 → `A`, 27 → `AA`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """`A` → 1, `AA` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_a1(text: str) -> tuple[int, int]:
    """`E37` → (37, 5). Raises ValueError where it is no cell reference."""
    found = _A1.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[2]), column_number(found[1])
