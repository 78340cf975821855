"""Labels as people print them, brought to one form so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_QUOTES = re.compile("[“”‘’\"'《》「」]")
_NUMBERING = re.compile(r"^(?:其中[::]?|[一二三四五六七八九十]+[、.]|\((?:[一二三四五六七八九十]+|\d+)\)|\d{1,2}(?:[、]|\.(?!\d))|[①-⑳])")
_TRAILING_BRACKETS = re.compile(r"\([^()]*\)$")
_COUNTED = ("(个)", "(人)", "(辆)", "台,套)", "用车")
_DASHES = str.maketrans(dict.fromkeys("—–－‐‑﹣_", "-"))


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """Half width, without any space or line break, dashes alike: `金额单位：\u3000元` → `金额单位:元`."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASHES)


@lru_cache(maxsize=16384)
def bare_label(text: str) -> str:
    """A row or column label without numbering, 其中：, quotes and trailing colon: `  1．因公出国（境）费` → `因公出国(境)费`."""
    plain = _QUOTES.sub("", compact(text))
    while True:
        shorter = _NUMBERING.sub("", plain, count=1)
        if shorter == plain:
            break
        plain = shorter
    return plain.rstrip(":").replace("运行费", "运行维护费")


@lru_cache(maxsize=16384)
def loose_label(text: str) -> str:
    """`bare_label` without a closing remark in brackets: `使用非财政拨款结余（含专用结余）` → `使用非财政拨款结余`."""
    plain = bare_label(text)
    return _TRAILING_BRACKETS.sub("", plain) or plain


def is_count(label: str) -> bool:
    """Whether a row of 附02 or 附03 counts things (个, 人, 辆, 台、套) instead of money, as its label says."""
    return bare_label(label).endswith(_COUNTED)
