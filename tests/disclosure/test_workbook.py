"""公开表 written as xlsx and as tables of a document: what is written is read back as the same forms with the same figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juesuan.disclosure import DisclosureError, as_document_tables, disclose, write_workbook
from juesuan.forms import catalogue, recognise
from juesuan.money import to_wan
from juesuan.workbook import open_workbook

LIZHOU = Path(__file__).parents[1] / "cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"


@pytest.fixture(scope="module")
def lizhou():
    if not LIZHOU.exists():
        pytest.skip("没有示例工作簿")
    return recognise(open_workbook(LIZHOU))


@pytest.fixture(scope="module")
def tables(lizhou):
    return disclose(lizhou, province="national")


@pytest.fixture(scope="module")
def written(tables, tmp_path_factory):
    return write_workbook(tables, tmp_path_factory.mktemp("公开表") / "公开表.xlsx")


def test_what_is_written_is_recognised_with_the_same_figures(tables, written):
    read = recognise(open_workbook(written))
    assert (read.edition, read.unit_name, read.unrecognised) == (2020, "广元市利州区医疗保障局", ())
    for table in tables:
        form = read.form(table.code)
        assert form.printed_code == table.printed_code
        place = {cell: figure for row, column, figure in table.figures() for cell in [(row + 4, column + 1)]}
        seen = {}
        for row in form.rows:
            for column in form.columns:
                amount = read.amount(table.code, row.id, column.number)
                if amount is not None:
                    cell = form.cell(row.id, column.number)
                    seen[cell.row, cell.column] = amount / 10000
        printed = {cell: figure.wan for cell, figure in place.items() if figure.text}
        if table.code == "公开06":  # the label of 公用经费合计 spans two panels
            printed.pop((len(table.grid) + 3, len(table.widths)))
            seen.pop((len(table.grid) + 3, len(table.widths)), None)
        assert seen == printed, table.title


def test_rows_and_columns_are_those_of_the_official_forms(tables, written):
    read = recognise(open_workbook(written))
    for code in ("公开01", "公开04"):
        official = catalogue().edition(code, 2020)
        lines = {row.line: row.label for row in official.rows}
        found = {row.line: row.label for row in read.form(code).rows if row.line in lines}
        assert found == lines
    for table in tables:
        assert len(read.form(table.code).columns) == len(catalogue().edition(table.code, 2020).columns) or table.code == "公开06"


def test_known_figures_of_the_published_report(lizhou, tables):
    by_code = {table.code: table for table in tables}
    assert by_code["公开01"].amount("收入/总计", "决算数") == Decimal("1163.32")
    assert by_code["公开01"].amount("支出/总计", "决算数") == to_wan(lizhou.amount("财决01", "支出总计", "9"))
    assert by_code["公开03"].amount("合计", "1") == by_code["公开01"].amount("本年支出合计", "决算数")
    assert by_code["公开基金"].amount("2120805", "本年支出/小计") == by_code["公开基金"].amount("合计", "本年支出/小计")
    assert by_code["公开国资"].empty


def test_every_figure_leads_to_cells_that_give_it(lizhou, tables):
    for table in tables:
        for _, _, figure in table.figures():
            if figure.yuan:
                assert sum(lizhou.amount_at(cell) for cell in figure.sources) == figure.yuan


def test_balanced_tables_differ_by_one_unit_at_most_and_add_up(lizhou, tables):
    for plain, balanced in zip(tables, disclose(lizhou, province="national", balanced=True), strict=True):
        figures = zip(plain.figures(), balanced.figures(), strict=True)
        width = max(len(row) for row in plain.grid)
        assert all(abs(one[2].wan - other[2].wan) <= Decimal("0.01") * width for one, other in figures)
    balanced = {table.code: table for table in disclose(lizhou, province="national", balanced=True)}
    revenue = balanced["公开01"]
    details = [row[2].wan or 0 for row in revenue.body[:8]]
    assert sum(details) == revenue.amount("本年收入合计", "决算数")


def test_sheets_are_set_up_for_printing(written):
    book = openpyxl.load_workbook(written)
    assert [sheet.title[:5] for sheet in book] == [f"公开{number:02d}表" for number in range(1, 10)]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        assert sheet.print_area
        assert sheet.page_setup.fitToWidth == 1


def test_amounts_are_numbers_not_texts(written):
    sheet = openpyxl.load_workbook(written)["公开01表 收入支出决算总表"]
    amounts = [cell for row in sheet.iter_rows(min_row=7) for cell in row if cell.number_format == "#,##0.00" and cell.value is not None]
    assert amounts
    assert all(isinstance(cell.value, int | float) for cell in amounts)


def test_tables_of_a_document(tables):
    printed = as_document_tables(tables)
    assert [table.title for table in printed] == [table.title for table in tables]
    for table in printed:
        assert table.corner[0] == "部门：广元市利州区医疗保障局"
        for row in (*table.header, *table.body):
            assert sum(cell.columns for cell in row) <= len(table.widths)
    last = printed[0].body[-1]
    assert [cell.text for cell in last][:2] == ["总计", "31"]
    assert last[2].align == "right"
    assert last[2].cell.sheet.startswith("Z01")


def test_a_file_that_cannot_be_written_is_told(tables, tmp_path):
    with pytest.raises(DisclosureError, match="写不进"):
        write_workbook(tables, tmp_path / "没有" / "公开表.xlsx")


def test_a_wide_table_is_continued_in_parts(lizhou):
    wide = next(table for table in disclose(lizhou, province="sichuan") if table.code == "公开一般公共预算明细")
    parts = as_document_tables([wide])
    assert len(parts) > 1
    assert [table.title for table in parts[1:]] == [f"{wide.title}（续）"] * (len(parts) - 1)
    assert sum(len(table.widths) - 2 for table in parts) == len(wide.widths) - 2
    for table in parts:
        assert len(table.widths) <= 14
        assert {sum(cell.columns for cell in row) for row in table.body} == {len(table.widths)}
        assert [cell.text for cell in table.body[1]][:2] == ["208", "社会保障和就业支出"]


def test_beside_a_long_name_on_a_narrow_table_the_year_stands_higher(lizhou, tmp_path):
    narrow = next(table for table in disclose(lizhou, province="sichuan") if table.code == "公开一般公共预算项目")
    path = write_workbook([narrow], tmp_path / "窄.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert (sheet["B2"].value, sheet["A3"].value, sheet["B3"].value) == ("2020年度", "部门：广元市利州区医疗保障局", None)
    (form,) = recognise(open_workbook(path)).forms
    assert (form.edition, form.unit_name) == (2020, "广元市利州区医疗保障局")
