"""Whether an indicator was reached, how far, and what score that suggests."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

from juesuan.money import round_half_up
from juesuan.performance.values import Kind, Reading, comparable, read_value
from juesuan.resources import resource

_HUNDRED = Decimal(100)


class Verdict(Enum):
    """How the actual value stands to the target."""

    REACHED = "达到"
    SHORT = "未达到"
    FAR_ABOVE = "明显高于"
    UNKNOWN = "无法比较"


@dataclass(frozen=True)
class Completion:
    """ratio: part of the target that was reached, at most 1 for a score; None where nothing can be compared."""

    verdict: Verdict
    ratio: Decimal | None = None


@dataclass(frozen=True)
class Scoring:
    """评分.toml read. words: share of the 分值 and the words that tell it, first match wins. grades: name and lowest score, best first."""

    places: int
    far_above: Decimal
    score_tolerance: Decimal
    rounding_tolerance: Decimal
    smaller_is_better: tuple[str, ...]
    words: tuple[tuple[Decimal, tuple[str, ...]], ...]
    grades: dict[str, tuple[tuple[str, Decimal], ...]]


@cache
def scoring() -> Scoring:
    """The rules of scoring; source: 财预〔2020〕10号."""
    raw = tomllib.loads(resource("performance/评分.toml").read_text(encoding="utf-8"))
    return Scoring(
        raw["places"], Decimal(str(raw["far_above"])), Decimal(str(raw["score_tolerance"])), Decimal(str(raw["rounding_tolerance"])),
        tuple(raw["smaller_is_better"]),
        tuple((Decimal(str(entry["share"])), tuple(entry["contains"])) for entry in raw["words"]),
        {name: tuple((grade, Decimal(str(least))) for grade, least in grades) for name, grades in raw["grades"].items()},
    )


def judge(target_text: str, actual_text: str, names: Iterable[str] = ()) -> Completion:
    """Compares two cells; `names` are those of the indicator, which tell whether a bare target is one not to exceed."""
    target, actual = read_value(target_text), read_value(actual_text)
    if not target_text.strip() or not actual_text.strip():
        return Completion(Verdict.UNKNOWN)
    if target_text.strip() == actual_text.strip():
        return Completion(Verdict.REACHED, Decimal(1))
    if target.kind is Kind.DATE and actual.kind is Kind.DATE:
        return _dates(target, actual)
    if target.is_number and actual.is_number:
        return _numbers(target, actual, names) if comparable(target, actual) else Completion(Verdict.UNKNOWN)
    if target.kind is Kind.WORDS and actual.kind is Kind.WORDS:
        return _words(target_text.strip(), actual_text.strip())
    return Completion(Verdict.UNKNOWN)


def _dates(target: Reading, actual: Reading) -> Completion:
    late = (actual.amount or 0) > (target.amount or 0)
    return Completion(Verdict.SHORT if late else Verdict.REACHED, None if late else Decimal(1))


def _numbers(target: Reading, actual: Reading, names: Iterable[str]) -> Completion:
    wanted, reached = target.amount or Decimal(0), actual.amount or Decimal(0)
    if target.upper is not None:
        return _within(wanted, target.upper, reached)
    if target.relation in ("≤", "<") or (not target.relation and _smaller_is_better(names)):
        holds = reached < wanted if target.relation == "<" else reached <= wanted
        return Completion(Verdict.REACHED, Decimal(1)) if holds else Completion(Verdict.SHORT, wanted / reached)
    return _larger_is_better(target.relation, wanted, reached)


def _larger_is_better(relation: str, wanted: Decimal, reached: Decimal) -> Completion:
    if wanted <= 0:
        return Completion(Verdict.REACHED if reached >= wanted else Verdict.SHORT, Decimal(1) if reached >= wanted else Decimal(0))
    ratio = reached / wanted
    if ratio < 1 or (relation == ">" and ratio == 1):
        return Completion(Verdict.SHORT, ratio)
    return Completion(Verdict.FAR_ABOVE if ratio >= scoring().far_above else Verdict.REACHED, ratio)


def _within(low: Decimal, high: Decimal, reached: Decimal) -> Completion:
    if low <= reached <= high:
        return Completion(Verdict.REACHED, Decimal(1))
    return Completion(Verdict.SHORT, reached / low if reached < low and low else high / reached)


def _smaller_is_better(names: Iterable[str]) -> bool:
    return any(word in name for name in names for word in scoring().smaller_is_better)


def _words(target: str, actual: str) -> Completion:
    """Qualitative: the first known word in the actual value tells the band (达成 1, 部分达成 0.8, 未达成 0.5)."""
    if target in actual:
        return Completion(Verdict.REACHED, Decimal(1))
    for share, known in scoring().words:
        if any(word in actual for word in known):
            return Completion(Verdict.REACHED if share == 1 else Verdict.SHORT, share)
    return Completion(Verdict.UNKNOWN)


def suggested_score(weight: Decimal, completion: Completion) -> Decimal | None:
    """分值 by the part that was reached, two places; None where nothing can be compared."""
    if completion.ratio is None:
        return None
    return round_half_up(weight * min(completion.ratio, Decimal(1)), scoring().places)


def execution_rate(budget: Decimal, executed: Decimal) -> Decimal | None:
    """执行率 in percent, unrounded; None without a budget."""
    return executed / budget * _HUNDRED if budget else None


def execution_score(budget: Decimal, executed: Decimal, weight: Decimal) -> Decimal | None:
    """min(执行率, 100 %) × 分值, two places; None without a budget."""
    rate = execution_rate(budget, executed)
    return None if rate is None else round_half_up(min(rate, _HUNDRED) / _HUNDRED * weight, scoring().places)


def grade(score: Decimal, province: str = "national") -> str:
    """优 良 中 差, or as the province calls them."""
    bands = scoring().grades.get(province) or scoring().grades["national"]
    return next((name for name, least in bands if score >= least), bands[-1][0])
