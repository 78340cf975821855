"""Last year's figures inside this year's workbook: kept, read back without the file, compared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juesuan.analysis import Comparison, figures, frame, link_prior, prior_of, unlink_prior
from juesuan.forms import TOTAL, recognise
from juesuan.workbook import open_workbook

AMOUNTS = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
HEADER = ["支出功能分类科目编码", None, None, "科目名称", *AMOUNTS]


def make(path, year, rows):
    """A workbook with 财决04 alone; rows are code, name, 基本支出, 项目支出 in 元."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Z04 支出决算表(财决04表)"
    sheet["A1"], sheet["J2"], sheet["A3"] = "支出决算表", "财决04表", "编制单位：某市档案馆"
    sheet["E3"], sheet["J3"] = f"{year}年度", "金额单位：元"
    for column, label in enumerate(HEADER, 1):
        sheet.cell(4, column, label)
    sheet.merge_cells("A4:C4")
    sheet.cell(5, 4, "栏次")
    for column in range(1, 7):
        sheet.cell(5, 4 + column, column)
    totals = [sum(values) for values in zip(*((basic, project) for code, _, basic, project in rows if len(code) == 3), strict=True)]
    for row, (code, name, basic, project) in enumerate([("", "合计", *totals), *rows], 6):
        sheet.cell(row, 1, code or None)
        for column, value in enumerate((name, basic + project, basic, project), 4):
            sheet.cell(row, column, value)
    book.save(path)
    return path


@pytest.fixture
def before(tmp_path):
    rows = [
        ("201", "一般公共服务支出", 1000, 250.5),
        ("20126", "档案事务", 1000, 250.5),
        ("2012601", "行政运行", 1000, 0),
        ("2012604", "档案馆", 0, 250.5),
        ("208", "社会保障和就业支出", 80, 0),
        ("20899", "其他社会保障和就业支出", 80, 0),
        ("2089901", "其他社会保障和就业支出", 80, 0),
    ]
    return recognise(open_workbook(make(tmp_path / "2020.xlsx", 2020, rows)))


@pytest.fixture
def now(tmp_path):
    rows = [
        ("201", "一般公共服务支出", 1200, 0),
        ("20126", "档案事务", 1200, 0),
        ("2012601", "行政运行", 1200, 0),
        ("208", "社会保障和就业支出", 84, 0),
        ("20899", "其他社会保障和就业支出", 84, 0),
        ("2089999", "其他社会保障和就业支出", 84, 0),
        ("221", "住房保障支出", 30, 0),
        ("22102", "住房改革支出", 30, 0),
        ("2210201", "住房公积金", 30, 0),
    ]
    return recognise(open_workbook(make(tmp_path / "2021.xlsx", 2021, rows)))


@pytest.fixture
def linked(now, before):
    now.workbook.apply(link_prior(now.workbook, before))
    return prior_of(now)


def test_figures_are_read_back_as_they_were(before, linked):
    assert (linked.edition, linked.unit_name) == (2020, "某市档案馆")
    assert linked.path.endswith("2020.xlsx")
    for figure in figures(before):
        assert (linked.amount("财决04", figure.row.id, figure.column.number) or 0) == figure.amount
    assert linked.amount("财决04", TOTAL, "本年支出合计") == Decimal("1330.5")


def test_nothing_is_invented(linked):
    assert linked.amount("财决04", "2210201", "1") is None
    assert linked.amount("财决03", TOTAL, "1") is None
    assert linked.amount("财决04", "2012604", "4") is None
    assert linked.cell("财决04", "2012604", "4")


def test_the_figures_survive_saving_without_the_file(now, linked, tmp_path):
    now.workbook.save(tmp_path / "saved.xlsx")
    (tmp_path / "2020.xlsx").unlink()
    read = prior_of(open_workbook(tmp_path / "saved.xlsx"))
    assert read.amount("财决04", "2012604", "项目支出") == Decimal("250.5")
    assert recognise(open_workbook(tmp_path / "saved.xlsx")).form("财决04")


def test_linking_can_be_undone_and_done_again(now, before):
    effect = now.workbook.apply(link_prior(now.workbook, before))
    now.workbook.apply(effect.change.reversed())
    assert prior_of(now) is None
    now.workbook.apply(link_prior(now.workbook, before))
    assert link_prior(now.workbook, before).edits == ()
    now.workbook.apply(unlink_prior(now.workbook))
    assert prior_of(now) is None


@pytest.fixture(params=["open", "kept"])
def comparison(request, now, before):
    if request.param == "open":
        return Comparison(now, before)
    now.workbook.apply(link_prior(now.workbook, before))
    return Comparison(now, prior_of(now))


def test_movement(comparison):
    movement = comparison.movement("财决04", "2012601", "基本支出")
    assert (movement.amount, movement.base, movement.difference, movement.rate) == (1200, 1000, 200, 20)
    assert comparison.movement("财决04", "2210201", "1") is None


def test_a_subject_whose_code_changed_is_matched(comparison):
    assert comparison.before_amount("财决04", "2089999", "1") == 80


def test_changes_over_a_threshold(comparison):
    found = {(change.address.row, change.address.column): change.movement.difference for change in comparison.changes(rate=Decimal(20))}
    assert found["2012601", "2"] == 200
    assert found["2210201", "2"] == 30
    assert ("2089999", "2") not in found
    large = list(comparison.changes(rate=Decimal(0), amount=Decimal(200)))
    assert {change.movement.difference for change in large} == {Decimal(200), Decimal(234), Decimal("250.5")}
    assert large[0].label == "合计 · 基本支出"


def test_rows_that_only_one_year_has(comparison):
    found = {(row.row, row.year) for row in comparison.only_once()}
    assert found == {("221", 2021), ("22102", 2021), ("2210201", 2021), ("2012604", 2020)}


def test_frame(before):
    table = frame(before)
    assert list(table.columns) == ["form", "line_or_subject", "column", "label", "amount"]
    line = table[(table.line_or_subject == "2012604") & (table.column == "3")].iloc[0]
    assert (line.form, line.label, line.amount) == ("财决04", "档案馆 · 项目支出", Decimal("250.5"))
    assert all(isinstance(amount, Decimal) for amount in table.amount)


def test_pandas_is_imported_only_when_asked_for():
    import subprocess
    import sys

    code = "import sys, juesuan.analysis; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


CASES = Path(__file__).parents[1] / "cases/lizhou-2020"


@pytest.mark.skipif(not CASES.exists(), reason="没有示例工作簿")
def test_two_editions_of_a_real_department():
    now, before = (recognise(open_workbook(CASES / f"利州区医疗保障局{year}年度部门决算.xlsx")) for year in (2020, 2019))
    now.workbook.apply(link_prior(now.workbook, before))
    kept = Comparison(now, prior_of(now))
    opened = Comparison(now, before)
    for form, row, column in [("财决01", "收入总计", "3"), ("财决01", "支出总计", "9"), ("财决07", TOTAL, "本年支出/合计")]:
        assert kept.before_amount(form, row, column) == (opened.before_amount(form, row, column) or 0)
    assert kept.movement("财决01", "收入总计", "3").base > 0
