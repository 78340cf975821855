"""Fills a built template by addresses, for the scripts that make the cases and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from juesuan.forms.build import build_template
from juesuan.forms.build_formulas import Formulas, Place
from juesuan.forms.build_inputs import COVER_FIRST_ROW, INPUTS_VALUE_COLUMN, SUBJECTS_FIRST_ROW, input_rows, subjects_of_year
from juesuan.forms.build_plan import Plan, PlannedColumn, PlannedRow
from juesuan.forms.build_values import store_values
from juesuan.forms.catalogue import catalogue

SPARE_ROWS = 1
ITEM_LENGTH = 7


def with_parents(codes: Iterable[str]) -> list[str]:
    """The codes with their 款 and 类, in the order of a form."""
    return sorted({code[:length] for code in codes for length in (3, 5, 7) if length <= len(code)})


class Filling:
    """A template of a year, opened for filling; `subjects` are the codes of each form by subject, with 类 and 款."""

    def __init__(self, year: int, unit_name: str, forms: Sequence[str], subjects: Mapping[str, Sequence[str]]) -> None:
        self._year = year
        rows = {form: len(codes) + SPARE_ROWS for form, codes in subjects.items()}
        with TemporaryDirectory() as folder:
            path = Path(folder) / "template.xlsx"
            self.plans = build_template(year, path, unit_name, forms, rows)
            self.workbook = openpyxl.load_workbook(path)
        self._formulas = Formulas(self.plans)
        self._names = dict(subjects_of_year(year))
        self._rows: dict[tuple[str, str], int] = {}
        self._subject_inputs = SUBJECTS_FIRST_ROW
        for form, codes in subjects.items():
            self._place(form, codes)

    def _place(self, form: str, codes: Sequence[str]) -> None:
        plan = self.plans[form]
        sheet = self.workbook[plan.sheet]
        for row, code in enumerate(codes, start=plan.first_row):
            sheet.cell(row, 1).value = code
            sheet.cell(row, 4).value = self._names[code]
            self._rows[form, code] = row
            if len(code) == ITEM_LENGTH:
                self._clear_typed_cells(plan, row)

    def _clear_typed_cells(self, plan: Plan, row: int) -> None:
        """An item has nothing below it to add up: its cells are blank until an amount is typed."""
        for column in plan.columns:
            if not self._formulas.of_row(Place(plan, row, column)):
                self.workbook[plan.sheet].cell(row, column.column).value = None

    def row(self, form: str, name: str) -> PlannedRow:
        found = self.plans[form].row(name)
        if found is None:
            raise KeyError(f"{form} {name}")
        return found

    def _column(self, form: str, name: str) -> PlannedColumn:
        found = self.plans[form].column(name)
        if found is None:
            raise KeyError(f"{form} {name}栏")
        return found

    def subject(self, form: str, code: str, column: str, amount: Decimal) -> None:
        """Type an amount in 元 into the row of a subject."""
        self._write(form, self._rows[form, code], column, amount)

    def fixed(self, form: str, row: str, column: str, amount: Decimal | None) -> None:
        """Type an amount, or nothing, into a fixed row."""
        self._write(form, self.row(form, row).row, column, amount)

    def total(self, form: str, column: str, amount: Decimal) -> None:
        """Type over the 合计 of a form by subject."""
        self._write(form, self.plans[form].total_row, column, amount)

    def _write(self, form: str, row: int, column: str, amount: Decimal | None) -> None:
        value = None if amount is None else int(amount) if amount == amount.to_integral_value() else float(amount)
        self.workbook[self.plans[form].sheet].cell(row, self._column(form, column).column).value = value

    def sum_children(self, form: str, columns: Sequence[str]) -> None:
        """Let 类 and 款 add up their own form's rows instead of reading another form."""
        plan = self.plans[form]
        for (of, code), row in self._rows.items():
            if of == form and len(code) < ITEM_LENGTH:
                for name in columns:
                    column = self._column(form, name)
                    self.workbook[plan.sheet].cell(row, column.column).value = f"={self._formulas.of_children(Place(plan, row, column))}"

    def final_column(self, form: str, row: str, rank: int) -> str:
        """栏次 of the 决算数 column of that rank in a row's panel: 0 for 小计, 1 for 一般公共预算 …"""
        columns = self.plans[form].panels[self.row(form, row).panel]
        return [column for column in columns if "决算数" in column.path][rank].number

    def cover(self, key: str, value: str) -> None:
        spec, edition = catalogue().spec("封面"), catalogue().edition("封面", self._year)
        if spec is None or edition is None:
            raise KeyError(key)
        keys = [field.key for field in edition.fields]
        self.workbook[spec.sheet_name].cell(COVER_FIRST_ROW + keys.index(key), 2).value = value

    def input(self, key: str, value: str | float) -> None:
        """Fill a row of 说明资料."""
        rows = [item["key"] for item in input_rows(self._year)]
        self.workbook["说明资料"].cell(5 + rows.index(key), INPUTS_VALUE_COLUMN).value = value

    def subject_input(self, code: str, fund: str, budget: Decimal, reason: str) -> None:
        """Fill the next row of 说明资料-科目: full-year budget in 元 and the reason of a difference."""
        sheet, row = self.workbook["说明资料-科目"], self._subject_inputs
        for column, value in enumerate((code, self._names[code], fund, None, float(budget), reason or None), start=1):
            sheet.cell(row, column).value = value
        self._subject_inputs += 1

    def save(self, path: Path) -> None:
        """Write the workbook with fresh values beside its formulas."""
        self.workbook.calculation.fullCalcOnLoad = False
        self.workbook.save(path)
        store_values(path)
