"""Numbers as offices see them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.workbook import CellError, display, display_colour, is_date_format

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1.005", "0.00", "1.01"),
        ("-0.001", "#,##0.00", "0.00"),
        ("0.4273", "0.00%", "42.73%"),
        ("12", "General", "12"),
        ("0.1", "General", "0.1"),
        ("12345678901234", "General", "1.23457E+13"),
        ("12345678.12345", "General", "12345678.12"),
        ("5", "@", "5"),
        ("5", "000000", "000005"),
        ("0.5", "#.##", ".5"),
        ("1234567", "#,##0,", "1,235"),
        ("12345", "0.0E+00", "1.2E+04"),
        ("-1234.5", "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        ("-1234.5", "0.00_);[Red]\\(0.00\\)", "(1234.50)"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("5", ";;;", ""),
        ("0", ACCOUNTING, " -   "),
        ("-12", ACCOUNTING, " -12.00 "),
        ("1163.32", ACCOUNTING, " 1,163.32 "),
        ("3", '0"万元"', "3万元"),
        ("5", '[>=10]"多";"少"', "少"),
        ("43831", "yyyy/m/d", "2020/1/1"),
        ("43831", 'yyyy"年"m"月"d"日"', "2020年1月1日"),
        ("43831", '[$-804]yyyy"年"mm"月";@', "2020年01月"),
        ("43831.52", "yyyy-mm-dd hh:mm:ss", "2020-01-01 12:28:48"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("1", "yyyy-m-d", "1900-1-1"),
        ("-5", "yyyy-m-d", "-5"),
    ],
)
def test_number(value, number_format, shown):
    assert display(Decimal(value), number_format) == shown


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "0.00", ""),
        (True, "0.00", "TRUE"),
        (CellError("#REF!"), "0.00", "#REF!"),
        ("文字", "#,##0.00", "文字"),
        ("文字", ";;;", ""),
        ("局", '@"（公章）"', "局（公章）"),
    ],
)
def test_other_values(value, number_format, shown):
    assert display(value, number_format) == shown


def test_red_negatives():
    assert display_colour(Decimal(-1), "0.00;[Red]-0.00") == "#ff0000"
    assert display_colour(Decimal(1), "0.00;[Red]-0.00") is None


def test_date_formats_are_told():
    assert [is_date_format(text) for text in ("yyyy-m-d", "[h]:mm", "0.00", "General", '"日"0', "@")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@given(st.decimals(-(10**12), 10**12, places=2))
def test_two_places_lose_nothing(amount):
    assert Decimal(display(amount, "#,##0.00").replace(",", "")) == amount


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15), st.text(max_size=12))
def test_any_format_shows_something(amount, number_format):
    assert isinstance(display(amount, number_format), str)
