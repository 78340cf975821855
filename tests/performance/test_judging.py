"""Completion, suggested scores and grades."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.performance import judging
from juesuan.performance.judging import Verdict, execution_score, grade, judge, scoring, suggested_score

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
        ("80%-90%", "70%", (), Verdict.SHORT, "8.75"),
        ("不超过3次", "4次", (), Verdict.SHORT, "7.50"),
        ("≤0起", "2起", (), Verdict.SHORT, "0.00"),
        ("-5%", "0%", ("成本指标",), Verdict.SHORT, "0.00"),
        ("下降5%", "上升3%", (), Verdict.SHORT, "0.00"),
        ("下降5%", "下降4%", (), Verdict.SHORT, "8.00"),
        ("1-4级80%；5-6级60%", "1-4级80%；5-6级30%", (), Verdict.UNKNOWN, None),
        ("80%；60%", "80%；30%", (), Verdict.SHORT, "7.50"),
        ("2个、3处", "2个、4处", (), Verdict.REACHED, "10.00"),
        ("12月底前", "11月", (), Verdict.REACHED, "10.00"),
        ("12月底前", "2022年11月30日", (), Verdict.REACHED, "10.00"),
    ],
)
def test_scores_by_kind(target: str, actual: str, names: tuple[str, ...], verdict: Verdict, score: str | None) -> None:
    completion = judge(target, actual, names)
    assert completion.verdict is verdict
    assert suggested_score(TEN, completion) == (None if score is None else Decimal(score))


@pytest.mark.parametrize(("target", "actual"), [("26人", "26%"), ("提高", "98%"), ("100%", ""), ("", "")])
def test_what_cannot_be_compared_gets_no_score(target: str, actual: str) -> None:
    completion = judge(target, actual)
    assert completion.verdict is Verdict.UNKNOWN
    assert suggested_score(TEN, completion) is None


def test_a_late_date_is_short_without_a_score() -> None:
    assert judge("2019年6月30日", "2019年7月2日").verdict is Verdict.SHORT
    assert judge("2020年12月", "2020年12月30日").verdict is Verdict.REACHED


def test_a_state_says_how_far() -> None:
    numbers = [("100%", "100%"), ("100%", "60%"), ("100%", "59%"), ("≤2天", "3天"), ("2次", "9次"), ("6月底前", "7月"), ("1", "")]
    assert [judge(*pair).state for pair in numbers] == ["完成", "部分完成", "未完成", "部分完成", "完成", "未完成", "无法比较"]
    words = [("提高", "未提高"), ("提高", "有所提高"), ("无投诉", "没有发生投诉"), ("有所改善", "已有所改善"), ("长期", "持续有效")]
    assert [judge(*pair).state for pair in words] == ["未完成", "部分完成", "无法比较", "完成", "完成"]


def test_far_above_costs_points_where_the_rules_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    far = judge("2次", "5次")
    assert suggested_score(TEN, far) == TEN
    monkeypatch.setattr(judging, "scoring", lambda: replace(scoring(), far_above_loss=Decimal("0.5")))
    assert suggested_score(TEN, far) == Decimal("4.00")


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


VALUES = st.decimals(min_value=-1000, max_value=1000, places=1).map(str)
SIGNS = st.sampled_from(["", "≥", "≤", ">", "<", "=", "下降", "增长"])


@given(SIGNS, VALUES, VALUES, st.sampled_from(["", "成本指标"]), st.booleans())
def test_no_pair_of_values_breaks_the_bounds(sign: str, target: str, actual: str, name: str, ranged: bool) -> None:
    wanted = f"{target}-{abs(Decimal(target)) + 5}%" if ranged else f"{sign}{target}%"
    completion = judge(wanted, f"{actual}%", (name,))
    score = suggested_score(TEN, completion)
    assert score is None or 0 <= score <= TEN
    assert completion.state in ("完成", "部分完成", "未完成", "无法比较")
