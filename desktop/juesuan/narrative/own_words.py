"""An office's own wording of a paragraph turned into text with slots, so that its figures stay live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from juesuan.document.blocks import Missing, Number, Run, Text
from juesuan.narrative.catalogue import load_catalogue
from juesuan.narrative.wording import COMPARED

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
SLOT = re.compile(r"\{([^{}]+)\}")
_RISE_OR_FALL, _GROW_OR_SHRINK = re.compile(r"(增加|减少)(了?)$"), re.compile(r"(增长|下降|降低)(了?)$")
_COMPARISON = re.compile(r"大于|小于|等于")
_DIRECTION = re.compile(r"增加|减少|增长|下降|降低|大于|小于")
_NEAR = 12  # characters on each side that tell which of several equal figures is meant
_TELLING = 3  # characters: a shorter figure of another paragraph (a count, a zero) is not recognised by its digits alone


@dataclass(frozen=True)
class _Stated:
    """A figure of a text: its fact, its digits, the words before and behind it."""

    fact: str
    digits: str
    before: str
    behind: str


def with_slots(text: str, paragraph: Sequence[Run], others: Iterable[Sequence[Run]], years: dict[str, str]) -> str:
    """The text with `{事实}` where it states a figure of the paragraph, or one that only another paragraph states.

    years: the words 年度 and 上年 with their digits. Typed reasons and open questions that stand in the text as they are become slots too.
    """
    text = _with_comparisons(_with_inputs(text, paragraph), paragraph)
    here, elsewhere = list(_stated(paragraph)), [stated for runs in others for stated in _stated(runs)]
    pieces: list[str] = []
    done = 0
    for found in _numbers(text):
        fact = _year(text, found, years) or _meant(text, found, here) or _only(found.group(), elsewhere)
        if fact:
            pieces += [_with_direction(text[done : found.start()], fact), f"{{{fact}}}"]
            done = found.end()
    return "".join([*pieces, text[done:]])


def _with_inputs(text: str, paragraph: Sequence[Run]) -> str:
    for run in paragraph:
        if isinstance(run, Missing) or (isinstance(run, Text) and run.key):
            text = text.replace(run.text, f"{{{run.key}}}", 1)
    return text


def _with_comparisons(text: str, paragraph: Sequence[Run]) -> str:
    """大于, 小于, 等于 of the paragraph made live, in the order in which they stand."""
    facts = iter([run.fact for run in paragraph if isinstance(run, Number) and run.fact.endswith(COMPARED)])
    return _COMPARISON.sub(lambda found: f"{{{fact}}}" if (fact := next(facts, "")) else found.group(), text)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """The figures outside slots."""
    slots = [found.span() for found in SLOT.finditer(text)]
    return (found for found in NUMBER.finditer(text) if not any(start < found.start() < end for start, end in slots))


def _stated(runs: Sequence[Run]) -> Iterator[_Stated]:
    whole, place = "".join(run.text for run in runs), 0
    for run in runs:
        end = place + len(run.text)
        if isinstance(run, Number):
            yield _Stated(run.fact, run.text, whole[max(0, place - _NEAR) : place], whole[end : end + _NEAR])
        place = end


def _year(text: str, found: re.Match[str], years: dict[str, str]) -> str:
    return next((name for name, digits in years.items() if digits == found.group() and text[found.end() :].startswith("年")), "")


def _same(digits: str, other: str) -> bool:
    return Decimal(digits.replace(",", "")) == Decimal(other.replace(",", ""))


def _meant(text: str, found: re.Match[str], stated: Sequence[_Stated]) -> str:
    """The paragraph's fact with these digits; of several, the one that stands among the most alike words."""
    equal = [each for each in stated if NUMBER.fullmatch(each.digits) and _same(found.group(), each.digits)]
    before, behind = text[: found.start()], text[found.end() :]
    best = max(equal, key=lambda each: _likeness(each, before, behind), default=None)
    return best.fact if best else ""


def _likeness(stated: _Stated, before: str, behind: str) -> int:
    return _common(stated.before[::-1], before[::-1]) + _common(stated.behind, behind)


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _only(digits: str, stated: Sequence[_Stated]) -> str:
    """The fact of another paragraph, where exactly one fact of the document has these digits and they are no mere count."""
    facts = {each.fact for each in stated if each.digits == digits}
    return facts.pop() if len(facts) == 1 and len(digits) > _TELLING else ""


def _with_direction(words: str, fact: str) -> str:
    """增加 or 减少 before an amount of change, 增长 or 下降 before its rate, made live as well."""
    for ending, pattern, slot in (("增减额", _RISE_OR_FALL, "增减"), ("增减率", _GROW_OR_SHRINK, "升降")):
        name = fact.removesuffix(ending)
        if fact.endswith(ending) and name in load_catalogue().facts:
            words = pattern.sub(rf"{{{name}{slot}}}\2", words)
    return words


def loose_numbers(text: str, template: Sequence[Run]) -> list[str]:
    """Figures of a text with slots that no fact keeps fresh and that the template's own words do not have either."""
    words = "".join(run.text for run in template if isinstance(run, Text))
    known = set(NUMBER.findall(words))
    text = re.sub(r"^\s*[（(]?\d{1,2}[.、）)]", "", text)
    return list(dict.fromkeys(found.group() for found in _numbers(text) if found.group() not in known))


def skeleton(text: str) -> str:
    """A sentence without its figures and directions: what stays the same while only data change."""
    return _DIRECTION.sub("…", NUMBER.sub("0", text))


def directions(text: str) -> list[str]:
    """The words of a sentence that say which way."""
    return _DIRECTION.findall(text)
