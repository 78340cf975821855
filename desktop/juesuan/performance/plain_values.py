"""Many ways of writing one value made one: half width, no blanks, digits for 三 and 百分之五, no closing stop or remark in brackets."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇一二两三四五六七八九十百千"
_COUNTERS = "个|次|项|人|户|家|处|场|批|期|件|份|起|例|天|台|套|名|成|万|小时"
_COUNTED = re.compile(rf"(?P<lead>.*?)(?P<number>[{_NUMERAL}]+)(?P<unit>(?:{_COUNTERS})\w*)")
_OF_HUNDRED = re.compile(rf"百分之(?P<number>[{_NUMERAL}]+|\d+(?:\.\d+)?)")
_PART_OF = re.compile(rf"(?P<whole>[{_NUMERAL}]+)分之(?P<part>[{_NUMERAL}]+)")
_REMARK = re.compile(r"(?<=.)\([^()]*\)$")
_SPELLINGS = (("~", "~"), ("～", "~"), ("—", "-"), ("–", "-"), ("=>", ">="), ("=<", "<="), ("m2", "平方米"), ("m3", "立方米"))
_STOPS = "。.;,、"


def plain_value(text: str) -> str:
    """The value in the one way of writing that the patterns know; inner line breaks stay as `;`."""
    lines = [re.sub(r"\s+", "", line) for line in unicodedata.normalize("NFKC", text).splitlines()]
    plain = ";".join(line for line in lines if line)
    for written, meant in _SPELLINGS:
        plain = plain.replace(written, meant)
    plain = _REMARK.sub("", plain.rstrip(_STOPS)).rstrip(_STOPS)
    plain = _OF_HUNDRED.sub(lambda found: f"{_figure(found['number'])}%", plain)
    plain = _PART_OF.sub(lambda found: f"{_figure(found['part'])}/{_figure(found['whole'])}", plain)
    counted = _COUNTED.fullmatch(plain) if not re.search(r"\d", plain) else None
    return f"{counted['lead']}{_figure(counted['number'])}{counted['unit']}" if counted else plain


def _figure(numeral: str) -> str:
    """`三十五` as 35, `一百` as 100, digits as they are."""
    if numeral[0] in "0123456789":
        return numeral
    total = latest = 0
    for character in numeral:
        if character in _TENS:
            total += (latest or 1) * _TENS[character]
            latest = 0
        else:
            latest = latest * 10 + _DIGITS[character]
    return str(total + latest)
