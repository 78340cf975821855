"""Reading a unit's workbook for its figures only: fast, nothing kept that is not summed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

from juesuan.combine.adding import Total, summary_figures
from juesuan.combine.combined import Place, RowName, Unit
from juesuan.forms import TOTAL, Column, Form, Recognition, recognise
from juesuan.money import round_half_up
from juesuan.workbook import Cell, Merge, Value, Workbook, WorkbookError, open_workbook
from juesuan.workbook.sheet import Sheet

Check = Callable[[Recognition], Sequence[str]]
"""Judges a unit's workbook: a sentence for everything that does not balance. Called in another process: a function of a module."""

_LISTS = frozenset({"科目表", "代码表"})
_WITHOUT_FIGURES = frozenset({"说明资料", "说明资料-科目", "汇总明细", "上年数据"})
_KEPT_PLACES, _NOISE = 4, Decimal("0.000001")
_NO_VALUE = re.compile(rb"</f>(?:</c>|<v></v>|<v */>)|<f[^>]*/></c>")
_OWN_FORMS = "财决"
_NOTHING = Decimal(0)


class _Figures:
    """The values of a workbook, without what only editing needs; recognition reads it like a `Workbook`."""

    def __init__(self, path: Path, sheets: tuple[Sheet, ...]) -> None:
        self.path = path
        self.sheets = sheets
        self._by_name = {sheet.name: sheet for sheet in sheets}

    def sheet(self, name: str) -> Sheet:
        return self._by_name[name]

    def value(self, cell: Cell) -> Value:
        return self._by_name[cell.sheet].value(cell.row, cell.column)


def read_units(paths: Sequence[Path], check: Check | None = None) -> tuple[list[Unit], dict[int, Total]]:
    """The units of these workbooks, and their sum by year: added up where they are read, so that little is sent and kept."""
    units: list[Unit] = []
    totals: dict[int, Total] = {}
    for path in paths:
        unit, total = read_unit(path, check)
        units.append(unit)
        if unit.edition and not unit.skipped:
            totals.setdefault(unit.edition, Total(unit.edition)).merge(total)
    return units, totals


def read_unit(path: Path, check: Check | None = None) -> tuple[Unit, Total]:
    """The figures of one workbook; a workbook that cannot be read or has no official forms is skipped with the reason."""
    try:
        recognition = recognise(_workbook(path, zeros=check is not None))
    except WorkbookError as error:
        return Unit(path, path.stem, skipped=str(error)), Total(0)
    except OSError as error:
        return Unit(path, path.stem, skipped=f"“{path.name}”打不开：{error.strerror or error}，没有计入汇总。"), Total(0)
    forms = [form for form in recognition.forms if form.code.startswith(_OWN_FORMS)]
    name, year = recognition.unit_name or path.stem, recognition.edition
    if not forms or not year:
        reason = "看不出年度" if forms else "没有认出财决报表"
        return Unit(path, name, year, skipped=f"{reason}，没有计入汇总。请确认选对了文件。"), Total(0)
    total = Total(year, forms={form.code for form in forms})
    for form in forms:
        _add_form(recognition, form, total)
    unbalanced = tuple(check(recognition)) if check else ()
    return Unit(path, name, year, summary_figures(total.amounts), unbalanced=unbalanced), total


def _add_form(recognition: Recognition, form: Form, total: Total) -> None:
    floating = form.kind == "floating"
    if floating:
        names = {row.id: RowName(row.label.strip(), row.subject, "/" in row.id) for row in form.rows if row.id != TOTAL}
        total.rows[form.code] = names
    amounts, code, scale = total.amounts, form.code, form.scale
    read_clean = isinstance(recognition.workbook, _Figures)
    for sheet in form.sheets:
        rows = {(row.row, row.panel): row.id if floating else row.key or row.id for row in form.rows if (row.sheet or form.sheet) == sheet}
        columns = {column.column: (column.panel, _column_name(column)) for column in form.columns if column.sheet in ("", sheet)}
        for (row_number, column_number), value in recognition.workbook.sheet(sheet).filled.items():
            if type(value) is Decimal and value and column_number in columns:
                panel, column = columns[column_number]
                row = rows.get((row_number, panel))
                if row is not None:
                    amount = value if read_clean else _without_noise(value)
                    place = Place(code, row, column)
                    amounts[place] = amounts.get(place, _NOTHING) + (amount if scale == 1 else amount * scale)


def _column_name(column: Column) -> str:
    return f"E{column.econ}" if column.econ else column.number


def _workbook(path: Path, *, zeros: bool) -> Workbook:
    """The values alone where the file has them all; a file that was never calculated (or an old .xls) is opened in full."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or not _is_calculated(path):
        return open_workbook(path)
    return cast("Workbook", _Figures(path, tuple(_sheets(path, zeros=zeros))))


def _is_calculated(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            parts = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
            return all(_has_values(package.read(name)) for name in parts)
    except (OSError, zipfile.BadZipFile):
        return False


def _has_values(sheet: bytes) -> bool:
    """Whether every formula has its value beside it; one that gives an empty text has none."""
    cells = (sheet[sheet.rfind(b"<c ", 0, found.start()) : found.start()] for found in _NO_VALUE.finditer(sheet))
    return all(b't="str"' in cell for cell in cells)


def _sheets(path: Path, *, zeros: bool) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    numbers: dict[float, Decimal] = {}
    try:
        book = CalamineWorkbook.from_path(path)
        ignored = _LISTS if zeros else _LISTS | _WITHOUT_FIGURES
        return [_sheet(book.get_sheet_by_name(name), name, numbers, zeros=zeros) for name in book.sheet_names if name not in ignored]
    except CalamineError as error:
        raise WorkbookError(f"“{path.name}”读不出来，没有计入汇总：{error}。请用 Excel 或 WPS 打开后另存，再试一次。") from error


def _sheet(source: object, name: str, numbers: dict[float, Decimal], *, zeros: bool) -> Sheet:
    values: dict[tuple[int, int], Value] = {}
    for row, line in enumerate(source.to_python(skip_empty_area=False), 1):  # type: ignore[attr-defined]
        for column, raw in enumerate(line, 1):
            if raw or (zeros and raw != ""):
                values[row, column] = raw if isinstance(raw, str | bool) else _number(raw, numbers)
    sheet = Sheet(name, "", "visible", values, {})
    ranges = source.merged_cell_ranges or ()  # type: ignore[attr-defined]
    sheet.merges = tuple(Merge(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in ranges)
    return sheet


def _number(raw: object, numbers: dict[float, Decimal]) -> Value:
    if not isinstance(raw, int | float):
        return str(raw)
    found = numbers.get(raw)
    if found is None:
        found = numbers[raw] = _without_noise(Decimal(repr(raw)))
    return found


def _without_noise(number: Decimal) -> Decimal:
    """What binary arithmetic left behind is dropped; further decimals that someone typed stay."""
    rounded = round_half_up(number, _KEPT_PLACES)
    return rounded if abs(number - rounded) < _NOISE else number
