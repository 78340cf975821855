"""The P rules kept up to date cell by cell: an edit judges anew the sheet it touched and what is compared between sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juesuan.audit.finding import Finding
from juesuan.forms import Recognition
from juesuan.forms.inputs import INPUTS
from juesuan.forms.performance_form import PERFORMANCE, performance_code
from juesuan.forms.performance_reading import PerformanceSheet, read_sheet
from juesuan.performance.check_amounts import check_amounts
from juesuan.performance.check_indicators import check_indicators
from juesuan.performance.check_scores import check_scores
from juesuan.performance.check_told import check_told
from juesuan.performance.check_whole import Whole, check_whole
from juesuan.performance.inputs import SHEET, Answer, read_inputs, told_in_narrative
from juesuan.performance.rulebook import Failure, finding
from juesuan.workbook import Cell

_TYPED = (SHEET, INPUTS)
_ALL_FORMS = "各绩效表"
_CHECKS = (check_amounts, check_scores, check_indicators)


class PerformanceAudit:
    """The 绩效 forms of a workbook and what is wrong in them.

    Attributes: recognition; sheets: the forms by sheet name. Sheets that are official forms of the accounts are never looked at.
    """

    def __init__(self, recognition: Recognition) -> None:
        self.recognition = recognition
        self.sheets: dict[str, PerformanceSheet] = {}
        self._of_sheet: dict[str, tuple[Finding, ...]] = {}
        self._between: tuple[Finding, ...] = ()
        self._answers: dict[str, Answer] = {}
        self._look_at(sheet.name for sheet in recognition.workbook.sheets if self._may_hold_one(sheet.name))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of each sheet in the order of the workbook, then those between sheets."""
        return (*(each for found in self._of_sheet.values() for each in found), *self._between)

    @property
    def held(self) -> int:
        """Forms, indicators and typed texts in which nothing was found."""
        wrong = {(part.cell.sheet, part.cell.row) for each in self.findings for part in each.cells}
        rows = {(name, each.row) for name, sheet in self.sheets.items() for each in sheet.indicators}
        rows |= {(answer.cell.sheet, answer.cell.row) for answer in self._answers.values()}
        return len(rows - wrong) + sum(1 for name in self.sheets if name not in {sheet for sheet, _ in wrong})

    def findings_at(self, cell: Cell) -> tuple[Finding, ...]:
        """The findings in which a cell takes part."""
        return tuple(each for each in self.findings if any(part.cell == cell for part in each.cells))

    def concerns(self, cells: Iterable[Cell]) -> bool:
        """Whether an edit of these cells may change a finding."""
        names = {cell.sheet for cell in cells}
        return bool(self.sheets and names) or any(name.strip() in _TYPED or self._may_hold_one(name) for name in names)

    def update(self, cells: Iterable[Cell]) -> None:
        """Read anew the sheets of these cells that are no form of the accounts, and judge them."""
        names = {cell.sheet for cell in cells}
        self._look_at(name for name in names if self._may_hold_one(name))

    def _may_hold_one(self, name: str) -> bool:
        form = self.recognition.of_sheet(name)
        return form is None or form.kind == PERFORMANCE

    def _look_at(self, names: Iterable[str]) -> None:
        workbook = self.recognition.workbook
        for name in names:
            sheet = read_sheet(workbook, workbook.sheet(name))
            self.sheets.pop(name, None)
            self._of_sheet.pop(name, None)
            if sheet:
                self.sheets[name] = sheet
                self._of_sheet[name] = tuple(self._findings(sheet))
        order = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}
        self._of_sheet = dict(sorted(self._of_sheet.items(), key=lambda item: order[item[0]]))
        self.sheets = dict(sorted(self.sheets.items(), key=lambda item: order[item[0]]))
        self._answers = read_inputs(workbook)
        told = told_in_narrative(self.recognition)
        whole = Whole(tuple(self.sheets.values()), self._answers, self.recognition, told)
        self._between = tuple(self._found_between(whole)) if self.sheets or self._answers or told else ()

    def _findings(self, sheet: PerformanceSheet) -> Iterator[Finding]:
        for check in _CHECKS:
            for failure in check(sheet):
                yield from self._made(failure, sheet)

    def _found_between(self, whole: Whole) -> Iterator[Finding]:
        for failure, sheet in (*check_whole(whole), *check_told(whole)):
            yield from self._made(failure, sheet)

    def _made(self, failure: Failure, sheet: PerformanceSheet | None) -> Iterator[Finding]:
        """The finding, unless its rule is switched off; one of no form is about all forms, or the input sheet of its first cell."""
        name = sheet.sheet if sheet else failure.parts[0].cell.sheet
        form = self.recognition.of_sheet(name)
        code = form.code if form else performance_code(sheet) if sheet else name
        made = finding(failure, code, name if sheet or name not in self.sheets else _ALL_FORMS)
        if made:
            yield made
