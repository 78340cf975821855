"""绩效 sheets are forms like all others: recognised, addressed, named when they repeat, taken anew when their title changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from juesuan.combine.values import read_figures
from juesuan.forms import Recognition, recognise
from juesuan.forms.report import as_text, to_json
from juesuan.workbook import Cell, open_workbook

CASES = Path(__file__).parents[1] / "cases"
BASE = [["2022年度部门整体支出绩效评价基础数据表"], ["财政供养人员情况", "编制数", "2022年实际在职人数", "控制率"], [None, 20, 17, "85%"]]
BASE += [["经费控制情况", "2021年决算数", "2022年预算数", "2022年决算数"], ["支出总额", 1, 2, 3]]


@pytest.fixture(scope="module")
def lizhou() -> Recognition:
    return recognise(open_workbook(CASES / "lizhou-2020" / "绩效" / "利州区医疗保障局2020年度绩效自评.xlsx"))


def test_every_sheet_of_a_performance_workbook_is_a_form(lizhou: Recognition) -> None:
    assert lizhou.unrecognised == ()
    assert (lizhou.edition, lizhou.unit_name) == (2020, "广元市利州区医疗保障局")
    assert [form.code for form in lizhou.forms][:2] == ["绩效完成情况/医疗照顾", "绩效完成情况/二老一残医疗费"]
    assert lizhou.forms[-1].code == "绩效资料"
    assert {form.kind for form in lizhou.forms} == {"performance", "input"}


def test_fields_and_indicators_have_addresses(lizhou: Recognition) -> None:
    form = lizhou.form("绩效完成情况/医疗照顾")
    assert form is not None
    assert lizhou.workbook.value(form.fields["全年执行数"]) == "14.4万"
    cell = form.cell("5", "完成值")
    assert cell is not None
    assert lizhou.workbook.value(cell) == "4000元"
    assert form.words(cell) == "绩效完成情况/医疗照顾 · 5 门诊医疗照顾补助每人每年标准 · 完成值"
    assert lizhou.problem(cell) is None


def test_the_list_of_forms_counts_fields_and_indicators(lizhou: Recognition) -> None:
    assert "没有认出的表" not in as_text(lizhou)
    assert "10 项 8 个指标  （医疗照顾）" in as_text(lizhou)
    assert to_json(lizhou)["forms"][0]["form"] == "绩效完成情况/医疗照顾"


def test_values_alone_are_enough(lizhou: Recognition) -> None:
    """As 汇总 reads a workbook."""
    figures = read_figures(lizhou.workbook.path, ())
    assert [form.code for form in recognise(figures).forms] == [form.code for form in lizhou.forms]


def test_a_second_form_of_the_unit_bears_its_sheets_name(recognised: Callable[..., Recognition]) -> None:
    recognition = recognised({"甲": BASE, "乙": BASE})
    assert [form.code for form in recognition.forms] == ["绩效基础数据", "绩效基础数据/乙"]


def test_another_title_makes_it_no_form(recognised: Callable[..., Recognition]) -> None:
    recognition = recognised({"甲": BASE})
    workbook = recognition.workbook
    workbook.apply(workbook.replace({Cell("甲", 1, 1): "备忘"}, "改标题"))
    after = recognition.refreshed(["甲"])
    assert after.forms == ()
    assert [sheet.sheet for sheet in after.unrecognised] == ["甲"]
