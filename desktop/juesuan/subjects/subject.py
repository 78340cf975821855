"""One 科目 as the classification of some years has it, and the files they are read from."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from typing import NamedTuple

from juesuan.resources import resource

ECONOMIC_CODES = "economic_codes.csv"
FUNCTIONAL_CODES = "functional_codes.csv"
FIRST_YEAR, LAST_YEAR = 0, 9999
_STRAIGHT = str.maketrans(dict.fromkeys("“”〝〞", '"') | dict.fromkeys("‘’", "'"))


class Subject(NamedTuple):
    """A 科目 (类, 款 or 项).

    confidence: as the data file has it; `verified` was read in a published table, `high` and `medium` are recalled.
    first_year, last_year: inclusive; 0 and 9999 where no limit is known. budget: 一般公共预算 …, of a functional subject;
    group: 人员经费, 公用经费 or 项目, of an economic one. initials: 拼音 initials of the name, lower case.
    """

    code: str
    level: str
    name: str
    first_year: int
    last_year: int
    source: str
    confidence: str
    group: str
    initials: str

    @property
    def years(self) -> tuple[int | None, int | None]:
        """First and last year in which it stands, None where no limit is known."""
        return self.first_year or None, self.last_year if self.last_year != LAST_YEAR else None

    @property
    def recalled(self) -> bool:
        """Whether nobody has read it in a published table: what follows from it may be a hint, never an error."""
        return not self.confidence.startswith("verified")

    @property
    def years_recalled(self) -> bool:
        """Whether its first and last year are not sure, though its name may be."""
        return self.confidence != "verified"

    @property
    def years_text(self) -> str:
        """The years in words: `2020年起`, `2019年至2020年`, `2018年以前`; empty where it has always been so."""
        first, last = self.years
        if first and last:
            return f"{first}年" if first == last else f"{first}年至{last}年"
        if first:
            return f"{first}年起"
        return f"{last}年及以前" if last else ""


def plain_code(text: str) -> str:
    """A code as typed, without spaces, dots or dashes between its parts, half width: `201 01.01` → `2010101`."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def plain_name(text: str) -> str:
    """A name for comparing: half-width brackets, no white space, straight quotation marks."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    return narrow.translate(_STRAIGHT)


@cache
def all_subjects() -> tuple[Subject, ...]:
    """Every entry of both files, functional first, in file order; the same code stands several times where its name changed."""
    return (*_read(FUNCTIONAL_CODES), *_read(ECONOMIC_CODES))


def _read(name: str) -> list[Subject]:
    with resource(name).open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        initials = header.index("initials") if "initials" in header else None
        group = next(index for index, title in enumerate(header) if title in ("budget", "disclosure_group"))
        place = [header.index(title) for title in ("code", "level", "name", "valid_from", "valid_to", "source", "confidence")]
        return [_subject(line, place, group, initials) for line in lines if line]


def _subject(line: list[str], place: list[int], group: int, initials: int | None) -> Subject:
    code, level, name, first, last, source, confidence = (line[index] for index in place)
    return Subject(
        code,
        level,
        name,
        int(first) if first else FIRST_YEAR,
        int(last) if last else LAST_YEAR,
        source,
        confidence,
        line[group],
        line[initials] if initials is not None else "",
    )
