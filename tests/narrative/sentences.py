"""Comparing a published text with ours: sentences, the numbers in them, and which of ours says the same."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ENUMERATION = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.、])")


@dataclass(frozen=True)
class Sentence:
    line: int
    text: str

    @cached_property
    def numbers(self) -> list[Decimal]:
        return [Decimal(number) for number in _NUMBER.findall(_ENUMERATION.sub("", self.text))]

    @cached_property
    def words(self) -> Counter[str]:
        plain = re.sub(r"[\d.\s%，、；：:（）“”]", "", self.text)
        return Counter(plain[place : place + 2] for place in range(len(plain) - 1))


def sentences(lines: list[tuple[int, str]]) -> list[Sentence]:
    return [Sentence(number, part) for number, line in lines for part in re.split("。", line) if part.strip()]


def same(sentence: Sentence, ours: list[Sentence]) -> Sentence:
    """The sentence of ours that shares most with it, numbers counting as words too."""

    def likeness(other: Sentence) -> float:
        shared = (sentence.words & other.words).total()
        numbers = len(set(sentence.numbers) & set(other.numbers))
        return (shared + numbers) / (1 + max(sentence.words.total(), other.words.total()))

    return max(ours, key=likeness)
