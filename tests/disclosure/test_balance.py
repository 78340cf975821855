"""舍位平衡: printed parts add up to the printed total, and no part moves further than one unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.consistent import consistent

from juesuan.cli import _actions
from juesuan.cli.arguments import parse
from juesuan.disclosure import balance_grid, balance_parts, disclose
from juesuan.money import WAN, round_half_up, to_wan

UNIT = Decimal("0.01")
yuan = st.decimals(min_value=-(10**10), max_value=10**10, places=2)


@given(st.lists(yuan, min_size=1, max_size=30))
def test_parts_add_up_and_none_moves_by_more_than_a_unit(amounts):
    parts = [amount / WAN for amount in amounts]
    total = to_wan(sum(amounts))
    shown = balance_parts(parts, total)
    assert sum(shown) == total
    for part, value in zip(parts, shown, strict=True):
        assert abs(value - part) < UNIT
        assert abs(value - round_half_up(part)) <= UNIT


@given(st.lists(yuan, min_size=1, max_size=10))
def test_a_part_that_needs_no_rounding_stays(amounts):
    amounts = [amount * 10000 for amount in amounts]
    assert balance_parts([amount / WAN for amount in amounts], to_wan(sum(amounts))) == [to_wan(amount) for amount in amounts]


def test_parts_that_do_not_add_up_are_rounded_each_for_itself():
    assert balance_parts([Decimal("1.005"), Decimal("2.004")], Decimal("9.99")) == [Decimal("1.01"), Decimal("2.00")]


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [
        (["0.005", "0.005"], "0.01", ["0.01", "0.00"]),
        (["0.004", "0.004", "0.004"], "0.01", ["0.01", "0.00", "0.00"]),
        (["-0.005", "0.015"], "0.01", ["0.00", "0.01"]),
        (["0", "0.333"], "0.33", ["0", "0.33"]),
    ],
)
def test_examples(parts, total, expected):
    assert balance_parts([Decimal(part) for part in parts], Decimal(total)) == [Decimal(value) for value in expected]


@given(st.lists(st.lists(yuan, min_size=2, max_size=2), min_size=2, max_size=6))
def test_a_table_adds_up_in_both_directions(details):
    """Lines: 合计, two 类, their 项. Columns: 合计, two details."""
    half = len(details) // 2
    lines = [[sum(line), *line] for line in details]
    groups = [[sum(column) for column in zip(*part, strict=True)] for part in (lines[:half], lines[half:])]
    whole = [sum(column) for column in zip(*groups, strict=True)]
    count = len(details)
    parts = {0: [1, 2], 1: list(range(3, 3 + half)), 2: list(range(3 + half, 3 + count))}
    shown = balance_grid([whole, *groups, *lines], parts, {0: [1, 2]})
    assert shown[0][0] == to_wan(whole[0])
    assert all(line[0] == line[1] + line[2] for line in shown)
    for total, members in parts.items():
        for column in range(3):
            assert shown[total][column] == sum(shown[member][column] for member in members)


def test_the_command_line_asks_for_it(tmp_path):
    made, _ = consistent(2022, 2)
    rounded, balanced = disclose(made, province="national"), disclose(made, province="national", balanced=True)
    assert [table.code for table in rounded] == [table.code for table in balanced]
    assert any(one.wan != other.wan for one, other in _figures(rounded, balanced))
    assert all(abs(one.wan - other.wan) <= Decimal("0.01") for one, other in _figures(rounded, balanced))
    assert parse(["disclose", "甲.xlsx", "--balanced", "-o", str(tmp_path / "乙.xlsx")], _actions()).balanced


def _figures(rounded, balanced):
    for one, other in zip(rounded, balanced, strict=True):
        yield from ((a, b) for (_, _, a), (_, _, b) in zip(one.figures(), other.figures(), strict=True))
