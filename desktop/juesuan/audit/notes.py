"""说明 written for 核实性 findings, kept in the workbook's own sheet 审核说明."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from juesuan.audit.finding import Finding
from juesuan.workbook import Cell, Change, Content, Workbook

SHEET = "审核说明"
HEADER = ("编号", "公式", "位置", "数据", "说明")


@dataclass(frozen=True)
class Note:
    """One row of the sheet: key of the instance, formula, place, the equation it was written for, the words."""

    key: str
    formula: str
    place: str
    numbers: str
    words: str
    row: int


@dataclass(frozen=True)
class Notes:
    """All notes of a workbook by key; `last` is the last filled row; `earlier` are those of last year's workbook."""

    by_key: Mapping[str, Note] = field(default_factory=dict)
    last: int = 1
    earlier: Notes | None = None

    def explanation(self, key: str, equation: str) -> str | None:
        """The words for a finding while its numbers are those they were written for."""
        note = self.by_key.get(key)
        return note.words if note and note.numbers == equation and note.words else None

    def suggested(self, key: str) -> str | None:
        """The words written for this finding when its numbers were others (or last year): an offer, not an explanation."""
        note = self.by_key.get(key)
        if note and note.words:
            return note.words
        return self.earlier.suggested(key) if self.earlier else None


def read_notes(workbook: Workbook) -> Notes:
    """The sheet 审核说明; empty where there is none."""
    if all(sheet.name != SHEET for sheet in workbook.sheets):
        return Notes()
    sheet = workbook.sheet(SHEET)
    rows: dict[int, dict[int, str]] = {}
    for row, column, value in sheet.cells():
        if row > 1 and value is not None:
            rows.setdefault(row, {})[column] = str(value)
    notes = [
        Note(cells.get(1, ""), cells.get(2, ""), cells.get(3, ""), cells.get(4, ""), cells.get(5, ""), row) for row, cells in rows.items()
    ]
    return Notes({note.key: note for note in notes}, max(rows, default=1))


def note_contents(workbook: Workbook, finding: Finding, formula: str, words: str) -> dict[Cell, Content]:
    """The cells of 审核说明 that keep these words for a finding (the sheet must be there); empty words take the note back."""
    notes = read_notes(workbook)
    known = notes.by_key.get(finding.key)
    row = known.row if known else notes.last + 1
    place = "、".join(str(cell.address) for cell in finding.cells[:4])
    texts = (finding.key, formula, place, finding.equation, words)
    contents: dict[Cell, Content] = {Cell(SHEET, row, column): text or None for column, text in enumerate(texts, 1)}
    header = {Cell(SHEET, 1, column): text for column, text in enumerate(HEADER, 1)}
    return ({} if workbook.value(Cell(SHEET, 1, 1)) else dict(header)) | contents


def note_change(workbook: Workbook, finding: Finding, formula: str, words: str) -> Change:
    """The change that writes a note. The sheet 审核说明 must exist: `if needs_sheet(workbook): workbook.add_sheet(SHEET)`."""
    return workbook.replace(note_contents(workbook, finding, formula, words), f"填写审核说明 {finding.rule}")


def needs_sheet(workbook: Workbook) -> bool:
    """Whether the workbook has no sheet 审核说明 yet."""
    return all(sheet.name != SHEET for sheet in workbook.sheets)
