"""Units laid out alike: their amounts added up in one stroke, and judged by balance formulas that were bound to cells once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from operator import add
from typing import NamedTuple

from juesuan.audit import Audit
from juesuan.audit.bound import Verdict
from juesuan.audit.late import Source, late_finding
from juesuan.audit.values import text_of
from juesuan.combine.adding import Total
from juesuan.combine.combined import Place, RowName
from juesuan.combine.values import Figures, without_noise
from juesuan.forms import TOTAL, Column, Form, Recognition, Row
from juesuan.money import parse_amount
from juesuan.workbook import Cell, Workbook

_KIND, _COVER = "基本平衡", "封面"
_OWN_FORMS = "财决"
_NOTHING = Decimal(0)
_SHOWN = 20
_KEPT = 3
"""Layouts kept at a time; each holds thousands of formulas bound to cells."""


class _Balance(Audit):
    """The audit by those official formulas alone that say whether a workbook balances."""

    def _compile(self) -> None:
        self.rules = tuple(rule for rule in self.rules if rule.kind == _KIND and rule.severity == "error")
        super()._compile()


class _Part(NamedTuple):
    """The amount cells of a form on one sheet. scale: 元 in one printed unit."""

    sheet: str
    scale: Decimal
    slots: list[int]
    places: list[tuple[int, int]]


def own_forms(recognition: Recognition) -> list[Form]:
    """The 财决 forms: what is added up."""
    return [form for form in recognition.forms if form.code.startswith(_OWN_FORMS)]


def _shape(recognition: Recognition) -> list[tuple[object, ...]]:
    """What two workbooks must have in common so that every amount of both stands in the same cells and means the same."""
    return [
        (form.code, form.edition, form.unit, form.sheets, form.columns, form.rows, form.fields)
        for form in recognition.forms
        if form.code == _COVER or form.code.startswith(_OWN_FORMS)
    ]


class Layout:
    """The 财决 forms of one workbook, standing for all that are laid out alike.

    shape: what they have in common; edition: their year; total: sums of the units added since `flush`, in 元 by slot of the audit.
    """

    def __init__(self, recognition: Recognition) -> None:
        self.shape, self.edition = _shape(recognition), recognition.edition or 0
        self._forms = own_forms(recognition)
        self._audit = _Balance(recognition)
        self._size = len(self._audit.values.amounts)
        self._parts = [part for form in self._forms for part in self._cells(form)]
        self.total = [_NOTHING] * self._size
        self._notes: dict[Place, str] = {}
        self._note_cells = {place: cell for form in self._forms for place, cell in self._noted(form)}
        self._used = False

    def _noted(self, form: Form) -> Iterator[tuple[Place, Cell]]:
        """Where a project's row says something before its amounts that is neither its code nor its name."""
        named = {*form.keys.codes, form.keys.name, form.keys.project_code, form.keys.project_name}
        projects = [row for row in form.rows if _is_project(row)]
        leading = self._audit.values.grids[form.code, False].leading if projects else {}
        free = {header: column for header, column in leading.items() if column not in named}
        for row in projects:
            for header, column in free.items():
                yield Place(form.code, row.id, header), Cell(row.sheet or form.sheet, row.row, column)

    def _cells(self, form: Form) -> list[_Part]:
        parts = {sheet: _Part(sheet, form.scale, [], []) for sheet in form.sheets}
        for cell, slot in self._audit.values.grids[form.code, False].cells():
            parts[cell.sheet].slots.append(slot)
            parts[cell.sheet].places.append((cell.row, cell.column))
        return list(parts.values())

    def take(self, recognition: Recognition) -> tuple[int, tuple[str, ...]]:
        """Add a unit of this shape to the total; in how many places it does not balance, and the first of them in sentences."""
        amounts, odd = self._read(recognition.workbook)
        self.total = list(map(add, self.total, amounts))
        texts = {place: text_of(recognition.workbook.value(cell)) for place, cell in self._note_cells.items()}
        self._notes = {place: text for place, text in texts.items() if text} | self._notes
        self._used = True
        problems = {slot: problem for slot, cell in odd.items() if (problem := recognition.problem(cell))}
        failed = self._failed(amounts, problems, recognition)
        sentences = [*problems.values(), *map(self._sentence, failed[:_SHOWN])]
        return len(problems) + len(failed), tuple(sentences[:_SHOWN])

    def _read(self, workbook: Workbook) -> tuple[list[Decimal], dict[int, Cell]]:
        """Amounts in 元 by slot, and the cells that hold something else than a number."""
        amounts, odd = [_NOTHING] * self._size, {}
        clean = isinstance(workbook, Figures)
        for sheet, scale, slots, places in self._parts:
            for slot, place, value in zip(slots, places, map(workbook.sheet(sheet).filled.get, places), strict=True):
                if type(value) is Decimal:
                    amount = value if clean else without_noise(value)
                    amounts[slot] = amount if scale == 1 else amount * scale
                elif value is not None:
                    odd[slot] = Cell(sheet, *place)
        return amounts, odd

    def _failed(self, amounts: list[Decimal], problems: dict[int, str], recognition: Recognition) -> list[int]:
        """Indexes of the formulas that do not hold; those that read a cell which is no amount are not judged."""
        values, instances = self._audit.values, self._audit.instances
        values.amounts, values.filled, values.trouble = amounts, bytearray(map(bool, amounts)), problems
        cover = recognition.form(_COVER)
        for (form, key, _), slot in values.fields.items():
            if form == _COVER and cover and key in cover.fields:
                text = values.texts[slot] = text_of(recognition.workbook.value(cover.fields[key]))
                values.filled[slot], amounts[slot] = bool(text), parse_amount(text) or _NOTHING
        instances.judge_all()
        return list(instances.having(Verdict.FAILED))

    def _sentence(self, index: int) -> str:
        family = self._audit.instances.family(index)
        finding = late_finding(Source(family, index - family.start, self._audit.values, self._audit.notes))
        return f"{finding.form} {finding.equation}"

    def flush(self, totals: dict[int, Total]) -> None:
        """Hand over what was added up, and begin anew."""
        if self._used:
            total = totals[self.edition]
            for form in self._forms:
                _name_rows(form, total)
                self._hand_over(form, total.amounts)
            total.notes = self._notes | total.notes
            self.total, self._notes, self._used = [_NOTHING] * self._size, {}, False

    def _hand_over(self, form: Form, amounts: dict[Place, Decimal]) -> None:
        grid = self._audit.values.grids[form.code, False]
        for _, slot in grid.cells():
            amount = self.total[slot]
            if amount:
                row, column = grid.place(slot)
                place = Place(form.code, row.id if form.kind == "floating" else row.key or row.id, _column_name(column))
                amounts[place] = amounts.get(place, _NOTHING) + amount


def _name_rows(form: Form, total: Total) -> None:
    total.forms.add(form.code)
    if form.kind == "floating":
        names = {row.id: RowName(row.label.strip(), row.subject, _is_project(row)) for row in form.rows if row.id != TOTAL}
        total.rows[form.code] = names | total.rows.get(form.code, {})


def _is_project(row: Row) -> bool:
    return "/" in row.id


def _column_name(column: Column) -> str:
    return f"E{column.econ}" if column.econ else column.number


class Layouts:
    """The layouts met last, each with the units added since they were handed over."""

    def __init__(self) -> None:
        self._kept: list[Layout] = []

    def of(self, recognition: Recognition, totals: dict[int, Total]) -> Layout:
        """The layout of a workbook, that of an earlier one where it is laid out alike. `totals` take what a layout let go of holds."""
        shape = _shape(recognition)
        found = next((layout for layout in self._kept if layout.shape == shape), None) or Layout(recognition)
        self._kept = [found, *(layout for layout in self._kept if layout is not found)]
        for layout in self._kept[_KEPT:]:
            layout.flush(totals)
        del self._kept[_KEPT:]
        return found

    def flush(self, totals: dict[int, Total]) -> None:
        """Hand over everything that was added up."""
        for layout in self._kept:
            layout.flush(totals)
