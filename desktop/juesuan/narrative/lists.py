"""The lists that `{每个 …}` walks: facts listed together, 科目 of a form, 经济分类, and the lines of a typed list."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial

from juesuan.money import round_half_up
from juesuan.narrative.catalogue import FactList
from juesuan.narrative.facts import Book, Fact, Measure, Typed, plain_amount
from juesuan.narrative.inputs import load_inputs
from juesuan.narrative.scope import Scope, explained
from juesuan.narrative.subject_table import LEVELS, SubjectTable
from juesuan.workbook import Cell

_NUMBERING = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]+)[)）]|[一二三四五六七八九十]+、)\s*")
_ROUNDING = Decimal(500)  # 元: what rounding to 0.01 万元 may leave between a total and its parts
_DIGITS = "零一二三四五六七八九"


def entries(name: str, scope: Scope, *, zeros: bool = False, always: tuple[str, ...] = ()) -> list[Scope]:
    """One scope for each entry of the list, in the list's own order. Raises KeyError for a list nobody knows."""
    catalogue = scope.facts.catalogue
    found: list[Scope]
    if name in scope.children:
        found = scope.children[name]()
    elif name in catalogue.lists:
        found = _facts(catalogue.lists[name], scope, zeros=zeros, always=always)
    elif name in catalogue.economic:
        found = _economic(catalogue.economic[name], scope)
    elif name[:-2] in catalogue.subjects and name[-2] == "各" and name[-1] in LEVELS:
        found = _subjects(scope.table(name[:-2]), scope, name[-1], always=always)
    else:
        found = _lines(name, scope)
    found = trimmed_to_hundred(found) if scope.style.trims else found
    outer = scope.words.get("序", "")
    return [
        replace(entry, words={**entry.words, "组序": outer, "序": str(place), "汉字序": chinese_number(place)})
        for place, entry in enumerate(found, 1)
    ]


def trimmed_to_hundred(found: list[Scope]) -> list[Scope]:
    """The entries with the largest share moved by what the rounded shares lack of 100; untouched where they are not all of the whole."""
    parts = [scope.shares["占比"] for scope in found if "占比" in scope.shares]
    amounts = [part.now.amount or Decimal(0) for part, _ in parts]
    whole = parts[0][1].now.amount if parts else None
    if not whole or abs(sum(amounts) - whole) > _ROUNDING or len(parts) != len(found):
        return found
    places = found[0].style.places
    lacking = 100 - sum((round_half_up(amount / whole * 100, places) for amount in amounts), Decimal(0))
    largest = amounts.index(max(amounts))
    return [replace(scope, trimmed=lacking) if place == largest else scope for place, scope in enumerate(found)]


def without_numbering(entry: Scope) -> Scope:
    """An entry of a typed list without the number an office put before it: the template numbers."""
    key, prompt, typed, explained_by = entry.texts.get("内容", ("", "", None, ""))
    if typed is None:
        return entry
    plain = replace(typed, text=_NUMBERING.sub("", typed.text) or typed.text)
    return replace(entry, texts={**entry.texts, "内容": (key, prompt, plain, explained_by)})


def known_list(name: str, scope: Scope) -> bool:
    """Whether a template may name the list here."""
    catalogue = scope.facts.catalogue
    subjects = name[:-2] in catalogue.subjects and name[-2:-1] == "各" and name[-1:] in LEVELS
    return subjects or name in scope.children or name in catalogue.lists or name in catalogue.economic or name in load_inputs()


def chinese_number(number: int) -> str:
    """1–99 as 一 … 九十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def _facts(definition: FactList, scope: Scope, *, zeros: bool, always: tuple[str, ...]) -> list[Scope]:
    whole = scope.measure(definition.whole)
    found = []
    for name, label in zip(definition.items, definition.labels, strict=True):
        measure = scope.measure(name)
        if measure.now.amount or ((zeros or label in always) and measure.now.amount is not None):
            inner = scope.inner(name, {"名称": label}, {"金额": measure})
            found.append(replace(inner, shares={**inner.shares, "占比": (measure, whole)}))
    return found


def _economic(groups: tuple[str, ...], scope: Scope) -> list[Scope]:
    named: list[tuple[str, str, Cell]] = []
    book = scope.facts.book
    form = book.recognition.form("财决08-1")
    if form and (row := form.row("合计")):
        named = [
            (column.econ, column.label, Cell(form.sheet, row.row, column.column))
            for column in form.columns
            if len(column.econ) > len(groups[0])
        ]
    found = _paid(named, groups, book)
    public = book.recognition.form("公开06")
    if not found and public:
        last = {column.panel: column for column in public.columns}
        named = [
            (row.econ, row.label, Cell(public.sheet, row.row, last[row.panel].column))
            for row in public.rows
            if len(row.econ) > len(groups[0])
        ]
        found = _paid(named, groups, book)
    return [scope.inner(code, {"名称": label, "编码": code}, {"金额": Measure(fact, Fact(fact.name, None))}) for code, label, fact in found]


def _paid(named: list[tuple[str, str, Cell]], groups: tuple[str, ...], book: Book) -> list[tuple[str, str, Fact]]:
    """The detail codes of the groups that have an amount, in the order of the groups and then of the codes."""
    found = []
    for code, label, cell in sorted(named, key=lambda entry: entry[0]):
        amount = plain_amount(book.recognition.workbook.value(cell))
        if amount and code[:3] in groups:
            form = book.recognition.of_sheet(cell.sheet)
            found.append((code, label.strip(), Fact(label.strip(), amount * (form.scale if form else 1), "元", (cell,))))
    return sorted(found, key=lambda entry: groups.index(entry[0][:3]))


def _lines(key: str, scope: Scope) -> list[Scope]:
    """The lines of a typed list; one entry that is still missing where nothing was typed."""
    definition = load_inputs()[key]
    found = scope.facts.typed(key)
    if found is None:
        return [replace(scope, texts={**scope.texts, "内容": (key, definition.label, None, "")})]
    lines = [line.strip() for line in found.text.splitlines() if line.strip()]
    return [
        replace(scope.inner(str(place), {}, {}), texts={**scope.texts, "内容": (key, definition.label, Typed(key, line, found.cell), "")})
        for place, line in enumerate(lines, 1)
    ]


def _subjects(table: SubjectTable, scope: Scope, level: str, under: str = "", always: tuple[str, ...] = ()) -> list[Scope]:
    """One scope for each 科目 of a level, with its figures, names, budgets and what lies under it."""
    return [_subject(table, scope, code) for code in table.codes(level, under, always)]


def _subject(table: SubjectTable, scope: Scope, code: str) -> Scope:
    measures = table.measures(code)
    words = {
        "名称": table.name(code),
        "编码": code,
        "类编码": code[:3],
        "款编码": code[:5],
        "类名称": table.name(code[:3]),
        "款名称": table.name(code[:5]),
        "项数": str(table.items(code)),
    }
    below = {f"各{level}": partial(_subjects, table, scope, level, code) for level, length in LEVELS.items() if length > len(code)}
    inner = scope.inner(code, words, measures)
    return replace(
        inner,
        children={**scope.children, **below},
        shares={**scope.shares, "占比": (measures["决算"], table.whole)},
        texts={**scope.texts, **_subject_texts(table, code, scope.budget)},
    )


def _subject_texts(table: SubjectTable, code: str, budget: str) -> dict[str, tuple[str, str, Typed | None, str]]:
    name, measures = table.name(code), table.measures(code)
    figures = explained(measures["决算"].now, measures[budget].now, budget, "决算")
    return {
        "原因": (f"科目.{code}.变动原因", f"{code} {name} 决算数与预算数不同的原因", table.typed(code, "变动原因"), figures),
        "用途": (f"科目.{code}.主要用途", f"{code} {name} 主要用于", table.typed(code, "主要用途"), ""),
    }
