"""名词解释: the terms that a document uses, and no other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from juesuan.narrative.conditions import holds
from juesuan.narrative.lists import entries
from juesuan.narrative.scope import Scope
from juesuan.resources import resource


@dataclass(frozen=True)
class Term:
    """A term and its explanation. when: the condition under which a document uses it, empty always. since, until: years."""

    term: str
    text: str
    when: str = ""
    since: int = 0
    until: int = 9999
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One printed entry; `key` is `名词.` and the term or the 科目编码."""

    key: str
    name: str
    text: str


@cache
def load_terms() -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Terms before the subjects, and terms after them."""
    raw = tomllib.loads(resource("glossary/名词解释.toml").read_text(encoding="utf-8"))
    return _terms(raw["before"]), _terms(raw["after"])


class _SubjectTexts(NamedTuple):
    """Explanations of 项 by code and by name, and the sentences for those that have none: as the file words them."""

    codes: dict[str, str]
    names: dict[str, str]
    other: str
    rest: str
    general: str
    itself: str


@cache
def _subject_texts() -> _SubjectTexts:
    return _SubjectTexts(**tomllib.loads(resource("glossary/功能科目.toml").read_text(encoding="utf-8")))


def subject_text(code: str, name: str, section: str) -> str:
    """The explanation of a 项: by its code, by its name, as the 其他 of its 款, else in general words."""
    texts = _subject_texts()
    known = texts.codes.get(code)
    if known or name.startswith("其他"):
        sentence = texts.rest if _says_all(section) or section.startswith("其他") else texts.other
        return known or sentence.replace("{款名称}", section.removesuffix("支出")).replace("{名称}", name)
    if _says_all(name):
        return texts.names.get(name) or texts.itself.replace("{名称}", name)
    return texts.names.get(name) or texts.general.replace("{名称}", name.removesuffix("支出"))


def _says_all(name: str) -> bool:
    """Whether a name is a whole phrase on spending already (用于…支出, …安排的支出), that no other sentence can take in."""
    return name.startswith("用于") or name.endswith("的支出")


def _terms(raw: list[dict[str, Any]]) -> tuple[Term, ...]:
    return tuple(Term(**{**entry, "provinces": tuple(entry.get("provinces", ()))}) for entry in raw)


def used_terms(scope: Scope, province: str, edition: int) -> Iterator[Entry]:
    """The entries of a document in printed order."""
    first, last = load_terms()
    yield from (_entry(term) for term in first if _applies(term, scope, province, edition))
    for table in scope.facts.catalogue.subjects:
        for item in entries(f"{table}各项", scope):
            words = item.words
            name = f"{words['类名称']}（类）{words['款名称']}（款）{words['名称']}（项）"
            yield Entry(f"名词.{words['编码']}", name, subject_text(words["编码"], words["名称"], words["款名称"]))
    yield from (_entry(term) for term in last if _applies(term, scope, province, edition))


def _entry(term: Term) -> Entry:
    return Entry(f"名词.{term.term}", term.term, term.text)


def _applies(term: Term, scope: Scope, province: str, edition: int) -> bool:
    if not term.since <= edition <= term.until or (term.provinces and province not in term.provinces):
        return False
    return not term.when or holds(term.when, scope)
