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
        ("每月30日以前", Kind.WORDS),
        ("显著提高", Kind.WORDS),
        ("", Kind.WORDS),
    ],
)
def test_other_kinds(text: str, kind: Kind) -> None:
    assert read_value(text).kind is kind


def test_a_missing_unit_fits_any_other() -> None:
    assert comparable(read_value("≥40万"), read_value("34.6万元"))
    assert not comparable(read_value("26人"), read_value("26%"))


@given(st.text(max_size=30))
def test_anything_can_be_read(text: str) -> None:
    assert read_value(text).text == text


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["≥", "≤", "=", ""]), st.sampled_from(["%", "人", "元", "天"]))
def test_what_is_written_is_read_back(amount: Decimal, relation: str, unit: str) -> None:
    reading = read_value(f"{relation}{amount}{unit}")
    assert (reading.relation, reading.amount, reading.unit) == (relation, amount, unit)
