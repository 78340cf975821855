"""Forms with fixed rows: panels side by side, 行次 printed or not, rows moved and renamed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sheet_rows import heading

from juesuan.workbook import Cell

HEADER = [
    ["收入", None, None, None, None, "支出"],
    ["项目", "行次", "年初预算数", "全年预算数", "决算数", "项目（按功能分类）", "行次", "年初预算数", "全年预算数", "决算数",
     "项目（按支出性质和经济分类）", "行次", "年初预算数", "全年预算数", "决算数"],
    ["栏次", None, 1, 2, 3, "栏次", None, 4, 5, 6, "栏次", None, 7, 8, 9],
]
BODY = [
    ["一、一般公共预算财政拨款收入", "1", 10, 11, 12, "一、一般公共服务支出", "32", 20, 21, 22, "一、基本支出", "58", 30, 31, 32],
    ["二、政府性基金预算财政拨款收入", "2", 0, 0, 0, "二、外交支出", "33", 0, 0, 0, "    人员经费", "59", 1, 2, 3],
    [None, "9", None, None, None, "八、社会保障和就业支出", "39", 4, 5, 6, "二、项目支出", "61", 7, 8, 9],
    ["本年收入合计", "27", 10, 11, 12, "本年支出合计", None, None, None, None, None, "84", 40, 41, 42],
    ["总计", "31", 10, 11, 12, "总计", None, None, None, None, None, "88", 50, 51, 52],
    ["单位负责人：", None, None, None, None, "填表人："],
]
MERGES = ["A1:O1", "A4:E4", "F4:O4", "F10:K10", "F11:K11"]
NAME = "Z01 收入支出决算总表(财决01表)"


def form_01(recognised, body=BODY, merges=MERGES, name=NAME):
    found = recognised({name: [*heading("收入支出决算总表", "财决01表", width=15), *HEADER, *body]}, **{name: merges})
    assert not found.unrecognised
    return found


def test_three_panels_side_by_side(recognised):
    found = form_01(recognised)
    form = found.form("财决01")
    assert [row.panel for row in form.rows[:3]] == [0, 1, 2]
    assert [column.number for column in form.columns] == list("123456789")
    assert form.column("6").path == ("支出", "按功能分类", "决算数")
    assert found.amount("财决01", "1", "3") == 12
    assert found.amount("财决01", "一般公共服务支出", "6") == 22
    assert found.amount("财决01", "58", "7") == 30


def test_rows_carry_what_the_form_data_says(recognised):
    form = form_01(recognised).form("财决01")
    assert (form.row("39").key, form.row("39").func) == ("社会保障和就业支出", "208")
    assert form.row("收入总计").line == "31"
    assert form.row("支出总计").line == "88"
    assert form.row("9").label == ""
    assert form.row("二、外交支出").id == "33"
    assert form.row("总计") is None, "two rows are called so"


def test_bottom_rows_have_their_label_in_one_panel_and_their_amounts_in_the_last(recognised):
    found = form_01(recognised)
    assert found.form("财决01").row("84").label == "本年支出合计"
    assert found.amount("财决01", "84", "9") == 42
    assert found.amount("财决01", "支出总计", "7") == 50
    assert found.cell("财决01", "84", "6") is None


def test_bottom_rows_whose_line_stands_beside_the_label(recognised):
    body = [*BODY[:3], ["本年收入合计", "27", 1, 1, 1, "本年支出合计", "84", None, None, None, None, None, 40, 41, 42]]
    found = form_01(recognised, body)
    assert found.amount("财决01", "84", "9") == 42


def test_an_inserted_row_moves_nothing(recognised):
    plain = form_01(recognised)
    moved = form_01(recognised, [*BODY[:2], ["（手工加的一行）"], [], *BODY[2:]], MERGES[:3])
    for row in ("1", "33", "59", "27", "88"):
        column = "3" if row in ("1", "27") else "6" if row == "33" else "9"
        assert moved.amount("财决01", row, column) == plain.amount("财决01", row, column), row
    assert moved.cell("财决01", "27", "3").row == plain.cell("财决01", "27", "3").row + 2


def test_a_renamed_row_keeps_its_address_and_its_key(recognised):
    body = [["一、财政拨款", *BODY[0][1:]], *BODY[1:]]
    form = form_01(recognised, body).form("财决01")
    assert form.row("一般公共预算财政拨款收入").id == "1"
    assert form.row("1").label == "一、财政拨款"


def test_the_printed_number_wins_and_the_label_names(recognised):
    body = [*BODY[:3], ["本年收入合计", "25", 10, 11, 13, None, None, None, None, None, None, None]]
    found = form_01(recognised, body, MERGES[:3])
    assert found.form("财决01").row("本年收入合计").id == "25"
    assert found.amount("财决01", "本年收入合计", "3") == found.amount("财决01", "25", "3") == 13


@pytest.mark.parametrize("label", ["一、 一般公共服务支出", "一．一般公共服务支出", "　一般公共服务 支出", "一、一般公共\n服务支出"])
def test_labels_are_compared_without_numbering_spaces_and_breaks(recognised, label):
    body = [[*BODY[0][:5], label, *BODY[0][6:]], *BODY[1:]]
    assert form_01(recognised, body).form("财决01").row("32").key == "一般公共服务支出"


PUBLISHED = [
    ["收入", None, "支出"],
    ["项目", "决算数", "项目", "决算数"],
    ["一、一般公共预算财政拨款收入", 2940.05, "一、一般公共服务支出", 2106.66],
    [None, None, "八、社会保障和就业支出", "—"],
    ["使用非财政拨款结余（含专用结余）", 503.2354, "结余分配", "1,163.32"],
    ["总计", 2995.39, "总计", 2995.39],
    ["注：本表反映部门本年度的总收支和年末结转结余情况。"],
    ["总计", 1],
]


def test_without_line_and_column_numbers_labels_tell_the_address(recognised):
    found = recognised({"收入支出决算总表": [*heading("收入支出决算总表", "公开01表", "万元", 2024, 4), *PUBLISHED]})
    form = found.form("公开01")
    assert [(row.id, row.panel) for row in form.rows] == [("1", 0), ("32", 1), ("39", 1), ("28", 0), ("59", 1), ("31", 0), ("62", 1)]
    assert form.row("使用非财政拨款结余").id == "28"
    assert found.amount("公开01", "收入总计", "1") == Decimal(29953900)
    assert found.amount("公开01", "28", "1") == Decimal(5032354), "万元 with four decimals are whole 元"


def test_amounts_that_are_no_numbers_are_told(recognised):
    found = recognised({"收入支出决算总表": [*heading("收入支出决算总表", "公开01表", "万元", 2024, 4), *PUBLISHED]})
    assert found.amount("公开01", "39", "2") is None
    assert found.problem(found.cell("公开01", "39", "2")) is None
    text = found.cell("公开01", "59", "2")
    assert found.amount("公开01", "59", "2") is None
    assert "1,163.32" in found.problem(text)
    assert "文本" in found.problem(text)
    assert found.problem(Cell(text.sheet, 1, 1)) is None


def test_parts_of_a_cent_are_told(recognised):
    body = [["一、一般公共预算财政拨款收入", "1", 10.125, 0.1 + 0.2, "#REF!"], *BODY[1:]]
    found = form_01(recognised, body)
    assert "两位小数" in found.problem(found.cell("财决01", "1", "1"))
    assert found.amount("财决01", "1", "1") == Decimal("10.125")
    assert found.problem(found.cell("财决01", "1", "2")) is None, "what binary arithmetic leaves behind is no third decimal"
    assert found.amount("财决01", "1", "2") == Decimal("0.30")
    assert "#REF!" in found.problem(found.cell("财决01", "1", "3"))


def test_three_public_with_a_header_tree_and_one_row(recognised):
    rows = [
        ["预算数", None, None, None, None, None, "决算数"],
        ["合计", "因公出国（境）费", "公务用车购置及运行维护费", None, None, "公务接待费"] * 2,
        [None, None, "小计", "公务用车购置费", "公务用车运行维护费", None] * 2,
        [21, None, 20.5, None, 20.5, 0.5, 16.95, 0, 16.95, 0, 16.95, 0],
    ]
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    found = recognised({"三公": [*heading(title, "公开08表", "万元", 2020, 12), *rows]})
    form = found.form("公开三公")
    assert form.column("决算数/公务用车购置及运行维护费/公务用车运行维护费").number == "11"
    assert found.amount("公开三公", "1", "1") == 210000
    assert found.amount("公开三公", "1", "11") == 169500


def test_three_public_of_shanghai_has_budget_and_final_side_by_side(recognised):
    rows = [
        ["财政拨款“三公”经费"],
        ["合计", None, "因公出国（境）费", None, "公务用车购置及运行费", None, None, None, None, None, "公务接待费"],
        [None, None, None, None, "小计", None, "公务用车购置费", None, "公务用车运行费"],
        ["预算数", "决算数"] * 6,
        [0.95, 0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0.95, 0.85],
    ]
    merges = ["A4:L4", "A5:B6", "C5:D6", "E5:J5", "K5:L6", "E6:F6", "G6:H6", "I6:J6"]
    found = recognised({"三公": [*heading("财政拨款“三公”经费支出决算表", "公开07表", "万元", 2024, 12), *rows]}, 三公=merges)
    assert [column.number for column in found.form("公开三公").columns] == ["1", "7", "2", "8", "3", "9", "4", "10", "5", "11", "6", "12"]
    assert found.amount("公开三公", "1", "12") == 8500


def test_economic_rows_by_code_in_three_panels(recognised):
    rows = [
        ["人员经费", None, None, "公用经费"],
        ["科目编码", "科目名称", "决算数"] * 3,
        ["301", "工资福利支出", 30, 302, "商品和服务支出", 20, "310", "资本性支出", 5],
        ["30101", "  基本工资", 30, "30201", "  办公费", 20, "31002", "  办公设备购置", 5],
        [None, None, None, "39999", "  其他支出", 1],
        ["人员经费合计", None, 30, "公用经费合计", None, None, None, None, 26],
    ]
    found = recognised({"公开06": [*heading("一般公共预算财政拨款基本支出决算表", "公开06表", "万元", 2021, 9), *rows]})
    form = found.form("公开06")
    assert [row.id for row in form.rows if row.panel == 2] == ["310", "31002", "公用经费合计"]
    assert found.amount("公开06", "公用经费合计", "1") == 260000
    assert found.amount("公开06", "30101", "1") == 300000
    assert found.amount("公开06", "30201", "1") == 200000
    assert found.amount("公开06", "39999", "1") == 10000
    assert found.amount("公开06", "人员经费合计", "1") == 300000
    assert form.row("30101").econ == "30101"
