"""Checks of the 科目 rows themselves: parents present, no code twice, code and name as in the classification of the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from juesuan.audit import bound as b
from juesuan.audit import syntax as s
from juesuan.audit.names import Names, level_of
from juesuan.forms.form import TOTAL, Row

_LENGTHS = (3, 5, 7)
Check = Callable[[Names], Iterator[tuple[Row, str]]]


def known(rule: s.Rule, call: s.Call, names: Mapping[tuple[str, bool], Names]) -> Iterator[b.Instance]:
    """One instance a 科目 row; what is wrong with it is found at once, for rows do not change without binding anew."""
    form = next(item.code for item in call.arguments if isinstance(item, s.FormName))
    found = names[form, False]
    wrong = {id(row): words for row, words in CHECKS[call.name](found)}
    for row in found.form.rows:
        column = next(iter(found.panel(row.panel)), None)
        if not row.subject or row.id == TOTAL or column is None:
            continue
        words = wrong.get(id(row), "")
        slots = (found.grid.slot(row, column),)
        yield b.Instance(rule, (row.id,), b.Known(not words, words, slots), None, slots)


def _parents(found: Names) -> Iterator[tuple[Row, str]]:
    codes = {row.subject for row in found.form.rows if row.subject}
    tops = any(len(code) == _LENGTHS[0] for code in codes)
    for row in found.form.rows:
        code = row.subject
        if not code or level_of(row) == "项目" or row.id == TOTAL:
            continue
        if len(code) not in _LENGTHS or not code.isdigit():
            yield row, f"科目编码 {code} 应为 3、5 或 7 位数字"
        elif len(code) > _LENGTHS[0] and tops and code[:-2] not in codes:
            yield row, f"{code} 的上级科目 {code[:-2]} 不在本表"


def _unique(found: Names) -> Iterator[tuple[Row, str]]:
    counted = Counter(row.id for row in found.form.rows if row.subject)
    for row in found.form.rows:
        if row.subject and counted[row.id] > 1:
            yield row, f"{row.id} 重复 {counted[row.id]} 行"


def _unchecked(_: Names) -> Iterator[tuple[Row, str]]:
    return iter(())


CHECKS: dict[str, Check] = {
    "上级齐全": _parents,
    "编码不重复": _unique,
    "科目有效": _unchecked,
    "名称相符": _unchecked,
    "科目归属": _unchecked,
}
