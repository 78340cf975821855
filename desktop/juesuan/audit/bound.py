"""Formulas bound to cells, and what they come to: held, held but for rounding, failed, not judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from juesuan.audit.credit_code import is_credit_code
from juesuan.audit.syntax import Rule
from juesuan.audit.values import ZERO, Values
from juesuan.money import round_half_up

_CODE = re.compile(r"[0-9A-Za-z]+")
CENT_OF_WAN = -2
"""Places of a 元 that show in an amount of 万元 with two decimals."""


class Verdict(IntEnum):
    """IDLE: every cell blank, or the condition does not apply: nothing to judge. NEAR: holds but for rounding."""

    IDLE = 0
    HELD = 1
    NEAR = 2
    FAILED = 3
    UNJUDGED = 4


class Undecided(Exception):  # noqa: N818  a third truth value, not an error
    """A condition cannot be decided; the argument is the reason."""


class Term(NamedTuple):
    """Cells added up with one sign; `summed`: written as a SUM, so that zeros need not be shown."""

    sign: int
    slots: tuple[int, ...]
    summed: bool = False


class Linear(NamedTuple):
    """Sums and differences of cells: what nearly every rule consists of."""

    terms: tuple[Term, ...]
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    constant: Decimal = ZERO


class Operation(NamedTuple):
    """`+ - * /` where it is not linear."""

    operator: str
    left: Amount
    right: Amount


class Function(NamedTuple):
    """ROUND ABS MIN MAX LEN 万元 信用代码校验 SUMIF; the last takes a text and an amount, a text and an amount, …"""

    name: str
    arguments: tuple[Amount | FieldText, ...]


class FieldText(NamedTuple):
    """A field of 封面 or an input sheet; slot -1 where the workbook has none."""

    slot: int
    name: str


class Literal(NamedTuple):
    """A quoted text; empty for 空."""

    text: str


Amount = Linear | Operation | Function
Side = Amount | FieldText | Literal


class Compare(NamedTuple):
    """A comparison; tolerance in 元."""

    operator: str
    left: Side
    right: Side
    tolerance: Decimal | None = None


class Member(NamedTuple):
    """Whether a field's code is in a set."""

    value: Side
    items: tuple[Decimal | str | tuple[Decimal, Decimal], ...]
    negated: bool


class Junction(NamedTuple):
    """且, 或."""

    operator: str
    items: tuple[Condition, ...]


class Implication(NamedTuple):
    """如果 … 则 …."""

    condition: Condition
    then: Condition


class Known(NamedTuple):
    """A check of 科目 rows, decided when it was bound; `words` says what was found, `mild` that it may be no more than a remark."""

    holds: bool
    words: str
    slots: tuple[int, ...]
    mild: bool = False


Condition = Compare | Member | Junction | Implication | Known


class Instance(NamedTuple):
    """One rule for one column, one 科目: bound to its cells. guard: decides whether it applies; words: what its variables stand for."""

    rule: Rule
    words: tuple[str, ...]
    node: Condition
    guard: Condition | None
    slots: tuple[int, ...]

    @property
    def key(self) -> str:
        """The stable name: rule id and what it is bound to."""
        return f"{self.rule.id}[{','.join(self.words)}]" if self.words else self.rule.id


def slots_of(node: object) -> Iterable[int]:
    """All slots below a node, in the order written."""
    match node:
        case Linear(terms):
            for term in terms:
                yield from term.slots
        case Operation(_, left, right) | Compare(_, left, right, _) | Implication(left, right):
            yield from slots_of(left)
            yield from slots_of(right)
        case Function(_, items) | Junction(_, items):
            for item in items:
                yield from slots_of(item)
        case FieldText(slot):
            if slot >= 0:
                yield slot
        case Member(value):
            yield from slots_of(value)
        case Known(_, _, slots, _):
            yield from slots


def judge(instance: Instance, values: Values, decide: Callable[[Condition], Verdict]) -> Verdict:
    """What an instance comes to with the values as they are; `decide` answers for its guard, which many instances share."""
    node, guard = instance.node, instance.guard
    if isinstance(node, Known):
        return holds(node, values)
    if values.trouble and not values.trouble.keys().isdisjoint(instance.slots):
        return Verdict.UNJUDGED
    if not asks_for_content(node) and not any(map(values.filled.__getitem__, slots_of(node))):
        return Verdict.IDLE
    if guard is not None:
        verdict = decide(guard)
        if verdict is Verdict.UNJUDGED:
            return verdict
        if verdict is not Verdict.HELD and verdict is not Verdict.NEAR:
            return Verdict.IDLE
    return decide_now(node, values)


def asks_for_content(node: Condition) -> bool:
    """Whether blank is an answer: `封面.财政预算代码 ≠ 空`."""
    return isinstance(node, Compare) and isinstance(node.right, Literal) and not node.right.text


def compare(operator: str, left: Decimal, right: Decimal, tolerance: Decimal | None) -> Verdict:
    """Two amounts against an operator and its tolerance."""
    if operator == "=":
        if left == right:
            return Verdict.HELD
        return Verdict.NEAR if tolerance is not None and abs(left - right) <= tolerance else Verdict.FAILED
    margin = tolerance or ZERO
    holds = {"≥": left >= right - margin, "≤": left <= right + margin, ">": left > right, "<": left < right, "≠": left != right}[operator]
    return Verdict.HELD if holds else Verdict.FAILED


def decide_now(node: Condition, values: Values) -> Verdict:
    """A condition with the values as they are; UNJUDGED where it cannot be decided."""
    try:
        return holds(node, values)
    except Undecided:
        return Verdict.UNJUDGED


def reason(instance: Instance, values: Values) -> str:
    """Why an instance is not judged."""
    for slot in instance.slots:
        if slot in values.trouble:
            return values.trouble[slot]
    try:
        for node in (instance.guard, instance.node):
            if node is not None:
                holds(node, values)
    except Undecided as undecided:
        return str(undecided)
    return ""


def holds(node: Condition, values: Values) -> Verdict:
    """HELD, NEAR, FAILED, or IDLE where a condition does not apply. Raises Undecided."""
    match node:
        case Compare():
            return _compared(node, values)
        case Known(found):
            return Verdict.HELD if found else Verdict.FAILED
        case Member(value, items, negated):
            return Verdict.HELD if _inside(value, items, values) != negated else Verdict.FAILED
        case Implication(condition, then):
            return holds(then, values) if holds(condition, values) in (Verdict.HELD, Verdict.NEAR) else Verdict.IDLE
        case Junction("且", items):
            return max(holds(item, values) for item in items)
        case Junction(_, items):
            return min(holds(item, values) for item in items)


def _compared(node: Compare, values: Values) -> Verdict:
    left, right = node.left, node.right
    if isinstance(left, FieldText | Literal) or isinstance(right, FieldText | Literal):
        if node.operator not in ("=", "≠"):
            return compare(node.operator, _number(left, values), _number(right, values), node.tolerance)
        same = same_code(_words(left, values), _words(right, values))
        return Verdict.HELD if same == (node.operator == "=") else Verdict.FAILED
    return compare(node.operator, number(left, values), number(right, values), node.tolerance)


def _number(side: Side, values: Values) -> Decimal:
    if isinstance(side, FieldText):
        return values.amounts[side.slot] if side.slot >= 0 else ZERO
    return ZERO if isinstance(side, Literal) else number(side, values)


def _words(side: Side, values: Values) -> str:
    match side:
        case Literal(text):
            return text
        case FieldText(slot):
            return values.texts.get(slot, "")
        case _:
            return format(number(side, values).normalize(), "f")


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same; `2` and `2-调整表` are, `S` and `S92` (门类) too, and empty equals only empty."""
    if one == other or not one or not other:
        return one == other
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and short.isalpha():
        return long.startswith(short)
    found = _CODE.match(long)
    return bool(found) and found is not None and found[0] == short


def _inside(value: Side, items: tuple[Decimal | str | tuple[Decimal, Decimal], ...], values: Values) -> bool:
    text = _words(value, values)
    if not text:
        raise Undecided(f"{value.name if isinstance(value, FieldText) else '条件'} 没有填写")
    found = _CODE.match(text)
    code = found[0] if found else text
    for item in items:
        if isinstance(item, tuple):
            if code.isdigit() and item[0] <= Decimal(code) <= item[1]:
                return True
        elif same_code(text, format(item, "f") if isinstance(item, Decimal) else item):
            return True
    return False


def _total(side: Linear, amounts: list[Decimal]) -> Decimal:
    total = side.constant
    for slot in side.plus:
        total += amounts[slot]
    for slot in side.minus:
        total -= amounts[slot]
    return total


def number(side: Side, values: Values) -> Decimal:
    """An amount in 元 (or a plain number). Raises Undecided where it divides by zero."""
    match side:
        case Linear():
            return _total(side, values.amounts)
        case Operation(operator, left, right):
            return _operated(operator, number(left, values), number(right, values))
        case Function("LEN" | "信用代码校验" | "SUMIF" as name, items):
            return _of_texts(name, items, values)
        case Function(name, arguments):
            return _called(name, [number(item, values) for item in arguments])
        case _:
            return _number(side, values)


def _of_texts(name: str, items: tuple[Amount | FieldText, ...], values: Values) -> Decimal:
    if name == "SUMIF":
        pairs = zip(items[::2], items[1::2], strict=True)
        return sum((number(amount, values) for text, amount in pairs if _words(text, values)), ZERO)
    text = _words(items[0], values)
    return Decimal(len(text)) if name == "LEN" else Decimal(is_credit_code(text))


def _operated(operator: str, left: Decimal, right: Decimal) -> Decimal:
    if operator == "/":
        if not right:
            raise Undecided("除数为 0")
        return left / right
    return left * right if operator == "*" else left + right if operator == "+" else left - right


def _called(name: str, numbers: list[Decimal]) -> Decimal:
    match name:
        case "ROUND":
            return round_half_up(numbers[0], int(numbers[1]) if len(numbers) > 1 else 0)
        case "万元":
            return round_half_up(numbers[0], CENT_OF_WAN)
        case "ABS":
            return abs(numbers[0])
        case "MIN":
            return min(numbers)
        case "MAX":
            return max(numbers)
        case _:
            return sum(numbers, ZERO)
