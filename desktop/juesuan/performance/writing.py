"""A workbook of 绩效 forms written to disk: one sheet a form, and 绩效资料 for the texts of the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.errors import JuesuanError, system_reason
from juesuan.forms.performance_layout import Layout, with_years
from juesuan.performance.building import Content, add_styles, draw, sheet_name
from juesuan.performance.inputs import SHEET, input_rows, projects_named

if TYPE_CHECKING:
    from openpyxl import Workbook

INPUT_COLUMNS = ("编号", "类别", "项目", "内容", "单位", "填写要求")
_WIDTHS = (26, 14, 34, 70, 7, 46)
FIRST_INPUT_ROW = 5
_NO_TIME = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same forms make the same file, byte for byte


@dataclass(frozen=True)
class FilledForm:
    """A form to write: its layout, what its sheet shall be called, what it says."""

    layout: Layout
    sheet: str
    content: Content = field(default_factory=Content)


@dataclass(frozen=True)
class Unit:
    """Whose forms they are: full name, year of the accounts, province code."""

    name: str
    year: int
    province: str = "national"


def write_workbook(path: Path, unit: Unit, forms: Sequence[FilledForm], texts: Mapping[str, object] | None = None) -> None:
    """Writes the forms and 绩效资料 (`texts` by key), values beside the formulas. Raises JuesuanError where it cannot be written."""
    import openpyxl

    from juesuan.forms.build_values import store_values
    from juesuan.forms.look import add_styles as add_form_styles

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.properties.created = _NO_TIME
    add_form_styles(workbook)
    add_styles(workbook)
    for form in forms:
        sheet = workbook.create_sheet(sheet_name(form.sheet, workbook.sheetnames))
        fields = {"单位": unit.name, **form.content.fields}
        draw(sheet, form.layout, Content(fields, form.content.indicators, form.content.year or unit.year))
    projects = [str(form.content.fields["项目名称"]) for form in forms if form.content.fields.get("项目名称")]
    _draw_inputs(workbook, unit, tuple(dict.fromkeys([*projects, *projects_named(texts or {})])), texts or {})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        workbook.calculation.fullCalcOnLoad = False
        workbook.save(path)
        store_values(path)
    except OSError as error:
        raise JuesuanError(f"绩效表没有写成：{path}（{system_reason(error)}）。请换一个文件夹或关闭占用它的程序后重试。") from error


def _draw_inputs(workbook: Workbook, unit: Unit, projects: Sequence[str], texts: Mapping[str, object]) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    from juesuan.forms.build_sheet import put

    sheet = workbook.create_sheet(SHEET)
    put(sheet, 1, 1, "绩效报告补充资料", "题名", to=(1, 6))
    put(sheet, 2, 1, "填在“内容”列；一行一条的内容在单元格里换行（Alt+Enter）。不需要的不填。金额单位：元。", "附注", to=(2, 6))
    put(sheet, 3, 1, f"编制单位：{unit.name}", "表头左")
    put(sheet, 3, 4, with_years("{年度}年度", unit.year) if unit.year else None, "表头中")
    for column, word in enumerate(INPUT_COLUMNS, start=1):
        put(sheet, 4, column, word, "表头")
    known = dict(input_rows(unit.province, projects))
    for row, (key, item) in enumerate(known.items(), start=FIRST_INPUT_ROW):
        project = key.partition("/")[2]
        label = f"{item.label}（{project}）" if project else item.label
        value = texts.get(key)
        for column, content in enumerate((key, item.group, label, None, item.unit, item.hint), start=1):
            put(sheet, row, column, content, "说明文字" if column in (1, 6) else "项目0")
        put(sheet, row, 4, _typed(value), "金额" if item.kind == "amount" else "文字填写")
        sheet.row_dimensions[row].height = min(400, 24 + 13 * (len(str(value or "")) // 34 + str(value or "").count("\n")))
    unknown = sorted(set(texts) - set(known))
    if unknown:
        raise JuesuanError(f"绩效资料里没有“{unknown[0]}”这一项。请检查编号，或在 resources/performance/inputs 里加上。")
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight = 9, "landscape", 0
    sheet.print_title_rows = "4:4"


def _typed(value: object) -> str | float | int | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | float) else str(value) if value else None
