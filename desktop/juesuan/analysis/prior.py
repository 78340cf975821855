"""Last year's figures as kept in this year's workbook, as a recognition like that of an open workbook."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan.analysis.link import FIRST_ROW, HEADER, PATH_PLACE, PRIOR_SHEET, UNIT_PLACE, YEAR_PLACE
from juesuan.forms import TOTAL, Column, Form, Recognition, Row, catalogue
from juesuan.workbook import Sheet, Value, Workbook

_AMOUNT_COLUMN = len(HEADER)
_LEVELS = {3: "类", 5: "款", 7: "项"}


@dataclass(frozen=True, eq=False)
class Prior(Recognition):
    """Last year's forms, laid out in a workbook in memory with a sheet for each; `path` is the file they came from, as text.

    A row or column is there where last year had it; a cell is blank where nothing, or in a form by subject zero, was said.
    """

    path: str = ""


class _Laid:
    """One form while it is read back: rows and columns get places of their own, in the order they come."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.rows: dict[tuple[str, int], Row] = {}
        self.columns: dict[tuple[str, str, int], Column] = {}
        self.values: dict[tuple[int, int], Value] = {}

    def add(self, texts: tuple[str, ...], amount: Value) -> None:
        row_id, key, label, panel, number, path, econ = texts
        block = int(panel or 0)
        row = self.rows.setdefault((row_id, block), _row(row_id, len(self.rows) + 1, block, label, key))
        header = tuple(path.split("/")) if path else ()
        column = self.columns.setdefault((number, path, block), Column(number, len(self.columns) + 1, header, block, econ))
        if isinstance(amount, Decimal):
            self.values[row.row, column.column] = amount

    @property
    def sheet(self) -> str:
        return f"上年 {self.code}"

    def form(self, edition: int | None, unit_name: str) -> Form:
        spec = catalogue().spec(self.code)
        kind, title = (spec.kind, spec.title) if spec else ("fixed", self.code)
        rows, columns = tuple(self.rows.values()), tuple(self.columns.values())
        return Form(self.code, self.sheet, title, kind, edition, unit_name=unit_name, rows=rows, columns=columns)


def prior_of(recognised: Workbook | Recognition) -> Prior | None:
    """Last year's figures kept in a workbook (or in the workbook of a recognition); None where none are kept."""
    workbook = recognised if isinstance(recognised, Workbook) else recognised.workbook
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == PRIOR_SHEET), None)
    return _read(workbook, sheet) if sheet and sheet.row_count >= FIRST_ROW else None


def _read(workbook: Workbook, sheet: Sheet) -> Prior:
    laid: dict[str, _Laid] = {}
    for place in range(FIRST_ROW, sheet.row_count + 1):
        code, *texts = (_text(sheet, (place, column)) for column in range(1, _AMOUNT_COLUMN))
        if code:
            laid.setdefault(code, _Laid(code)).add(tuple(texts), sheet.value(place, _AMOUNT_COLUMN))
    sheets = tuple(Sheet(form.sheet, "", "hidden", form.values, {}) for form in laid.values())
    unit_name, year = _text(sheet, UNIT_PLACE), _text(sheet, YEAR_PLACE)
    edition = int(year) if year.isdigit() else None
    forms = tuple(form.form(edition, unit_name) for form in laid.values())
    return Prior(Workbook(None, sheets, workbook.source), forms, (), edition, unit_name, path=_text(sheet, PATH_PLACE))


def _row(row_id: str, place: int, panel: int, label: str, key: str) -> Row:
    subject = row_id.partition("/")[0]
    if not subject.isdigit() or len(subject) not in _LEVELS:
        return Row(row_id, place, panel, label, key, line=row_id if row_id.isdigit() else "", level=TOTAL if row_id == TOTAL else "")
    level = "项目" if "/" in row_id else _LEVELS[len(subject)]
    return Row(row_id, place, panel, label, key, subject=subject, level=level)


def _text(sheet: Sheet, place: tuple[int, int]) -> str:
    value = sheet.value(*place)
    return "" if value is None else str(value)
