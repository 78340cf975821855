"""Reading a unit's workbook for its figures only: fast, nothing kept that is not summed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import cast

from juesuan.combine.adding import Total, summary_data, summary_figures
from juesuan.combine.combined import Unit
from juesuan.combine.layout import Layouts, own_forms
from juesuan.combine.values import read_figures
from juesuan.errors import system_reason
from juesuan.forms import Recognition, recognise
from juesuan.forms.grid import plain_text
from juesuan.workbook import Workbook, WorkbookError, open_workbook
from juesuan.workbook.collecting import collection_paused

_WITHOUT_FIGURES = frozenset({"科目表", "代码表", "说明资料-科目", "汇总明细", "上年数据"})


@cache
def _layouts() -> Layouts:
    """Those that this process has met: units handed in one after another are mostly laid out alike."""
    return Layouts()


def read_units(paths: Sequence[Path]) -> tuple[list[Unit], dict[int, Total]]:
    """The units of these workbooks, and their sum by year: added up where they are read, so that little is sent and kept."""
    totals: dict[int, Total] = {}
    with collection_paused():
        try:
            units = [_read_unit(path, totals) for path in paths]
        finally:
            _layouts().flush(totals)
    return units, totals


def _read_unit(path: Path, totals: dict[int, Total]) -> Unit:
    """One workbook, its figures added to the total of its year; what cannot be read or has no official forms is skipped with the reason."""
    try:
        recognition = recognise(_workbook(path))
    except WorkbookError as error:
        return Unit(path, path.stem, skipped=str(error))
    except OSError as error:
        return Unit(path, path.stem, skipped=f"“{path.name}”打不开：{system_reason(error)}，没有计入汇总。")
    forms, name, year = own_forms(recognition), recognition.unit_name or path.stem, recognition.edition
    if not forms or not year:
        reason = "看不出年度" if forms else "没有认出财决报表"
        return Unit(path, name, year, skipped=f"{reason}，没有计入汇总。请确认选对了文件。")
    total = totals.setdefault(year, Total(year))
    faults, unbalanced = _layouts().of(recognition, totals).take(recognition)
    _add_texts(recognition, total)
    figures = summary_figures(lambda place: recognition.amount(*place))
    return Unit(path, name, year, figures, faults=faults, unbalanced=unbalanced)


def _add_texts(recognition: Recognition, total: Total) -> None:
    for code, keys in summary_data()["texts"]["kept"].items():
        form = recognition.form(code)
        for key in keys if form else ():
            text = plain_text(recognition.workbook.value(form.fields[key])) if form and key in form.fields else ""
            if text:
                total.texts.setdefault(key, set()).add(text)


def _workbook(path: Path) -> Workbook:
    """The values alone where the file has them all; a file that was never calculated (or an old .xls) is opened in full."""
    figures = read_figures(path, _WITHOUT_FIGURES) if path.suffix.lower() in (".xlsx", ".xlsm") else None
    return cast("Workbook", figures) if figures else open_workbook(path)
