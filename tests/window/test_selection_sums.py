"""求和 平均 计数."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from juesuan.window.plain.selection_sums import sums_of
from juesuan.workbook import CellError


def test_texts_count_but_do_not_add() -> None:
    sums = sums_of([Decimal("1.10"), "文字", None, Decimal("2.20"), CellError("#REF!"), True, ""])
    assert (sums.total, sums.numbers, sums.filled) == (Decimal("3.30"), 2, 5)
    assert sums.words() == "求和 3.30    平均 1.65    计数 5"


def test_nothing_selected_says_nothing() -> None:
    assert sums_of([None, ""]).words() == ""
    assert sums_of([]).average is None


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**10), max_value=10**10)))
def test_the_total_is_exact(amounts: list[Decimal]) -> None:
    assert sums_of(amounts).total * 100 == sum(int(amount * 100) for amount in amounts)
