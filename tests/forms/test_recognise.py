"""Which form a sheet is, and why a sheet is none."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest
from sheet_rows import heading

from juesuan.forms import Recognition, catalogue, recognise
from juesuan.workbook import Cell

TABLE = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    [None, "栏次", 1, 2, 3],
    ["合计", None, 9, 4, 5],
    ["210", "卫生健康支出", 9, 4, 5],
]


def sheet(title="支出决算表", code="", unit="元", year=2020):
    return [*heading(title, code, unit, year), *TABLE]


def only(found: Recognition):
    assert not found.unrecognised, found.unrecognised
    return found.forms[0]


@pytest.mark.parametrize("code", ["财决04表", "财决 04 表", "财决０４表", "表号：财决04表", "（财决04表）"])
def test_by_the_code_in_the_corner(recognised, code):
    assert only(recognised({"Sheet1": sheet("支出总表", code)})).code == "财决04"


@pytest.mark.parametrize("name", ["Z04 支出决算表(财决04表)", "Z04支出决算表", "Z04-支出决算表", "Z04"])
def test_by_an_exported_sheet_name(recognised, name):
    assert only(recognised({name: sheet()})).code == "财决04"


def test_by_a_sheet_name_cut_at_31_characters(recognised):
    name = "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-"
    rows = [["科目编码", "科目名称", "合计", "工资福利支出"], [None, "栏次", 1, 2], ["合计", None, 9, 4]]
    assert only(recognised({name: [["单位：元"], *rows]})).code == "财决08-1"
    cut = "一般公共预算财政拨款收入支出决算表一般公共预算财政拨款收入支出"[:31]
    assert recognised({cut: [["单位：元"], *rows]}).forms == ()


@pytest.mark.parametrize(
    ("unit", "code"),
    [("元", "财决04"), ("万元", "公开03")],
)
def test_forms_of_the_same_title_are_told_apart_by_unit(recognised, unit, code):
    assert only(recognised({"支出决算表": sheet(unit=unit)})).code == code


@pytest.mark.parametrize(("printed", "code"), [("财决04表", "财决04"), ("公开03表", "公开03")])
def test_the_printed_code_says_more_than_the_unit(recognised, printed, code):
    form = only(recognised({"表": sheet(code=printed, unit="万元")}))
    assert (form.code, form.unit, form.printed_code) == (code, "万元", printed)


@pytest.mark.parametrize(
    "title", ["2020年度支出决算表", "测试局支出决算表", "测试局2020年度支出决算表", "部门支出决算表", "支出决算表（公开03表）"],
)
def test_titles_with_year_and_office_before(recognised, title):
    assert only(recognised({"表3": sheet(title, unit="万元")})).code == "公开03"


def detail():
    return [*heading("支出决算明细表"), ["科目编码", "科目名称", "合计", "工资福利支出", "商品和服务支出"], ["合计", None, 9, 4, 5]]


@pytest.mark.parametrize(("beside", "unit", "code"), [(detail(), "万元", "财决04"), (sheet(code="公开03表", unit="万元"), "元", "公开02")])
def test_the_rest_of_the_workbook_tells_which_of_two_forms_it_is_whatever_the_unit(recognised, beside, unit, code):
    incomes = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "上级补助收入"], ["合计", None, 9, 4, 5]]
    rows = sheet(unit=unit) if code == "财决04" else [*heading("收入决算表", unit=unit), *incomes]
    found = recognised({"别的表": beside, "表": rows})
    assert (found.of_sheet("表").code, found.of_sheet("表").unit) == (code, unit)


def test_the_shape_tells_forms_of_one_title_apart(recognised):
    top = ["项目", "年初预算数", "全年预算数", "决算数"]
    rows = [["一、一般公共预算财政拨款收入", 1, 2, 3, "一、一般公共服务支出", 4, 5, 6, "一、基本支出", 7, 8, 9],
            ["本年收入合计", 1, 2, 3, "二、外交支出", 4, 5, 6, "人员经费", 7, 8, 9]]
    found = recognised({"收入支出决算总表": [*heading("收入支出决算总表", unit="万元", width=12), top * 3, *rows]})
    assert found.amount("财决01", "58", "7") == 70000


def test_the_title_decides_for_disclosure_tables_whose_numbers_moved(recognised):
    rows = [["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", None, None, "年末结转和结余"],
            [None, None, None, None, "小计", "基本支出", "项目支出"], ["合计", None, 1, 2, 3, 4, 5, 6]]
    for code in ("公开07表", "公开08表", "公开10表"):
        found = recognised({"表": [*heading("政府性基金预算财政拨款收入支出决算表", code, "万元", width=8), *rows]})
        assert (only(found).code, only(found).printed_code) == ("公开基金", code)


def test_heading_facts(recognised):
    form = only(recognised({"表": sheet(code="财决04表", year=2021)}))
    assert (form.edition, form.unit, form.unit_name, form.title) == (2021, "元", "测试局", "支出决算表")
    assert form.header_rows == (4, 5)
    assert form.confidence == 1
    assert form.reasons == ("表号是“财决04表”，标题是“支出决算表”，认作财决04表。",)


def test_the_year_comes_from_other_sheets_where_one_prints_none(recognised):
    incomes = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入"], ["合计", None, 9, 4]]
    found = recognised({"Z04": sheet(year=2021), "Z03": [*heading("收入决算表", "财决03表", year=None), *incomes]})
    assert (found.edition, found.form("财决03").edition) == (2021, 2021)
    assert "按工作簿中其他报表为 2021 年度" in found.form("财决03").reasons[1]


def test_a_date_is_no_year(recognised):
    rows = [["支出决算表"], ["编制日期：2021年3月5日"], ["编制单位：测试局", None, None, None, "金额单位：元"], *TABLE]
    assert recognised({"Z04": rows}).form("财决04").edition == catalogue().spec("财决04").years[-1]


@pytest.mark.parametrize(("label", "year"), [("三、国有资本经营预算财政拨款收入", None), ("三、上级补助收入", 2019)])
def test_the_year_is_told_by_rows_where_nothing_prints_it(recognised, label, year):
    incomes = ["一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", label]
    capital = ["二十一、国有资本经营预算支出", "二十二、灾害防治及应急管理支出"]
    older = ["二十一、灾害防治及应急管理支出", "十四、资源勘探信息等支出"]
    capital = capital if year is None else older
    rows = [[income, 1, cost, 2] for income, cost in zip(incomes, ["一、一般公共服务支出", *capital], strict=True)]
    found = recognised({"收入支出决算总表": [["收入支出决算总表"], ["单位：万元"], ["项目", "决算数", "项目", "决算数"], *rows]})
    assert found.form("公开01").edition == found.edition == (year or catalogue().spec("公开01").years[-1])


def test_forms_that_were_the_same_for_years_leave_the_year_to_those_that_changed(recognised):
    three = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"]
    public = [["一般公共预算财政拨款“三公”经费支出决算表"], ["单位：万元"], three * 2, [1, 2, 3, 4] * 2]
    others = {name: [[name], ["单位：万元"], *TABLE] for name in ("支出决算表", "收入决算表")}
    found = recognised({**others, "三公": public})
    assert found.edition == 2021
    assert {form.edition for form in found.forms} == {2021}
    assert not any("2024" in reason for form in found.forms for reason in form.reasons)


def test_the_unit_name_may_stand_in_the_next_cell(recognised):
    rows = [["支出决算表"], ["编制单位：", "某某医院", None, "2020年度", "单位：元"], *TABLE]
    found = recognised({"Z04": rows})
    assert found.unit_name == found.form("财决04").unit_name == "某某医院"


REASONS = {
    "CS03 其他收入等明细情况表": ([["其他收入等明细情况表"], ["项目", "金额"]], "填报说明附表"),
    "QB12 资产负债简表": ([["资产负债简表"], ["项目", "金额"]], "补充表"),
    "空表": ([], "空的"),
    "目录": ([["目  录"]], "不在报表目录内"),
    "部门收入总表": ([["2026年部门收入预算总表"], ["编制部门：", None, "单位：元"], ["科目编码", "合计"]], "预算"),
    "Z12 资产负债简表(财决12表)": (
        [["资产负债简表"], [None, "财决12表"], ["编制单位：测试局", "2018年度", "单位：元"], ["项目", "行次", "年初数"]], "不符",
    ),
    "财决11": ([["财政专户管理资金收入支出决算表"], [None, "财决11表"], ["编制单位：测试局", "2018年度", "单位：元"], *TABLE], "不符"),
    "社保": ([["社会保险基金收入支出决算表"], ["编制单位：测试局", "2020年度", "单位：元"], ["险种", "参保人数"], ["养老", 5]], "对不上"),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_sheet_that_is_no_form_says_why(recognised, name):
    rows, reason = REASONS[name]
    found = recognised({name: rows, "Z04": sheet()})
    assert [form.code for form in found.forms] == ["财决04"]
    assert [unknown.sheet for unknown in found.unrecognised] == [name]
    assert reason in found.unrecognised[0].reason


def test_amounts_are_in_yuan_whatever_is_printed(recognised):
    found = recognised({"表": sheet(unit="万元")})
    assert found.amount("公开03", "210", "2") == Decimal(40000)
    assert found.amount("公开03", "210", "9") is None
    assert found.amount("公开03", "999", "1") is None
    assert found.amount("公开99", "210", "1") is None


def test_addresses_go_both_ways(recognised):
    form = only(recognised({"Z04": sheet()}))
    for row in form.rows:
        for column in form.columns:
            cell = form.cell(row.id, column.number)
            assert form.address(cell) is not None
            assert (form.address(cell).row, form.address(cell).column) == (row.id, column.number)
    assert form.words(form.cell("210", "2")) == "财决04 · 210 卫生健康支出 · 2栏 基本支出"
    assert form.words(form.cell("合计", "1")) == "财决04 · 合计 · 1栏 本年支出合计"
    assert form.address(Cell("Z04", 4, 1)) is None


def test_only_changed_sheets_are_read_again(recognised, monkeypatch):
    found = recognised({"Z04": sheet(), "Z05": sheet("支出决算明细表", "财决05表")})
    read = []
    monkeypatch.setattr(sys.modules["juesuan.forms.recognise"], "read_form", lambda grid, *_: read.append(grid.name) or "改过了。")
    again = found.refreshed({"Z05"})
    assert read == ["Z05"]
    assert again.form("财决04") is found.form("财决04")
    assert [(unknown.sheet, unknown.reason) for unknown in again.unrecognised] == [("Z05", "改过了。")]


def test_refreshed_sees_the_new_shape(recognised):
    found = recognised({"Z04": sheet()})
    row = Cell("Z04", 8, 1)
    new = {row: "221", row._replace(column=2): "住房保障支出", row._replace(column=3): Decimal(1)}
    found.workbook.apply(found.workbook.replace(new, "加一行"))
    assert found.refreshed(["Z04"]).amount("财决04", "221", "1") == 1


def test_nothing_raises_on_a_workbook_without_forms(recognised):
    found = recognised({"甲": [[1, 2], ["x"]]})
    assert (found.forms, found.edition, found.unit_name) == ((), None, "")
    assert recognise(found.workbook).unrecognised == found.unrecognised
