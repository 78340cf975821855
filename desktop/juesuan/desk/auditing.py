"""The audit of a whole workbook: the rules of the accounts and those of the 绩效 forms as one list of findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.audit import Audit, RuleVerdict
from juesuan.audit.engine import difference
from juesuan.audit.finding import Counts, Finding, FindingsChange, NotJudged
from juesuan.forms import Recognition
from juesuan.forms.inputs import INPUTS
from juesuan.forms.performance_form import FAMILY, PERFORMANCE
from juesuan.workbook import Cell

if TYPE_CHECKING:
    from juesuan.performance.auditing import PerformanceAudit

_ORDER = {"error": 0, "confirm": 1, "info": 2}


class WholeAudit(Audit):
    """An audit that knows the 绩效 forms too. Attributes: performance, None where the workbook has no 绩效 forms."""

    def __init__(self, recognition: Recognition, prior: Recognition | None = None, rules: Sequence[Path] = ()) -> None:
        self.performance: PerformanceAudit | None = None
        super().__init__(recognition, prior, rules)

    def run(self) -> None:
        super().run()
        self.performance = _performance_audit(self.recognition)

    def update(self, cells: Iterable[Cell]) -> FindingsChange:
        cells = list(cells)
        performance = self.performance = self.performance or _performance_audit(self.recognition)
        if performance is None or not performance.concerns(cells):
            return super().update(cells)
        before = {finding.key: finding for finding in performance.findings}
        found = super().update(cells)
        if self.performance is performance:  # the rules of the accounts did not run all anew
            performance.update(cells)
        more = difference(before, {finding.key: finding for finding in self._of_performance})
        return FindingsChange(found.appeared + more.appeared, found.revised + more.revised, found.vanished + more.vanished)

    @property
    def _of_performance(self) -> tuple[Finding, ...]:
        return self.performance.findings if self.performance else ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(sorted((*super().findings, *self._of_performance), key=lambda finding: _ORDER[finding.severity]))

    @property
    def counts(self) -> Counts:
        """With the 绩效 forms: what was found there failed, forms, indicators and texts without a finding held."""
        counts, performance = super().counts, self.performance
        if performance is None:
            return counts
        return replace(counts, held=counts.held + performance.held, failed=counts.failed + len(performance.findings))

    def findings_at(self, cell: Cell) -> tuple[Finding, ...]:
        return super().findings_at(cell) + (self.performance.findings_at(cell) if self.performance else ())

    def explained(self, finding: Finding) -> Finding:
        """A finding of the 绩效 forms says its cause itself."""
        return finding if finding in self._of_performance else super().explained(finding)


def _performance_audit(recognition: Recognition) -> PerformanceAudit | None:
    """The rules of the 绩效 forms take their time to import: only for workbooks that have such forms, a sheet of a name like theirs, or
    something about 绩效 in 说明资料.
    """
    named = any(FAMILY in sheet.name for sheet in recognition.workbook.sheets)
    if not named and all(form.kind != PERFORMANCE for form in recognition.forms) and not _tells_of_performance(recognition):
        return None
    from juesuan.performance.auditing import PerformanceAudit

    return PerformanceAudit(recognition)


def _tells_of_performance(recognition: Recognition) -> bool:
    form, workbook = recognition.form(INPUTS), recognition.workbook
    return form is not None and any(key.startswith(FAMILY) and workbook.value(cell) is not None for key, cell in form.fields.items())


class LaterAudit(WholeAudit):
    """Stands where the audit will be: nothing is known yet. Views show the forms meanwhile."""

    def __init__(self, recognition: Recognition, prior: Recognition | None) -> None:
        self.recognition, self.prior, self.performance, self.rules = recognition, prior, None, ()

    def run(self) -> None:
        """The real one takes its place instead."""

    def update(self, cells: Iterable[Cell]) -> FindingsChange:
        _ = cells
        return FindingsChange()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return ()

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        return ()

    @property
    def counts(self) -> Counts:
        return Counts()

    def findings_at(self, cell: Cell) -> tuple[Finding, ...]:
        _ = cell
        return ()

    def rules_of(self, cell: Cell) -> tuple[RuleVerdict, ...]:
        _ = cell
        return ()
