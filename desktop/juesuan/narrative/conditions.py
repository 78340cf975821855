"""Conditions of `{若 …}`: names, comparisons, 且 或 非; nothing else can be written, so nothing else can happen."""

from __future__ import annotations

import re
from decimal import Decimal

from juesuan.narrative.inputs import load_inputs
from juesuan.narrative.lists import entries, known_list
from juesuan.narrative.scope import Scope
from juesuan.narrative.wording import movement, shows_change

_COMPARISON = re.compile(r"(.+?)\s*(<>|>=|<=|≠|≥|≤|=|<|>)\s*(.+)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class ConditionError(ValueError):
    """A condition cannot be read; the text says why."""


def holds(test: str, scope: Scope) -> bool:
    """Whether the condition holds. A comparison with an unknown figure does not. Raises ConditionError and KeyError (unknown name)."""
    for word, combine in (("或", any), ("且", all)):
        parts = re.split(rf"\s+{word}\s+", test)
        if len(parts) > 1:
            return combine([holds(part, scope) for part in parts])
    test = test.strip()
    return not holds(test[2:], scope) if test.startswith("非 ") else _atom(test, scope)


def _atom(test: str, scope: Scope) -> bool:
    if test in ("新成立", "有上年"):
        return (scope.facts.typed("设置.新成立") is not None) is (test == "新成立")
    if test.endswith(" 有变动"):
        moved = movement(scope.measure(test[: -len(" 有变动")].strip()))
        return moved is None or shows_change(moved)
    if test.startswith(("有 ", "无 ")):
        return _given(test[2:].strip(), scope) is test.startswith("有 ")
    found = _COMPARISON.fullmatch(test)
    if not found:
        raise ConditionError(f"看不懂条件“{test}”；可以写 甲>乙、甲=0、甲 有变动、有 甲、无 甲、有上年、新成立，用 且 或 非 连接")
    return _compare(found.group(1), found.group(2), found.group(3), scope)


def _given(name: str, scope: Scope) -> bool:
    """Whether a text was typed, or a figure is known and not zero."""
    if name in scope.texts:
        return scope.texts[name][2] is not None
    if name in scope.words:
        return bool(scope.words[name])
    if name not in load_inputs() and known_list(name, scope):
        return bool(entries(name, scope))
    if "." in name and scope.facts.typed(name) is not None:
        amount = scope.measure(name).now.amount
        return amount is None or amount != 0
    return bool(scope.measure(name).now.amount)


def _compare(left: str, sign: str, right: str, scope: Scope) -> bool:
    first, second = _value(left.strip(), scope), _value(right.strip(), scope)
    if first is None or second is None:
        return False
    return {
        "=": first == second,
        "<>": first != second,
        "≠": first != second,
        ">": first > second,
        "<": first < second,
        ">=": first >= second,
        "≥": first >= second,
        "<=": first <= second,
        "≤": first <= second,
    }[sign]


def _value(name: str, scope: Scope) -> Decimal | None:
    if _NUMBER.fullmatch(name):
        return Decimal(name)
    if name in scope.words and _NUMBER.fullmatch(scope.words[name]):
        return Decimal(scope.words[name])
    return scope.measure(name).now.amount
