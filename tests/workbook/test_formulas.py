"""Formula texts: what they read, and how they move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.workbook.formulas import RowShift, moved, parse_range, quoted, read, tidied, translated, with_names


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("A1+$B$2", [(None, 1, 1, 1, 1), (None, 2, 2, 2, 2)]),
        ("SUM('财决 01'!C5:D7,表!E:E)", [("财决 01", 5, 3, 7, 4), ("表", 1, 5, 1048576, 5)]),
        ('"A1"&B2', [(None, 2, 2, 2, 2)]),
        ("LOG10(A1)", [(None, 1, 1, 1, 1)]),
        ("SUM(3:5)", [(None, 3, 1, 5, 16384)]),
        ("'it''s'!A1", [("it's", 1, 1, 1, 1)]),
        ("财决01!A6-Z01_1!B2", [("财决01", 6, 1, 6, 1), ("Z01_1", 2, 2, 2, 2)]),
    ],
)
def test_references(text, boxes):
    assert [(reference.sheet, *reference.box) for reference in read(text).references] == boxes


def test_what_the_engine_cannot_do_is_told():
    assert [read(text).foreign for text in ("[1]表!A1", "'[a.xlsx]表'!A1", "表1[金额]", "{1,2}", "SUM(A1)")] == [
        True,
        True,
        True,
        True,
        False,
    ]


def test_only_sums_and_choices_keep_places():
    assert [read(text).linear for text in ("SUM(A1:A3)-B1", "IF(A1>0,A1,-1)", "A1*2", "A1/B1", "ROUND(A1,2)", "A1%")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "rows", "columns", "result"),
    [
        ("A1+$B$2", 2, 1, "B3+$B$2"),
        ("SUM(A$1:B2)", 3, 0, "SUM(A$1:B5)"),
        ("A1", -1, 0, "#REF!"),
        ('表!C3&"C3"', 1, 0, '表!C4&"C3"'),
        ("SUM(A:A)", 5, 1, "SUM(B:B)"),
    ],
)
def test_translated(text, rows, columns, result):
    assert translated(text, rows, columns) == result


@pytest.mark.parametrize(
    ("text", "row", "count", "pattern", "result"),
    [
        ("SUM(B2:B8)", 5, 1, 4, "SUM(B2:B9)"),
        ("SUM(B2:B8)", 9, 2, 8, "SUM(B2:B10)"),
        ("SUM(B2:B8)", 9, 2, 0, "SUM(B2:B8)"),
        ("SUM(B2:B8)", 2, 1, 2, "SUM(B2:B9)"),
        ("SUM(B2:B8)", 2, 1, 1, "SUM(B3:B9)"),
        ("SUM(B8:G8)", 9, 1, 8, "SUM(B8:G8)"),
        ("SUM(B2:B8)", 3, -2, 0, "SUM(B2:B6)"),
        ("SUM(B2:B8)", 8, -1, 0, "SUM(B2:B7)"),
        ("SUM(B2:B8)", 2, -7, 0, "SUM(#REF!)"),
        ("B8+乙!B8+'乙'!$C$9", 3, 1, 2, "B9+乙!B8+'乙'!$C$9"),
        ("SUM(B:B)+C$4", 3, 1, 2, "SUM(B:B)+C$5"),
    ],
)
def test_moved(text, row, count, pattern, result):
    assert moved(text, "甲", 20, RowShift("甲", row, count, pattern)) == result


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 30), st.integers(1, 5))
def test_insertion_taken_back_is_the_same(top, height, row, count):
    text = f"SUM(B{top}:B{top + height})+$C${row}"
    there = moved(text, "甲", 99, RowShift("甲", row, count))
    assert moved(there, "甲", 99, RowShift("甲", row, -count)) == text


def test_names_are_spelt_out():
    assert with_names("总计*2+总计数", {"总计": "财决04!$C$5"}) == "(财决04!$C$5)*2+总计数"


def test_tidied():
    assert tidied('A6:A6*2.0&"2.0"') == 'A6*2&"2.0"'


@pytest.mark.parametrize(
    ("name", "written"), [("财决01", "财决01"), ("Z01 收支", "'Z01 收支'"), ("A1", "'A1'"), ("2020", "'2020'"), ("它's", "'它''s'")]
)
def test_sheet_names_in_quotes(name, written):
    assert quoted(name) == written
    assert parse_range(f"{written}!B2").sheet == name
