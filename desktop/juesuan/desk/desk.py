"""Open, edit, undo, audit, compose and save as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.analysis import PRIOR_SHEET, link_prior, prior_of, unlink_prior
from juesuan.audit.engine import difference
from juesuan.audit.finding import Finding, FindingsChange
from juesuan.audit.notes import SHEET as NOTES_SHEET
from juesuan.audit.notes import needs_sheet, note_change
from juesuan.desk.auditing import LaterAudit, WholeAudit
from juesuan.desk.composing import answer_cell, whole_document
from juesuan.desk.history import History
from juesuan.forms import Recognition, recognise
from juesuan.forms.codes import with_text_codes
from juesuan.workbook import Cell, Change, Effect, Workbook, open_workbook
from juesuan.workbook.journal import Journal, replay

if TYPE_CHECKING:
    from juesuan.document import Document
    from juesuan.workbook.saving import Saved

Progress = Callable[[int, str], bool]
"""Called with percent and a Chinese word of what is being done; answers whether to go on."""


@dataclass(frozen=True)
class Outcome:
    """What an act did: the cells that differ, the findings that came, changed and went.

    `rebuilt` when the forms changed their shape and views must be laid anew.
    """

    effect: Effect
    findings: FindingsChange = field(default_factory=FindingsChange)
    rebuilt: bool = False


class Desk:
    """One open workbook.

    Attributes: workbook, recognition, audit, history; prior is last year's figures, given or kept in the workbook, or None; province as the
    user chose it, None for the workbook's own; journal is None where nothing is to be recovered (command line).
    """

    def __init__(self, workbook: Workbook, prior: Recognition | None = None, rules: Sequence[Path] = (), *, audited: bool = True) -> None:
        self.workbook = workbook
        self.recognition = recognise(workbook)
        self._given_prior = prior
        self.prior = prior or prior_of(workbook)
        self.province: str | None = None
        self.history = History()
        self.journal: Journal | None = None
        self._rules = tuple(rules)
        self.audit: WholeAudit = LaterAudit(self.recognition, self.prior)
        if audited:
            self.audit_now()

    @classmethod
    def open(cls, path: Path | str, prior: Path | str | None = None, *, rules: Sequence[Path] = (), audited: bool = True) -> Desk:
        """Read and audit a workbook; with `audited` False it is only read, so that it shows at once, and `audit_now` follows.

        Raises WorkbookError with a sentence where it cannot be opened.
        """
        before = recognise(open_workbook(prior)) if prior else None
        return cls(open_workbook(path), before, rules, audited=audited)

    @property
    def audited(self) -> bool:
        """Whether the findings are known."""
        return not isinstance(self.audit, LaterAudit)

    def audit_now(self) -> FindingsChange:
        """Judge everything anew; the former findings stand until the new ones are complete, whichever thread this runs in."""
        before = {finding.key: finding for finding in self.audit.findings}
        audit = WholeAudit(self.recognition, self.prior, self._rules)
        audit.run()
        self.audit = audit
        return difference(before, {finding.key: finding for finding in audit.findings})

    def keep_journal(self) -> None:
        """Record every act from now on (and those not saved yet), so that nothing typed is lost when the program or the PC stops."""
        self.workbook.claim()
        self.journal = Journal.start(self.workbook)
        for change in self.history.acts:
            self.journal.record(change)

    @property
    def has_performance(self) -> bool:
        """Whether the workbook holds 绩效 forms."""
        return self.audit.performance is not None and bool(self.audit.performance.sheets)

    @property
    def modified(self) -> bool:
        return self.workbook.modified and not self.history.at_saved

    def edit(self, change: Change) -> Outcome:
        """Apply one act of the user; a 科目编码 typed as a number is kept as text, so that sums by code find it."""
        effect = self.workbook.apply(with_text_codes(self.recognition, change))
        self.history.did(effect.change)
        return self._follow(effect)

    def undo(self) -> Outcome | None:
        """Take the last act back; None where there is none."""
        change = self.history.to_undo()
        if change is None:
            return None
        effect = self.workbook.apply(change)
        self.history.undid(effect.change)
        return self._follow(effect)

    def redo(self) -> Outcome | None:
        change = self.history.to_redo()
        if change is None:
            return None
        effect = self.workbook.apply(change)
        self.history.redid(effect.change)
        return self._follow(effect)

    def set_prior(self, path: Path | str | None) -> Outcome:
        """Compare with another year's workbook from now on, or with none: its figures are kept in this workbook, an act like others.

        Raises WorkbookError with a sentence where the file cannot be opened; then nothing has changed.
        """
        before = recognise(open_workbook(path)) if path else None
        self._given_prior = None
        return self.edit(link_prior(self.workbook, before) if before else unlink_prior(self.workbook))

    def explain(self, finding: Finding, words: str) -> Outcome:
        """Keep the reason for a 核实性 finding in the workbook's sheet 审核说明, an act like others; empty words take it back."""
        if needs_sheet(self.workbook):
            self.workbook.add_sheet(NOTES_SHEET)
        formula = next((rule.formula_text for rule in self.audit.rules if rule.id == finding.rule), "")
        return self.edit(note_change(self.workbook, finding, formula, words))

    def document(self, province: str | None = None, *, tables: bool = True) -> Document:
        """The 决算情况说明 as it follows from the workbook as it stands, with its 绩效 parts; without tables in a fraction of the time."""
        return whole_document(self.recognition, self.prior, province or self.province, tables=tables)

    def answer_cell(self, key: str) -> Cell | None:
        """Where a 待填 of the document is answered; None where the workbook lacks the place."""
        return answer_cell(self.recognition, key)

    def save(self, path: Path | str | None = None, *, force: bool = False) -> Saved:
        """Write the workbook; raises WorkbookError with a sentence where it cannot be, and nothing is lost."""
        saved = self.workbook.save(path, force=force)
        self.history.saved()
        if self.journal:
            self.journal.close()
            self.journal = Journal.start(self.workbook)
        return saved

    def recover(self, changes: Sequence[Change]) -> None:
        """Carry out again what an earlier run left unsaved; what was undone then stays undone, all else can be undone now."""
        for effect in replay(self.workbook, changes):
            self.history.did(effect.change)
        self.recognition = recognise(self.workbook)
        self.prior = self._given_prior or prior_of(self.workbook)
        self.audit_now()

    def close(self) -> None:
        """The user is done with the workbook; what was not saved is meant to be dropped."""
        if self.journal:
            self.journal.close()
            self.journal = None
        self.workbook.release()

    def _follow(self, effect: Effect) -> Outcome:
        if self.journal:
            self.journal.record(effect.change)
        if any(cell.sheet == PRIOR_SHEET for cell in effect.cells):
            self.prior = self._given_prior or prior_of(self.workbook)
            return Outcome(effect, self.audit_now())
        if any(cell.sheet == NOTES_SHEET for cell in effect.cells):
            return Outcome(effect, self.audit_now())
        if effect.moved or any(self._structural(cell) for cell in effect.cells):
            return self._look_again(effect)
        return Outcome(effect, self.audit.update(effect.cells))

    def _look_again(self, effect: Effect) -> Outcome:
        """The sheets changed their shape, or a cell that tells what the form is: recognise them anew."""
        recognition = self.recognition.refreshed(effect.moved | {cell.sheet for cell in effect.cells})
        if not effect.moved and recognition.forms == self.recognition.forms:
            return Outcome(effect, self.audit.update(effect.cells))
        self.recognition = recognition
        return Outcome(effect, self.audit_now(), rebuilt=True)

    def _structural(self, cell: Cell) -> bool:
        """Whether the cell says what the form is (code, title, header, 行次, 科目编码, label), rather than being an amount or an input."""
        form = self.recognition.of_sheet(cell.sheet)
        return form is None or (form.place(cell) is None and cell not in form.fields.values())
