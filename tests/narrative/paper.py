"""Recognised workbooks made up in a line: forms by code, rows by key, amounts by column, in 元."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from juesuan.forms.form import Column, Form, Row
from juesuan.workbook import Cell

Rows = dict[str, dict[str, object]]


@dataclass
class Sheets:
    values: dict[Cell, object] = field(default_factory=dict)
    sheets: tuple[object, ...] = ()

    def value(self, cell: Cell) -> object:
        return self.values.get(cell)


@dataclass
class Paper:
    """Stands in for a Recognition."""

    edition: int
    unit_name: str
    forms: tuple[Form, ...]
    workbook: Sheets

    def form(self, code: str) -> Form | None:
        return next((form for form in self.forms if form.code == code), None)

    def of_sheet(self, name: str) -> Form | None:
        return next((form for form in self.forms if form.sheet == name), None)


def paper(forms: dict[str, Rows], edition: int = 2020, unit_name: str = "某局", unit: str = "元") -> Paper:
    """`{"财决01": {"收入总计": {"3": 100}}}`; 说明资料 is `{"原因.收入总计": {"内容": "…"}}`; rows named by digits are 科目."""
    sheets = Sheets()
    return Paper(edition, unit_name, tuple(_form(code, rows, sheets, unit) for code, rows in forms.items()), sheets)


def _form(code: str, rows: Rows, sheets: Sheets, unit: str) -> Form:
    names = list(dict.fromkeys(name for amounts in rows.values() for name in amounts))
    columns = tuple(
        Column(name, place, (name,), econ=name.removeprefix("E") if name.startswith("E") else "") for place, name in enumerate(names, 5)
    )
    found, fields = [], {}
    for place, (name, amounts) in enumerate(rows.items(), 8):
        subject = name if name.isdigit() and len(name) > 2 else ""
        found.append(Row(name, place, label=name, subject=subject, level={3: "类", 5: "款", 7: "项"}.get(len(subject), "")))
        for column in columns:
            if column.number in amounts:
                value = amounts[column.number]
                cell = Cell(code, place, column.column)
                sheets.values[cell] = value if isinstance(value, str) else Decimal(str(value))
                fields[name] = cell
    inputs = code == "说明资料"
    return Form(
        code, code, code, "input" if inputs else "fixed", unit=unit, rows=tuple(found), columns=columns, fields=fields if inputs else {}
    )


def typed(**values: object) -> Rows:
    """说明资料 from `原因＿收入总计="…"`: the first underscore stands for the point of the key."""
    return {name.replace("_", ".", 1): {"内容": value} for name, value in values.items()}
