"""Rows inserted and deleted: everything that refers to rows follows."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from juesuan.workbook import Cell, Change, Formula, Merge, RowsDeleted, RowsInserted, open_workbook


@pytest.fixture
def form(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "财决04"
    sheet.append(["科目", "合计", "基本", "项目"])
    for row in range(2, 5):
        sheet.append([f"21015{row:02d}", f"=SUM(C{row}:D{row})", row, row * 10])
    sheet.append(["合计", "=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)"])
    sheet["C4"].font = Font(bold=True)
    sheet.row_dimensions[4].height = 30
    sheet.merge_cells("A6:D6")
    sheet["A6"] = "注"
    sheet.freeze_panes = "B2"
    sheet.print_area = "A1:D6"
    sheet.print_title_rows = "1:1"
    sheet.conditional_formatting.add("C2:D4", CellIsRule(operator="lessThan", formula=["$C$5"]))
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("A2:A4")
    sheet.add_data_validation(validation)
    other = workbook.create_sheet("财决01")
    other["A1"] = "=财决04!C5"
    other["A2"] = "=SUM(财决04!C2:C4)"
    workbook.defined_names["总计"] = DefinedName("总计", attr_text="财决04!$C$5")
    other["A3"] = "=总计*2"
    path = tmp_path / "表.xlsx"
    workbook.save(path)
    return open_workbook(path)


def insert(workbook, row, count=1, pattern=None):
    return workbook.apply(Change("插入", (RowsInserted("财决04", row, count, pattern),)))


def test_row_at_the_end_of_a_sum_is_taken_in(form):
    effect = insert(form, 5)
    assert form.content(Cell("财决04", 6, 3)) == Formula("SUM(C2:C5)")
    assert form.content(Cell("财决04", 5, 2)) == Formula("SUM(C5:D5)")
    assert form.content(Cell("财决01", 1, 1)) == Formula("财决04!C6")
    assert form.content(Cell("财决01", 2, 1)) == Formula("SUM(财决04!C2:C5)")
    assert effect.moved == {"财决04"}
    form.apply(form.replace({Cell("财决04", 5, 3): Decimal(100)}, "填"))
    assert [form.value(Cell("财决01", row, 1)) for row in (1, 2, 3)] == [Decimal(109), Decimal(109), Decimal(218)]


def test_row_above_the_first_of_a_sum_is_taken_in_when_it_is_the_pattern(form):
    insert(form, 2, pattern=2)
    assert form.content(Cell("财决04", 6, 3)) == Formula("SUM(C2:C5)")
    assert form.content(Cell("财决04", 2, 2)) == Formula("SUM(C2:D2)")


def test_look_and_lists_follow(form):
    insert(form, 5, 2)
    sheet = form.sheet("财决04")
    assert sheet.merges == (Merge(8, 1, 8, 4),)
    assert (sheet.look.row_height(6), sheet.look.style(6, 3).font.bold, sheet.look.frozen) == (30, True, (1, 1))
    assert (sheet.look.choices(6, 1), sheet.look.choices(7, 1)) == (("甲", "乙"), ())


def test_others_read_the_moved_rows(form):
    insert(form, 5)
    form.save()
    other = openpyxl.load_workbook(form.path)
    sheet = other["财决04"]
    assert (sheet["C6"].value, sheet["A7"].value, other["财决01"]["A1"].value) == ("=SUM(C2:C5)", "注", "=财决04!C6")
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A7:D7"]
    assert (sheet.print_area, sheet.print_title_rows, sheet.freeze_panes) == ("'财决04'!$A$1:$D$7", "$1:$1", "B2")
    assert [str(rule.sqref) for rule in sheet.conditional_formatting] == ["C2:D5"]
    assert [rule.formula for rules in sheet.conditional_formatting for rule in rules.rules] == [["$C$6"]]
    assert [str(validation.sqref) for validation in sheet.data_validations.dataValidation] == ["A2:A5"]
    assert other.defined_names["总计"].attr_text.replace("'", "") == "财决04!$C$6"
    assert (sheet["C5"].font.bold, sheet.row_dimensions[5].height) == (True, 30)


def test_deleted_rows_shrink_ranges_and_come_back_whole(form):
    sheet = form.sheet("财决04")
    before = dict(sheet.filled), dict(sheet.formulas), sheet.merges, dict(form.name_texts)
    effect = form.apply(Change("删除", (RowsDeleted("财决04", 3, 2),)))
    assert form.content(Cell("财决04", 3, 3)) == Formula("SUM(C2:C2)")
    assert form.content(Cell("财决01", 1, 1)) == Formula("财决04!C3")
    assert form.value(Cell("财决01", 1, 1)) == Decimal(2)
    form.save()
    form.apply(effect.change.reversed())
    assert (dict(sheet.filled), dict(sheet.formulas), sheet.merges, dict(form.name_texts)) == before
    form.save()
    again = openpyxl.load_workbook(form.path)["财决04"]
    assert (again["C4"].font.bold, again.row_dimensions[4].height, again["C5"].value) == (True, 30, "=SUM(C2:C4)")


def test_deleting_what_a_formula_reads_says_ref(form):
    effect = form.apply(Change("删除", (RowsDeleted("财决04", 5),)))
    assert form.content(Cell("财决01", 1, 1)) == Formula("财决04!#REF!")
    form.apply(effect.change.reversed())
    assert form.content(Cell("财决01", 1, 1)) == Formula("财决04!C5")
    assert form.value(Cell("财决01", 1, 1)) == Decimal(9)


def test_edits_after_a_save_and_moved_rows_are_all_in_the_file(form):
    insert(form, 5)
    form.apply(form.replace({Cell("财决04", 5, 1): "2101599", Cell("财决04", 5, 3): Decimal("7.5")}, "填"))
    form.save()
    insert(form, 3)
    form.apply(form.replace({Cell("财决04", 3, 3): Decimal("0.5")}, "填"))
    form.save()
    again = open_workbook(form.path)
    for sheet in form.sheets:
        assert (again.sheet(sheet.name).filled, again.sheet(sheet.name).formulas) == (sheet.filled, sheet.formulas)


def test_redo_inserts_again_with_formulas(form):
    effect = insert(form, 5)
    done = dict(form.sheet("财决04").filled), dict(form.sheet("财决04").formulas)
    undone = form.apply(effect.change.reversed())
    form.apply(undone.change.reversed())
    assert (form.sheet("财决04").filled, form.sheet("财决04").formulas) == done
    form.apply(effect.change.reversed())
    form.apply(effect.change)
    assert (form.sheet("财决04").filled, form.sheet("财决04").formulas) == done


def test_comments_tables_and_pictures_move_along(tmp_path):
    from openpyxl.comments import Comment
    from openpyxl.drawing.image import Image
    from openpyxl.worksheet.table import Table
    from PIL import Image as Picture

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in [["科目", "数"], ["一", 1], ["二", 2], ["三", 3]]:
        sheet.append(row)
    sheet["B3"].comment = Comment("口径", "局")
    sheet.add_table(Table(displayName="表甲", ref="A1:B4"))
    Picture.new("RGB", (8, 8)).save(tmp_path / "图.png")
    sheet.add_image(Image(tmp_path / "图.png"), "C4")
    path = tmp_path / "件.xlsx"
    workbook.save(path)
    ours = open_workbook(path)
    before = {member: ours.source.package.read(member) for member in ours.source.package.names}
    effect = ours.apply(Change("插入", (RowsInserted("Sheet", 3, 2),)))
    assert ours.sheets[0].look.comments == {(5, 2): "口径"}
    ours.save()
    other = openpyxl.load_workbook(path).active
    assert (other["B5"].comment.text, other.tables["表甲"].ref, other._images[0].anchor._from.row) == ("口径", "A1:B6", 5)
    ours.apply(effect.change.reversed())
    ours.save()
    after = {member: ours.source.package.read(member) for member in ours.source.package.names}
    assert after == before


def members(workbook):
    return {member: workbook.source.package.read(member) for member in workbook.source.package.names}


@pytest.mark.parametrize("saved_between", [False, True])
@pytest.mark.parametrize("act", [RowsInserted("财决04", 5, 2), RowsDeleted("财决04", 2, 1)])
def test_rows_moved_and_moved_back_leave_the_very_bytes(form, act, saved_between):
    form.save()
    before = members(form)
    effect = form.apply(Change("行", (act,)))
    if saved_between:
        form.save()
        assert members(form) != before
    undone = form.apply(effect.change.reversed())
    form.save()
    own = form.sheet("财决04").member
    assert members(form)[own] == before[own]
    assert saved_between or members(form) == before
    form.apply(undone.change.reversed())
    form.save()
    again = open_workbook(form.path)
    assert [sheet.filled for sheet in again.sheets] == [sheet.filled for sheet in form.sheets]


def test_an_edit_after_the_move_stays_when_both_are_taken_back(form):
    form.save()
    form.apply(form.replace({Cell("财决04", 3, 3): Decimal("3.5")}, "先填"))
    moved = form.apply(Change("插入", (RowsInserted("财决04", 5),)))
    filled = form.apply(form.replace({Cell("财决04", 5, 3): Decimal(50)}, "填"))
    form.apply(filled.change.reversed())
    form.apply(moved.change.reversed())
    form.save()
    again = open_workbook(form.path)
    assert again.value(Cell("财决04", 3, 3)) == Decimal("3.5")
    for sheet in form.sheets:
        assert (again.sheet(sheet.name).filled, again.sheet(sheet.name).formulas) == (sheet.filled, sheet.formulas)


def test_series_of_charts_follow_their_rows(tmp_path):
    from openpyxl.chart import BarChart, Reference

    workbook = openpyxl.Workbook()
    sheet, other = workbook.active, workbook.create_sheet("图 表")
    for row in [["科目", "数"], ["一", 1], ["二", 2], ["三", 3]]:
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    other.add_chart(chart, "B2")
    path = tmp_path / "图.xlsx"
    workbook.save(path)
    ours = open_workbook(path)
    before = members(ours)
    effect = ours.apply(Change("插入", (RowsInserted("Sheet", 5, 2, 4),)))
    ours.save()
    assert b"$B$2:$B$6" in ours.source.package.read("xl/charts/chart1.xml")
    ours.apply(effect.change.reversed())
    ours.save()
    assert members(ours) == before
