"""指标值 as offices write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.performance.values import Kind, comparable, read_value


@pytest.mark.parametrize(
    ("text", "relation", "amount", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("=100%", "=", "100", "%"),
        ("<=2天", "≤", "2", "天"),
        ("18.8万人", "", "188000", "人"),
        ("4000元", "", "4000", "元"),
        ("34.6万元", "", "346000", "元"),
        ("≥40万", "≥", "400000", ""),
        ("10个工作日内", "≤", "10", "个工作日"),
        ("90%以上", "≥", "90", "%"),
        ("不超过3次", "≤", "3", "次"),
        ("220元/人", "", "220", "元/人"),
        ("＞１００ 家", ">", "100", "家"),
        ("36,332人次", "", "36332", "人次"),
        ("大于等于９５％", "≥", "95", "%"),
        ("不小于2次/年", "≥", "2", "次/年"),
        ("高于90%", ">", "90", "%"),
        ("＝＞90％", "≥", "90", "%"),
        ("达到95%以上", "≥", "95", "%"),
        ("控制在5%以内", "≤", "5", "%"),
        ("两次", "", "2", "次"),
        ("不少于三十五人", "≥", "35", "人"),
        ("百分之九十五", "", "95", "%"),
        ("九成", "", "90", "%"),
        ("1/2", "", "50", "%"),
        ("二分之一", "", "50", "%"),
        ("30余人", "≥", "30", "人"),
        ("约30人", "", "30", "人"),
        ("500㎡", "", "500", "平方米"),
        ("-5%", "", "-5", "%"),
        ("参保率达98%", "", "98", "%"),
        ("100%（满分）；", "", "100", "%"),
        ("5‰", "", "5", "‰"),
    ],
)
def test_a_number_with_its_relation_and_unit(text: str, relation: str, amount: str, unit: str) -> None:
    reading = read_value(text)
    assert (reading.kind, reading.relation, reading.amount, reading.unit) == (Kind.NUMBER, relation, Decimal(amount), unit)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("80%-90%", Kind.RANGE),
        ("1-4级80%；5-6级60%", Kind.SEVERAL),
        ("2019年6月30日", Kind.DATE),
        ("2020年12月30日以前", Kind.DATE),
        ("90-95%", Kind.RANGE),
        ("≥95%且≤100%", Kind.RANGE),
        ("90%≤满意度≤95%", Kind.RANGE),
        ("2个、3处", Kind.SEVERAL),
        ("每月30日以前", Kind.DATE),
        ("12月底前", Kind.DATE),
        ("2022-06-30", Kind.DATE),
        ("第四季度", Kind.DATE),
        ("3个月", Kind.NUMBER),
        ("一定程度提高", Kind.WORDS),
        ("及时结算", Kind.WORDS),
        ("显著提高", Kind.WORDS),
        ("", Kind.WORDS),
    ],
)
def test_other_kinds(text: str, kind: Kind) -> None:
    assert read_value(text).kind is kind


def test_a_missing_unit_fits_any_other() -> None:
    assert comparable(read_value("≥40万"), read_value("34.6万元"))
    assert not comparable(read_value("26人"), read_value("26%"))


@pytest.mark.parametrize(
    ("text", "low", "high"), [("90%-95%", 90, 95), ("90～95%", 90, 95), ("≤100%，≥95%", 95, 100), ("1.5至2万人", 15000, 20000)]
)
def test_a_range_has_both_ends(text: str, low: int, high: int) -> None:
    reading = read_value(text)
    assert (reading.amount, reading.upper) == (low, high)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("2022年6月30日前", 20220630), ("2022.6.30", 20220630), ("2022年6月", 20220631), ("2022年底前", 20221231), ("12月底前", 1231),
        ("每年3月份", 331), ("每月30日以前", 30), ("6月上旬", 610), ("第三季度", 930), ("2022年上半年", 20220630),
    ],
)  # fmt: skip
def test_a_date_is_the_last_day_it_allows(text: str, digits: int) -> None:
    assert read_value(text).amount == digits


def test_a_rise_is_no_fall() -> None:
    assert [read_value(text).change for text in ("增长5%", "下降≥5%", "5%")] == ["增长", "下降", ""]


@given(st.text(max_size=30) | st.text("0123456789.,%‰≥≤=<>-~/年月日前内万亿人元次第一二三十百分之率达成余约（）；、 ", max_size=24))
def test_anything_can_be_read(text: str) -> None:
    assert read_value(text).text == text


@given(st.integers(0, 99999), st.integers(0, 99999), st.sampled_from(["-", "～", "至", "—"]), st.sampled_from(["%", "人"]))
def test_a_range_is_read_back(low: int, high: int, between: str, unit: str) -> None:
    reading = read_value(f"{low}{between}{high}{unit}")
    assert (reading.kind, reading.amount, reading.upper, reading.unit) == (Kind.RANGE, low, high, unit)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["≥", "≤", "=", ""]), st.sampled_from(["%", "人", "元", "天"]))
def test_what_is_written_is_read_back(amount: Decimal, relation: str, unit: str) -> None:
    reading = read_value(f"{relation}{amount}{unit}")
    assert (reading.relation, reading.amount, reading.unit) == (relation, amount, unit)
