"""Where a Chinese text may be broken: tokens that stay whole, and marks that must not begin or end a line (GB/T 15834 避头尾)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

NO_START = frozenset("，。、；：？！”’）》〉】〕』」｝〗％‰℃…·～,.;:?!%)]}~々︰／/")
NO_END = frozenset("“‘（《〈【〔『「｛〖([{￥¥$＄№")
# Full-width marks with their ink in one half of the square: the other half may be taken in.
CLOSERS = frozenset("，。、；：）》〉】〕』」｝〗”’！？")
OPENERS = frozenset("“‘（《〈【〔『「｛〖")
# Only these and openers may stand closer than their square when two meet (）。 or ”，); ！ and ？ keep their room.
KERNED = CLOSERS - frozenset("！？；：")

_NUMBER = r"[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?[%％‰]?"
_TOKEN = re.compile(
    rf"""(?P<url>(?:https?://|www\.)[!-~]+)
    |(?P<date>\d{{1,4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}日)
    |(?P<number>{_NUMBER}(?:[-~～–/:]{_NUMBER})*)(?P<unit>[ ]?(?:万元|亿元|[元万亿年月日]))?
    |(?P<latin>[A-Za-z][A-Za-z0-9'’._+&@-]*)
    |(?P<dash>—{{2,}}|…+|-{{2,}})
    |(?P<measure>万元|亿元)
    |(?P<space>[ ]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A stretch of text: its kind (`url` `date` `number` `latin` `dash` `measure` `space` `other`), start, end."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=4096)  # a table repeats its zeros, names and numbers
def tokens(text: str) -> tuple[Token, ...]:
    """The text cut into what should stay whole; a URL is cut behind each `/`."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = "number" if match.lastgroup == "unit" else match.lastgroup or "other"
        if kind == "url":
            found += _url_parts(text, match.start(), match.end())
        else:
            found.append(Token(kind, match.start(), match.end()))
    return tuple(found)


def _url_parts(text: str, start: int, end: int) -> list[Token]:
    cuts = [place + 1 for place in range(start, end - 1) if text[place] == "/" and text[place + 1] != "/"]
    edges = [start, *cuts, end]
    return [Token("url", left, right) for left, right in pairwise(edges)]


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters that belong to different tokens."""
    if after in NO_START or before in NO_END:
        return before == "/" and after not in NO_START
    return not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())


def kern(before: str, after: str) -> float:
    """How much two full-width marks in a row move together, in ems: about half a square where their empty halves meet.

    Not quite half: programs that copy text out take letters that lie back by half a square for a new line.
    """
    if (before in KERNED and after in CLOSERS | OPENERS) or (before in OPENERS and after in OPENERS):
        return 0.48
    return 0.0


def slack(before: str, after: str) -> float:
    """How much the room between two characters may be squeezed to get one more onto the line, in ems."""
    if kern(before, after):
        return 0.0
    if before in CLOSERS or after in OPENERS:
        return 0.3
    return 0.0
