"""指标值 as offices write them: ≥95%, =100%, ≤2天, 18.8万人, 4000元, 10个工作日内, 80%-90%, 三次, 1/2, 下降5%, 12月底前, lists, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from juesuan.performance.dates import date_digits
from juesuan.performance.plain_values import plain_value

_RELATIONS = {
    ">=": "≥", "≥": "≥", "≧": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥", "大于等于": "≥", "大于或等于": "≥",
    "达到": "≥", "至少": "≥",
    "<=": "≤", "≤": "≤", "≦": "≤", "不高于": "≤", "不超过": "≤", "不多于": "≤", "不大于": "≤", "小于等于": "≤", "小于或等于": "≤",
    "控制在": "≤", "至多": "≤", "=": "=", "等于": "=", ">": ">", "大于": ">", "超过": ">", "高于": ">", "多于": ">",
    "<": "<", "小于": "<", "低于": "<", "少于": "<",
}  # fmt: skip
_CLOSINGS = {"以上": "≥", "及以上": "≥", "以内": "≤", "之内": "≤", "内": "≤", "以下": "≤", "及以下": "≤", "左右": "", "上下": ""}
_VAGUE = {"余": "≥", "多": "≥"}
_SCALES = {"亿": Decimal(100000000), "万": Decimal(10000), "": Decimal(1)}
_LEADING = "|".join(re.escape(word) for word in sorted(_RELATIONS, key=len, reverse=True))
_CLOSING = "|".join(sorted(_CLOSINGS, key=len, reverse=True))
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_CHANGES = {"下降": "下降", "降低": "下降", "减少": "下降", "压减": "下降", "增长": "增长", "提高": "增长", "增加": "增长", "上升": "增长"}
_NUMBER = re.compile(
    rf"(?:[一-龥]{{0,14}}?(?:率|度|比例|占比|数|完成|共|计|为|达|每年|全年|每季度))?(?:已?完成|实际|达)?"
    rf"(?P<change>{'|'.join(_CHANGES)})?(?P<relation>{_LEADING})?[约近]?(?P<amount>-?{_AMOUNT})(?P<first>[%‰]?)"
    rf"(?:[-~至到](?P<upper>{_AMOUNT}))?(?P<scale>[万亿]?)(?P<vague>[余多])?(?P<unit>[^\d;]*?)(?P<closing>{_CLOSING})?",
)
_FRACTION = re.compile(r"(\d+)/(\d+)")
_BOTH = re.compile(
    rf"(?P<low>(?:{_LEADING})[^,、且并]+)[,、且并]+(?P<high>(?:{_LEADING}).+)"
    rf"|(?P<least>{_AMOUNT}.?)(?:≤|<=?)[^\d]{{0,3}}(?P<most>(?:≤|<=?){_AMOUNT}.*)"
)
_SEVERAL = re.compile(r"[;\n]|(?<=\d)[^\d、]*、(?=[^、]*\d)")
_PARTS = re.compile(r"[;；\n、]")
_TENTHS = "成"


class Kind(Enum):
    """What an indicator's value is."""

    NUMBER = "数值"
    RANGE = "区间"
    DATE = "日期"
    SEVERAL = "分项"
    WORDS = "文字"


@dataclass(frozen=True)
class Reading:
    """A value as understood.

    text: as written. relation: ≥ ≤ > < = or empty. amount, upper: scaled by 万 and 亿; upper only in a range. unit: as written, 元 for
    a bare 万元. change: 增长 or 下降 where the figure is how much something rose or fell. A date is its digits (20190630) as amount; month
    and day that are not written count as the last, a year or month that is not written as 0.
    """

    text: str
    kind: Kind
    relation: str = ""
    amount: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    change: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.RANGE)

    @property
    def parts(self) -> tuple[Reading, ...]:
        """The values of a list: `1-4级80%；5-6级60%`."""
        return tuple(read_value(part) for part in _PARTS.split(self.text) if part.strip())


def read_value(text: str) -> Reading:
    """Understands one cell of 指标值 or 完成值; what cannot be understood is words."""
    plain = plain_value(text)
    if (digits := date_digits(plain)) is not None:
        return Reading(text, Kind.DATE, "≤", Decimal(digits))
    if found := _BOTH.fullmatch(plain):
        return _between(text, found)
    if _SEVERAL.search(plain):
        return Reading(text, Kind.SEVERAL)
    if (fraction := _FRACTION.fullmatch(plain)) and 0 < int(fraction[1]) <= int(fraction[2]):
        return Reading(text, Kind.NUMBER, "", Decimal(fraction[1]) / Decimal(fraction[2]) * 100, None, "%")
    found = _NUMBER.fullmatch(plain)
    return _number(text, found) if found else Reading(text, Kind.WORDS)


def _between(text: str, found: re.Match[str]) -> Reading:
    """`≥90%且≤95%`, `90%≤X≤95%`: a range where one side is a lower and the other an upper limit."""
    pair = (found["low"], found["high"]) if found["low"] else (f"≥{found['least']}", found["most"])
    low, high = sorted((read_value(part) for part in pair), key=lambda reading: reading.relation not in ("≥", ">"))
    if low.relation in ("≥", ">") and high.relation in ("≤", "<") and low.kind is high.kind is Kind.NUMBER:
        return Reading(text, Kind.RANGE, "", low.amount, high.amount, high.unit or low.unit)
    return Reading(text, Kind.SEVERAL)


def _number(text: str, found: re.Match[str]) -> Reading:
    scale = _SCALES[found["scale"]]
    unit = found["first"] or found["unit"]
    if found["first"] and found["unit"] not in ("", found["first"]):
        unit = found["first"] + found["unit"]
    if unit.startswith(_TENTHS):
        scale, unit = scale * 10, f"%{unit[1:]}"
    upper = _decimal(found["upper"]) * scale if found["upper"] else None
    kind = Kind.RANGE if upper is not None else Kind.NUMBER
    return Reading(text, kind, _relation(found), _decimal(found["amount"]) * scale, upper, unit, _CHANGES.get(found["change"] or "", ""))


def _relation(found: re.Match[str]) -> str:
    """What stands before the amount counts first, then what closes it (`以上`), then `余` and `多`."""
    signs = (_RELATIONS.get(found["relation"] or ""), _CLOSINGS.get(found["closing"] or ""), _VAGUE.get(found["vague"] or ""))
    return next((sign for sign in signs if sign), "")


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def comparable(target: Reading, actual: Reading) -> bool:
    """Whether both are amounts of one unit; a missing unit fits any, but a percentage only fits a percentage or a bare number."""
    return not target.unit or not actual.unit or _unit(target.unit) == _unit(actual.unit)


def _unit(unit: str) -> str:
    """个工作日 and 工作日, 人次 and 人·次 are one."""
    return unit.removeprefix("个").replace("·", "").replace("(", "").replace(")", "") or unit
