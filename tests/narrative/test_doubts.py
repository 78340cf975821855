"""Vehicles, purchases and receptions that do not go together are named before the text is published."""

from __future__ import annotations

from pathlib import Path

from tests.narrative.paper import Rows, paper, typed

from juesuan.forms import recognise
from juesuan.narrative import doubts
from juesuan.workbook import open_workbook

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"
KINDS = ("部级领导用车", "主要领导用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种技术用车", "离退休用车", "其他用车")


def told(**values: object) -> tuple[str, ...]:
    rows: Rows = typed(**{f"补充_{name}": value for name, value in values.items() if not name.startswith("接待_")})
    rows |= typed(**{name: value for name, value in values.items() if name.startswith("接待_")})
    return doubts(paper({"说明资料": rows}))  # type: ignore[arg-type]


def test_lizhou_has_nothing_to_ask_back() -> None:
    assert doubts(recognise(open_workbook(next(CASE.glob("[!~]*2020*.xlsx"))))) == ()


def test_kinds_of_vehicles_add_up_to_all() -> None:
    kinds = dict.fromkeys(KINDS, 1)
    assert told(车辆合计=8, **kinds) == ()
    assert told(车辆合计=9, **kinds) == ("车辆合计9辆，各项之和是8，两者应当相等。",)
    assert told(车辆合计=9) == ()


def test_a_part_is_no_larger_than_the_whole() -> None:
    assert told(中小企业合同=30000, 政府采购合计=20000) == ("中小企业合同3.00万元，大于政府采购合计2.00万元。",)


def test_money_and_counts_go_together() -> None:
    assert told(外事接待费=10000, 外事接待批次=0) == ("外事接待费1.00万元，外事接待批次0批次，一个有一个没有。",)
    assert told(外事接待费=10000, 外事接待批次=2) == ()


def test_receptions_listed_add_up() -> None:
    listed = "甲局来调研2次，0.24万元\n乙局来调研，3200元"
    assert told(国内接待费=5600, 接待_明细=listed) == ()
    assert told(国内接待费=9600, 接待_明细=listed) == ("国内接待费0.96万元，接待明细各批之和是0.56万元，两者应当相等。",)
