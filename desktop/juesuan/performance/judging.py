"""Whether an indicator was reached, how far, and what score that suggests."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

from juesuan.money import round_half_up
from juesuan.performance.dates import later
from juesuan.performance.values import Kind, Reading, comparable, read_value
from juesuan.resources import resource

_HUNDRED = Decimal(100)
_MOST = Decimal(1000000)
"""More than so many times the target makes no difference."""
_SHARES = ("partly", "far_above", "far_above_loss", "score_tolerance", "rounding_tolerance")


class Verdict(Enum):
    """How the actual value stands to the target."""

    REACHED = "达到"
    SHORT = "未达到"
    FAR_ABOVE = "明显高于"
    UNKNOWN = "无法比较"


@dataclass(frozen=True)
class Completion:
    """ratio: part of the target that was reached, not less than 0; above 1 where more was reached; None where nothing can be compared."""

    verdict: Verdict
    ratio: Decimal | None = None

    @property
    def state(self) -> str:
        """完成, 部分完成, 未完成 or 无法比较, as a list shows it."""
        if self.verdict is Verdict.SHORT:
            return "部分完成" if self.ratio is not None and self.ratio >= scoring().partly else "未完成"
        return "无法比较" if self.verdict is Verdict.UNKNOWN else "完成"


_UNKNOWN = Completion(Verdict.UNKNOWN)
_WHOLE = Completion(Verdict.REACHED, Decimal(1))


@dataclass(frozen=True)
class Scoring:
    """评分.toml read.

    partly: from which part of the target on an indicator counts as 部分完成. far_above_loss: part of the 分值 lost for each whole multiple
    above far_above. words: share of the 分值 and the words that tell it, first match wins. vague: targets that say nothing.
    grades: name and lowest score, best first.
    """

    places: int
    partly: Decimal
    far_above: Decimal
    far_above_loss: Decimal
    score_tolerance: Decimal
    rounding_tolerance: Decimal
    smaller_is_better: tuple[str, ...]
    words: tuple[tuple[Decimal, tuple[str, ...]], ...]
    vague: tuple[str, ...]
    grades: dict[str, tuple[tuple[str, Decimal], ...]]


@cache
def scoring() -> Scoring:
    """The rules of scoring; source: 财预〔2020〕10号."""
    raw = tomllib.loads(resource("performance/评分.toml").read_text(encoding="utf-8"))
    partly, far_above, far_above_loss, score_tolerance, rounding_tolerance = (Decimal(str(raw[name])) for name in _SHARES)
    return Scoring(
        raw["places"], partly, far_above, far_above_loss, score_tolerance, rounding_tolerance,
        tuple(raw["smaller_is_better"]),
        tuple((Decimal(str(entry["share"])), tuple(entry["contains"])) for entry in raw["words"]),
        tuple(raw["vague"]),
        {name: tuple((grade, Decimal(str(least))) for grade, least in grades) for name, grades in raw["grades"].items()},
    )


def judge(target_text: str, actual_text: str, names: Iterable[str] = ()) -> Completion:
    """Compares two cells; `names` are those of the indicator, which tell whether a bare target is one not to exceed."""
    target, actual = read_value(target_text), read_value(actual_text)
    if not target_text.strip() or not actual_text.strip():
        return _UNKNOWN
    if target_text.strip() == actual_text.strip():
        return _WHOLE
    if target.is_number and actual.is_number:
        return _numbers(target, actual, names) if comparable(target, actual) else _UNKNOWN
    return _alike(target, actual, tuple(names)) if target.kind is actual.kind else _UNKNOWN


def _alike(target: Reading, actual: Reading, names: tuple[str, ...]) -> Completion:
    """Dates, lists and words, each with its like."""
    if target.kind is Kind.DATE:
        return _dates(target, actual)
    if target.kind is Kind.SEVERAL:
        return _several(target, actual, names)
    return _words(target.text.strip(), actual.text.strip())


def _dates(target: Reading, actual: Reading) -> Completion:
    late = later(int(actual.amount or 0), int(target.amount or 0))
    if late is None:
        return _UNKNOWN
    return Completion(Verdict.SHORT if late else Verdict.REACHED, None if late else Decimal(1))


def _several(target: Reading, actual: Reading, names: tuple[str, ...]) -> Completion:
    """A list is reached where each of its values is; its ratio is their mean, none counting for more than whole."""
    pairs = list(zip(target.parts, actual.parts, strict=False))
    found = [judge(wanted.text, reached.text, names) for wanted, reached in pairs]
    ratios = [min(each.ratio, Decimal(1)) for each in found if each.ratio is not None]
    if len(target.parts) != len(actual.parts) or not found or len(ratios) != len(found):
        return _UNKNOWN
    short = any(each.verdict is Verdict.SHORT for each in found)
    return Completion(Verdict.SHORT if short else Verdict.REACHED, sum(ratios, Decimal(0)) / len(ratios))


def _numbers(target: Reading, actual: Reading, names: Iterable[str]) -> Completion:
    wanted, reached = target.amount or Decimal(0), actual.amount or Decimal(0)
    if target.change and actual.change and target.change != actual.change:
        return Completion(Verdict.SHORT, Decimal(0))
    if target.upper is not None:
        return _within(wanted, target.upper, reached)
    if target.relation in ("≤", "<") or (not target.relation and _smaller_is_better(names)):
        holds = reached < wanted if target.relation == "<" else reached <= wanted
        return _WHOLE if holds else Completion(Verdict.SHORT, _part(wanted, reached))
    return _larger_is_better(target.relation, wanted, reached)


def _larger_is_better(relation: str, wanted: Decimal, reached: Decimal) -> Completion:
    if wanted <= 0:
        return Completion(Verdict.REACHED if reached >= wanted else Verdict.SHORT, Decimal(1) if reached >= wanted else Decimal(0))
    ratio = min(max(reached / wanted, Decimal(0)), _MOST)
    if ratio < 1 or (relation == ">" and ratio == 1):
        return Completion(Verdict.SHORT, ratio)
    return Completion(Verdict.FAR_ABOVE if ratio >= scoring().far_above else Verdict.REACHED, ratio)


def _within(low: Decimal, high: Decimal, reached: Decimal) -> Completion:
    if low <= reached <= high:
        return _WHOLE
    return Completion(Verdict.SHORT, _part(reached, low) if reached < low else _part(high, reached))


def _part(smaller: Decimal, larger: Decimal) -> Decimal:
    """What part the smaller is of the larger, 0 where they are not both above nothing."""
    return smaller / larger if smaller > 0 and larger > 0 else Decimal(0)


def _smaller_is_better(names: Iterable[str]) -> bool:
    return any(word in name for name in names for word in scoring().smaller_is_better)


def _words(target: str, actual: str) -> Completion:
    """Qualitative: the first known word of the actual value that is not the target's own tells the band."""
    found = (share for share, known in scoring().words if any(word in actual and word not in target for word in known))
    share = next(found, None)
    if share is not None and share < 1:
        return Completion(Verdict.SHORT, share)
    known_words = any(word in actual for _, known in scoring().words for word in known)
    return _WHOLE if share == 1 or target in actual or known_words else _UNKNOWN


def suggested_score(weight: Decimal, completion: Completion) -> Decimal | None:
    """分值 by the part that was reached, two places, less what far too low a target costs; None where nothing can be compared."""
    if completion.ratio is None:
        return None
    share = min(completion.ratio, Decimal(1))
    if completion.verdict is Verdict.FAR_ABOVE:
        share -= min((completion.ratio - scoring().far_above) * scoring().far_above_loss, Decimal(1))
    return round_half_up(weight * share, scoring().places)


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
