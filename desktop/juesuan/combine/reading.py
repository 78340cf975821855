"""Reading a unit's workbook for its figures only: fast, nothing kept that is not summed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

from juesuan.combine.adding import Total, summary_data, summary_figures
from juesuan.combine.combined import Place, RowName, Unit
from juesuan.combine.values import Figures, read_figures, without_noise
from juesuan.forms import TOTAL, Column, Form, Recognition, recognise
from juesuan.forms.grid import plain_text
from juesuan.workbook import Workbook, WorkbookError, open_workbook

Check = Callable[[Recognition], Sequence[str]]
"""Judges a unit's workbook: a sentence for everything that does not balance. Called in another process: a function of a module."""

_LISTS = frozenset({"科目表", "代码表"})
_WITHOUT_FIGURES = frozenset({"说明资料-科目", "汇总明细", "上年数据"})
_OWN_FORMS = "财决"
_NOTHING = Decimal(0)


def read_units(paths: Sequence[Path], check: Check | None = None) -> tuple[list[Unit], dict[int, Total]]:
    """The units of these workbooks, and their sum by year: added up where they are read, so that little is sent and kept."""
    totals: dict[int, Total] = {}
    return [read_unit(path, totals, check) for path in paths], totals


def read_unit(path: Path, totals: dict[int, Total], check: Check | None = None) -> Unit:
    """One workbook, its figures added to the total of its year; what cannot be read or has no official forms is skipped with the reason."""
    try:
        recognition = recognise(_workbook(path, zeros=check is not None))
    except WorkbookError as error:
        return Unit(path, path.stem, skipped=str(error))
    except OSError as error:
        return Unit(path, path.stem, skipped=f"“{path.name}”打不开：{error.strerror or error}，没有计入汇总。")
    forms = [form for form in recognition.forms if form.code.startswith(_OWN_FORMS)]
    name, year = recognition.unit_name or path.stem, recognition.edition
    if not forms or not year:
        reason = "看不出年度" if forms else "没有认出财决报表"
        return Unit(path, name, year, skipped=f"{reason}，没有计入汇总。请确认选对了文件。")
    total = totals.setdefault(year, Total(year))
    total.forms |= {form.code for form in forms}
    for form in forms:
        _add_form(recognition, form, total)
    _add_texts(recognition, total)
    unbalanced = tuple(check(recognition)) if check else ()
    return Unit(path, name, year, summary_figures(lambda place: recognition.amount(*place)), unbalanced=unbalanced)


def _add_texts(recognition: Recognition, total: Total) -> None:
    for code, keys in summary_data()["texts"]["kept"].items():
        form = recognition.form(code)
        for key in keys if form else ():
            text = plain_text(recognition.workbook.value(form.fields[key])) if form and key in form.fields else ""
            if text:
                total.texts.setdefault(key, set()).add(text)


def _add_form(recognition: Recognition, form: Form, total: Total) -> None:
    floating = form.kind == "floating"
    if floating:
        names = {row.id: RowName(row.label.strip(), row.subject, "/" in row.id) for row in form.rows if row.id != TOTAL}
        total.rows[form.code] = names | total.rows.get(form.code, {})
    amounts, code, scale = total.amounts, form.code, form.scale
    read_clean = isinstance(recognition.workbook, Figures)
    for sheet in form.sheets:
        rows = {(row.row, row.panel): row.id if floating else row.key or row.id for row in form.rows if (row.sheet or form.sheet) == sheet}
        columns = {column.column: (column.panel, _column_name(column)) for column in form.columns if column.sheet in ("", sheet)}
        for (row_number, column_number), value in recognition.workbook.sheet(sheet).filled.items():
            if type(value) is Decimal and value and column_number in columns:
                panel, column = columns[column_number]
                row = rows.get((row_number, panel))
                if row is not None:
                    amount = value if read_clean else without_noise(value)
                    place = Place(code, row, column)
                    amounts[place] = amounts.get(place, _NOTHING) + (amount if scale == 1 else amount * scale)


def _column_name(column: Column) -> str:
    return f"E{column.econ}" if column.econ else column.number


def _workbook(path: Path, *, zeros: bool) -> Workbook:
    """The values alone where the file has them all; a file that was never calculated (or an old .xls) is opened in full."""
    ignored = _LISTS if zeros else _LISTS | _WITHOUT_FIGURES
    figures = read_figures(path, ignored, zeros=zeros) if path.suffix.lower() in (".xlsx", ".xlsm") else None
    return cast("Workbook", figures) if figures else open_workbook(path)
