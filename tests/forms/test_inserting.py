"""Rows inserted by the program: in code order, with what is above them and in linked forms, counted everywhere, undone exactly."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from juesuan.errors import JuesuanError
from juesuan.forms import recognise
from juesuan.forms.build import build_template
from juesuan.forms.codes import normal_code, with_text_codes
from juesuan.forms.inserting import delete_rows, insert_project, insert_subject
from juesuan.workbook import Cell, CellEdit, Change, RowsDeleted, RowsInserted, open_workbook

FORMS = ("财决04", "财决05", "财决05-1", "财决05-2", "财决07", "财决08", "财决08-1")
SIXTY = Decimal("60.05")


@cache
def _template(folder):
    path = folder / "模板.xlsx"
    build_template(2024, path, "试验局", FORMS, {"财决05-1": 9, "财决08-1": 3})
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("inserting")


class Office:
    """A workbook under work: `do` applies a change and looks at the forms anew."""

    def __init__(self, path):
        self.workbook = open_workbook(path)
        self.recognition = recognise(self.workbook)
        self.done = []

    def do(self, change):
        effect = self.workbook.apply(change)
        self.recognition = recognise(self.workbook)
        self.done.append(effect.change)
        return effect

    def insert(self, form, code, name=""):
        return self.do(insert_subject(self.recognition, form, code, name))

    def put(self, form, row, column, amount):
        return self.do(self.workbook.replace({self.recognition.cell(form, row, column): amount}, "填写"))

    def ids(self, form):
        return [row.id for row in self.recognition.form(form).rows]

    def amounts(self, form, column, *rows):
        return [self.recognition.amount(form, row, column) for row in rows]

    def state(self):
        return {sheet.name: (dict(sheet.filled), dict(sheet.formulas), sheet.merges) for sheet in self.workbook.sheets}


@pytest.fixture
def office(folder):
    found = Office(_template(folder))
    found.insert("财决05-1", "2101501")
    found.put("财决05-1", "2101501", "E30101", Decimal(100))
    return found


def test_a_subject_brings_its_parents_and_their_names(office):
    assert office.ids("财决05-1") == ["合计", "210", "21015", "2101501"]
    assert [row.label for row in office.recognition.form("财决05-1").rows[1:]] == ["卫生健康支出", "医疗保障管理事务", "行政运行"]


def test_linked_forms_show_it_too_and_others_do_not(office):
    assert office.ids("财决04") == office.ids("财决05") == ["合计", "210", "21015", "2101501"]
    assert office.ids("财决07") == office.ids("财决08") == ["合计"]
    office.insert("财决08-1", "2101501")
    assert office.ids("财决07") == office.ids("财决08") == ["合计", "210", "21015", "2101501"]


@pytest.mark.parametrize("code", ["2010101", "2100101", "2101101", "2101502", "2101599", "2109999", "2299999"])
def test_wherever_it_comes_it_counts_in_totals_parents_and_linked_forms(office, code):
    office.insert("财决05-1", code)
    assert office.ids("财决05-1")[1:] == sorted(office.ids("财决05-1")[1:])
    office.put("财决05-1", code, "E30201", SIXTY)
    for form in ("财决05-1", "财决05"):
        assert office.amounts(form, "E302", code, code[:5], code[:3], "合计") == [SIXTY] * 4
        assert office.amounts(form, "1", "合计") == [100 + SIXTY]
    assert office.amounts("财决04", "2", code, "合计") == [SIXTY, 100 + SIXTY]
    assert office.amounts("财决04", "1", "2101501") == [100]


def test_below_the_last_row_of_a_full_table_it_counts_as_well(office):
    for code in ("2101501", "2101502", "2210201"):
        office.insert("财决08-1", code)
        office.put("财决08-1", code, "E30101", SIXTY)
    assert office.amounts("财决08-1", "1", "210", "21015", "221", "22102", "合计") == [2 * SIXTY, 2 * SIXTY, SIXTY, SIXTY, 3 * SIXTY]
    assert office.amounts("财决07", "9", "合计") == [3 * SIXTY]


def test_undo_is_exact(office):
    before = office.state()
    office.insert("财决05-1", "2010101")
    office.put("财决05-1", "2010101", "E30101", SIXTY)
    for change in reversed(office.done[2:]):
        office.workbook.apply(change.reversed())
    assert office.state() == before


def test_the_saved_file_holds_the_sums(office, tmp_path):
    office.insert("财决05-1", "2010101")
    office.put("财决05-1", "2010101", "E30101", SIXTY)
    office.workbook.save(tmp_path / "存.xlsx")
    form = office.recognition.form("财决05-1")
    sheet = openpyxl.load_workbook(tmp_path / "存.xlsx", data_only=True)[form.sheet]
    assert sheet.cell(form.row("合计").row, 5).value == pytest.approx(160.05)
    assert [sheet.cell(row.row, 1).value for row in form.rows[1:4]] == ["201", "20101", "2010101"]


def test_projects_stand_below_their_item_and_add_up(office):
    for name in ("信息化建设", "宣传"):
        office.do(insert_project(office.recognition, "财决05-2", "2101502", name))
        office.put("财决05-2", f"2101502/{name}", "E30201", SIXTY)
    assert office.ids("财决05-2") == ["合计", "210", "21015", "2101502", "2101502/信息化建设", "2101502/宣传"]
    assert office.amounts("财决05-2", "1", "2101502", "21015", "210", "合计") == [2 * SIXTY] * 4
    assert office.amounts("财决04", "3", "2101502", "合计") == [2 * SIXTY] * 2


def test_a_name_of_ones_own_is_kept(office):
    office.insert("财决05-1", "2109901", "地方自设科目")
    assert office.recognition.form("财决05-1").row("2109901").label == "地方自设科目"


def test_rows_go_without_hurting_the_sums(office):
    office.insert("财决05-1", "2101599")
    office.put("财决05-1", "2101599", "E30101", SIXTY)
    row = office.recognition.form("财决05-1").row("2101501").row
    office.do(delete_rows(office.recognition, "财决05-1", [row]))
    assert office.amounts("财决05-1", "1", "2101599", "21015", "210", "合计") == [SIXTY] * 4


def test_several_rows_go_in_runs(office):
    office.insert("财决05-1", "2210201")
    rows = [office.recognition.form("财决05-1").row(code).row for code in ("2101501", "221", "22102", "2210201")]
    change = delete_rows(office.recognition, "财决05-1", rows)
    assert [(edit.row, edit.count) for edit in change.edits] == [(rows[0] + 1, 3), (rows[0], 1)] or len(change.edits) == 1
    assert all(isinstance(edit, RowsDeleted) for edit in change.edits)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda r: insert_subject(r, "财决05-1", "2101501"), "已有科目 2101501"),
        (lambda r: insert_subject(r, "财决09", "2120801"), "没有财决09"),
        (lambda r: insert_subject(r, "财决05-1", "21"), "不是 3 位"),
        (lambda r: insert_project(r, "财决05-1", "2101501", "甲"), "不填项目"),
        (lambda r: insert_project(r, "财决05-2", "21015", "甲"), "7 位"),
        (lambda r: delete_rows(r, "财决05-1", [3]), "只能删除"),
        (lambda r: delete_rows(r, "财决05-1", [10]), "下面还有 21015"),
        (lambda r: delete_rows(r, "财决05-1", range(10, 19)), "至少要留一行"),
    ],
)
def test_what_cannot_be_is_said(office, act, words):
    with pytest.raises(JuesuanError, match=words):
        act(office.recognition)


def export(path, codes, formulas):
    """A small 财决04 as an official export has it: codes as given, sums as values or as plain SUM."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Z04 支出决算表(财决04表)"
    heads = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    rows = [["支出决算表"], [*[None] * 9, "财决04表"], ["编制单位：某局", None, None, None, "2020年度", *[None] * 4, "金额单位：元"]]
    rows += [["支出功能分类科目编码", None, None, "科目名称", *heads], ["类", "款", "项", "栏次", 1, 2, 3, 4, 5, 6]]
    rows += [["合计", None, None, None, 50, 50, 0, 0, 0, 0], *[[*code, "名", 50, 50, 0, 0, 0, 0] for code in codes]]
    for row in rows:
        sheet.append(row)
    for cell, text in formulas.items():
        sheet[cell] = text
    book.save(path)
    return Office(path)


def test_codes_in_three_cells_stay_in_three(tmp_path):
    office = export(tmp_path / "a.xlsx", [("210", None, None), ("210", "15", None), ("210", "15", "01")], {})
    effect = office.insert("财决04", "2101502")
    sheet = office.recognition.form("财决04").sheet
    assert [office.workbook.value(Cell(sheet, 10, column)) for column in (1, 2, 3, 4)] == ["210", "15", "02", "一般行政管理事务"]
    assert isinstance(effect.change.edits[0], RowsInserted)


def test_a_plain_sum_of_a_foreign_file_takes_the_row_in(tmp_path):
    codes = [("210", None, None), ("21015", None, None), ("2101501", None, None)]
    office = export(tmp_path / "b.xlsx", codes, {"F8": "=SUM(F9:F9)", "F7": "=F8", "F6": "=F7"})
    office.insert("财决04", "2101502")
    office.put("财决04", "2101502", "2", SIXTY)
    assert office.amounts("财决04", "2", "21015", "210", "合计") == [50 + SIXTY] * 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(Decimal(2101501), "2101501"), ("210 15 01", "2101501"), (Decimal("21.5"), Decimal("21.5")), ("合计", "合计"), (None, None)],
)
def test_codes_become_text(typed, kept):
    assert normal_code(typed) == kept


def test_a_typed_number_in_the_code_column_counts(office):
    form = office.recognition.form("财决05-1")
    row = form.row("2101501").row + 1
    typed = office.workbook.replace({Cell(form.sheet, row, 1): Decimal(2101599), Cell(form.sheet, row, 6): Decimal(3)}, "填写")
    change = with_text_codes(office.recognition, typed)
    assert [edit.new for edit in change.edits if isinstance(edit, CellEdit)] == ["2101599", Decimal(3)]
    office.do(change)
    office.put("财决05-1", "2101599", "E30101", SIXTY)
    assert office.amounts("财决05-1", "1", "21015", "合计") == [100 + SIXTY] * 2
    assert isinstance(typed, Change)


def test_the_case_takes_a_subject_in(tmp_path):
    path = Path(__file__).parents[1] / "cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
    office = Office(path)
    before = office.amounts("财决08-1", "1", "合计")[0]
    office.insert("财决08-1", "2130505")
    office.put("财决08-1", "2130505", "E30101", SIXTY)
    assert office.amounts("财决08-1", "1", "合计") == [before + SIXTY]
    assert office.amounts("财决07", "9", "213") == [SIXTY]
