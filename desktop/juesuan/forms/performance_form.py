"""A 绩效 sheet as a form like all others: its fields by name, its indicators as rows with an address each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from juesuan.forms.form import Column, Form, Row
from juesuan.forms.grid import UPPER, Grid
from juesuan.forms.heading import Heading
from juesuan.forms.performance_reading import PerformanceSheet, read_sheet
from juesuan.workbook import Workbook

PERFORMANCE = "performance"
"""Kind of the forms below."""
FAMILY = "绩效"
_OF_PROJECT = "项目名称"


def read_performance_form(workbook: Workbook, grid: Grid, heading: Heading, year: int | None) -> Form | None:
    """The sheet as a 绩效 form; None where it is none. The upper rows or the name of every such sheet say 绩效."""
    texts = (text for row in range(1, min(grid.height, UPPER) + 1) for text in grid.row(row).values())
    if FAMILY not in grid.name and not any(FAMILY in text for text in texts):
        return None
    sheet = read_sheet(workbook, grid.sheet)
    return _form(sheet, grid, heading, year) if sheet else None


def performance_code(sheet: PerformanceSheet) -> str:
    """`绩效基础数据`; forms that stand once for each project bear their sheet's name too: `绩效完成情况/城乡医疗救助`."""
    code = f"{FAMILY}{sheet.code}"
    return f"{code}/{sheet.sheet}" if _OF_PROJECT in sheet.layout.kinds else code


def distinct(forms: Iterable[Form]) -> list[Form]:
    """The forms with a code each: a second 基础数据表 in one workbook bears its sheet's name."""
    found: dict[str, Form] = {}
    for form in forms:
        code = f"{form.code}/{form.sheet}" if form.code in found else form.code
        found[code] = form if code == form.code else replace(form, code=code)
    return list(found.values())


def _form(sheet: PerformanceSheet, grid: Grid, heading: Heading, year: int | None) -> Form:
    unit = sheet.fields.get("单位")
    names = list(sheet.indicators[0].cells) if sheet.indicators else []
    title = sheet.title.replace("\n", "")
    return Form(
        performance_code(sheet),
        sheet.sheet,
        title,
        PERFORMANCE,
        edition=sheet.year or heading.year or year,
        unit=sheet.layout.unit,
        unit_name=(grid.words(unit.row, unit.column) if unit else "") or heading.unit_name,
        rows=tuple(Row(str(number), each.row, label=each.third) for number, each in enumerate(sheet.indicators, 1)),
        columns=tuple(Column(name, sheet.indicators[0].cells[name].column, (name,)) for name in names),
        fields=dict(sheet.fields),
        header_rows=(sheet.header_row, sheet.header_row),
        reasons=(f"标题是“{title}”，填写处 {len(sheet.fields)} 个、指标 {len(sheet.indicators)} 项，认作绩效表。",),
    )
