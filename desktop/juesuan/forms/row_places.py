"""Where rows of a form by subject lie and where a new one belongs: code order, empty rows that wait below, formulas to take over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from juesuan.forms.form import TOTAL, Form, Row
from juesuan.workbook import Content, Formula, Sheet, Workbook
from juesuan.workbook.formulas import RowShift, moved, translated

_PARENT_LENGTHS = (3, 5)


def with_parents(code: str) -> list[str]:
    """The code with its 类 and 款, from the top: `2101501` → 210, 21015, 2101501."""
    return [*(code[:length] for length in _PARENT_LENGTHS if length < len(code)), code]


@dataclass(frozen=True)
class Body:
    """The data rows of a form by subject on its last sheet, as they lie now.

    rows: 科目 and project rows from the top, without 合计. empty: numbers of the rows below them that wait to be filled.
    """

    form: Form
    sheet: Sheet
    rows: tuple[Row, ...]
    empty: tuple[int, ...]

    @property
    def first(self) -> int:
        """Sheet row of the first data row, filled or not."""
        return min([*(row.row for row in self.rows), *self.empty], default=self._top + 1)

    @property
    def next(self) -> int:
        """Sheet row below the last filled row."""
        return max((row.row for row in self.rows), default=self.first - 1) + 1

    @property
    def _top(self) -> int:
        total = [row.row for row in self.form.rows if row.id == TOTAL and (row.sheet or self.form.sheet) == self.sheet.name]
        return max([self.form.header_rows[1], *total]) if self.sheet.name == self.form.sheet else self.form.header_rows[1]

    @cached_property
    def subjects(self) -> frozenset[str]:
        return frozenset(row.subject for row in self.rows)

    def place_of_subject(self, code: str) -> int:
        """The sheet row before which a 科目 belongs: below its parent and before the next higher code beside it."""
        parents = [parent for parent in with_parents(code)[:-1] if parent in self.subjects]
        family = [row for row in self.rows if row.subject.startswith(parents[-1])] if parents else list(self.rows)
        later = next((row.row for row in family if row.subject > code), 0)
        return later or (max(row.row for row in family) + 1 if family else self.next)

    def place_of_project(self, subject: str) -> int:
        """The sheet row before which another project of a 项 belongs: below those that it has."""
        return max((row.row for row in self.rows if row.subject == subject), default=self.next - 1) + 1

    def donors(self, column: int, levels: Iterable[str]) -> Iterator[int]:
        """Rows whose formula in a column a new row may take over: empty ones first, then those of like level."""
        wanted = set(levels)
        for row in (*self.empty, *(row.row for row in self.rows if row.level in wanted)):
            if (row, column) in self.sheet.formulas:
                yield row


def body_of(workbook: Workbook, form: Form) -> Body:
    """The data rows of a form by subject."""
    last = form.sheets[-1]
    rows = tuple(row for row in form.rows if row.subject and (row.sheet or form.sheet) == last)
    return Body(form, workbook.sheet(last), rows, tuple(_empty_rows(workbook.sheet(last), form, rows)))


def _empty_rows(sheet: Sheet, form: Form, rows: tuple[Row, ...]) -> Iterator[int]:
    """Rows below the last filled one that have formulas among their amounts and nothing beside them."""
    total = max((row.row for row in form.rows if row.id == TOTAL and (row.sheet or form.sheet) == sheet.name), default=0)
    row = max([form.header_rows[1], total, *(found.row for found in rows)]) + 1
    columns = [column.column for column in form.columns]
    keys = range(1, min(columns, default=1))
    while any((row, column) in sheet.formulas for column in columns):
        if any(sheet.value(row, key) not in (None, "") for key in keys):
            return
        yield row
        row += 1


def taken_over(sheet: Sheet, donor: int, column: int, row: int, shift: RowShift) -> Content:
    """The formula of a donor row (as placed before the shift) as it reads in `row` (as placed after it); None where it has none."""
    formula = sheet.formulas.get((donor, column))
    if formula is None:
        return None
    return Formula(translated(moved(formula.text, sheet.name, 0, shift), row - (shift.place(donor) or donor), 0))
