"""The audit of one workbook: compiled once, kept up to date cell by cell."""

from __future__ import annotations

import gc
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from juesuan.audit.binding import Binder, Unjudged
from juesuan.audit.bound import Instance, Verdict, judge, reason
from juesuan.audit.cache import cached_rules
from juesuan.audit.cell_checks import CellChecks
from juesuan.audit.equation import Writer, cells_of, finding_cells
from juesuan.audit.finding import Counts, Finding, FindingsChange, NotJudged
from juesuan.audit.notes import Notes, read_notes
from juesuan.audit.office_rules import SHEET, rules_of_files, rules_within
from juesuan.audit.rounding import gathered
from juesuan.audit.syntax import Rule, references
from juesuan.audit.values import Values
from juesuan.forms import Recognition
from juesuan.resources import resource
from juesuan.workbook import Cell

NEWEST = 2025
_OLDEST = 2019
_ORDER = {"error": 0, "confirm": 1, "info": 2}


@dataclass(frozen=True)
class RuleVerdict:
    """One rule at one cell, for the panel beside the grid. verdict: held, near, failed, not_judged or idle; words: equation or reason."""

    key: str
    rule: Rule
    verdict: str
    words: str


@contextmanager
def unhurried_collector() -> Iterator[None]:
    """Many small objects come to stay: looking for garbage among them takes longer than making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def thresholds() -> dict[str, Decimal]:
    """thresholds.toml as numbers."""
    with resource("rules/thresholds.toml").open("rb") as file:
        return {name: Decimal(str(value)) for name, value in tomllib.load(file).items()}


@cache
def official_rules() -> tuple[Rule, ...]:
    """All rules that come with the program."""
    return cached_rules(sorted(resource("rules").glob("*.txt")))


class Audit:
    """All rules on one workbook.

    Attributes: recognition; prior: last year's or None; rules: those that apply to the edition; instances: what they were bound to;
    verdicts: one for each instance. Blank and — count as zero; an instance whose cells are all blank is idle: neither held nor not judged.
    """

    def __init__(self, recognition: Recognition, prior: Recognition | None = None, rules: Sequence[Path] = ()) -> None:
        self.recognition, self.prior, self._paths = recognition, prior, tuple(rules)
        edition = min(max(recognition.edition or NEWEST, _OLDEST), NEWEST)
        within, self._unreadable = rules_within(recognition.workbook)
        every = official_rules() + rules_of_files(self._paths) + within
        self.rules = tuple(rule for rule in every if rule.applies(edition))
        self._compile()

    def _compile(self) -> None:
        with unhurried_collector():
            self._bind()

    def _bind(self) -> None:
        self.values = Values()
        for form in self.recognition.forms:
            self.values.add_form(form, self.recognition.workbook, prior=False)
        self._add_prior()
        self._name_cover_fields()
        self._binder = binder = Binder(self.values, thresholds(), has_prior=self.prior is not None)
        self.instances: list[Instance] = []
        self._unbound: list[Unjudged] = []
        for rule in self.rules:
            found, unjudged = binder.bind(rule)
            self.instances += found
            if unjudged:
                self._unbound.append(unjudged)
        self._readers: dict[int, list[int]] = {}
        for index, instance in enumerate(self.instances):
            for slot in instance.slots:
                self._readers.setdefault(slot, []).append(index)
        self._checks = CellChecks(self.recognition)
        self.notes: Notes = read_notes(self.recognition.workbook)
        self.verdicts: list[Verdict] = []
        self._built: dict[int, Finding] = {}

    def _add_prior(self) -> None:
        if self.prior is None:
            return
        wanted = {
            item.form or rule.home for rule in self.rules for part in (rule.formula, rule.guard) for item in references(part) if item.prior
        }
        for form in self.prior.forms:
            if form.code in wanted:
                self.values.add_form(form, self.prior.workbook, prior=True)

    def _name_cover_fields(self) -> None:
        from juesuan.forms import catalogue

        spec = catalogue().edition("封面", self.recognition.edition)
        for field in spec.fields if spec else ():
            slot = self.values.fields.get(("封面", field.key, False))
            if slot is not None:
                for name in (field.label, field.label.split("（")[0], *field.label.split("/")):
                    self.values.fields.setdefault(("封面", name, False), slot)

    def run(self) -> None:
        """Judge every instance."""
        values = self.values
        decided: dict[int, Verdict] = {}
        self.verdicts = [judge(instance, values, decided) for instance in self.instances]
        self._built = {}
        self._checks.run(values.suspects)

    def update(self, cells: Iterable[Cell]) -> FindingsChange:
        """Judge anew what reads these cells."""
        cells = list(cells)
        changed, woke = self.values.refresh(cells)
        if woke:
            return self._rebind()
        self._wake(changed)
        indexes = {index for slot in changed for index in self._readers.get(slot, ())}
        before = self._current(indexes) | self._checks.current(cells)
        gathered_before = self._gathered() if self._near(indexes) else None
        decided: dict[int, Verdict] = {}
        for index in indexes:
            self._built.pop(index, None)
            self.verdicts[index] = judge(self.instances[index], self.values, decided)
        self._checks.update(cells)
        after = self._current(indexes) | self._checks.current(cells)
        if gathered_before or self._near(indexes):
            now = self._gathered()
            before |= {gathered_before.key: gathered_before} if gathered_before else {}
            after |= {now.key: now} if now else {}
        return difference(before, after)

    def _wake(self, slots: Iterable[int]) -> None:
        """Rules over cells that were zero until now come to life."""
        for slot in slots:
            if self.values.amounts[slot] or slot in self.values.trouble:
                for instance in self._binder.wake(slot):
                    for place in instance.slots:
                        self._readers.setdefault(place, []).append(len(self.instances))
                    self.instances.append(instance)
                    self.verdicts.append(Verdict.IDLE)

    def _rebind(self) -> FindingsChange:
        """A column that was blank has its first amount: its rules come to life."""
        before = {finding.key: finding for finding in self.findings}
        self._compile()
        self.run()
        return difference(before, {finding.key: finding for finding in self.findings})

    def rebound(self, recognition: Recognition) -> Audit:
        """The same audit on a workbook whose rows moved, already run."""
        audit = Audit(recognition, self.prior, self._paths)
        audit.run()
        return audit

    def _near(self, indexes: Iterable[int]) -> bool:
        return any(self.verdicts[index] is Verdict.NEAR for index in indexes)

    def _current(self, indexes: Iterable[int]) -> dict[str, Finding]:
        return {finding.key: finding for index in indexes if self.verdicts[index] is Verdict.FAILED for finding in (self._finding(index),)}

    def _finding(self, index: int) -> Finding:
        if index not in self._built:
            self._built[index] = self._build(self.instances[index])
        return self._built[index]

    def _build(self, instance: Instance) -> Finding:
        rule = instance.rule
        filled = Writer(instance, self.values).filled()
        explanation = self.notes.explanation(instance.key, filled.text) if rule.kind == "核实性" else None
        cells = finding_cells(instance, self.values)
        form = cells[0].address.form if cells else rule.home
        return Finding(
            instance.key,
            rule.id,
            rule.kind,
            rule.severity,
            form,
            filled.text,
            filled.left,
            filled.right,
            filled.difference,
            cells,
            rule.message,
            explanation,
        )

    def _gathered(self) -> Finding | None:
        near = [self.instances[index] for index, verdict in enumerate(self.verdicts) if verdict is Verdict.NEAR]
        return gathered(near, self.values)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Errors first, then what to confirm, then remarks; within each in the order of the rules."""
        found = [self._finding(index) for index, verdict in enumerate(self.verdicts) if verdict is Verdict.FAILED]
        found += self._checks.findings
        rounding = self._gathered()
        found += [rounding] if rounding else []
        return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """Rules without their forms, then single instances whose cells cannot be counted."""
        whole = [NotJudged(item.rule.id, item.rule.id, item.reason) for item in self._unbound]
        whole += [NotJudged(f"{SHEET}[{problem}]", SHEET, problem) for problem in self._unreadable]
        return tuple(whole + [self._unjudged(index) for index, verdict in enumerate(self.verdicts) if verdict is Verdict.UNJUDGED])

    def _unjudged(self, index: int) -> NotJudged:
        instance = self.instances[index]
        return NotJudged(instance.key, instance.rule.id, reason(instance, self.values), cells_of(instance, self.values))

    @property
    def counts(self) -> Counts:
        """Instances that held (rounding included), failed, and could not be judged (a rule without its forms counts once)."""
        held = sum(1 for verdict in self.verdicts if verdict in (Verdict.HELD, Verdict.NEAR))
        failed = sum(1 for verdict in self.verdicts if verdict is Verdict.FAILED)
        return Counts(
            held, failed, len(self._unbound) + len(self._unreadable) + sum(1 for verdict in self.verdicts if verdict is Verdict.UNJUDGED)
        )

    def readers(self, slot: int) -> list[int]:
        """Indexes of the instances that read a slot."""
        return self._readers.get(slot, [])

    def explained(self, finding: Finding) -> Finding:
        """The finding with its likely causes, worked out now."""
        from juesuan.audit.causes import cause_words

        return replace(finding, causes=cause_words(self, finding))

    def findings_at(self, cell: Cell) -> tuple[Finding, ...]:
        """The findings in which a cell takes part."""
        found = [self._finding(index) for index in self._reading(cell) if self.verdicts[index] is Verdict.FAILED]
        return tuple(found) + tuple(self._checks.current([cell]).values())

    def rules_of(self, cell: Cell) -> tuple[RuleVerdict, ...]:
        """Every rule that reads a cell, failed ones first, with equation or reason."""
        found = [self._rule_verdict(index) for index in self._reading(cell)]
        order = ("failed", "not_judged", "near", "held", "idle")
        return tuple(sorted(found, key=lambda item: order.index(item.verdict)))

    def _reading(self, cell: Cell) -> list[int]:
        slot = self.values.slot_of(cell)
        return self._readers.get(slot, []) if slot is not None else []

    def _rule_verdict(self, index: int) -> RuleVerdict:
        instance, verdict = self.instances[index], self.verdicts[index]
        word = {Verdict.UNJUDGED: "not_judged"}.get(verdict, verdict.name.lower())
        if verdict is Verdict.UNJUDGED:
            words = reason(instance, self.values)
        else:
            words = self._finding(index).equation if verdict is Verdict.FAILED else instance.rule.formula_text
        return RuleVerdict(instance.key, instance.rule, word, words)


def difference(before: dict[str, Finding], after: dict[str, Finding]) -> FindingsChange:
    """What changed from one set of findings to another, by key."""
    return FindingsChange(
        appeared=tuple(finding for key, finding in after.items() if key not in before),
        revised=tuple(finding for key, finding in after.items() if key in before and before[key] != finding),
        vanished=tuple(finding for key, finding in before.items() if key not in after),
    )
