"""Figures beside the accounts that do not go together: what an inspector of published texts would ask back (公开检查 K04–K06, V02)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan.forms import Recognition
from juesuan.money import WAN, format_amount, to_wan
from juesuan.narrative.facts import Facts

_VEHICLES = ("部级领导用车", "主要领导用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种技术用车", "离退休用车", "其他用车")
_BOUGHT = ("政府采购货物", "政府采购工程", "政府采购服务")
_WITHIN = (("中小企业合同", "政府采购合计"), ("小微企业合同", "中小企业合同"), ("用车保有量", "车辆合计"))
_TOGETHER = (("因公出国费", "出国团组数"), ("公务用车购置费", "购置用车数"), ("国内接待费", "国内接待批次"), ("外事接待费", "外事接待批次"))
_LISTED, _HOSTED = "接待.明细", "国内接待费"
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(万?元)(?!.*\d万?元)")
_CENT = Decimal("0.01")


def doubts(recognition: Recognition, prior: Recognition | None = None) -> tuple[str, ...]:
    """A Chinese sentence for each; nothing is said of figures that are not known."""
    facts = Facts(recognition, prior)
    return (*_sums(facts), *_larger(facts), *_lonely(facts), *_guests(facts))


def _amount(facts: Facts, name: str) -> Decimal | None:
    return facts.fact(name).amount


def _shown(facts: Facts, name: str) -> str:
    fact = facts.fact(name)
    amount = fact.amount or Decimal(0)
    return f"{name}{format_amount(to_wan(amount))}万元" if fact.unit == "元" else f"{name}{amount.normalize():f}{fact.unit}"


def _sums(facts: Facts) -> Iterator[str]:
    for whole, parts in (("车辆合计", _VEHICLES), ("政府采购合计", _BOUGHT)):
        total, amounts = _amount(facts, whole), [_amount(facts, part) for part in parts]
        if total is None or None in amounts:
            continue
        listed = sum((amount or Decimal(0) for amount in amounts), Decimal(0))
        if abs(total - listed) >= 1:
            words = format_amount(to_wan(listed)) + "万元" if facts.fact(whole).unit == "元" else f"{listed.normalize():f}"
            yield f"{_shown(facts, whole)}，各项之和是{words}，两者应当相等。"


def _larger(facts: Facts) -> Iterator[str]:
    for part, whole in _WITHIN:
        less, more = _amount(facts, part), _amount(facts, whole)
        if less is not None and more is not None and less > more:
            yield f"{_shown(facts, part)}，大于{_shown(facts, whole)}。"


def _lonely(facts: Facts) -> Iterator[str]:
    """Money without a count, or a count without money."""
    for cost, count in _TOGETHER:
        paid, counted = _amount(facts, cost), _amount(facts, count)
        if paid is not None and counted is not None and bool(paid) is not bool(counted):
            yield f"{_shown(facts, cost)}，{_shown(facts, count)}，一个有一个没有。"


def _guests(facts: Facts) -> Iterator[str]:
    """K06: the receptions listed one by one add up to what was spent on them."""
    typed, spent = facts.typed(_LISTED), _amount(facts, _HOSTED)
    lines = [line for line in (typed.text.splitlines() if typed else ()) if line.strip()]
    found = [_AMOUNT.search(line) for line in lines]
    if spent is None or not found or None in found:
        return
    listed = sum((Decimal(each.group(1)) * (WAN if each.group(2) == "万元" else 1) for each in found if each), Decimal(0))
    if abs(listed - spent) >= _CENT * WAN:
        yield f"{_shown(facts, _HOSTED)}，接待明细各批之和是{format_amount(to_wan(listed))}万元，两者应当相等。"
