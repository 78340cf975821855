"""Completion, suggested scores and grades."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.performance.judging import Verdict, execution_score, grade, judge, suggested_score

TEN = Decimal(10)


@pytest.mark.parametrize(
    ("target", "actual", "names", "verdict", "score"),
    [
        ("100%", "98.65%", (), Verdict.SHORT, "9.87"),
        ("≥90%", "100%", (), Verdict.REACHED, "10.00"),
        ("≥40万", "34.6万元", (), Verdict.SHORT, "8.65"),
        ("≤2天", "3天", (), Verdict.SHORT, "6.67"),
        ("≤2天", "1天", (), Verdict.REACHED, "10.00"),
        ("5%", "8%", ("成本指标", "结余率"), Verdict.SHORT, "6.25"),
        ("80%-90%", "95%", (), Verdict.SHORT, "9.47"),
        ("2次", "5次", (), Verdict.FAR_ABOVE, "10.00"),
        ("提高", "显著提高", (), Verdict.REACHED, "10.00"),
        ("全面完成", "部分完成", (), Verdict.SHORT, "8.00"),
        ("全面完成", "未完成", (), Verdict.SHORT, "5.00"),
    ],
)
def test_scores_by_kind(target: str, actual: str, names: tuple[str, ...], verdict: Verdict, score: str) -> None:
    completion = judge(target, actual, names)
    assert completion.verdict is verdict
    assert suggested_score(TEN, completion) == Decimal(score)


@pytest.mark.parametrize(("target", "actual"), [("26人", "26%"), ("提高", "98%"), ("100%", ""), ("", "")])
def test_what_cannot_be_compared_gets_no_score(target: str, actual: str) -> None:
    completion = judge(target, actual)
    assert completion.verdict is Verdict.UNKNOWN
    assert suggested_score(TEN, completion) is None


def test_a_late_date_is_short_without_a_score() -> None:
    assert judge("2019年6月30日", "2019年7月2日").verdict is Verdict.SHORT
    assert judge("2020年12月", "2020年12月30日").verdict is Verdict.REACHED


def test_execution_counts_to_ten_and_keeps_two_places() -> None:
    assert execution_score(Decimal("359.98"), Decimal("351.44"), TEN) == Decimal("9.76")
    assert execution_score(Decimal(90), Decimal(95), TEN) == TEN
    assert execution_score(Decimal(0), Decimal(1), TEN) is None


def test_grades_are_called_as_the_province_does() -> None:
    assert [grade(Decimal(score)) for score in ("90", "89.99", "60", "59.9")] == ["优", "良", "中", "差"]
    assert grade(Decimal(60), "shanghai") == "合格"


@given(st.decimals(min_value=1, max_value=10**6, places=2), st.decimals(min_value=0, max_value=10**6, places=2))
def test_a_score_never_passes_its_weight(target: Decimal, actual: Decimal) -> None:
    score = suggested_score(TEN, judge(f"≥{target}%", f"{actual}%"))
    assert score is not None
    assert 0 <= score <= TEN
