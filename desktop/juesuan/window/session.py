"""One open workbook as the window sees it: acts go in, signals come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from juesuan.audit import RuleVerdict
from juesuan.audit.finding import Counts, Finding, FindingsChange, NotJudged
from juesuan.audit.notes import SHEET
from juesuan.desk import Desk, Outcome
from juesuan.errors import JuesuanError
from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.window.book_text import BookText
from juesuan.window.jobs import Job, Progress
from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.choosing import doubts
from juesuan.workbook import Cell, Change, Content, RowsDeleted, RowsInserted, Sheet, Workbook

if TYPE_CHECKING:
    from juesuan.document import Document

_ORDER = {"error": 0, "confirm": 1, "info": 2}
Act = Callable[[], object]


class BookSession(QObject):
    """A desk, and what views need to know at once.

    Attributes: desk; findings, counts as the audit stands; marks: the findings at each cell, worst first; related: cells of the
    finding in focus; milliseconds: how long the last act took until its findings stood; locked while the workbook is written or printed;
    text: the 情况说明; ready: the formula engine is loaded, acts are carried out at once (until then they wait).
    Signals: changed(Outcome) after every act; rebuilt() when rows moved or another year was set; stored() after saving;
    focused() when another finding is in focus; audited() when the findings of a workbook just opened are known; prepared() when ready;
    spoke(kind, sentence).
    """

    changed = Signal(object)
    rebuilt = Signal()
    stored = Signal()
    focused = Signal()
    audited = Signal()
    prepared = Signal()
    spoke = Signal(str, str)

    def __init__(self, desk: Desk, title: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._title = title
        self.findings: tuple[Finding, ...] = ()
        self._not_judged: tuple[NotJudged, ...] | None = None
        self._placed: dict[str, tuple[Cell, ...]] = {}
        self.counts = Counts()
        self.marks: dict[Cell, list[Finding]] = {}
        self.finding: Finding | None = None
        self.related: frozenset[Cell] = frozenset()
        self.milliseconds = 0.0
        self.locked = False
        self.ready = True
        self.text = BookText(desk)
        self._waiting: list[Act] = []
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
        return self.desk.modified or bool(self._waiting)

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

    # the formula engine

    def prepare(self) -> Job:
        """Audit and load the formula engine beside the window; what is typed meanwhile waits for it."""
        self.ready = False
        job = Job("准备公式", lambda progress: _prepared(self.desk, progress))
        job.progressed.connect(lambda *_: self._take_audit())
        job.finished.connect(self._be_ready)
        job.failed.connect(lambda _: self._be_ready(None))
        return job.start()

    def when_ready(self, act: Act) -> None:
        """Do it now, or as soon as the formula engine is loaded."""
        if self.ready:
            act()
            return
        self._waiting.append(act)
        self.spoke.emit("info", "正在准备公式，马上填入…")

    def _be_ready(self, document: Document | None) -> None:
        self.ready = True
        if document is not None:
            self.text.take(document)
        self.prepared.emit()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    # acts

    def write(self, cells: Mapping[Cell, Content], label: str) -> bool:
        """Put contents into cells as one act; False where nothing would differ or it cannot be done."""
        differing = {cell: content for cell, content in cells.items() if self.workbook.content(cell) != content}
        if not differing:
            return False
        return self.perform(self.workbook.replace(differing, label))

    def doubt(self, cells: Iterable[Cell]) -> None:
        """Say quietly where a 科目编码 that was just typed is not in the year's classification."""
        found = doubts(cells, self.rules) if self.ready else []
        if found:
            more = f"另有 {len(found) - 1} 个编码有疑问。" if len(found) > 1 else ""
            self.spoke.emit("info", f"{found[0]}{more}")

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> bool:
        """Rows before `row`, looking like the row above."""
        return self.perform(Change(f"插入 {count} 行", (RowsInserted(sheet, row, count),)))

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> bool:
        return self.perform(Change(f"删除 {count} 行", (RowsDeleted(sheet, row, count),)))

    def perform(self, change: Change) -> bool:
        """A change made elsewhere, such as a new 科目 row."""
        for edit in change.edits:
            if not isinstance(edit, RowsInserted | RowsDeleted):
                self._as_saved.setdefault(edit.cell, edit.old)
        return self.follow(lambda: self.desk.edit(change))

    def explain(self, finding: Finding, words: str) -> bool:
        """Keep the reason for a 核实性 finding in the workbook.

        A workbook without the sheet for it gets one first.
        """
        self.provide(SHEET)
        return self.follow(lambda: self.desk.explain(finding, words))

    def reword(self, key: str, text: str) -> bool:
        """Word a paragraph of the text as the office wants it, kept in the workbook; its figures stay live."""
        from juesuan import narrative
        from juesuan.narrative.rewriting import SHEET as OWN_WORDS

        self.provide(OWN_WORDS)
        document = self.text.document
        return document is not None and self.follow(lambda: self.desk.edit(narrative.rewrite(self.recognition, document, key, text)))

    def restore(self, key: str) -> bool:
        """Give a paragraph back to the template."""
        from juesuan import narrative

        return self.follow(lambda: self.desk.edit(narrative.restore(self.recognition, key)))

    def provide(self, sheet: str) -> None:
        """Add a sheet of ours where it is missing; the formula engine is then loaded anew, beside the window."""
        if self.ready and not self.locked and all(known.name != sheet for known in self.workbook.sheets):
            self.workbook.add_sheet(sheet)
            self.prepare()

    def undo(self) -> None:
        self.follow(self.desk.undo)

    def redo(self) -> None:
        self.follow(self.desk.redo)

    def follow(self, act: Callable[[], Outcome | None]) -> bool:
        """Carry an act of the desk out and tell everyone; it waits for the formula engine. False where it could not be."""
        if self.locked:
            self.spoke.emit("info", "正在保存或打印，请稍候再改。")
            return False
        if not self.ready:
            self.when_ready(lambda: self.follow(act))
            return True
        start = perf_counter()
        try:
            outcome = act()
        except JuesuanError as error:
            self.spoke.emit("error", str(error))
            return False
        self.milliseconds = (perf_counter() - start) * 1000
        if outcome is None:
            return False
        self.take(outcome)
        return True

    def take(self, outcome: Outcome) -> None:
        """An act was carried out; views follow."""
        if outcome.rebuilt:
            self._gather_marks()
        else:
            self._follow_findings(outcome.findings)
        self.text.later()
        if outcome.rebuilt:
            self.rebuilt.emit()
        self.changed.emit(outcome)
        if self.desk.journal and self.desk.journal.trouble:
            self.spoke.emit("error", self.desk.journal.trouble)

    def saved(self) -> None:
        """The workbook was written; what stands now is what is saved."""
        self._as_saved.clear()
        self.stored.emit()

    # findings

    def findings_at(self, cell: Cell, most: int = 3) -> list[Finding]:
        """The findings at a cell, worst first, the first few with their likely causes."""
        found = self.marks.get(cell, [])
        return [self.desk.audit.explained(finding) for finding in found[:most]] + found[most:]

    def focus(self, finding: Finding | None) -> None:
        """Light up all cells of a finding, on every sheet."""
        self.finding = finding
        self.related = frozenset(part.cell for part in finding.cells) if finding else frozenset()
        self.focused.emit()

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """What could not be judged as the audit stands, worked out when it is looked at."""
        if self._not_judged is None:
            self._not_judged = self.desk.audit.not_judged
        return self._not_judged

    def _take_audit(self) -> None:
        """The audit of a workbook that was just opened is complete."""
        start = perf_counter()
        self._gather_marks()
        self.milliseconds = (perf_counter() - start) * 1000
        self.audited.emit()

    def _gather_marks(self) -> None:
        """All anew."""
        self.marks, self._placed = {}, {}
        for finding in self.desk.audit.findings:
            self._place(finding)
        self._settle()

    def _follow_findings(self, change: FindingsChange) -> None:
        """Only what differs, so that thousands of other findings cost nothing."""
        for finding in (*change.vanished, *change.revised):
            self._take_away(finding.key)
        for finding in (*change.revised, *change.appeared):
            self._take_away(finding.key)
            self._place(finding)
        self._settle()

    def _place(self, finding: Finding) -> None:
        self._placed[finding.key] = tuple(dict.fromkeys(part.cell for part in finding.cells))
        for cell in self._placed[finding.key]:
            standing = self.marks.setdefault(cell, [])
            standing.append(finding)
            standing.sort(key=lambda other: _ORDER.get(other.severity, 3))

    def _take_away(self, key: str) -> None:
        for cell in self._placed.pop(key, ()):
            left = [finding for finding in self.marks.get(cell, ()) if finding.key != key]
            if left:
                self.marks[cell] = left
            else:
                self.marks.pop(cell, None)

    def _settle(self) -> None:
        audit = self.desk.audit
        self.findings, self.counts, self._not_judged = audit.findings, audit.counts, None
        if self.finding:
            kept = next((finding for finding in self.findings if finding.key == self.finding.key), None)
            self.finding = kept
            self.related = frozenset(part.cell for part in kept.cells) if kept else frozenset()

    def rules_of(self, cell: Cell) -> tuple[RuleVerdict, ...]:
        """The audit rules that read a cell, failed ones first."""
        return self.desk.audit.rules_of(cell)

    def severity(self, cells: Iterable[Cell]) -> str:
        """The worst of the findings at the cells: `error`, `confirm`, `info`, or empty."""
        found = [_ORDER.get(finding.severity, 3) for cell in cells for finding in self.marks.get(cell, ())[:1]]
        return next((name for name, order in _ORDER.items() if found and order == min(found)), "")


def _prepared(desk: Desk, progress: Progress) -> Document | None:
    """The slow beginnings, in a thread: the audit, the formula engine, and the first text."""
    if not desk.audited:
        desk.audit_now()
        for finding in desk.audit.findings:
            finding.equation  # noqa: B018  looking words it, here rather than in the window's thread
    progress(40, "已审核")
    desk.workbook.prepare()
    try:
        return desk.document(tables=False)
    except JuesuanError:
        return None
