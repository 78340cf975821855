"""Cells with a list behind them: 科目编码 and list validations, searched by code, name and 拼音 initials while typing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juesuan.subjects import Subjects, plain_code, plain_name
from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.initials import initials
from juesuan.workbook import Cell, Content, Formula

_MOST = 80
_LENGTHS = (3, 5, 7)


class Choice(NamedTuple):
    """content: what choosing it puts into the cell; words: how the list shows it."""

    content: str
    words: str


def has_choices(cell: Cell, rules: CellRules) -> bool:
    """Whether typing there opens a list."""
    return rules.is_code(cell) or bool(_listed(cell, rules))


def choices(cell: Cell, text: str, rules: CellRules) -> list[Choice]:
    """What fits the text, best first; without a text the whole list (of 科目: the 类)."""
    if rules.is_code(cell):
        subjects = Subjects.for_year(rules.year(cell))
        found = subjects.search(text, _MOST) if text.strip() else list(subjects.children())
        return [Choice(subject.code, f"{subject.code}　{subject.name}") for subject in found if subject.code.startswith("2")]
    return [Choice(choice, choice) for choice in _listed(cell, rules) if _fits(choice, text)]


def chosen(cell: Cell, text: str, rules: CellRules) -> tuple[str, str]:
    """What the text stands for, and why it may not stand, empty where it may: a name or 拼音 that fits once is as good as its code."""
    if not text.strip() or text.lstrip().startswith(("=", "'")) or not has_choices(cell, rules):
        return text, ""
    fitting = choices(cell, text, rules)
    exact = [choice for choice in fitting if plain_name(text) in (plain_name(choice.content), plain_name(choice.words))]
    if exact:
        return exact[0].content, ""
    if rules.is_code(cell) and plain_code(text).isdigit():
        return plain_code(text), ""
    if len(fitting) == 1:
        return fitting[0].content, ""
    many = f"“{text.strip()}”有 {len(fitting)} 项符合，请按 ↓ 选一项，或再多打几个字。"
    none = f"没有“{text.strip()}”这一项。请按 Alt+↓ 从列表里选。"
    return text, many if fitting else none


def with_names(contents: Mapping[Cell, Content], rules: CellRules) -> dict[Cell, Content]:
    """The contents, and beside each 科目编码 its name, where none stands there or that of the code before."""
    named = dict(contents)
    for cell, content in contents.items():
        place = _name_place(cell, rules)
        if place is None or place in contents or not isinstance(content, str | int) or isinstance(content, bool):
            continue
        subject = Subjects.for_year(rules.year(cell)).functional(str(content))
        if subject is not None and _may_be_named(place, cell, rules):
            named[place] = subject.name
    return named


def doubts(cells: Iterable[Cell], rules: CellRules) -> list[str]:
    """A sentence for each 科目编码 that this year's classification does not have."""
    found = []
    for cell in cells:
        content = rules.workbook.content(cell)
        if rules.is_code(cell) and content is not None and not isinstance(content, Formula):
            problem = Subjects.for_year(rules.year(cell)).problem(str(content))
            found += [f"{rules.name(cell)}：{problem.sentence}"] if problem else []
    return found


def _name_place(cell: Cell, rules: CellRules) -> Cell | None:
    form = rules.form(cell)
    return Cell(cell.sheet, cell.row, form.keys.name) if form is not None and form.keys.name and rules.is_code(cell) else None


def _may_be_named(place: Cell, code: Cell, rules: CellRules) -> bool:
    standing = rules.workbook.content(place)
    if standing is None:
        return True
    before = rules.workbook.content(code)
    former = Subjects.for_year(rules.year(code)).functional(str(before)) if before is not None else None
    return isinstance(standing, str) and former is not None and plain_name(standing) == plain_name(former.name)


def _listed(cell: Cell, rules: CellRules) -> tuple[str, ...]:
    return rules.workbook.sheet(cell.sheet).look.choices(cell.row, cell.column)


def _fits(choice: str, text: str) -> bool:
    typed = plain_name(text).lower()
    return typed in plain_name(choice).lower() or (typed.isascii() and typed in initials(choice))
