"""Ctrl+G: `财决04!2101501`, `财决01!31行3栏`, `E37`, `财决08!合计`, a form's code alone."""

from __future__ import annotations

import re
import unicodedata

from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.workbook import Cell, Workbook, parse_a1

_LINE_COLUMN = re.compile(r"(?P<row>.+?)行(?:次)?[,， ]*(?:(?P<column>[\d.\-]+)栏)?")


class PlaceNotFoundError(ValueError):
    """No such place; the message is a sentence for the user."""


def go_to(text: str, recognition: Recognition, workbook: Workbook, sheet: str) -> Cell:
    """The cell that is meant; `sheet` is the one in view. Raises PlaceNotFoundError with what to type instead."""
    plain = unicodedata.normalize("NFKC", text).strip()
    form_name, mark, place = plain.rpartition("!") if "!" in plain else ("", "", plain)
    target = _sheet(form_name.strip("'"), recognition, workbook) if mark else sheet
    if not mark and (found := _sheet_or_none(plain, recognition, workbook)):
        return Cell(found, 1, 1)
    if not place:
        return Cell(target, 1, 1)
    cell = _a1(place, target) or _in_form(place, recognition.of_sheet(target))
    if cell is None:
        raise PlaceNotFoundError(f"“{text}”没有找到。可以这样写：财决04!2101501、财决01!31行3栏、E37。")
    return cell


def _sheet_or_none(name: str, recognition: Recognition, workbook: Workbook) -> str | None:
    form = recognition.form(name.removesuffix("表"))
    if form:
        return form.sheet
    return next((sheet.name for sheet in workbook.sheets if sheet.name == name), None)


def _sheet(name: str, recognition: Recognition, workbook: Workbook) -> str:
    found = _sheet_or_none(name, recognition, workbook)
    if found is None:
        raise PlaceNotFoundError(f"这个工作簿里没有“{name}”。表名写成 财决04、财决01-1、公开01，或工作表的名称。")
    return found


def _a1(place: str, sheet: str) -> Cell | None:
    try:
        row, column = parse_a1(place)
    except ValueError:
        return None
    return Cell(sheet, row, column)


def _in_form(place: str, form: Form | None) -> Cell | None:
    if form is None:
        return None
    parts = _LINE_COLUMN.fullmatch(place)
    name, number = (parts["row"], parts["column"]) if parts else _split_column(place)
    row = form.row(name)
    if row is None:
        return form.fields.get(name)
    first = next((column.number for column in form.columns if column.panel == row.panel), "1")
    return form.cell(name, number or first)


def _split_column(place: str) -> tuple[str, str | None]:
    name, mark, number = place.replace("，", ",").rpartition(",")
    return (name.strip(), number.strip().removesuffix("栏")) if mark else (place, None)
