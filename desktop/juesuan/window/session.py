"""One open workbook as the window sees it: acts go in, signals come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from juesuan.audit import RuleVerdict
from juesuan.audit.finding import Counts, Finding, NotJudged
from juesuan.audit.notes import SHEET, needs_sheet, note_change
from juesuan.desk import Desk, Outcome
from juesuan.errors import JuesuanError
from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.window.plain.cell_rules import CellRules
from juesuan.workbook import Cell, Change, Content, Formula, RowsDeleted, RowsInserted, Sheet, Workbook

_ORDER = {"error": 0, "confirm": 1, "info": 2}


class BookSession(QObject):
    """A desk, and what views need to know at once.

    Attributes: desk; findings, not_judged, counts as the audit stands; marks: the findings at each cell, worst first; related: cells of the
    finding in focus; milliseconds: how long the last act took until its findings stood; locked while the workbook is being written.
    Signals: changed(Outcome) after every act; rebuilt() when rows moved or another year was set; stored() after saving;
    focused() when another finding is in focus; spoke(kind, sentence).
    """

    changed = Signal(object)
    rebuilt = Signal()
    stored = Signal()
    focused = Signal()
    spoke = Signal(str, str)

    def __init__(self, desk: Desk, title: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._title = title
        self.findings: tuple[Finding, ...] = ()
        self.not_judged: tuple[NotJudged, ...] = ()
        self.counts = Counts()
        self.marks: dict[Cell, list[Finding]] = {}
        self.finding: Finding | None = None
        self.related: frozenset[Cell] = frozenset()
        self.milliseconds = 0.0
        self.locked = False
        self._as_saved: dict[Cell, Content] = {}
        self._gather_marks()

    @property
    def workbook(self) -> Workbook:
        return self.desk.workbook

    @property
    def recognition(self) -> Recognition:
        return self.desk.recognition

    @property
    def rules(self) -> CellRules:
        return CellRules(self.desk.workbook, self.desk.recognition)

    @property
    def path(self) -> Path | None:
        return self.desk.workbook.path

    @property
    def title(self) -> str:
        """The file's name, or what it will be."""
        return self.path.name if self.path else self._title or "未命名.xlsx"

    @property
    def modified(self) -> bool:
        return self.desk.modified

    @property
    def changed_cells(self) -> int:
        """How many cells hold something else than when last opened or saved."""
        names = {sheet.name for sheet in self.workbook.sheets}
        return sum(1 for cell, content in self._as_saved.items() if cell.sheet in names and self.workbook.content(cell) != content)

    def sheets(self) -> tuple[Sheet, ...]:
        """The visible ones, in order."""
        return tuple(sheet for sheet in self.workbook.sheets if sheet.visible)

    def form(self, sheet: str) -> Form | None:
        return self.recognition.of_sheet(sheet)

    def write(self, cells: Mapping[Cell, Content], label: str) -> bool:
        """Put contents into cells as one act; False where nothing would differ or it cannot be done."""
        differing = {cell: content for cell, content in cells.items() if self.workbook.content(cell) != content}
        if not differing:
            return False
        return self._do(self.workbook.replace(differing, label))

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> bool:
        """Rows before `row`, looking like the row above."""
        return self._do(Change(f"插入 {count} 行", (RowsInserted(sheet, row, count),)))

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> bool:
        return self._do(Change(f"删除 {count} 行", (RowsDeleted(sheet, row, count),)))

    def perform(self, change: Change) -> bool:
        """A change made elsewhere, such as an explanation."""
        return self._do(change)

    def explain(self, finding: Finding, words: str) -> bool:
        """Keep the reason for a 核实性 finding in the workbook's sheet 审核说明; empty words take it back."""
        if needs_sheet(self.workbook):
            self.workbook.add_sheet(SHEET)
        formula = next((rule.formula_text for rule in self.desk.audit.rules if rule.id == finding.rule), "")
        return self._do(note_change(self.workbook, finding, formula, words))

    def findings_at(self, cell: Cell, most: int = 3) -> list[Finding]:
        """The findings at a cell, worst first, the first few with their likely causes."""
        found = self.marks.get(cell, [])
        return [self.desk.audit.explained(finding) for finding in found[:most]] + found[most:]

    def undo(self) -> None:
        self._follow(self.desk.undo)

    def redo(self) -> None:
        self._follow(self.desk.redo)

    def saved(self) -> None:
        """The workbook was written; what stands now is what is saved."""
        self._as_saved.clear()
        self.stored.emit()

    def take_prior(self) -> None:
        """Last year's workbook was set: everything that compares is new."""
        self._gather_marks()
        self.rebuilt.emit()

    def focus(self, finding: Finding | None) -> None:
        """Light up all cells of a finding, on every sheet."""
        self.finding = finding
        self.related = frozenset(part.cell for part in finding.cells) if finding else frozenset()
        self.focused.emit()

    def _do(self, change: Change) -> bool:
        for edit in change.edits:
            if not isinstance(edit, RowsInserted | RowsDeleted):
                self._as_saved.setdefault(edit.cell, edit.old)
        return self._follow(lambda: self.desk.edit(change))

    def _follow(self, act: Callable[[], Outcome | None]) -> bool:
        if self.locked:
            self.spoke.emit("info", "正在保存，请稍候再改。")
            return False
        start = perf_counter()
        try:
            outcome = act()
        except JuesuanError as error:
            self.spoke.emit("error", str(error))
            return False
        self.milliseconds = (perf_counter() - start) * 1000
        if outcome is None:
            return False
        if any(cell.sheet == SHEET for cell in outcome.effect.cells):
            self.desk.audit = self.desk.audit.rebound(self.recognition)  # what was written there explains findings
        self._gather_marks()
        if outcome.rebuilt:
            self.rebuilt.emit()
        self.changed.emit(outcome)
        return True

    def _gather_marks(self) -> None:
        audit = self.desk.audit
        self.findings, self.not_judged, self.counts = audit.findings, audit.not_judged, audit.counts
        self.marks = {}
        for finding in sorted(self.findings, key=lambda finding: _ORDER.get(finding.severity, 3)):
            for part in finding.cells:
                self.marks.setdefault(part.cell, []).append(finding)
        if self.finding:
            kept = next((finding for finding in self.findings if finding.key == self.finding.key), None)
            self.finding = kept
            self.related = frozenset(part.cell for part in kept.cells) if kept else frozenset()

    def rules_of(self, cell: Cell) -> tuple[RuleVerdict, ...]:
        """The audit rules that read a cell, failed ones first."""
        return self.desk.audit.rules_of(cell)

    def guidance(self, cell: Cell) -> str:
        """填报口径: what the form data says of the row and column; empty where it says nothing."""
        form = self.form(cell.sheet)
        address = form.address(cell) if form else None
        if form is None or address is None:
            return form.reasons[0] if form and form.reasons and form.kind == "input" else ""
        if isinstance(self.workbook.content(cell), Formula):
            return "由本表或其他报表自动计算，不直接填写。要改它，请改“取自”里的各格。"
        return ""

    def severity(self, cells: Iterable[Cell]) -> str:
        """The worst of the findings at the cells: `error`, `confirm`, `info`, or empty."""
        found = [_ORDER.get(finding.severity, 3) for cell in cells for finding in self.marks.get(cell, ())[:1]]
        return next((name for name, order in _ORDER.items() if found and order == min(found)), "")
