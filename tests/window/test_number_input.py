"""What a person types into a cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.window.plain.number_input import editable_text, read_typed, warns_while_typing
from juesuan.workbook import CellError, Formula


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", None),
        ("１２３．４５", Decimal("123.45")),
        ("1,234,567.80", Decimal("1234567.80")),
        ("12万", Decimal(120000)),
        ("0.5万元", Decimal(5000)),
        ("(100)", Decimal(-100)),
        ("（１００）", Decimal(-100)),
        ("-3.5", Decimal("-3.5")),
        ("—", "—"),
        ("=E1+E2", Formula("E1+E2")),
        ("＝Ｅ１＋Ｅ２", Formula("E1+E2")),
    ],
)
def test_an_amount_is_read_as_offices_type_it(text: str, content: object) -> None:
    assert read_typed(text, amount=True).content == content


def test_wan_means_wan_in_a_form_in_wan() -> None:
    assert read_typed("12万", amount=True, scale=Decimal(10000)).content == 12
    assert read_typed("12", amount=True, scale=Decimal(10000)).content == 12


@pytest.mark.parametrize(("text", "word"), [("一百", "不是金额"), ("12.345", "小数超过两位"), ("1.2.3", "不是金额")])
def test_a_wrong_amount_gets_a_sentence(text: str, word: str) -> None:
    typed = read_typed(text, amount=True)
    assert word in typed.problem
    assert text in typed.problem


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("医保局", "医保局"),
        ("2101501", Decimal(2101501)),
        ("0101", "0101"),
        ("12.5%", Decimal("0.125")),
        ("12万", "12万"),
        ("'007", "007"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_elsewhere_text_stays_text(text: str, content: object) -> None:
    assert read_typed(text, amount=False).content == content


def test_digits_stay_text_where_text_is_kept() -> None:
    assert read_typed("2101501", amount=False, keep_text=True).content == "2101501"


@pytest.mark.parametrize("text", ["1", "1,2", "-", "(1", "1.25", "12万", "", "=", "—", "１２．５"])
def test_typing_what_can_become_an_amount_warns_of_nothing(text: str) -> None:
    assert warns_while_typing(text) == ""


@pytest.mark.parametrize("text", ["a", "1.234", "十"])
def test_typing_what_cannot_warns_at_once(text: str) -> None:
    assert warns_while_typing(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_an_amount_confirmed_unchanged_stays_the_same(amount: Decimal) -> None:
    assert read_typed(editable_text(amount), amount=True).content == amount


def test_the_editor_shows_formulas_and_errors_as_excel_does() -> None:
    assert editable_text(Formula("A1+1")) == "=A1+1"
    assert editable_text(CellError("#REF!")) == "#REF!"
    assert editable_text(None) == ""
    assert editable_text(Decimal(11633200)) == "11633200"
