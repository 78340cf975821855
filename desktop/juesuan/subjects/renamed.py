"""Subjects that got another code: which code last year's 科目 has this year, from resources/subjects/renamed.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from juesuan.resources import resource


class Renaming(NamedTuple):
    """From `since` on, what was `old` is `new`; several old codes may share a new one."""

    since: int
    old: str
    new: str
    confidence: str
    note: str


@cache
def renamings() -> tuple[Renaming, ...]:
    """The whole table, earliest year first."""
    table = tomllib.loads(resource("subjects/renamed.toml").read_text(encoding="utf-8"))
    entries = sorted(table["renamed"], key=itemgetter("since"))
    return tuple(Renaming(entry["since"], old, new, entry["confidence"], entry["note"]) for entry in entries for old, new in entry["codes"])


def later_code(code: str, year: int, later: int) -> str:
    """The code in the year `later` of what was `code` in `year`; the same code where nothing is known to have changed."""
    for renaming in renamings():
        if year < renaming.since <= later and renaming.old == code:
            code = renaming.new
    return code


def earlier_codes(code: str, year: int, earlier: int) -> tuple[str, ...]:
    """The codes in the year `earlier` of what is `code` in `year`: itself, and those that were merged into it."""
    codes = [code]
    for renaming in reversed(renamings()):
        if earlier < renaming.since <= year and renaming.new in codes:
            codes.append(renaming.old)
    return tuple(codes)
