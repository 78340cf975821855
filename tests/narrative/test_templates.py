"""Templates: inheritance, and mistakes that say file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juesuan.narrative import PROVINCES, TemplateError, check_templates, load_template
from juesuan.narrative.nodes import Line
from juesuan.narrative.templates import template_paths

BASE = """标题：{年度}年度部门决算
正文：
= [说明] 第二部分 说明
== [总体] 一、总体
[总体.收入] 收入{收入总计}万元。
== [收入] 二、收入
[收入.构成] 本年收入。
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for province in ("national", "hunan"):
        (tmp_path / province).mkdir()
    (tmp_path / "national" / "2019.txt").write_text(BASE, encoding="utf-8")
    return tmp_path


def write(home: Path, text: str, name: str = "hunan/2019.txt") -> None:
    (home / name).write_text(text, encoding="utf-8")


def lines(home: Path, province: str = "hunan", edition: int = 2020) -> list[str]:
    return [node.runs[0].text for node in load_template(province, edition, home).body if isinstance(node, Line)]


def test_shipped_templates_are_right() -> None:
    assert check_templates() == ()
    assert {province for province, _ in template_paths()} == set(PROVINCES)


@pytest.mark.parametrize(("edition", "year"), [(2018, 2019), (2019, 2019), (2020, 2020), (2021, 2020), (2022, 2022), (2025, 2023)])
def test_newest_year_not_later_is_used(edition: int, year: int) -> None:
    assert load_template("sichuan", edition).year == year


def test_rewriting_changes_only_the_named_piece(home: Path) -> None:
    write(home, "继承：national/2019\n改写：\n@ 总体.收入\n[总体.收入] 换了的话。\n")
    assert lines(home) == ["第二部分 说明", "一、总体", "换了的话。", "二、收入", "本年收入。"]


def test_only_a_heading_can_be_changed(home: Path) -> None:
    write(home, "继承：national/2019\n改写：\n@ 收入\n◎ 收入 二、收入情况\n")
    assert lines(home) == ["第二部分 说明", "一、总体", "收入", "二、收入情况", "本年收入。"]


def test_a_section_can_be_dropped(home: Path) -> None:
    write(home, "继承：national/2019\n改写：\n@ 总体\n")
    assert lines(home) == ["第二部分 说明", "二、收入", "本年收入。"]


def test_own_order_with_inherited_sections(home: Path) -> None:
    write(home, "继承：national/2019\n正文：\n◎ 收入 一、收入情况\n[补充.话] 自己的话。\n")
    assert lines(home) == ["一、收入情况", "本年收入。", "自己的话。"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("正文：\n[甲] 收入{若 收入总计>0}有。\n", 2, "没有 {完}"),
        ("正文：\n{若 收入总计>0}\n[甲] 有。\n", 2, "没有 {完}"),
        ("正文：\n[甲] 多{完}。\n", 2, "多出一个 {完}"),
        ("正文：\n{完}\n", 2, "多出一个 {完}"),
        ("正文：\n[甲] 收入{收入总数}万元。\n", 2, "没有叫“收入总数”的事实"),
        ("正文：\n[甲] {原因.没有这项}。\n", 2, "没有叫“原因.没有这项”"),
        ("正文：\n[甲] {涨跌:收入总计}。\n", 2, "没有“涨跌:”这种写法"),
        ("正文：\n[甲] {占比:基本支出}。\n", 2, "要写 2 个名称"),
        ("正文：\n[甲] {每个 没有的名单}{名称}{完}。\n", 2, "没有叫“没有的名单”的名单"),
        ("正文：\n[甲] {若 收入总计很大}有{完}。\n", 2, "看不懂条件"),
        ("正文：\n[甲] 收入{收入总计万元。\n", 2, "不成对"),
        ("正文：\n[甲 倾斜] 话。\n", 2, "不认识的段落样式"),
        ("正文：\n图 [图1] 饼状：题 = 每个 没有的\n", 2, "名单"),
        ("随便写一行\n", 1, "设置"),
        ("继承：national/2018\n改写：\n", 0, "不存在"),
        ("继承：national/2019\n改写：\n@ 没有的键\n[甲] 话。\n", 0, "没有这个键"),
        ("继承：national/2019\n正文：\n◎ 没有的节\n", 3, "没有叫“没有的节”的节"),
        ("继承：hunan/2019\n改写：\n", 0, "绕成了圈"),
    ],
)
def test_mistakes_say_where_and_why(home: Path, text: str, line: int, reason: str) -> None:
    write(home, text)
    found = [mistake for mistake in check_templates(home) if mistake.path.parent.name == "hunan"]
    assert [mistake.line for mistake in found] == [line]
    assert reason in found[0].reason
    assert "hunan/2019.txt" in str(found[0])


def test_a_province_without_templates_is_told(home: Path) -> None:
    with pytest.raises(TemplateError, match="没有“atlantis”"):
        load_template("atlantis", 2020, home)


PIECES = st.sampled_from(
    [
        "收入",
        "{收入总计}",
        "{若 收入总计>0}",
        "{否则}",
        "{完}",
        "{每个 收入来源 隔“；”}",
        "{",
        "}",
        "\n",
        "[甲]",
        "= ",
        "图 [图1] 柱状：题 = ",
        "◎ 节",
        "@ ",
        "表",
        "：",
        "{占比:甲/乙}",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_only_a_told_mistake_comes_of_it(home: Path, body: str) -> None:
    write(home, f"正文：\n{body}")
    for mistake in check_templates(home):
        assert mistake.reason
