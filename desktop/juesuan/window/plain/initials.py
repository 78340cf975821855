"""First letters of the 拼音 of common characters, from the order in which GB 2312 lists them; nothing to be kept up to date."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = [character.encode("gb2312") for character in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
_AFTER = b"\xd7\xfa"
"""GB 2312 lists its first 3,755 characters by sound; from here on the others come by stroke."""


def initials(words: str) -> str:
    """`一般公共预算` → `ybggys`; ASCII letters and digits stay, rare characters and punctuation go."""
    return "".join(_initial(character) for character in unicodedata.normalize("NFKC", words).lower())


def _initial(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    try:
        place = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_FIRST, place) - 1] if _FIRST[0] <= place < _AFTER else ""
