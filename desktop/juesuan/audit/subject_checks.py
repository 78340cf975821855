"""Checks of the 科目 rows themselves: parents present, no code twice, code and name as in the classification of the year."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from juesuan.audit import bound as b
from juesuan.audit import syntax as s
from juesuan.audit.families import Family, Guards
from juesuan.audit.names import Names
from juesuan.audit.values import Values
from juesuan.forms.form import Row
from juesuan.subjects import Problem, Subjects

_LENGTHS = (3, 5, 7)
_CODES_OF_BUDGET = {"财决09": "政府性基金预算", "财决11": "国有资本经营预算"}


class Wrong(NamedTuple):
    """What is wrong with a row; `mild` where the classification itself is not certain of it."""

    row: Row
    words: str
    mild: bool = False


Check = Callable[[Names, Subjects], Iterator[Wrong]]


class RowChecks(Family):
    """One instance a 科目 row; what is wrong with it is found at once, for rows do not change without binding anew."""

    checks_rows = True

    def __init__(self, rule: s.Rule, call: s.Call, names: Mapping[tuple[str, bool], Names], subjects: Subjects) -> None:
        form = next(item.code for item in call.arguments if isinstance(item, s.FormName))
        found = names[form, False]
        self.rule = rule
        self._wrong = {id(wrong.row): wrong for wrong in CHECKS[call.name](found, subjects)}
        self._grid, (self._rows, self._places) = found.grid, found.coded
        self.size = len(self._rows)

    def judged(self, _values: Values, _guards: Guards, /) -> bytearray:
        return bytearray(map(self._verdict, range(self.size)))

    def judged_one(self, number: int, _values: Values, _guards: Guards, /) -> int:
        return self._verdict(number)

    def _verdict(self, number: int) -> int:
        return b.Verdict.FAILED if id(self._rows[number]) in self._wrong else b.Verdict.HELD

    def readers(self, slot: int) -> list[int]:
        return [self._places.index(slot)] if slot in self._places else []

    def slots(self) -> Sequence[int]:
        return [self._grid.first]

    def group(self, _number: int, /) -> str:
        return self.rule.id

    def words(self, number: int) -> tuple[str, ...]:
        return (self._rows[number].id,)

    def instance(self, number: int) -> b.Instance:
        wrong = self._wrong.get(id(self._rows[number]))
        slots = (self._places[number],)
        node = b.Known(wrong is None, wrong.words if wrong else "", slots, wrong is not None and wrong.mild)
        return b.Instance(self.rule, self.words(number), node, None, slots)


def _parents(found: Names, _: Subjects) -> Iterator[Wrong]:
    codes = {row.subject for row in found.form.rows if row.subject}
    tops = any(len(code) == _LENGTHS[0] for code in codes)
    for row in found.subject_rows:
        code = row.subject
        if len(code) not in _LENGTHS or not code.isdigit():
            yield Wrong(row, f"科目编码 {code} 应为 3、5 或 7 位数字")
        elif len(code) > _LENGTHS[0] and tops and code[:-2] not in codes:
            yield Wrong(row, f"{code} 的上级科目 {code[:-2]} 不在本表")


def _unique(found: Names, _: Subjects) -> Iterator[Wrong]:
    counted = Counter(row.id for row in found.form.rows if row.subject)
    for row in found.form.rows:
        if row.subject and counted[row.id] > 1:
            yield Wrong(row, f"{row.id} 重复 {counted[row.id]} 行")


def _ordered(found: Names, _: Subjects) -> Iterator[Wrong]:
    rows = found.subject_rows
    for above, row in itertools.pairwise(rows):
        if row.subject < above.subject:
            yield Wrong(row, f"{row.subject} 排在 {above.subject} 之后")


@lru_cache(maxsize=4096)
def _problem(year: int, code: str, name: str = "") -> Problem | None:
    """The same code stands in many forms."""
    return Subjects.for_year(year).problem(code, name)


def _valid(found: Names, subjects: Subjects) -> Iterator[Wrong]:
    for row in found.subject_rows:
        problem = _problem(subjects.year, row.subject)
        if problem:
            yield Wrong(row, problem.sentence, problem.severity == "info")


def _named(found: Names, subjects: Subjects) -> Iterator[Wrong]:
    for row in found.subject_rows:
        problem = _problem(subjects.year, row.subject, row.label)
        if problem and not _problem(subjects.year, row.subject):
            yield Wrong(row, problem.sentence, problem.severity == "info")


def _belonging(found: Names, subjects: Subjects) -> Iterator[Wrong]:
    budget = _CODES_OF_BUDGET.get(found.form.code, "")
    for row in found.subject_rows:
        subject = subjects.functional(row.subject)
        if subject and budget and subject.level == "项" and subject.group and budget not in subject.group:
            yield Wrong(row, f"{row.subject} {subject.name} 是{subject.group}科目，本表应为{budget}科目", subject.recalled)


CHECKS: dict[str, Check] = {
    "上级齐全": _parents,
    "编码不重复": _unique,
    "编码有序": _ordered,
    "科目有效": _valid,
    "名称相符": _named,
    "科目归属": _belonging,
}
