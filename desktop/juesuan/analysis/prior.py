"""Last year's figures as kept in this year's workbook, asked for like those of an open one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan.analysis.link import FIRST_ROW, HEADER, PATH_PLACE, PRIOR_SHEET, UNIT_PLACE, YEAR_PLACE
from juesuan.forms import TOTAL, Column, Form, Row, catalogue
from juesuan.workbook import Cell, Sheet, Workbook

_AMOUNT_COLUMN = len(HEADER)
_LEVELS = {3: "类", 5: "款", 7: "项"}


class Prior:
    """Last year's figures. Attributes: workbook they are kept in, path of the workbook they came from, unit_name, edition, forms."""

    def __init__(self, workbook: Workbook, sheet: Sheet) -> None:
        self.workbook = workbook
        self.path = _text(sheet, PATH_PLACE)
        self.unit_name = _text(sheet, UNIT_PLACE)
        year = _text(sheet, YEAR_PLACE)
        self.edition = int(year) if year.isdigit() else None
        self._amounts: dict[tuple[str, int, int], tuple[Decimal, Cell]] = {}
        self._forms = dict(self._read(sheet))

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that were there; their rows and columns have names, but no cells of their own."""
        return tuple(self._forms.values())

    def form(self, code: str) -> Form | None:
        return self._forms.get(code)

    def cell(self, form: str, row: str, column: str) -> Cell | None:
        """Where the amount is kept in this workbook; None where it was zero or absent."""
        found = self._find(form, row, column)
        return found[1] if found else None

    def amount(self, form: str, row: str, column: str) -> Decimal | None:
        """元, as `Recognition.amount` gives it; zero where the form, and for a form by subject the row, was there but held nothing."""
        found = self._find(form, row, column)
        if found:
            return found[0]
        there = self._forms.get(form)
        return Decimal(0) if there and (there.kind == "fixed" or there.row(row)) else None

    def _find(self, form: str, row: str, column: str) -> tuple[Decimal, Cell] | None:
        there = self._forms.get(form)
        for named in there.rows_named(row) if there else ():
            place = there.column(column, named.panel) if there else None
            if place and (form, named.row, place.column) in self._amounts:
                return self._amounts[form, named.row, place.column]
        return None

    def _read(self, sheet: Sheet) -> Iterator[tuple[str, Form]]:
        rows: dict[str, dict[tuple[str, int], Row]] = {}
        columns: dict[str, dict[tuple[str, str, int], Column]] = {}
        for place in range(FIRST_ROW, sheet.row_count + 1):
            code, row_id, key, label, panel, number, path, econ = (_text(sheet, (place, column)) for column in range(1, _AMOUNT_COLUMN))
            amount = sheet.value(place, _AMOUNT_COLUMN)
            if not code or not isinstance(amount, Decimal):
                continue
            block = int(panel or 0)
            row = rows.setdefault(code, {}).setdefault((row_id, block), _row(row_id, len(rows[code]) + 1, block, label, key))
            in_form = columns.setdefault(code, {})
            column = in_form.setdefault((number, path, block), Column(number, len(in_form) + 1, tuple(path.split("/")), block, econ))
            self._amounts.setdefault((code, row.row, column.column), (amount, Cell(PRIOR_SHEET, place, _AMOUNT_COLUMN)))
        for code, in_form_rows in rows.items():
            yield code, self._form(code, tuple(in_form_rows.values()), tuple(columns[code].values()))

    def _form(self, code: str, rows: tuple[Row, ...], columns: tuple[Column, ...]) -> Form:
        spec = catalogue().spec(code)
        kind, title = (spec.kind, spec.title) if spec else ("fixed", code)
        return Form(code, PRIOR_SHEET, title, kind, self.edition, unit_name=self.unit_name, rows=rows, columns=columns)


def prior_of(recognised: Workbook | object) -> Prior | None:
    """Last year's figures kept in a workbook (or in the workbook of a recognition); None where none are kept."""
    workbook = recognised if isinstance(recognised, Workbook) else getattr(recognised, "workbook", None)
    if not isinstance(workbook, Workbook):
        return None
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == PRIOR_SHEET), None)
    return Prior(workbook, sheet) if sheet and sheet.row_count >= FIRST_ROW else None


def _row(row_id: str, place: int, panel: int, label: str, key: str) -> Row:
    subject = row_id.partition("/")[0]
    if not subject.isdigit() or len(subject) not in _LEVELS:
        return Row(row_id, place, panel, label, key, line=row_id if row_id.isdigit() else "", level=TOTAL if row_id == TOTAL else "")
    level = "项目" if "/" in row_id else _LEVELS[len(subject)]
    return Row(row_id, place, panel, label, key, subject=subject, level=level)


def _text(sheet: Sheet, place: tuple[int, int]) -> str:
    value = sheet.value(*place)
    return "" if value is None else str(value)
