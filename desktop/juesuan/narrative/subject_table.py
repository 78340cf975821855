"""A form by 功能分类科目: what each 类, 款 and 项 spent, its budget, and what an office typed about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from juesuan.forms.form import Form
from juesuan.narrative.catalogue import SubjectList
from juesuan.narrative.facts import Book, Fact, Facts, Measure, Typed, plain_amount
from juesuan.subjects import Subjects
from juesuan.workbook import Cell

LEVELS = {"类": 3, "款": 5, "项": 7}
"""How many digits a code of each level has."""
_SPENT = ("决算", "基本", "项目")
_BUDGETS = ("年初预算", "全年预算")
_LATEST = 2024


@dataclass(frozen=True)
class Entry:
    """A row of a form by 科目: cells of its measures."""

    code: str
    label: str
    cells: dict[str, Cell]


class SubjectTable:
    """The table for one workbook and the year before; a level that the form does not print is summed from what lies under it."""

    def __init__(self, definition: SubjectList, facts: Facts) -> None:
        self.definition = definition
        self.facts = facts
        self.whole = facts.measure(definition.whole)
        self.entries = _entries(facts.book, definition)
        self._names = Subjects.for_year(facts.book.recognition.edition or _LATEST)
        self._measures: dict[str, dict[str, Measure]] = {}

    @cached_property
    def _before(self) -> dict[str, Entry]:
        return _entries(self.facts.prior, self.definition) if self.facts.prior else {}

    def codes(self, level: str, under: str = "", always: tuple[str, ...] = ()) -> list[str]:
        """Codes of a level (under a code) that spent something, and those of `always`, in order."""
        length = LEVELS[level]
        found = {code[:length] for code in self.entries if code.startswith(under) and len(code) >= length}
        return sorted(code for code in found | set(always) if code in always or self.measures(code)["决算"].now.amount)

    def items(self, code: str) -> int:
        """How many 项 the form has under the code."""
        return sum(len(each) == LEVELS["项"] and each.startswith(code) for each in self.entries)

    def measures(self, code: str) -> dict[str, Measure]:
        """决算, 基本, 项目 with last year's, and 年初预算, 全年预算."""
        if code not in self._measures:
            spent = {name: self._measure(code, name) for name in _SPENT}
            budgets = {name: Measure(self._budget(code, name), Fact(name, None), f"科目.{code}.{name}数") for name in _BUDGETS}
            self._measures[code] = {**spent, **budgets}
        return self._measures[code]

    def name(self, code: str) -> str:
        """The year's name of the subject, else the form's own, else the code."""
        known = self._names.find(code)
        entry = self.entries.get(code)
        return known.name if known else entry.label if entry else code

    def typed(self, code: str, column: str) -> Typed | None:
        """What 说明资料-科目 says in a column of words; None where blank."""
        book = self.facts.book
        cell = book.subject_cell(code, column, self.definition.fund)
        value = book.recognition.workbook.value(cell) if cell else None
        return Typed(f"科目.{code}.{column}", value, cell) if cell and isinstance(value, str) and value.strip() else None

    def _budget(self, code: str, column: str) -> Fact:
        book = self.facts.book
        cell = book.subject_cell(code, f"{column}数", self.definition.fund)
        amount = plain_amount(book.recognition.workbook.value(cell)) if cell else None
        return Fact(f"{code} {self.name(code)} {column}", amount, "元", (cell,) if cell and amount is not None else ())

    def _measure(self, code: str, name: str) -> Measure:
        prior = self.facts.prior
        before = self._fact(prior, self._before, code, name) if prior else Fact(name, None)
        return Measure(self._fact(self.facts.book, self.entries, code, name), before)

    def _fact(self, book: Book, entries: dict[str, Entry], code: str, name: str) -> Fact:
        below = [entry for entry in entries.values() if len(entry.code) == LEVELS["项"] and entry.code.startswith(code)]
        total, cells = Decimal(0), []
        for entry in [entries[code]] if code in entries else below:
            cell = entry.cells.get(name)
            amount = plain_amount(book.recognition.workbook.value(cell)) if cell else None
            form = book.recognition.of_sheet(cell.sheet) if cell else None
            if cell and form and amount is not None:
                total += amount * form.scale
                cells.append(cell)
        return Fact(f"{code} {self.name(code)}", total, "元", tuple(cells))


def _entries(book: Book, definition: SubjectList) -> dict[str, Entry]:
    """Rows of the first form of the definition that has any."""
    for code, columns in definition.forms.items():
        form = book.recognition.form(code)
        rows = _rows(form, columns) if form else {}
        if rows:
            return rows
    return {}


def _rows(form: Form, columns: dict[str, str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    places = {name: place for name, number in columns.items() if (place := form.column(number))}
    for row in form.rows:
        if row.subject and row.id == row.subject and row.level != "项目":
            found[row.subject] = Entry(
                row.subject, row.label.strip(), {name: Cell(form.sheet, row.row, place.column) for name, place in places.items()}
            )
    return found
