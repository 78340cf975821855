"""resources/narrative/facts.toml read: what each fact is called and where it comes from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from juesuan.errors import JuesuanError
from juesuan.resources import resource

_PLACE = re.compile(r"([^\[\]+]+)\[([^,\]]+),([^,\]]+)\]")
_SUBJECT_SUM = re.compile(r"科目\[([^,\]]+)\]")


ASKED, BEFORE = "事实", "上年"
"""Figures that no row of 说明资料 is there for are asked for by `事实.国资支出`, of last year `事实.上年国资支出`."""


@dataclass(frozen=True)
class Place:
    """`表号[行,栏]` as written."""

    form: str
    row: str
    column: str


@dataclass(frozen=True)
class Definition:
    """A fact: alternatives, best first, each a sum of places (or the sum of a column of 说明资料-科目).

    typed, prior: inputs of 说明资料 that stand in for this year's and last year's figure. unit: 元 or a counting word.
    blank: `next` a blank cell sends us to the next alternative, `zero` a zero in a form tells nothing either, else a blank counts as zero.
    zero_with: the fact whose being nothing makes this one nothing, where no source tells. since: before that year it is nothing.
    """

    name: str
    sources: tuple[tuple[Place, ...] | str, ...]
    typed: str = ""
    prior: str = ""
    unit: str = "元"
    blank: str = ""
    zero_with: str = ""
    since: int = 0

    @property
    def question(self) -> str:
        """The input that this year's figure is asked for by."""
        return self.typed or f"{ASKED}.{self.name}"

    @property
    def question_before(self) -> str:
        """The input that last year's figure is asked for by."""
        return self.prior or f"{ASKED}.{BEFORE}{self.name}"


@dataclass(frozen=True)
class FactList:
    """Facts listed together; `whole` is the fact that shares are taken of."""

    name: str
    whole: str
    items: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class SubjectList:
    """A table by 功能分类科目: form code → measure → column, best form first; `fund` as in 说明资料-科目."""

    name: str
    fund: str
    whole: str
    forms: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Catalogue:
    """All that templates can name."""

    facts: dict[str, Definition]
    lists: dict[str, FactList]
    subjects: dict[str, SubjectList]
    economic: dict[str, tuple[str, ...]]


@cache
def load_catalogue() -> Catalogue:
    """Raises JuesuanError where a source cannot be read."""
    raw = tomllib.loads(resource("narrative/facts.toml").read_text(encoding="utf-8"))
    return Catalogue(
        {name: _definition(name, entry) for name, entry in raw["facts"].items()},
        {
            name: FactList(name, entry["whole"], tuple(entry["items"]), tuple(entry.get("names", entry["items"])))
            for name, entry in raw["lists"].items()
        },
        {name: SubjectList(name, entry["fund"], entry["whole"], entry["forms"]) for name, entry in raw["subjects"].items()},
        {name: tuple(entry["groups"]) for name, entry in raw["economic"].items()},
    )


def _definition(name: str, entry: dict[str, object]) -> Definition:
    sources = entry["from"]
    if not isinstance(sources, list):
        raise JuesuanError(f"resources/narrative/facts.toml：事实“{name}”的 from 应是一组出处")
    return Definition(
        name,
        tuple(_source(name, str(text)) for text in sources),
        str(entry.get("typed", "")),
        str(entry.get("prior", "")),
        str(entry.get("unit", "元")),
        str(entry.get("blank", "")),
        str(entry.get("zero_with", "")),
        int(str(entry.get("since", 0))),
    )


def _source(name: str, text: str) -> tuple[Place, ...] | str:
    subjects = _SUBJECT_SUM.fullmatch(text)
    if subjects:
        return subjects.group(1)
    places = tuple(Place(*found) for found in _PLACE.findall(text))
    if not places or len(places) != text.count("["):
        raise JuesuanError(f"resources/narrative/facts.toml：事实“{name}”的出处“{text}”写法不对，应如 财决01[收入总计,3]")
    return places
