"""指标值 as offices write them: ≥95%, =100%, ≤2天, 18.8万人, 4000元, 10个工作日内, 80%-90%, dates, lists, words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

_RELATIONS = {
    ">=": "≥", "≥": "≥", "≧": "≥", "不低于": "≥", "不少于": "≥", "大于等于": "≥", "大于或等于": "≥", "达到": "≥", "至少": "≥",
    "<=": "≤", "≤": "≤", "≦": "≤", "不高于": "≤", "不超过": "≤", "不多于": "≤", "小于等于": "≤", "小于或等于": "≤", "控制在": "≤",
    "=": "=", "等于": "=", ">": ">", "大于": ">", "超过": ">", "<": "<", "小于": "<", "低于": "<",
}  # fmt: skip
_CLOSINGS = {"以上": "≥", "及以上": "≥", "以内": "≤", "之内": "≤", "内": "≤", "以下": "≤", "及以下": "≤"}
_SCALES = {"亿": Decimal(100000000), "万": Decimal(10000), "": Decimal(1)}
_LEADING = "|".join(re.escape(word) for word in sorted(_RELATIONS, key=len, reverse=True))
_CLOSING = "|".join(sorted(_CLOSINGS, key=len, reverse=True))
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<relation>{_LEADING})?约?(?P<amount>{_AMOUNT})(?P<first>[%‰]?)"
    rf"(?:[-~—至到](?P<upper>{_AMOUNT}))?(?P<scale>[万亿]?)(?P<unit>[^\d;]*?)(?P<closing>{_CLOSING})?",
)
_DATE = re.compile(r"(?P<relation>[≤<]=?)?(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<closing>.{0,3})")
_SEVERAL = re.compile(r"[;；\n]")


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
    a bare 万元. A date is its digits (20190630) as amount; month and day that are not written count as the last.
    """

    text: str
    kind: Kind
    relation: str = ""
    amount: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.RANGE)


def read_value(text: str) -> Reading:
    """Understands one cell of 指标值 or 完成值; what cannot be understood is words."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("～", "~").replace("—", "-").replace("–", "-")
    if _SEVERAL.search(plain.strip(";")):
        return Reading(text, Kind.SEVERAL)
    if found := _DATE.fullmatch(plain):
        return _date(text, found)
    found = _NUMBER.fullmatch(plain)
    return _number(text, found) if found else Reading(text, Kind.WORDS)


def _number(text: str, found: re.Match[str]) -> Reading:
    scale = _SCALES[found["scale"]]
    unit = found["first"] or found["unit"]
    if found["first"] and found["unit"] not in ("", found["first"]):
        unit = found["first"] + found["unit"]
    relation = _RELATIONS.get(found["relation"] or "", "") or _CLOSINGS.get(found["closing"] or "", "")
    upper = _decimal(found["upper"]) * scale if found["upper"] else None
    kind = Kind.RANGE if upper is not None else Kind.NUMBER
    return Reading(text, kind, relation, _decimal(found["amount"]) * scale, upper, unit)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _date(text: str, found: re.Match[str]) -> Reading:
    """`2019年6月30日`, `2020年12月30日以前`; 年 or 年月 alone means their last day."""
    number = int(found["year"]) * 10000 + int(found["month"] or 12) * 100 + int(found["day"] or 31)
    return Reading(text, Kind.DATE, "≤", Decimal(number))


def comparable(target: Reading, actual: Reading) -> bool:
    """Whether both are amounts of one unit; a missing unit fits any, but a percentage only fits a percentage or a bare number."""
    return not target.unit or not actual.unit or _unit(target.unit) == _unit(actual.unit)


def _unit(unit: str) -> str:
    """个工作日 and 工作日, 人次 and 人·次 are one."""
    return unit.removeprefix("个").replace("·", "").replace("(", "").replace(")", "") or unit
