"""Indicators added, removed, moved; the overview of the projects; the blank templates."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from performance_forms import form

from juesuan.errors import JuesuanError
from juesuan.performance import PerformanceSheet, read_performance
from juesuan.performance.build import PROVINCES, build_templates, template_path
from juesuan.performance.building import blank_indicators
from juesuan.performance.indicators import add_indicator, move_indicator, remove_indicator
from juesuan.performance.overview import overview
from juesuan.performance.projects import project_layout
from juesuan.workbook import Change, open_workbook

ROWS = [
    ("产出指标(50分)", "数量指标", "甲", "≥2次", "2次", 20, 20),
    ("产出指标(50分)", "数量指标", "乙", "≥3次", "3次", 30, 30),
    ("效益指标(40分)", "社会效益指标", "丙", "≥90%", "", 40, 40),
]
FIELDS = {"全年预算数": 80, "全年执行数": 60, "执行率分值": 10, "执行率得分": 10}


@pytest.fixture
def whole(read: Callable[..., PerformanceSheet]) -> PerformanceSheet:
    return read(form("整体自评", "hunan", FIELDS, ROWS))


def after(sheet: PerformanceSheet, change: Change) -> PerformanceSheet:
    sheet.workbook.apply(change)
    return read_performance(sheet.workbook)[0]


def named(sheet: PerformanceSheet) -> list[tuple[str, str, str]]:
    return [(each.first, each.second, each.third) for each in sheet.indicators]


def test_an_added_indicator_belongs_to_its_group_and_counts(whole: PerformanceSheet) -> None:
    changed = after(whole, add_indicator(whole, whole.indicators[1]))
    row = whole.indicators[1].row + 1
    cells = {whole.indicators[1].cells[name]._replace(row=row): content for name, content in (("三级", "丁"), ("得分", Decimal(5)))}
    changed = after(changed, changed.workbook.replace(cells, "填写"))
    assert named(changed)[2] == ("产出指标", "数量指标", "丁")
    assert named(changed)[3] == ("效益指标", "社会效益指标", "丙")
    assert changed.amount("总得分") == 105


def test_a_removed_indicator_leaves_its_group_its_name(whole: PerformanceSheet) -> None:
    before = named(whole)
    workbook = whole.workbook
    effect = workbook.apply(remove_indicator(whole, whole.indicators[0]))
    [changed] = read_performance(workbook)
    assert named(changed) == before[1:]
    assert changed.amount("总得分") == 80
    workbook.apply(effect.change.reversed())
    assert named(read_performance(workbook)[0]) == before


def test_moving_changes_places(whole: PerformanceSheet) -> None:
    changed = after(whole, move_indicator(whole, whole.indicators[0], up=False))
    assert [each.third for each in changed.indicators] == ["乙", "甲", "丙"]
    assert [changed.score(each, "分值") for each in changed.indicators] == [30, 20, 40]
    with pytest.raises(JuesuanError, match="已经是第一项"):
        move_indicator(changed, changed.indicators[0], up=True)


def test_the_overview_tells_where_a_project_stands(whole: PerformanceSheet) -> None:
    [state] = overview([whole])
    assert (state.budget, state.executed, state.rate, state.score, state.grade) == (80, 60, 75, 100, "优")
    assert (state.suggested, state.blank) == (None, 1)


@pytest.mark.parametrize("province", PROVINCES)
def test_the_blank_forms_are_recognised(province: str) -> None:
    sheets = read_performance(open_workbook(template_path(province)))
    assert "项目自评" in {sheet.code for sheet in sheets}
    assert all(province in sheet.layout.provinces for sheet in sheets)


def test_the_same_data_make_the_same_templates(tmp_path: Path) -> None:
    for path in build_templates(tmp_path):
        assert path.read_bytes() == template_path(next(code for code, name in PROVINCES.items() if name in path.name)).read_bytes()


def test_a_project_gets_the_form_of_its_province_and_year() -> None:
    wanted = {("sichuan", 2020): "完成情况-四川", ("sichuan", 2022): "项目自评-四川", ("chongqing", 2021): "项目自评-重庆"}
    wanted |= {("shanghai", 2024): "项目自评-上海", ("gansu", 2021): "项目自评-全国", ("national", None): "项目自评-全国"}
    assert {key: project_layout(*key).name for key in wanted} == wanted


@pytest.mark.parametrize(
    ("year", "weights"),
    [
        (2020, {"产出指标": 50, "效益指标": 30, "满意度指标": 10}),
        (2023, {"成本指标": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10}),
    ],
)
def test_indicators_weigh_as_the_year_has_it(year: int, weights: dict[str, int]) -> None:
    found: dict[str, Decimal] = {}
    for entry in blank_indicators(project_layout("national", year), year):
        found[str(entry["一级"])] = found.get(str(entry["一级"]), Decimal(0)) + Decimal(str(entry["分值"]))
    assert found == weights
