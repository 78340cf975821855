"""The sheets beside the official forms: 封面, 说明资料, 说明资料-科目, and the hidden list of subjects."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from juesuan.errors import JuesuanError
from juesuan.forms.build_sheet import SUBJECT_LIST, Heading, draw_captions, printing_setup, protect, put
from juesuan.forms.catalogue import EditionSpec, FieldSpec
from juesuan.resources import resource
from juesuan.workbook.texts import keep_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COVER_FIRST_ROW = 5
INPUTS_FIRST_ROW = 5
SUBJECTS_FIRST_ROW = 5
_SUBJECT_ROWS = 60
_FUNDS = "一般公共预算,政府性基金,国有资本经营"
_CODE_LISTS = "代码表"
_SKIPPED = "?"  # a code that nobody has seen yet


def draw_cover(workbook: Workbook, sheet: Worksheet, edition: EditionSpec, heading: Heading) -> None:
    """封面: a field a row, its code typed into the second column, the code's name or a hint in the third."""
    put(sheet, 1, 1, f"{heading.year}年度{edition.title}", "题名", to=(1, 3))
    sheet.row_dimensions[1].height = 34
    put(sheet, 2, 3, "封面", "表号")
    put(sheet, 3, 1, f"编制单位：{heading.unit_name}", "表头左")
    put(sheet, 3, 2, f"{heading.year}年度", "表头中")
    for column, label in enumerate(("项目", "内容（有代码的填代码）", "代码含义 / 填写要求"), start=1):
        put(sheet, 4, column, label, "表头")
    areas = _draw_code_lists(workbook.create_sheet(_CODE_LISTS))
    for row, field in enumerate(edition.fields, start=COVER_FIRST_ROW):
        _draw_field(sheet, row, field, areas.get(field.codelist, ""), heading)
    _finish(sheet, (40, 46, 52), COVER_FIRST_ROW + len(edition.fields))
    put(sheet, COVER_FIRST_ROW + len(edition.fields) + 1, 1, "单位负责人（签章）：", "签章可填")
    put(sheet, COVER_FIRST_ROW + len(edition.fields) + 1, 2, "财务负责人（签章）：", "签章可填")
    put(sheet, COVER_FIRST_ROW + len(edition.fields) + 1, 3, "填表人（签章）：", "签章可填")


def _draw_field(sheet: Worksheet, row: int, field: FieldSpec, area: str, heading: Heading) -> None:
    sheet.row_dimensions[row].height = 22
    put(sheet, row, 1, field.label, "项目0")
    put(sheet, row, 2, heading.unit_name if field.key == "unit_name" else None, "文字填写")
    keep_text(sheet.cell(row, 2))
    hint = "；".join(part for part in (field.format, "必填" if field.required == "yes" else field.required) if part)
    if area:
        codes = area.replace(":$B", ":$A")
        _offer(sheet, f"B{row}", codes)
        put(sheet, row, 3, f'=IFERROR(VLOOKUP($B{row},{area},2,FALSE),"{hint}")', "说明文字")
    else:
        put(sheet, row, 3, hint, "说明文字")


def _draw_code_lists(sheet: Worksheet) -> dict[str, str]:
    """The code lists below one another on a hidden sheet; name of the list → its area of codes and names."""
    sheet.sheet_state = "hidden"
    areas, row = {}, 1
    for name, items in _code_lists():
        first = row
        for item in items:
            sheet.cell(row, 1, item["code"]).number_format = "@"
            sheet.cell(row, 2, item["name"])
            row += 1
        areas[name] = f"{_CODE_LISTS}!$A${first}:$B${row - 1}"
        row += 1
    return areas


def _code_lists() -> Iterator[tuple[str, list[dict[str, str]]]]:
    for found in _read("forms/_codes_cover.toml").get("list", []):
        yield found["name"], [item for item in found["items"] if item["code"] != _SKIPPED]


def draw_inputs(sheet: Worksheet, heading: Heading) -> None:
    """说明资料: reasons and facts that no form holds, a row each, from resources/inputs."""
    draw_captions(sheet, title="决算情况说明补充资料", code="说明资料", heading=heading, unit="", width=6)
    put(sheet, 2, 1, "填在“内容”列；一行一条的内容在单元格里换行（Alt+Enter）。不需要的不填。金额单位：元。", "附注", to=(2, 5))
    for column, label in enumerate(("编号", "类别", "项目", "内容", "单位", "填写要求"), start=1):
        put(sheet, 4, column, label, "表头")
    row = INPUTS_FIRST_ROW
    for item in input_rows(heading.year):
        _draw_input(sheet, row, item)
        row += 1
    _finish(sheet, (24, 14, 34, 60, 7, 52), row, landscape=True)


def _draw_input(sheet: Worksheet, row: int, item: Mapping[str, Any]) -> None:
    style = {"amount": "金额", "count": "个数"}.get(item["kind"], "文字填写")
    unit = item.get("unit", "元" if item["kind"] == "amount" else "")
    for column, text in enumerate((item["key"], item["group"], item["label"], None, unit, item.get("hint", "")), start=1):
        put(sheet, row, column, text, style if column == INPUTS_VALUE_COLUMN else "说明文字" if column in (1, 6) else "项目0")
    sheet.row_dimensions[row].height = 45 if item["kind"] == "list" else 30


INPUTS_VALUE_COLUMN = 4


def input_rows(year: int) -> list[dict[str, Any]]:
    """The rows of 说明资料 in a year's workbook, in the order of the files."""
    found = [item for path in sorted(resource("inputs").glob("*.toml")) for item in _read(f"inputs/{path.name}").get("input", [])]
    return [item for item in found if year in item.get("editions", [year])]


def draw_subject_inputs(sheet: Worksheet, heading: Heading) -> None:
    """说明资料-科目: budgets of each item and why the final amount differs."""
    draw_captions(sheet, title="分科目预算与变动原因", code="说明资料-科目", heading=heading, unit="元", width=6)
    for column, label in enumerate(("科目编码", "科目名称", "资金性质", "年初预算数", "全年预算数", "变动原因"), start=1):
        put(sheet, 4, column, label, "表头")
    last = SUBJECTS_FIRST_ROW + _SUBJECT_ROWS - 1
    for row in range(SUBJECTS_FIRST_ROW, last + 1):
        put(sheet, row, 1, None, "科目编码")
        put(sheet, row, 2, f'=IF($A{row}="","",IFERROR(VLOOKUP($A{row},{SUBJECT_LIST}!$A:$B,2,FALSE),""))', "科目名称")
        for column, style in zip(range(3, 7), ("文字填写", "金额", "金额", "文字填写"), strict=True):
            put(sheet, row, column, None, style)
    _offer(sheet, f"C{SUBJECTS_FIRST_ROW}:C{last}", f'"{_FUNDS}"')
    _finish(sheet, (14, 38, 18, 18, 18, 60), last + 1, landscape=True)


def _finish(sheet: Worksheet, widths: tuple[int, ...], end: int, *, landscape: bool = False) -> None:
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "1:4"
    sheet.print_area = f"A1:{'ABCDEF'[len(widths) - 1]}{end + 1}"
    printing_setup(sheet, landscape=landscape)
    protect(sheet)


def draw_subject_list(sheet: Worksheet, year: int) -> str:
    """The year's 功能分类 on a hidden sheet, code and name; gives the area of the codes."""
    sheet.sheet_state = "hidden"
    subjects = subjects_of_year(year)
    for row, (code, name) in enumerate(subjects, start=1):
        sheet.cell(row, 1, code).number_format = "@"
        sheet.cell(row, 2, name)
    return f"{SUBJECT_LIST}!$A$1:$A${len(subjects)}"


def subjects_of_year(year: int) -> list[tuple[str, str]]:
    """Codes and names of the functional classification that hold in the year, by code."""
    valid = {row["code"]: row["name"] for row in _subjects() if _within(row, year)}
    return sorted(valid.items())


@cache
def _subjects() -> tuple[dict[str, str], ...]:
    with resource("functional_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def _within(row: Mapping[str, str], year: int) -> bool:
    return int(row["valid_from"] or 0) <= year <= int(row["valid_to"] or 9999)


def offer_subjects(sheet: Worksheet, first: int, last: int, codes: str) -> None:
    """A drop-down of the year's codes; another code is possible after a question, since local lists differ."""
    _offer(sheet, f"A{first}:A{last}", codes)


def _offer(sheet: Worksheet, cells: str, source: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    offer = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning")
    offer.errorTitle, offer.error = "不在列表里", "这个值不在列表里。确定要用吗？"
    offer.showErrorMessage = True
    offer.add(cells)
    sheet.add_data_validation(offer)


def _read(relative: str) -> dict[str, Any]:
    import rtoml

    path = resource(relative)
    try:
        data: dict[str, Any] = rtoml.load(path)
    except (OSError, rtoml.TomlParsingError) as error:
        raise JuesuanError(f"读不出 {path.name}：{error}。请检查该文件，或用安装包里的原文件替换。") from error
    return data
