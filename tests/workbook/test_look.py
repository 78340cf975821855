"""The look of a sheet as the file has it."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from juesuan.workbook import Cell, open_workbook


@pytest.fixture
def sheet(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "甲"
    cell = sheet["B2"]
    cell.value = 1163.325
    cell.font = Font(name="仿宋", size=14, bold=True, italic=True, color="FFC00000")
    cell.fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.8))
    cell.border = Border(left=Side("thin"), bottom=Side("double", color="FF0000FF"))
    cell.alignment = Alignment(horizontal="right", vertical="center", wrap_text=True, indent=2)
    cell.number_format = "#,##0.00"
    cell.protection = Protection(locked=False)
    cell.comment = Comment("口径：含结转", "局")
    sheet["C3"].fill = PatternFill("solid", fgColor=Color(indexed=10))
    sheet.column_dimensions["B"].width = 20
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[2].height = 33
    sheet.row_dimensions[4].hidden = True
    sheet.freeze_panes = "C4"
    other = workbook.create_sheet("代码")
    for row, code in enumerate(["2101501", "2101502", 3], 1):
        other.cell(row, 1, code)
    validation = DataValidation(type="list", formula1="代码!$A$1:$A$3")
    validation.add("A5:A9")
    sheet.add_data_validation(validation)
    path = tmp_path / "看.xlsx"
    workbook.save(path)
    return open_workbook(path).sheet("甲")


def test_cell_style(sheet):
    style = sheet.look.style(2, 2)
    assert (style.font.name, style.font.size, style.font.bold, style.font.italic, style.font.colour) == ("仿宋", 14, True, True, "#c00000")
    assert (style.borders.left.style, style.borders.bottom, style.borders.top.style) == (
        "thin",
        type(style.borders.left)("double", "#0000ff"),
        "",
    )
    assert (style.alignment.horizontal, style.alignment.vertical, style.alignment.wrap, style.alignment.indent) == (
        "right",
        "center",
        True,
        2,
    )
    assert (style.number_format, style.locked) == ("#,##0.00", False)
    assert (style.fill, sheet.look.style(3, 3).fill, sheet.look.style(9, 9).fill) == ("#dce6f2", "#ff0000", None)


def test_sizes(sheet):
    look = sheet.look
    assert (look.column_width(2), look.column_width(4), look.row_height(2), look.row_height(4)) == (105, 0, 33, 0)
    assert (look.hidden_column(4), look.hidden_row(4), look.hidden_row(5), look.frozen) == (True, True, False, (3, 2))


def test_choices_from_another_sheet(sheet):
    assert (sheet.look.choices(5, 1), sheet.look.choices(4, 1)) == (("2101501", "2101502", "3"), ())


def test_comment_and_text(sheet):
    assert sheet.look.comments == {(2, 2): "口径：含结转"}
    assert sheet.text(2, 2) == "1,163.33"


def test_new_cell_takes_the_style_of_its_column(tmp_path, sheet):
    workbook = openpyxl.Workbook()
    workbook.active.column_dimensions["B"].number_format = "0.00"
    path = tmp_path / "列.xlsx"
    workbook.save(path)
    ours = open_workbook(path)
    ours.apply(ours.replace({Cell("Sheet", 3, 2): Decimal("1.5")}, "填"))
    ours.save()
    assert openpyxl.load_workbook(path).active["B3"].number_format == "0.00"
