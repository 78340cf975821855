"""Building templates: where things stand, what is computed, what is locked, and that two engines agree."""

import os
import random
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "cases"))

from filling import Filling, with_parents

from juesuan.errors import JuesuanError
from juesuan.forms import recognise
from juesuan.forms.build import EDITIONS, build_template, new_workbook, template_path
from juesuan.forms.build_formulas import Formulas, Place
from juesuan.forms.build_inputs import subjects_of_year
from juesuan.forms.build_plan import indent_of, plan_form
from juesuan.forms.build_sheet import Heading, draw_form
from juesuan.forms.catalogue import catalogue
from juesuan.forms.look import add_styles
from juesuan.workbook import Cell, Change, RowsInserted, open_workbook

ALL_FUNDS = ("财决03", "财决04", "财决05", "财决05-1", "财决05-2")
GENERAL_ONLY = ("财决07", "财决08", "财决08-1", "财决08-2")
FUND_ONLY = ("财决09", "财决10-2")
ITEMS = ["2080505", "2101101", "2101501", "2101502"]
FUND = "2120805"


def plan(code, year, rows=6):
    spec = catalogue().spec(code)
    return plan_form(spec, spec.edition(year), year=year, empty_rows=rows)


def plans(year, *codes):
    return {code: plan(code, year) for code in codes}


def fixed_formula(known, code, row, column):
    form = known[code]
    planned = form.row(row)
    return Formulas(known).of_fixed(Place(form, planned.row, form.column(column), planned))


@pytest.mark.parametrize(
    ("code", "row", "column", "a1"),
    [("财决01", "29", "1", "C35"), ("财决01", "84", "7", "M33"), ("财决01", "31", "3", "E37"), ("财决附03", "38", "4", "H22")],
)
def test_fixed_rows_stand_where_the_official_export_has_them(code, row, column, a1):
    form = plan(code, 2020)
    assert f"{form.column(column).letters}{form.row(row).row}" == a1


def test_a_header_that_needs_another_row_moves_the_rows_down():
    assert plan("财决01-1", 2020).first_row == plan("财决01", 2020).first_row + 1


def test_project_forms_have_ten_leading_columns_from_2020():
    form = plan("财决05-2", 2020)
    assert [form.column(name).letters for name in ("1", "E301", "E302", "E399")] == ["K", "L", "Z", "DK"]
    assert plan("财决05-2", 2019).column("1").letters == "F"


def test_sheet_names_are_those_of_the_export_and_never_too_long():
    assert plan("财决08-1", 2020).sheet == "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-"
    assert all(len(plan(code, 2024).sheet) <= 31 for code in catalogue().codes(2024) if code.startswith("财决"))


def test_labels_stand_in_below_what_adds_them_up():
    form = plan("财决01", 2020)
    assert [indent_of(form, form.row(line).spec) for line in ("58", "59", "61", "62")] == [0, 1, 0, 3]


def test_totals_follow_the_lines_of_the_form():
    known = plans(2020, "财决01", "财决01-1", "财决附03")
    assert fixed_formula(known, "财决01", "27", "1") == "SUM(C7:C14)"
    assert fixed_formula(known, "财决01", "31", "2") == "D33+D34+D35"
    assert fixed_formula(known, "财决01", "84", "9") == "SUM(J7:J32)"
    assert fixed_formula(known, "财决01-1", "年末财政拨款结转和结余", "17") == "SUM(W36:W38)"
    assert fixed_formula(known, "财决附03", "7", "3") == "E13+E15"
    assert fixed_formula(known, "财决附03", "7", "1") == ""


def test_final_amounts_come_from_the_other_forms_only_where_they_are_there():
    known = plans(2020, "财决01", "财决04", "财决07")
    assert fixed_formula(known, "财决01", "一般公共预算财政拨款收入", "3") == "'Z07 一般公共预算财政拨款收入支出决算表(财决07表)'!H9"
    sheet = "'Z04 支出决算表(财决04表)'!"
    assert fixed_formula(known, "财决01", "卫生健康支出", "6") == f'SUMIFS({sheet}E$9:E$16,{sheet}$A$9:$A$16,"210")'
    assert fixed_formula(known, "财决01", "上级补助收入", "3") == ""
    assert fixed_formula(known, "财决01", "一般公共预算财政拨款收入", "1") == ""


def test_rows_by_subject_add_up_across_and_look_up_by_code():
    known = plans(2020, "财决04", "财决05-1", "财决05-2")
    form, formulas = known["财决04"], Formulas(known)
    cell = {name: formulas.of_row(Place(form, 10, form.column(name))) for name in ("1", "2", "3", "4")}
    assert cell["1"] == "F10+G10+H10+I10+J10"
    assert cell["2"].endswith("!$A$9:$A$16,$A10)")
    assert cell["3"].endswith('$E$9:$E$16,"")')  # rows of single projects are no subjects
    assert cell["4"] == ""
    assert formulas.of_total(Place(form, 9, form.column("4"))) == 'SUMIFS(H10:H$16,$A10:$A$16,"???")'
    assert formulas.of_children(Place(form, 10, form.column("4"))) == 'SUMIFS(H11:H$16,$A11:$A$16,$A10&"??")'


def test_a_row_formula_that_names_no_row_is_a_sentence():
    form = plan("财决01", 2020)
    total = form.row("31")
    broken = type(total)(type(total.spec)("31", "总计", formula="27+99"), total.row, 0, 0)
    with pytest.raises(JuesuanError, match="99 行"):
        Formulas({"财决01": form}).of_fixed(Place(form, broken.row, form.column("1"), broken))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A small consistent workbook: random amounts in the detail forms, everything else computed. Path and the amounts typed in."""
    path = tmp_path_factory.mktemp("filled") / "单位.xlsx"
    chance = random.Random(2020)  # noqa: S311
    subjects = dict.fromkeys(ALL_FUNDS, with_parents([*ITEMS, FUND])) | dict.fromkeys(GENERAL_ONLY, with_parents(ITEMS))
    subjects |= dict.fromkeys(FUND_ONLY, with_parents([FUND]))
    filling = Filling(2020, "试验局", ["财决01", "财决01-1", *ALL_FUNDS, *GENERAL_ONLY, *FUND_ONLY], subjects)
    typed = {}
    for code in ITEMS:
        for part, economic in (("1", "E30101"), ("1", "E30201"), ("2", "E31002")):
            amount = Decimal(chance.randrange(1, 10**9)) / 100
            typed[code, part, economic] = amount
            filling.subject(f"财决05-{part}", code, economic, amount)
            filling.subject(f"财决08-{part}", code, economic, amount)
        filling.subject("财决07", code, "5", sum(a for (c, p, _), a in typed.items() if c == code and p == "1"))
        filling.subject("财决07", code, "6", typed[code, "2", "E31002"])
    typed[FUND, "fund", "E30201"] = Decimal("123.45")
    for form in ("财决05-2", "财决10-2"):
        filling.subject(form, FUND, "E30201", Decimal("123.45"))
    filling.subject("财决09", FUND, "6", Decimal("123.45"))
    filling.save(path)
    return path, typed


def total_of(typed, *, code="", part="", economic=""):
    return sum(
        (amount for (c, p, e), amount in typed.items() if c.startswith(code) and p in (part or p) and e.startswith(economic)), Decimal(0)
    )


def test_the_computed_forms_hold_the_sums_of_what_was_typed(filled):
    path, typed = filled
    recognition = recognise(open_workbook(path))
    everything = total_of(typed)
    assert recognition.amount("财决01", "31", "3") == recognition.amount("财决01", "88", "9") == everything
    assert recognition.amount("财决04", "合计", "2") == total_of(typed, part="1")
    assert recognition.amount("财决05", "210", "E302") == total_of(typed, code="210", economic="E302")
    assert recognition.amount("财决08", "21015", "E310") == total_of(typed, code="21015", economic="E310")
    assert recognition.amount("财决07", "2101501", "9") == total_of(typed, code="2101501", economic="E301")
    assert recognition.amount("财决07", "合计", "12") == 0
    assert recognition.amount("财决01", "卫生健康支出", "6") == total_of(typed, code="210")
    assert recognition.amount("财决01-1", "本年支出合计", "24") == everything
    assert recognition.amount("财决01-1", "城乡社区支出", "14") == Decimal("123.45")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice 没有安装")
def test_libreoffice_computes_the_same_to_the_cent(filled, tmp_path):
    path, _ = filled
    environment = os.environ | {"HOME": str(tmp_path)}
    command = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    ours, theirs = (openpyxl.load_workbook(file, data_only=True) for file in (path, tmp_path / path.name))
    compared = 0
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    other = theirs[sheet.title][cell.coordinate].value or 0
                    assert round(cell.value, 2) == round(other, 2), (sheet.title, cell.coordinate)
                    compared += 1
    assert compared > 4000


def test_a_row_inserted_by_hand_counts_everywhere(filled):
    path, typed = filled
    workbook = open_workbook(path)
    recognition = recognise(workbook)
    above = recognition.form("财决05-1").row("2101501").row
    sheet = recognition.form("财决05-1").sheet
    workbook.apply(Change("插入一行", (RowsInserted(sheet, above + 1, pattern=above),)))
    column = recognition.form("财决05-1").column("E30101").column
    edits = {Cell(sheet, above + 1, 1): "2101599", Cell(sheet, above + 1, column): Decimal("1000.01")}
    workbook.apply(workbook.replace(edits, "填写"))
    after = recognise(workbook)
    basic = {code: total_of(typed, code=code, part="1") for code in ("21015", "210", "")}
    more = Decimal("1000.01")
    assert [after.amount("财决05-1", row, "1") for row in ("21015", "210", "合计")] == [amount + more for amount in basic.values()]
    assert after.amount("财决04", "合计", "2") == basic[""] + more
    assert after.amount("财决01", "88", "9") == total_of(typed) + more


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_has_its_forms_and_they_are_recognised(edition):
    recognition = recognise(open_workbook(template_path(edition)))
    expected = {code for code in catalogue().codes(edition) if not code.startswith("公开")} | {"说明资料", "说明资料-科目"}
    assert {form.code for form in recognition.forms} == expected
    assert recognition.edition == edition
    assert {found.sheet for found in recognition.unrecognised} == {"科目表", "代码表"}
    assert ("财决11" in expected) == (edition >= 2020)


def test_what_changed_between_editions_is_in_the_templates():
    labels = {year: [row.label for row in recognise(open_workbook(template_path(year))).form("财决01").rows] for year in (2019, 2020, 2024)}
    assert "资源勘探信息等支出" in "".join(labels[2019])
    assert "资源勘探工业信息等支出" in "".join(labels[2020])
    assert "抗疫特别国债安排的支出" not in "".join(labels[2019])
    assert "使用非财政拨款结余（含专用结余）" in labels[2024]
    assert "使用非财政拨款结余" in labels[2020]


def test_the_template_files_are_what_the_data_makes(tmp_path):
    build_template(2020, tmp_path / "again.xlsx")
    with zipfile.ZipFile(template_path(2020)) as kept, zipfile.ZipFile(tmp_path / "again.xlsx") as again:
        assert [name for name in kept.namelist() if kept.read(name) != again.read(name)] == []


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A template of four forms, as openpyxl reads it."""
    path = tmp_path_factory.mktemp("drawn") / "模板.xlsx"
    build_template(2024, path, forms=["封面", "财决01", "财决01-1", "财决04", "财决附03"])
    return openpyxl.load_workbook(path)


def test_computed_cells_are_locked_and_typed_ones_open_without_a_password(drawn):
    sheet = drawn["Z01 收入支出决算总表(财决01表)"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet["E33"].protection.locked
    assert not sheet["C7"].protection.locked
    assert sheet["E33"].fill.fgColor.rgb.endswith("F3F4F6")
    assert sheet["C7"].number_format == "#,##0.00;-#,##0.00;"


def test_every_form_prints_with_its_headers_and_freezes_them(drawn):
    for sheet in drawn:
        if sheet.sheet_state == "visible":
            assert sheet.print_area
            assert sheet.print_title_rows
            assert sheet.freeze_panes
            assert sheet.page_setup.paperSize in ("9", "8", 9, 8)


@pytest.mark.parametrize("code", ["财决01-1", "财决05", "财决05-2", "财决12"])
def test_no_caption_is_cut_where_a_printed_page_ends(code):
    form = plan(code, 2020)
    sheet = openpyxl.Workbook().active
    add_styles(sheet.parent)
    draw_form(sheet, form, Formulas({code: form}), Heading("", 2020), signed=False)
    ends = [end.id for end in sheet.col_breaks.brk]
    pages = zip([0, *ends], [*ends, form.last_column], strict=True)
    assert all(last - first <= (15 + 4 if form.floating else 14) for first, last in pages)
    assert len(ends) == (7 if form.floating else 2)
    cut = [str(merge) for merge in sheet.merged_cells.ranges if any(merge.min_col <= end < merge.max_col for end in ends)]
    assert cut == []


def test_subject_codes_are_offered_and_bring_their_name(drawn):
    sheet = drawn["Z04 支出决算表(财决04表)"]
    offer = sheet.data_validations.dataValidation[0]
    assert "A10" in offer.sqref
    assert offer.formula1.startswith("科目表!$A$1:$A$")
    assert sheet["D10"].value.startswith('=IF($A10="","",IFERROR(VLOOKUP(')
    assert sheet["A10"].number_format == "@"


def test_subjects_are_those_of_the_year():
    assert dict(subjects_of_year(2020))["21305"] == "扶贫"
    assert dict(subjects_of_year(2022))["21305"] == "巩固脱贫衔接乡村振兴"


def test_a_new_workbook_bears_the_unit_and_the_province(tmp_path):
    new_workbook(2020, " 试验区医疗保障局 ", "sichuan", tmp_path / "新.xlsx")
    recognition = recognise(open_workbook(tmp_path / "新.xlsx"))
    value = recognition.workbook.value
    assert recognition.unit_name == "试验区医疗保障局"
    assert {form.unit_name for form in recognition.forms if form.kind != "input"} == {"试验区医疗保障局"}
    assert value(recognition.form("封面").fields["unit_name"]) == "试验区医疗保障局"
    assert value(recognition.form("说明资料").fields["设置.省份"]) == "四川"


@pytest.mark.parametrize(
    ("edition", "unit", "province", "name", "words"),
    [
        (2018, "某局", None, "a.xlsx", "没有 2018 年度"),
        (2020, " ", None, "a.xlsx", "没有填写单位名称"),
        (2020, "某局", "火星", "a.xlsx", "没有“火星”"),
        (2020, "某局", None, "a.xls", "以 .xlsx 结尾"),
        (2020, "某局", None, "there.xlsx", "已经存在"),
    ],
)
def test_what_stands_in_the_way_of_a_new_workbook_is_said(tmp_path, edition, unit, province, name, words):
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    with pytest.raises(JuesuanError, match=words):
        new_workbook(edition, unit, province, tmp_path / name)
    assert (tmp_path / "there.xlsx").read_bytes() == b"mine"


def test_a_template_of_an_unknown_year_is_refused(tmp_path):
    with pytest.raises(JuesuanError, match="2018"):
        build_template(2018, tmp_path / "a.xlsx")
