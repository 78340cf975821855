"""Dates as 时效指标 have them: 2022年6月30日前, 2022-06-30, 12月底前, 每月30日以前, 第四季度, 年底前."""

from __future__ import annotations

import re

_NUMERIC = re.compile(r"(?P<year>20\d\d)[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?(?P<end>[以之]?前)?")
_WORDED = re.compile(
    r"[≤<]?=?(?:每年|每月|于|在)?(?:(?P<year>20\d\d)年度?)?(?:(?P<month>\d{1,2})月份?)?(?:(?P<day>\d{1,2})[日号])?(?P<part>上旬|中旬|下旬|底|末|初)?"
    r"(?P<end>(?:[以之]?前|内|完成|前完成|之前完成|以前完成))?"
)
_SEASON = re.compile(
    r"[≤<]?=?(?:(?P<year>20\d\d)年度?)?(?:(?P<name>上半年|下半年|年底|年末|年中|全年)|第?(?P<quarter>[一二三四1-4])季度)"
    r"(?:底|末)?(?:[以之]?前|内)?(?:完成)?"
)
_ENDS = {"上旬": 10, "中旬": 20, "下旬": 31, "底": 31, "末": 31, "初": 10}
_NAMED = {"上半年": 630, "下半年": 1231, "年底": 1231, "年末": 1231, "年中": 630, "全年": 1231}
_QUARTERS = {"一": 331, "二": 630, "三": 930, "四": 1231, "1": 331, "2": 630, "3": 930, "4": 1231}
_LAST = 12


def date_digits(plain: str) -> int | None:
    """20220630 for a date as it stands in a value (see `plain_value`), the last day where none is written; a year or month that is not
    written is 0, so that 12月底 is 1231 and 每月30日 is 30. None for what is no date.
    """
    if season := _SEASON.fullmatch(plain):
        return int(season["year"] or 0) * 10000 + (_NAMED[season["name"]] if season["name"] else _QUARTERS[season["quarter"]])
    found = _NUMERIC.fullmatch(plain) or _WORDED.fullmatch(plain)
    if found is None or not (found["year"] or found["month"] or found["day"]):
        return None
    parts = found.groupdict()
    year, month, day = int(found["year"] or 0), found["month"], found["day"]
    if month is None and day is None:
        return year * 10000 + 1231
    closing = _ENDS.get(parts.get("part") or "", 31)
    return year * 10000 + (min(int(month), _LAST) * 100 if month else 0) + (min(int(day), 31) if day else closing)


def later(actual: int, target: int) -> bool | None:
    """Whether a date is after another; parts that one of them does not have are left out of both. None where nothing is left to compare."""
    if not actual // 10000 or not target // 10000:
        actual, target = actual % 10000, target % 10000
    if bool(actual // 100) != bool(target // 100):
        return None
    return actual > target
