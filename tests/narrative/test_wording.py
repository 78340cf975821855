"""措辞规则: words and numbers of a change."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.money import Movement
from juesuan.narrative.facts import Fact, Measure
from juesuan.narrative.wording import Style, comparison, worded_change

CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) / 100)


def change(amount: str | Decimal, base: str | Decimal, style: Style | None = None) -> str:
    measure = Measure(Fact("收入总计", Decimal(amount)), Fact("收入总计", Decimal(base)))
    return "".join(run.text for run in worded_change(Movement(Decimal(amount), Decimal(base)), measure, style or Style()))


@pytest.mark.parametrize(
    ("amount", "base", "words"),
    [
        ("11633200", "20311200", "减少867.80万元，下降42.73%"),
        ("10571600", "10482800", "增加8.88万元，增长0.85%"),
        ("100", "100", "持平"),
        ("10010", "10000", "基本持平"),
        ("310000", "0", "增加31.00万元（上年为0，不计算增减百分比）"),
        ("0", "310000", "减少31.00万元，下降100.00%"),
        ("-20000", "310000", "减少33.00万元"),
        ("20000", "-310000", "增加33.00万元"),
    ],
)
def test_change(amount: str, base: str, words: str) -> None:
    assert change(amount, base) == words


def test_provinces_have_their_words() -> None:
    assert change("10000000", "30000000", Style(less="降低", thousands=True)) == "减少2,000.00万元，降低66.67%"


@given(CENTS, CENTS)
def test_direction_and_percentage_always_agree(amount: Decimal, base: Decimal) -> None:
    words = change(amount, base)
    assert ("增加" in words) == (amount > base and "持平" not in words)
    assert not ("增加" in words and "下降" in words)
    assert not ("减少" in words and "增长" in words)
    assert "%" not in words or (base > 0 and amount >= 0)
    assert "-" not in words


@given(CENTS)
def test_amounts_have_two_places_or_are_nothing(amount: Decimal) -> None:
    text = Style().amount(amount)
    assert text == "0" if amount == 0 else text.lstrip("-").partition(".")[2].isdigit()


def test_comparison_ignores_what_rounds_away() -> None:
    assert [comparison(Decimal(left), Decimal(10000)) for left in ("10000", "10020", "10100", "9000")] == ["等于", "等于", "大于", "小于"]
