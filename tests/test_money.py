"""Amounts are exact and round half up, once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.money import Direction, Movement, format_amount, format_yuan, parse_amount, round_half_up, share, to_wan

cents = st.integers(-(10**14), 10**14).map(lambda fen: Decimal(fen).scaleb(-2))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,163.32", "1163.32"),
        ("１２３．４５", "123.45"),
        ("（1,200.00）", "-1200.00"),
        ("(5)", "-5"),
        ("12万", "120000"),
        ("1.5万元", "15000.0"),
        ("-3.2", "-3.2"),
        ("−3.2", "-3.2"),
        ("¥ 8", "8"),
        ("100元", "100"),
    ],
)
def test_reads_what_an_office_types(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "—", "——", "－", "一", "abc", "1.2.3", "1e5", "12%", "万", "NaN", "٣x", "()", "--5"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert parse_amount(text) is None


@given(cents)
def test_what_is_printed_reads_back(amount: Decimal) -> None:
    assert parse_amount(format_yuan(amount)) == amount


@given(cents)
def test_wan_is_never_off_by_more_than_half_a_step(amount: Decimal) -> None:
    assert abs(to_wan(amount) * 10000 - amount) <= 50


@pytest.mark.parametrize(("amount", "rounded"), [("1.005", "1.01"), ("-1.005", "-1.01"), ("2.344", "2.34"), ("0.004", "0.00")])
def test_half_goes_up_away_from_zero(amount: str, rounded: str) -> None:
    assert round_half_up(Decimal(amount)) == Decimal(rounded)


def test_no_negative_zero_is_printed() -> None:
    assert format_amount(Decimal("-0.001")) == "0.00"


def test_a_movement_has_words_and_a_rate_on_last_year() -> None:
    down = Movement(Decimal("1163.32"), Decimal("2031.12"))
    assert (down.direction, down.direction.rate_word) == (Direction.LESS, "下降")
    assert down.difference == Decimal("867.80")
    assert down.rate is not None
    assert round_half_up(down.rate) == Decimal("42.73")


@pytest.mark.parametrize(("amount", "base"), [("5", "0"), ("5", "-3"), ("-5", "3")])
def test_no_rate_on_zero_base_or_change_of_sign(amount: str, base: str) -> None:
    assert Movement(Decimal(amount), Decimal(base)).rate is None


@given(cents, cents)
def test_direction_and_difference_agree(amount: Decimal, base: Decimal) -> None:
    movement = Movement(amount, base)
    sign = {Direction.MORE: 1, Direction.LESS: -1, Direction.EQUAL: 0}[movement.direction]
    assert base + sign * movement.difference == amount


def test_share_of_nothing_is_none() -> None:
    assert share(Decimal(1), Decimal(0)) is None
    assert share(Decimal(1), Decimal(4)) == 25


def test_a_slip_of_the_keyboard_is_still_a_number():
    assert round_half_up(Decimal("1E+30")) == Decimal("1E+30")
    assert round_half_up(Decimal("1E+300") / 3, 2) > 0
