"""汇总: sums by form and 科目, formulas kept where they agree, who is missing or unbalanced, payments inside the department."""

from __future__ import annotations

import shutil
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juesuan.analysis import figures
from juesuan.combine import CombineError, combine, combining
from juesuan.forms import TOTAL, recognise
from juesuan.forms.build import new_workbook
from juesuan.forms.inserting import insert_project
from juesuan.workbook import Cell, open_workbook

CASE = Path(__file__).parents[1] / "cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
HEADERS = {
    "财决03": (
        "收入决算表",
        ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "教育收费", "经营收入", "附属单位上缴收入", "其他收入"],
    ),
    "财决04": ("支出决算表", ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]),
}
NAMES = {
    "201": "一般公共服务支出", "20126": "档案事务", "2012601": "行政运行", "2012604": "档案馆",
    "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
}  # fmt: skip


def unit(path, name, year=2020, **forms):
    """A unit's workbook; forms by code (without 财决) hold 科目 → amounts in 元 of the columns after the total."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, items in forms.items():
        code = f"财决{number.strip('_')}"
        title, columns = HEADERS[code]
        sheet = book.create_sheet(f"Z{number.strip('_')} {title}({code}表)")
        sheet["A1"], sheet.cell(2, 4 + len(columns)).value, sheet["A3"] = title, f"{code}表", f"编制单位：{name}"
        sheet["E3"], sheet.cell(3, 4 + len(columns)).value = f"{year}年度", "金额单位：元"
        sheet["A4"], sheet["D4"], sheet["D5"] = "支出功能分类科目编码", "科目名称", "栏次"
        sheet.merge_cells("A4:C4")
        for place, label in enumerate(columns, 1):
            sheet.cell(4, 4 + place, label)
            sheet.cell(5, 4 + place, place)
        for row, (subject, amounts) in enumerate(_with_sums(items, len(columns) - 1), 6):
            sheet.cell(row, 1, subject or None)
            for column, value in enumerate((NAMES.get(subject, "合计"), sum(amounts), *amounts), 4):
                sheet.cell(row, column, value)
    book.save(path)
    return path


def _with_sums(items, width):
    codes = sorted({code[:length] for code in items for length in (0, 3, 5, 7)})
    padded = {code: [*amounts, *[0] * (width - len(amounts))] for code, amounts in items.items()}
    return [(code, [sum(column) for column in zip(*(v for c, v in padded.items() if c.startswith(code)), strict=True)]) for code in codes]


@pytest.fixture
def units(tmp_path):
    return [
        unit(tmp_path / "1.xlsx", "某市档案局本级", _03={"2012601": [500, 0]}, _04={"2012601": [300, 50.25, 0, 0, 80]}),
        unit(tmp_path / "2.xlsx", "某市档案馆", _03={"2012604": [100, 80]}, _04={"2012604": [0, 99.5], "2210201": [20.25]}),
    ]


def test_sums_by_subject(units, tmp_path):
    combined = combine(units, tmp_path / "sum.xlsx", unit_name="某市档案局")
    read = recognise(open_workbook(tmp_path / "sum.xlsx"))
    assert (read.unit_name, read.edition) == ("某市档案局", 2020)
    assert [row.id for row in read.form("财决04").rows] == [TOTAL, "201", "20126", "2012601", "2012604", "221", "22102", "2210201"]
    amounts = {row: read.amount("财决04", row, "1") for row in (TOTAL, "201", "2012604", "2210201")}
    assert amounts == {TOTAL: Decimal(550), "201": Decimal("529.75"), "2012604": Decimal("99.5"), "2210201": Decimal("20.25")}
    assert [found.name for found in combined.added] == ["某市档案局本级", "某市档案馆"]


def test_formulas_stay_where_they_give_the_sum(units, tmp_path):
    combined = combine(units, tmp_path / "sum.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "sum.xlsx")["Z04 支出决算表(财决04表)"]
    assert str(sheet["E10"].value).startswith("=")
    assert str(sheet["E9"].value).startswith("=SUMIFS(")
    assert sheet["A12"].value == "2012601"
    typed = {(address.form, address.row, address.column) for address in combined.typed}
    assert ("财决04", TOTAL, "1") not in typed
    calculated = recognise(open_workbook(tmp_path / "sum.xlsx"))
    calculated.workbook.prepare()
    calculated.workbook.calculate_missing([calculated.cell("财决04", TOTAL, "1")])
    assert calculated.amount("财决04", TOTAL, "1") == 550


def test_who_is_missing_and_who_does_not_balance(units, tmp_path):
    book = openpyxl.load_workbook(units[0])
    book.worksheets[1]["E6"], book.worksheets[1]["H9"] = 999, "八十元"
    book.save(units[0])
    combined = combine(units, tmp_path / "sum.xlsx", expected=["某市档案馆", "某市方志办"])
    assert combined.missing == ("某市方志办",)
    (found,) = combined.unbalanced
    assert (found.name, found.faults) == ("某市档案局本级", len(found.unbalanced))
    assert "“八十元”，不是数字" in found.unbalanced[0]
    assert any(sentence.startswith("财决04 合计 1栏 999.00 ≠") for sentence in found.unbalanced)
    texts = {str(cell.value) for row in openpyxl.load_workbook(tmp_path / "sum.xlsx")["汇总明细"].iter_rows() for cell in row}
    assert "缺少 1 个单位：某市方志办。" in texts
    assert any(text.startswith(f"{found.faults} 处不平衡") for text in texts)


def test_payments_inside_the_department_must_be_equal(units, tmp_path):
    combined = combine(units, tmp_path / "sum.xlsx")
    (transfer,) = combined.transfers
    assert (transfer.paid, transfer.received, transfer.severity) == ("对附属单位补助支出", "上级补助收入", "info")
    assert "各冲减 80.00 元" in transfer.sentence


def test_payments_that_differ_are_an_error(units, tmp_path):
    more = unit(tmp_path / "3.xlsx", "某市档案学会", _04={"2012604": [0, 0, 30]})
    combined = combine([*units, more], tmp_path / "sum.xlsx")
    errors = [transfer.sentence for transfer in combined.transfers if transfer.severity == "error"]
    assert len(errors) == 1
    assert "上缴上级支出合计 30.00 元" in errors[0]
    assert "相差 30.00 元" in errors[0]


def test_the_detail_shows_each_units_share(units, tmp_path):
    combine(units, tmp_path / "sum.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "sum.xlsx")["汇总明细"].iter_rows(min_row=4, values_only=True))
    column = lines[0].index("本年支出合计")
    assert [line[column] for line in lines[1:4]] == [430.25, 119.75, 550]
    assert [line[column + 1] for line in lines[1:4]] == [78.23, 21.77, 100]


def test_other_years_and_strange_files_are_skipped_with_the_reason(units, tmp_path):
    other = unit(tmp_path / "3.xlsx", "某市档案学会", year=2019, _04={"2012604": [1]})
    empty = tmp_path / "4.xlsx"
    openpyxl.Workbook().save(empty)
    broken = tmp_path / "5.xlsx"
    broken.write_bytes(b"not a workbook")
    combined = combine([*units, other, empty, broken, tmp_path / "6.xlsx"], tmp_path / "sum.xlsx")
    reasons = {found.path.name: found.skipped for found in combined.units if found.skipped}
    assert set(reasons) == {"3.xlsx", "4.xlsx", "5.xlsx", "6.xlsx"}
    assert "2020年" in reasons["3.xlsx"]
    assert "没有认出财决报表" in reasons["4.xlsx"]
    assert len(combined.added) == 2


def test_a_unit_given_twice_is_noted(units, tmp_path):
    again = unit(tmp_path / "7.xlsx", "某市档案馆", _04={"2012604": [1]})
    assert any("“某市档案馆”有 2 个工作簿" in note for note in combine([*units, again], tmp_path / "sum.xlsx").notes)


def test_nothing_to_combine_is_told(tmp_path):
    with pytest.raises(CombineError, match="没有选择"):
        combine([], tmp_path / "sum.xlsx")
    with pytest.raises(CombineError, match="没有可以汇总"):
        combine([tmp_path / "no.xlsx"], tmp_path / "sum.xlsx")


def test_stopping(units, tmp_path):
    with pytest.raises(CombineError, match="已取消"):
        combine(units, tmp_path / "sum.xlsx", progress=lambda _percent, _word: False)
    assert not (tmp_path / "sum.xlsx").exists()


def test_a_place_that_cannot_be_written_is_told(units, tmp_path):
    with pytest.raises(CombineError, match="写不进"):
        combine(units, tmp_path / "no" / "sum.xlsx")


@pytest.mark.slow
@pytest.mark.skipif(not CASE.exists(), reason="没有示例工作簿")
def test_a_department_of_two_equal_halves(tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(CASE.read_bytes())
    combine([CASE, other], tmp_path / "sum.xlsx")
    one, both = recognise(open_workbook(CASE)), recognise(open_workbook(tmp_path / "sum.xlsx"))
    for figure in figures(one):
        if figure.amount:
            column = f"E{figure.column.econ}" if figure.column.econ else figure.column.number
            assert both.amount(figure.form.code, figure.row.id, column) == 2 * figure.amount


def test_a_workbook_that_was_never_calculated_is_calculated(units, tmp_path):
    path = tmp_path / "8.xlsx"
    unit(path, "某市档案学会", _04={"2012604": [7, 0]})
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["F9"] = "=3+4"
    book.worksheets[0]["E9"] = "=F9*1"
    book.save(path)
    combine([*units, path], tmp_path / "sum.xlsx")
    assert recognise(open_workbook(tmp_path / "sum.xlsx")).amount("财决04", "2012604", "1") == Decimal("106.5")


def test_cover_and_inputs_say_what_all_units_say(tmp_path):
    files = [tmp_path / f"{number}.xlsx" for number in (1, 2)]
    for path, name, phone in zip(files, ("某市档案馆", "某市方志馆"), ("1", "2"), strict=True):
        new_workbook(2020, name, "sichuan", path)
        book = open_workbook(path)
        cover = recognise(book).form("封面").fields
        book.apply(book.replace({cover["mgmt_level"]: "4", cover["division"]: "510802", cover["phone"]: phone}, "填封面"))
        book.save()
    combine(files, tmp_path / "sum.xlsx", unit_name="某市档案局")
    book = open_workbook(tmp_path / "sum.xlsx")
    forms = recognise(book)
    cover = {key: book.value(cell) for key, cell in forms.form("封面").fields.items() if book.value(cell)}
    assert cover == {"unit_name": "某市档案局", "mgmt_level": "4", "division": "510802", "report_type": "9", "new_reason": "0"}
    said = forms.form("说明资料").fields
    assert book.value(said["概况.编制范围单位"]) == "某市档案馆\n某市方志馆"
    assert book.value(said["设置.省份"]) == "四川"
    report_type = forms.form("封面").fields["report_type"]
    assert book.value(report_type._replace(column=report_type.column + 1)) == "叠加汇总表"


@pytest.fixture(scope="module")
def building(tmp_path_factory):
    """A unit with one building project in 财决05-2 and 06."""
    path = tmp_path_factory.mktemp("building") / "1.xlsx"
    new_workbook(2020, "某市档案馆", "national", path)
    book = open_workbook(path)
    for code in ("财决05-2", "财决06"):
        book.apply(insert_project(recognise(book), code, "2012604", "库房改造", "K01"))
    found = recognise(book)
    rows = {code: next(row.row for row in found.form(code).rows if "/" in row.id) for code in ("财决05-2", "财决06")}
    typed = {found.cell("财决05-2", "2012604/K01", "E30901"): Decimal(900), found.cell("财决06", "2012604/K01", "4"): Decimal(900)}
    notes = {Cell(found.form(code).sheet, rows[code], column): "基建项目" for code, column in (("财决05-2", 9), ("财决06", 6))}
    book.apply(book.replace(typed | notes, "填项目"))
    book.save()
    return path


def test_projects_keep_their_names_and_what_is_said_of_them(building, tmp_path):
    book = open_workbook(combine([building, shutil.copy(building, tmp_path)], tmp_path / "sum.xlsx").path)
    found = recognise(book)
    assert found.amount("财决05-2", "2012604/K01", "E30901") == 1800
    detail, listing = (found.form(code) for code in ("财决05-2", "财决06"))
    project, listed = (next(row.row for row in form.rows if "/" in row.id) for form in (detail, listing))
    assert [book.value(Cell(detail.sheet, project, column)) for column in (1, 4, 5, 6, 9)] == [
        "2012604", "档案馆", "库房改造", "K01", "基建项目",
    ]  # fmt: skip
    assert [book.value(Cell(listing.sheet, listed, column)) for column in (1, 4, 5, 6)] == ["2012604", "库房改造", "K01", "基建项目"]


def test_a_sum_of_sums_is_the_sum_of_all(units, tmp_path):
    third = unit(tmp_path / "3.xlsx", "某市档案学会", _03={"2012604": [7]}, _04={"2012604": [7, 0]})
    some = combine(units, tmp_path / "some.xlsx", unit_name="某市档案局").path
    all_at_once = recognise(open_workbook(combine([third, *units], tmp_path / "all.xlsx").path))
    in_two_steps = recognise(open_workbook(combine([some, third], tmp_path / "steps.xlsx").path))
    assert amounts_of(in_two_steps) == amounts_of(all_at_once)


def amounts_of(recognition):
    return {(figure.form.code, figure.row.id, figure.column.number): figure.amount for figure in figures(recognition) if figure.amount}


def test_processes_give_the_same_sums(units, monkeypatch):
    alone = combining._read(units, lambda *_: True)
    monkeypatch.setattr(combining, "_ENOUGH_FOR_PROCESSES", 2)
    monkeypatch.setattr(combining, "_FILES_AT_ONCE", 1)
    assert combining._read(units, lambda *_: True) == alone


def test_without_processes_it_goes_on_alone(units, monkeypatch):
    alone = combining._read(units, lambda *_: True)
    monkeypatch.setattr(combining, "_ENOUGH_FOR_PROCESSES", 2)
    monkeypatch.setattr(combining, "ProcessPoolExecutor", NoProcesses)
    assert combining._read(units, lambda *_: True) == alone


class NoProcesses:
    """What a system that starts no processes looks like."""

    def __init__(self, *_):
        pass

    def map(self, *_):
        raise BrokenProcessPool

    def shutdown(self, **_):
        pass
