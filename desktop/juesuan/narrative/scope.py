"""What names mean while a template is written: facts, inputs, settings, and the locals of loops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from juesuan.document.blocks import Missing, Number, Run, Text
from juesuan.money import format_amount, parse_amount, round_half_up, share, to_wan
from juesuan.narrative.catalogue import ASKED
from juesuan.narrative.facts import Fact, Facts, Measure, Typed
from juesuan.narrative.inputs import Input, load_inputs
from juesuan.narrative.subject_table import SubjectTable
from juesuan.narrative.wording import Style, movement, worded_change


@dataclass(frozen=True)
class Scope:
    """Names in force. words: texts. measures: local figures. children: local lists. shares: part and whole by name.
    trimmed: what a listed share is moved by, so that all add up to 100. tables: forms by 科目, kept for the whole text.
    supplied: figures for inputs that nobody typed.

    texts: what an office types for a local: key, prompt, what was typed, the figures it explains. key: the loop part of paragraph keys.
    """

    facts: Facts
    style: Style
    budget: str
    words: dict[str, str] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    children: dict[str, Callable[[], list[Scope]]] = field(default_factory=dict)
    texts: dict[str, tuple[str, str, Typed | None, str]] = field(default_factory=dict)
    shares: dict[str, tuple[Measure, Measure]] = field(default_factory=dict)
    trimmed: Decimal = Decimal(0)
    tables: dict[str, SubjectTable] = field(default_factory=dict)
    key: str = ""
    supplied: Mapping[str, Fact] = field(default_factory=dict)

    def inner(self, key: str, words: dict[str, str], measures: dict[str, Measure]) -> Scope:
        """This scope with a loop's locals added; `key` becomes part of the keys of its paragraphs."""
        return replace(
            self, key=f"{self.key}/{key}" if self.key else key, words={**self.words, **words}, measures={**self.measures, **measures}
        )

    def table(self, name: str) -> SubjectTable:
        """The form by 科目 that the catalogue calls `name`, read once for the whole text."""
        if name not in self.tables:
            self.tables[name] = SubjectTable(self.facts.catalogue.subjects[name], self.facts)
        return self.tables[name]

    def measure(self, name: str) -> Measure:
        """A figure by name. Raises KeyError for a name nobody knows."""
        if name in self.measures:
            return self.measures[name]
        if name in self.facts.catalogue.facts:
            return self.facts.measure(name)
        if "." in name and name in load_inputs():
            return _typed_measure(self.facts, load_inputs()[name], self.supplied.get(name))
        raise KeyError(name)

    def run(self, name: str) -> Run:
        """The run of a plain slot `{名称}`."""
        if name in self.words:
            return Text(self.words[name])
        if name in self.texts:
            return self._local_text(name)
        if name in self.shares:
            part, whole = self.shares[name]
            return ratio(part, whole, f"{part.now.name}{name}", self.style, self.trimmed)
        if "." in name:
            return self._input(name)
        return self.figure(self.measure(name))

    def figure(self, measure: Measure) -> Run:
        """This year's figure, or what is missing."""
        return self.style.number(measure.now) if measure.now.amount is not None else missing_figure(measure.now, measure.typed)

    def _input(self, key: str) -> Run:
        definition = load_inputs()[key]
        found = self.facts.typed(key)
        if found is None and key in self.supplied:
            return self.style.number(self.supplied[key])
        if found is None:
            return Missing(key, definition.label, self.explains(definition.explains))
        amount = parse_amount(found.text) if definition.kind in ("amount", "count") else None
        if amount is None:
            return Text(trimmed(found.text), key)
        return Number(self.style.amount(amount, "元" if definition.kind == "amount" else "个"), key, (found.cell,))

    def _local_text(self, name: str) -> Run:
        key, prompt, found, explained = self.texts[name]
        return Text(trimmed(found.text), key) if found else Missing(key, prompt, explained)

    def explains(self, names: str) -> str:
        """The figures a reason must explain: `上年 2031.12 万元，本年 1163.32 万元，减少 867.80 万元（-42.73%）`."""
        if not names:
            return ""
        parts = names.replace("{预算}", self.budget).split("/")
        left = self.measure(parts[0])
        right = self.measure(parts[1]).now if len(parts) > 1 else left.before
        return explained(left.now, right, self.budget if len(parts) > 1 else "上年", "决算" if len(parts) > 1 else "本年")


def trimmed(text: str) -> str:
    """A typed text without a closing stop: the template brings its own."""
    return text.strip().rstrip("。；;，,")


def explained(now: Fact, base: Fact, base_word: str, now_word: str) -> str:
    """Both amounts and their difference, for the person who has to give the reason; empty where one is unknown."""
    if now.amount is None or base.amount is None:
        return ""
    difference = now.amount - base.amount
    word = "持平" if difference == 0 else f"{'增加' if difference > 0 else '减少'} {_wan(abs(difference))} 万元"
    rate = (
        f"（{'+' if difference > 0 else '-'}{format_amount(abs(difference) / base.amount * 100)}%）"
        if base.amount > 0 and difference
        else ""
    )
    return f"{base_word} {_wan(base.amount)} 万元，{now_word} {_wan(now.amount)} 万元，{word}{rate}"


def _wan(amount: Decimal) -> str:
    return format_amount(to_wan(amount))


def missing_figure(fact: Fact, key: str, before: str = "") -> Missing:
    """What stands for a figure that nothing in the workbook tells."""
    definition: Input | None = load_inputs().get(key)
    return Missing(key or f"{ASKED}.{before}{fact.name}", definition.label if definition else f"{before}{fact.name}")


def changed(measure: Measure, style: Style) -> tuple[Run, ...]:
    """The wording of a change against last year, or what is missing for it."""
    moved = movement(measure)
    if moved is not None:
        return worded_change(moved, measure, style, "万元" if measure.now.unit == "元" else measure.now.unit)
    if measure.now.amount is None:
        return (missing_figure(measure.now, measure.typed),)
    return (missing_figure(measure.before, measure.typed_prior, "上年"),)


def ratio(part: Measure, whole: Measure, name: str, style: Style, trimmed: Decimal = Decimal(0)) -> Run:
    """A share or a completion rate in percent; 0 where the whole is nothing. `trimmed` is added to the rounded percentage."""
    for measure in (part, whole):
        if measure.now.amount is None:
            return missing_figure(measure.now, measure.typed)
    percent = share(part.now.amount or Decimal(0), whole.now.amount or Decimal(0))
    rounded = round_half_up(percent or Decimal(0), style.places) + trimmed
    return Number(style.percent(rounded), name, (*part.now.cells, *whole.now.cells))


def _typed_measure(facts: Facts, definition: Input, supplied: Fact | None = None) -> Measure:
    found = facts.typed(definition.key)
    if found is None and supplied is not None:
        return Measure(supplied, Fact(definition.key, None, supplied.unit), definition.key)
    amount = parse_amount(found.text) if found else None
    unit = "元" if definition.kind == "amount" else definition.unit or "个"
    now = Fact(definition.key, amount, unit, (found.cell,) if found else ())
    return Measure(now, Fact(definition.key, None, unit), definition.key)
