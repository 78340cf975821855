"""Slips of the hand that turn a right amount into a wrong one."""

from __future__ import annotations

from decimal import Decimal

_SHIFTS = {Decimal(10000): "少乘 10000（元、万元混淆）", Decimal("0.0001"): "多乘 10000（元、万元混淆）"}
_POWERS = tuple(Decimal(10) ** power for power in (1, 2, 3, -1, -2, -3))


def slip(old: Decimal, new: Decimal) -> str:
    """What kind of slip turns the right amount `new` into `old`; empty where none is recognised."""
    if not old or not new:
        return ""
    if old == -new:
        return "正负号填反"
    ratio = new / old
    if ratio in _SHIFTS:
        return _SHIFTS[ratio]
    return "小数点错位" if ratio in _POWERS else _digit_slip(_digits(old), _digits(new))


def _digit_slip(typed: str, meant: str) -> str:
    if len(typed) == len(meant):
        return _same_length(typed, meant)
    if _without_one(meant, typed):
        return "漏了一位数字"
    return "多了一位数字" if _without_one(typed, meant) else ""


def _digits(amount: Decimal) -> str:
    return format(abs(amount), "f").replace(".", "").rstrip("0")


def _same_length(typed: str, meant: str) -> str:
    different = [index for index in range(len(typed)) if typed[index] != meant[index]]
    if len(different) == 1:
        return "有一位数字不同"
    if len(different) == 2 and all(typed[one] == meant[other] for one, other in (different, different[::-1])):  # noqa: PLR2004
        return "两位数字颠倒"
    return ""


def _without_one(long: str, short: str) -> bool:
    return len(long) == len(short) + 1 and any(long[:index] + long[index + 1 :] == short for index in range(len(long)))
