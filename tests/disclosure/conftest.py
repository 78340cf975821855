"""Workbooks made by hand: official forms as the catalogue has them, with a few amounts in 元."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace

import pytest

from juesuan.forms import TOTAL, Column, Form, Row, catalogue
from juesuan.subjects import Subjects


@dataclass
class Made:
    """A recognised workbook as disclosure needs it."""

    edition: int
    unit_name: str = "某市医疗保障局"
    by_code: dict[str, Form] = field(default_factory=dict)
    values: dict[str, dict[tuple[int, int], Decimal | str]] = field(default_factory=dict)

    @property
    def workbook(self):
        return SimpleNamespace(value=lambda cell: self.values[cell.sheet].get((cell.row, cell.column)))

    def form(self, code):
        return self.by_code.get(code)

    @property
    def forms(self):
        return tuple(self.by_code.values())

    def amount_at(self, cell, _form=None):
        return self.workbook.value(cell)

    def amount(self, form, row, column):
        cell = self.by_code[form].cell(row, column) if form in self.by_code else None
        return self.values[cell.sheet].get((cell.row, cell.column)) if cell else None

    def add(self, code, amounts, projects=()):
        """Amounts by (row, column); rows of forms by subject are made from the rows named, `projects` are (subject, name)."""
        edition = catalogue().edition(code, self.edition)
        columns = tuple(
            Column(column.number, place, column.path, _panel_of_column(column), column.econ)
            for place, column in enumerate(edition.columns, 20)
        )
        rows = tuple(_fixed_rows(edition)) if edition.rows else tuple(self._subject_rows({row for row, _ in amounts}, projects))
        form = Form(code, code, edition.title, "fixed" if edition.rows else "floating", self.edition, rows=rows, columns=columns)
        self.by_code[code] = form
        self.values[code] = {}
        for (row, column), amount in amounts.items():
            cell = form.cell(row, column)
            assert cell, (code, row, column)
            self.values[code][cell.row, cell.column] = Decimal(amount)
        return self

    def _subject_rows(self, names, projects):
        yield Row(TOTAL, 9, label=TOTAL, level=TOTAL)
        place = 10
        for code in sorted(names - {TOTAL}):
            subject = Subjects.for_year(self.edition).functional(code)
            if subject:
                yield Row(code, place, label=subject.name, subject=code, level=subject.level)
                place += 1
            for owner, name in projects:
                if owner == code:
                    yield Row(f"{code}/{name}", place, label=name, subject=code, level="项目")
                    place += 1


def _panel_of_column(column):
    path = "/".join(column.path)
    return 2 if "性质" in path else 1 if path.startswith("支出") or "右块" in path else 0


def _fixed_rows(edition):
    panels = {"右": 1, "收入": 0, "支出-功能": 1, "支出-性质经济": 2, "支出-底部": 2}
    for place, row in enumerate(edition.rows, 7):
        yield Row(
            row.id, place, panels.get(row.block, 0), row.label, row.key, row.line, block=row.block, func=row.func, econ=row.econ
        )


@pytest.fixture
def made():
    return Made
