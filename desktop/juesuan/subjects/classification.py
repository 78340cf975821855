"""The classification of one year: look up, climb, search, and judge what an office typed."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import NamedTuple

from juesuan.subjects.subject import Subject, all_subjects, plain_code, plain_name

_LENGTHS = {3: "类", 5: "款", 7: "项"}
_ECONOMIC = "3"


class Problem(NamedTuple):
    """What is wrong with a code or its name. severity: `error` or `info`; sentence: Chinese, what and what to do."""

    severity: str
    sentence: str


class Subjects:
    """功能分类 (codes beginning with 2) and 经济分类 (with 3) of one year."""

    def __init__(self, year: int) -> None:
        self.year = year
        self._by_code = {subject.code: subject for subject in all_subjects() if subject.first_year <= year <= subject.last_year}

    @staticmethod
    def for_year(year: int) -> Subjects:
        """The classification of that year; kept, since every form of a workbook asks for it."""
        return _for_year(year)

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, code: str) -> Subject | None:
        """The subject of either classification; spaces and dots in the code do not matter."""
        return self._by_code.get(plain_code(code))

    def functional(self, code: str) -> Subject | None:
        """The 功能分类 科目 with that code this year."""
        found = self.find(code)
        return found if found and not found.code.startswith(_ECONOMIC) else None

    def economic(self, code: str) -> Subject | None:
        """The 经济分类 科目 with that code this year."""
        found = self.find(code)
        return found if found and found.code.startswith(_ECONOMIC) else None

    def parent(self, code: str) -> Subject | None:
        """The 款 of a 项, the 类 of a 款; None above a 类."""
        return self._by_code.get(plain_code(code)[:-2])

    def children(self, code: str = "") -> tuple[Subject, ...]:
        """The 款 of a 类 or the 项 of a 款, in code order; without a code, every 类."""
        return self._children.get(plain_code(code), ())

    def path(self, code: str) -> tuple[str, ...]:
        """Names from the 类 down to the code: (`卫生健康支出`, `医疗保障管理事务`, `行政运行`)."""
        plain = plain_code(code)
        steps = [self._by_code.get(plain[:length]) for length in _LENGTHS if length <= len(plain)]
        return tuple(step.name for step in steps if step)

    def search(self, text: str, limit: int = 50) -> list[Subject]:
        """Subjects that every word of `text` fits: a code's beginning, part of a name, or 拼音 initials of part of a name.

        Best first: exact code or name, then beginnings, then the rest; within each the shorter code and then code order.
        """
        words = [plain_name(word).lower() for word in text.split()]
        if not words:
            return []
        ranked = ((_rank(subject, words), subject) for subject in self._by_code.values())
        hits = sorted((rank, subject.level == "项", subject.code, subject) for rank, subject in ranked if rank is not None)
        return [hit[-1] for hit in hits[:limit]]

    def problem(self, code: str, name: str = "") -> Problem | None:
        """What is wrong with a code this year, or with the name beside it; None where nothing is known to be.

        An entry that is only recalled gives `info`, never `error`; so does a code missing from a known 类, since the lists may have gaps.
        """
        plain = plain_code(code)
        if len(plain) not in _LENGTHS or not re.fullmatch(r"[0-9]+", plain):
            return Problem("error", f"科目编码“{code}”不是 3 位（类）、5 位（款）或 7 位（项）数字，请核对编码。")
        subject = self._by_code.get(plain)
        if subject is None:
            return self._unknown(plain)
        return self._misnamed(subject, name) if plain_name(name) not in ("", plain_name(subject.name)) else None

    def _unknown(self, code: str) -> Problem:
        elsewhere = [subject for subject in all_subjects() if subject.code == code]
        if elsewhere:
            years = "、".join(f"{subject.years_text}“{subject.name}”" for subject in elsewhere)
            return Problem("info", f"科目编码 {code} 在 {self.year} 年科目表中没有（{years}），请核对年度和编码。")
        if not any(subject.code == code[:3] for subject in all_subjects()):
            return Problem("error", f"科目编码 {code} 的类级 {code[:3]} 不存在，请核对编码。")
        return Problem("info", f"科目编码 {code} 不在 {self.year} 年科目表中，请对照当年《政府收支分类科目》核对。")

    def _misnamed(self, subject: Subject, name: str) -> Problem:
        former = next((s for s in all_subjects() if s.code == subject.code and plain_name(s.name) == plain_name(name)), None)
        if former:
            return Problem("info", f"科目 {subject.code} 在 {self.year} 年的名称是“{subject.name}”，“{name}”是{former.years_text}的名称。")
        severity = "info" if subject.recalled else "error"
        return Problem(severity, f"科目 {subject.code} 的名称应为“{subject.name}”，表中是“{name}”，请核对编码或改正名称。")

    @cached_property
    def _children(self) -> dict[str, tuple[Subject, ...]]:
        found: dict[str, list[Subject]] = {}
        for code in sorted(self._by_code):
            found.setdefault(code[:-2] if len(code) > min(_LENGTHS) else "", []).append(self._by_code[code])
        return {code: tuple(subjects) for code, subjects in found.items()}


def _rank(subject: Subject, words: list[str]) -> int | None:
    """0 exact, 1 beginning, 2 somewhere inside; the worst of the words; None where one does not fit at all."""
    ranks = [_rank_word(subject, word) for word in words]
    return None if None in ranks else max(rank for rank in ranks if rank is not None)


def _rank_word(subject: Subject, word: str) -> int | None:
    if word.isdigit():
        return (0 if subject.code == word else 1) if subject.code.startswith(word) else None
    written = subject.initials if word.isascii() else plain_name(subject.name)
    if written == word:
        return 0
    return (1 if written.startswith(word) else 2) if word in written else None


@cache
def _for_year(year: int) -> Subjects:
    return Subjects(year)
