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

from juesuan.audit.binding import Binder
from juesuan.audit.bound import Verdict, reason
from juesuan.audit.cache import cached_rules
from juesuan.audit.cell_checks import CellChecks
from juesuan.audit.equation import cells_of
from juesuan.audit.finding import Counts, Finding, FindingsChange, NotJudged
from juesuan.audit.instances import Instances
from juesuan.audit.late import Source, late_finding, settle
from juesuan.audit.notes import Notes, read_notes
from juesuan.audit.office_rules import SHEET, rules_of_files, rules_within
from juesuan.audit.rounding import gathered
from juesuan.audit.syntax import Rule
from juesuan.audit.values import Values
from juesuan.forms import Recognition
from juesuan.resources import resource
from juesuan.subjects import Subjects
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

    Attributes: recognition; prior: last year's or None; rules: those that apply to the edition; instances: what they were bound to, with a
    verdict for each. Blank and — count as zero; an instance whose cells are all blank is idle: neither held nor not judged.
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
        subjects = Subjects.for_year(self.recognition.edition or NEWEST)
        binder = Binder(self.values, thresholds(), subjects, has_prior=self.prior is not None)
        bound = [binder.bind(rule) for rule in self.rules]
        self._unbound = [unjudged for _, unjudged in bound if unjudged]
        self.instances = Instances((family for families, _ in bound for family in families), self.values)
        self._checks = CellChecks(self.recognition)
        earlier = read_notes(self.prior.workbook) if self.prior else None
        self.notes: Notes = replace(read_notes(self.recognition.workbook), earlier=earlier)
        self._built: dict[int, Finding] = {}
        self._causes: dict[str, tuple[str, ...]] = {}

    def _add_prior(self) -> None:
        if self.prior is None:
            return
        wanted = {item.form or rule.home for rule in self.rules for item in rule.references if item.prior}
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
        with unhurried_collector():
            self.instances.judge_all()
        self._built, self._causes = {}, {}
        self._checks.run(self.values.suspects)

    def update(self, cells: Iterable[Cell]) -> FindingsChange:
        """Judge anew what reads these cells."""
        cells, self._causes = list(cells), {}
        slots = [slot for cell in cells for slot in self.values.slots_of(cell)]
        indexes = {index for slot in slots for index in self.instances.readers(slot)}
        before = self._current(indexes) | self._checks.current(cells)
        gathered_before = self._gathered() if self._near(indexes) else None
        settle(before.values())
        changed = self.values.refresh(cells)
        affected = {index for slot in changed for index in self.instances.readers(slot)}
        for index in affected:
            self._built.pop(index, None)
        self.instances.judge(affected)
        self._checks.update(cells, self.values.suspects)
        after = self._current(indexes) | self._checks.current(cells)
        if gathered_before or self._near(indexes):
            now = self._gathered()
            before |= {gathered_before.key: gathered_before} if gathered_before else {}
            after |= {now.key: now} if now else {}
        return difference(before, after)

    def _near(self, indexes: Iterable[int]) -> bool:
        return any(self.instances.verdicts[index] == Verdict.NEAR for index in indexes)

    def _current(self, indexes: Iterable[int]) -> dict[str, Finding]:
        failed = (index for index in indexes if self.instances.verdicts[index] == Verdict.FAILED)
        return {finding.key: finding for finding in map(self._finding, failed)}

    def _finding(self, index: int) -> Finding:
        found = self._built.get(index)
        if found is None:
            family = self.instances.family(index)
            found = self._built[index] = late_finding(Source(family, index - family.start, self.values, self.notes))
        return found

    def _gathered(self) -> Finding | None:
        near = [self.instances[index] for index in self.instances.having(Verdict.NEAR)]
        return gathered(near, self.values)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Errors first, then what to confirm, then remarks; within each in the order of the rules."""
        found = [self._finding(index) for index in self.instances.having(Verdict.FAILED)]
        found += self._checks.findings
        rounding = self._gathered()
        found += [rounding] if rounding else []
        return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """Rules without their forms, then single instances whose cells cannot be counted."""
        whole = [NotJudged(item.rule.id, item.rule.id, item.reason) for item in self._unbound]
        whole += [NotJudged(f"{SHEET}[{problem}]", SHEET, problem) for problem in self._unreadable]
        return tuple(whole + [self._unjudged(index) for index in self.instances.having(Verdict.UNJUDGED)])

    def _unjudged(self, index: int) -> NotJudged:
        instance = self.instances[index]
        return NotJudged(instance.key, instance.rule.id, reason(instance, self.values), cells_of(instance, self.values))

    @property
    def counts(self) -> Counts:
        """Instances that held (rounding included), failed, and could not be judged (a rule without its forms counts once)."""
        count = self.instances.count
        unjudged = len(self._unbound) + len(self._unreadable) + count(Verdict.UNJUDGED)
        return Counts(count(Verdict.HELD) + count(Verdict.NEAR), count(Verdict.FAILED), unjudged)

    def readers(self, slot: int) -> list[int]:
        """Indexes of the instances that read a slot."""
        return self.instances.readers(slot)

    def explained(self, finding: Finding) -> Finding:
        """The finding with its likely causes, worked out now."""
        from juesuan.audit.causes import cause_words

        if finding.key not in self._causes:
            self._causes[finding.key] = cause_words(self, finding)
        return replace(finding, causes=self._causes[finding.key])

    def findings_at(self, cell: Cell) -> tuple[Finding, ...]:
        """The findings in which a cell takes part."""
        found = self._current(self._reading(cell)) | self._checks.current([cell])
        return tuple(found.values())

    def rules_of(self, cell: Cell) -> tuple[RuleVerdict, ...]:
        """Every rule that reads a cell, failed ones first, with equation or reason."""
        found = [self._rule_verdict(index) for index in self._reading(cell)]
        order = ("failed", "not_judged", "near", "held", "idle")
        return tuple(sorted(found, key=lambda item: order.index(item.verdict)))

    def _reading(self, cell: Cell) -> list[int]:
        found = (index for slot in self.values.slots_of(cell) for index in self.instances.readers(slot))
        return list(dict.fromkeys(found))

    def _rule_verdict(self, index: int) -> RuleVerdict:
        instance, verdict = self.instances[index], self.instances.verdict(index)
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
