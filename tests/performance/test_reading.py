"""Forms are recognised by title and labels, wherever their rows and columns lie."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from performance_forms import form

from juesuan.forms.performance_layout import load_layouts
from juesuan.forms.performance_reading import as_number, as_percent
from juesuan.performance import PerformanceSheet, read_performance
from juesuan.performance.building import Content, blank_indicators
from juesuan.performance.writing import FilledForm
from juesuan.workbook import Workbook

ROW = ("产出指标(50分)", "数量指标", "培训次数", "≥2次", "2次", 50, 50, "")


@pytest.mark.parametrize("layout", load_layouts(), ids=lambda layout: layout.name)
def test_every_layout_is_read_back_as_itself(written: Callable[..., Workbook], layout) -> None:
    indicators = [{**row, "三级": "某指标"} for row in blank_indicators(layout)]
    filled = FilledForm(layout, layout.name, Content({"全年预算数": Decimal(8)}, indicators))
    [sheet] = read_performance(written(filled))
    assert sheet.layout is layout
    assert set(layout.kinds) <= set(sheet.fields)
    assert len(sheet.indicators) == (len(indicators) if layout.indicator_row is not None else 0)
    assert sheet.year == 2022


def test_values_are_read_where_labels_say(read: Callable[..., PerformanceSheet]) -> None:
    fields = {"全年预算数": Decimal("359.98"), "全年执行数": Decimal("351.44"), "执行率分值": 10, "收入.其他资金": "167.76"}
    sheet = read(form("整体自评", "hunan", fields, [ROW]))
    assert sheet.percent("执行率") == Decimal("97.63")
    assert sheet.text("执行率分值") == "10分"
    assert sheet.amount("收入.其他资金") == Decimal("167.76")
    assert sheet.text("收入.一般公共预算") == ""
    [indicator] = sheet.indicators
    assert (indicator.first, indicator.group_weight, indicator.third) == ("产出指标", 50, "培训次数")


def test_a_form_from_elsewhere_without_merges_and_with_other_columns(book) -> None:
    rows = [
        ["附件2"],
        ["2021年度项目支出绩效自评表"],
        [None, "项目名称", None, "道路养护"],
        [None, "主管部门", None, "某局", None, "实施单位", "某站"],
        [None, "项目资金（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, None, "年度资金总额", None, 100, 120, 90, 10, "75%", 7.5],
        [None, None, "其中：当年财政拨款", None, 100, 110, 80, "—", None, "—"],
        [None, "绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        [None, None, "产出指标", "数量指标", "养护里程", "≥10公里", "12公里", 50, 50],
        [None, None, None, "质量指标", "合格率", "100%", "100%", 40, 40],
        [None, "总分", None, None, None, None, None, 100, 97.5, None],
    ]
    [sheet] = read_performance(book({"道路": rows}))
    assert sheet.code == "项目自评"
    assert sheet.name == "道路养护"
    assert (sheet.amount("全年预算数"), sheet.amount("全年执行数"), sheet.percent("执行率")) == (120, 90, 75)
    assert [(each.first, each.second, each.third) for each in sheet.indicators] == [
        ("产出指标", "数量指标", "养护里程"),
        ("产出指标", "质量指标", "合格率"),
    ]
    assert sheet.amount("总得分") == Decimal("97.5")


def test_other_sheets_are_none(book) -> None:
    rows = {"说明": [["部门整体支出绩效自评表填写说明"], ["先填基础数据"]], "空": [[None]], "收入": [["收入决算表"], ["科目", 1]]}
    assert read_performance(book(rows)) == ()


@pytest.mark.parametrize(
    ("text", "amount"), [("20万", "20"), ("251.2万元", "251.2"), ("10分", "10"), ("15000元", "1.5"), ("1,200.5", "1200.5")]
)
def test_money_is_read_in_wan(text: str, amount: str) -> None:
    assert as_number(text) == Decimal(amount)
    assert as_number("无") is None


@pytest.mark.parametrize(("text", "percent"), [("97.63%", "97.63"), ("0.9763", "97.63"), ("97.63", "97.63"), ("1", "100")])
def test_rates_are_read_however_written(text: str, percent: str) -> None:
    assert as_percent(text) == Decimal(percent)
