"""公开表 from 财决 forms: figures, their sources, which rows are printed, empty tables and notes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from juesuan.disclosure import disclose
from juesuan.workbook import Cell


@pytest.fixture
def bureau(made):
    """One year of a small bureau, in 元."""
    recognition = made(2020)
    recognition.add(
        "财决01",
        {
            ("一般公共预算财政拨款收入", "3"): "11633166.67",
            ("其他收入", "3"): "33.33",
            ("本年收入合计", "3"): "11633200",
            ("年初结转和结余", "3"): "51049.99",
            ("收入总计", "3"): "11684249.99",
            ("卫生健康支出", "6"): "11600000",
            ("住房保障支出", "6"): "33200",
            ("本年支出合计", "9"): "11633200",
            ("年末结转和结余", "9"): "51049.99",
            ("支出总计", "9"): "11684249.99",
        },
    )
    recognition.add(
        "财决04",
        {
            ("合计", "1"): "11633200",
            ("合计", "2"): "5600000",
            ("合计", "3"): "6033200",
            ("210", "1"): "11600000",
            ("210", "2"): "5566800",
            ("21015", "1"): "11600000",
            ("2101501", "1"): "5566800",
            ("2101502", "3"): "6033200",
            ("2101504", "1"): "0",
            ("221", "1"): "33200",
        },
    )
    recognition.add("财决09", {("合计", "4"): "0", ("合计", "7"): "0"})
    return recognition


def table(tables, code):
    return next(found for found in tables if found.code == code)


def test_each_cell_is_rounded_from_its_own_yuan(bureau):
    shown = table(disclose(bureau), "公开01")
    assert shown.amount("其他收入", "决算数") == Decimal("0.00")
    assert shown.amount("一般公共预算财政拨款收入", "决算数") == Decimal("1163.32")
    assert shown.amount("年初结转和结余", "决算数") == Decimal("5.10")
    assert shown.amount("收入/总计", "决算数") == Decimal("1168.42")
    assert shown.amount("支出/总计", "决算数") == Decimal("1168.42")


def test_totals_come_from_the_total_in_yuan(made):
    parts = {("210", "1"): "50", ("208", "1"): "50", ("合计", "1"): "100"}
    shown = table(disclose(made(2020).add("财决04", parts)), "公开03")
    assert [shown.amount(row, "本年支出合计") for row in ("208", "210", "合计")] == [Decimal("0.01"), Decimal("0.01"), Decimal("0.01")]


def test_balanced_figures_add_up(made):
    parts = {("210", "1"): "50", ("208", "1"): "50", ("合计", "1"): "100"}
    parts |= {("210", "2"): "50", ("208", "3"): "50", ("合计", "2"): "50", ("合计", "3"): "50"}
    shown = table(disclose(made(2020).add("财决04", parts), balanced=True), "公开03")
    for row in ("208", "210", "合计"):
        assert shown.amount(row, "1") == sum(shown.amount(row, str(column)) or 0 for column in range(2, 7))
    for column in ("1", "2", "3"):
        assert shown.amount("合计", column) == sum(shown.amount(row, column) or 0 for row in ("208", "210"))


def test_the_figures_know_their_cells(bureau):
    shown = table(disclose(bureau), "公开03")
    form = bureau.form("财决04")
    assert shown.sources("2101502", "项目支出") == (form.cell("2101502", "3"),)
    assert shown.sources("合计", "本年支出合计") == (Cell("财决04", 9, 20),)


def test_subjects_without_an_amount_are_left_out(bureau):
    shown = table(disclose(bureau), "公开03")
    assert [row[0].text for row in shown.body] == ["合计", "210", "21015", "2101501", "2101502", "221"]


def test_fixed_tables_print_every_row_with_its_number(bureau):
    shown = table(disclose(bureau), "公开01")
    assert len(shown.body) == 31
    first, last = shown.body[0], shown.body[-1]
    assert [cell.text for cell in first] == ["一、一般公共预算财政拨款收入", "1", "1163.32", "一、一般公共服务支出", "32", ""]
    assert [cell.text for cell in last] == ["总计", "31", "1168.42", "总计", "62", "1168.42"]
    assert [cell.text for cell in shown.body[26]][0::3] == ["本年收入合计", "本年支出合计"]


def test_a_fund_that_was_not_used_keeps_its_table_and_says_so(bureau):
    shown = table(disclose(bureau), "公开基金")
    assert shown.empty
    assert shown.notes[-1] == "说明：某市医疗保障局本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"


def test_a_form_that_is_missing_is_named(bureau):
    shown = table(disclose(bureau), "公开国资")
    assert shown.missing == ("财决11",)
    assert "没有财决11表" in shown.notes[-1]


def test_appropriation_table_by_fund(made):
    recognition = made(2020).add(
        "财决01-1",
        {
            ("收入_一般公共预算财政拨款", "3"): "200000",
            ("本年收入合计", "3"): "200000",
            ("收入总计", "3"): "200000",
            ("城乡社区支出", "12"): "50000",
            ("城乡社区支出", "14"): "50000",
            ("卫生健康支出", "12"): "150000",
            ("卫生健康支出", "13"): "150000",
            ("本年支出合计", "24"): "200000",
            ("本年支出合计", "25"): "150000",
            ("本年支出合计", "26"): "50000",
            ("支出总计", "24"): "200000",
        },
    )
    shown = table(disclose(recognition), "公开04")
    assert shown.amount("城乡社区支出", "决算数/政府性基金预算财政拨款") == Decimal("5.00")
    assert shown.amount("本年支出合计", "决算数/一般公共预算财政拨款") == Decimal("15.00")
    assert shown.amount("支出/总计", "决算数/合计") == Decimal("20.00")
    assert (len(shown.body), shown.body[-1][1].text, shown.body[-1][4].text) == (32, "32", "64")


def test_before_2020_there_is_no_column_of_state_capital(made):
    recognition = made(2019).add("财决01-1", {("收入总计", "3"): "10000"})
    shown = table(disclose(recognition), "公开04")
    labels = [cell.text for row in shown.header for cell in row if cell]
    assert "政府性基金预算财政拨款" in labels
    assert "国有资本经营预算财政拨款" not in labels


def test_basic_expenditure_by_economic_code(made):
    codes = {"E301": "300000", "E30101": "300000", "E302": "20000", "E30217": "20000", "1": "320000"}
    amounts = {("合计", code): amount for code, amount in codes.items()}
    shown = table(disclose(made(2020).add("财决08-1", amounts)), "公开06")
    assert shown.amount("30101", "决算数") == shown.amount("人员经费合计", "决算数") == Decimal("30.00")
    assert shown.amount("公用经费合计", "决算数") == Decimal("2.00")
    first = [cell.text for cell in shown.body[0]]
    assert first == ["301", "工资福利支出", "30.00", "302", "商品和服务支出", "2.00", "307", "债务利息及费用支出", ""]
    assert {len(row) for row in shown.grid} == {9}


def test_three_public_expenses_take_the_full_year_budget_or_the_initial_one_in_shanghai(made):
    amounts = {("7", "1"): "10000", ("7", "2"): "8000", ("7", "3"): "7999.99", ("2", "3"): "7999.99"}
    recognition = made(2024).add("财决附03", amounts)
    national, shanghai = (table(disclose(recognition, province=name), "公开三公") for name in ("national", "shanghai"))
    assert national.amount(national.title, "预算数/公务接待费") == Decimal("0.80")
    assert shanghai.amount(shanghai.title, "预算数/公务接待费") == Decimal("1.00")
    assert national.amount(national.title, "决算数/合计") == Decimal("0.80")
    assert national.body[0][1].text == "0.00"


def test_projects_stand_under_their_subject_in_sichuan(made):
    amounts = {(row, "1"): "60000" for row in ("合计", "210", "21015", "2101502", "2101502/医保专项")}
    recognition = made(2020).add("财决08-2", amounts, projects=[("2101502", "医保专项")])
    shown = table(disclose(recognition, province="sichuan"), "公开一般公共预算项目")
    assert [row[1].text for row in shown.body if row[1]] == ["卫生健康支出", "医疗保障管理事务", "一般行政管理事务", "医保专项"]
    assert shown.amount("医保专项", "金额") == Decimal("6.00")


def test_sichuan_details_by_economic_code_of_all_funds(made):
    recognition = made(2020)
    recognition.add("财决08", {("合计", "1"): "40000", ("合计", "E302"): "40000", ("合计", "E30201"): "40000"})
    recognition.add("财决08-1", {("合计", "1"): "10000", ("合计", "E302"): "10000", ("合计", "E30201"): "10000"})
    recognition.add("财决10", {("合计", "1"): "20000", ("合计", "E302"): "20000", ("合计", "E30201"): "20000"})
    shown = table(disclose(recognition, province="sichuan"), "公开财政拨款明细")
    assert shown.amount("30201", "合计") == shown.amount("合计", "1") == Decimal("6.00")
    assert shown.amount("302", "一般公共预算财政拨款/基本支出") == Decimal("1.00")
    assert len(shown.sources("30201", "合计")) == 2
    wide = table(disclose(recognition, province="sichuan"), "公开一般公共预算明细")
    assert wide.amount("合计", "商品和服务支出/办公费") == Decimal("4.00")


def test_the_workbook_says_which_province(bureau):
    assert len(disclose(bureau)) == 9
    from juesuan.forms import Form

    bureau.values["说明资料"] = {(5, 4): "四川省"}
    bureau.by_code["说明资料"] = Form("说明资料", "说明资料", "", "input", fields={"设置.省份": Cell("说明资料", 5, 4)})
    assert len(disclose(bureau)) == 13
    assert len(disclose(bureau, province="hunan")) == 9


def test_grids_are_rectangular_and_spans_stay_inside(bureau):
    for shown in disclose(bureau, province="sichuan"):
        assert {len(row) for row in shown.grid} == {len(shown.widths)}
        for row_index, row in enumerate(shown.grid):
            for column_index, cell in enumerate(row):
                if cell:
                    assert column_index + cell.columns <= len(shown.widths)
                    assert row_index + cell.rows <= len(shown.grid)
