"""Where a fact's figure lies in a recognised form: rows by their words, columns by their numbers."""

from __future__ import annotations

import re
import unicodedata

from juesuan.forms.form import Column, Form, Row
from juesuan.workbook import Cell

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]|\(\d+\)|其中:)+")
_UNIT = re.compile(r"\((?:辆|个|人|次|人次|批次|元|万元|台,套|台\(套\)|台、套)\)$")


def plain_label(label: str) -> str:
    """A row's words without numbering, blanks and unit: `（一）车辆数合计（辆）` → `车辆数合计`, brackets and digits half width."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", label))
    return _UNIT.sub("", _NUMBERING.sub("", text))


class Places:
    """Cells of the forms of one workbook, found by the words a fact's definition uses."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, list[Row]]] = {}

    def cell(self, form: Form, row: str, column: str) -> Cell | None:
        """The cell, or None. `row`: id, key, label without numbering, or `E` + economic code; `column`: 栏次, label, `末` for the last."""
        for found in self._candidates(form, row):
            place = _last(form, found) if column == "末" else form.column(column, found.panel)
            if place is not None:
                return Cell(form.sheet, found.row, place.column)
        return _crossing(form, row, column)

    def _candidates(self, form: Form, name: str) -> list[Row]:
        if form.code not in self._rows:
            index: dict[str, list[Row]] = {}
            for row in form.rows:
                names = {row.id, row.key, plain_label(row.label), f"E{row.econ}" if row.econ else ""} - {""}
                for each in names:
                    index.setdefault(each, []).append(row)
            self._rows[form.code] = index
        return self._rows[form.code].get(name) or self._rows[form.code].get(plain_label(name), [])


def _last(form: Form, row: Row) -> Column | None:
    return max((column for column in form.columns if column.panel == row.panel), key=lambda column: column.column, default=None)


def _crossing(form: Form, row: str, column: str) -> Cell | None:
    """Rows whose amounts stand in another panel than their label (the bottom of 财决01): the form itself knows."""
    return None if column == "末" else form.cell(row, column)
