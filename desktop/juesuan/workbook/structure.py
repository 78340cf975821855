"""Rows inserted and deleted: cells, merges, heights, validations, conditional formats, names, print areas and all formulas follow."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from juesuan.workbook.cells import Cell, Formula, RowsDeleted, RowsInserted, Value, column_letters
from juesuan.workbook.companions import moved_charts, moved_companions
from juesuan.workbook.formulas import Mover, RowShift, moved, moved_range, references, translated
from juesuan.workbook.markup import whole
from juesuan.workbook.package import local
from juesuan.workbook.sheet import Merge, Sheet
from juesuan.workbook.sheet_part import RowPart, SheetPart
from juesuan.workbook.standing import Standing
from juesuan.workbook.state import BookState

Place = tuple[int, int]
_FORMULA_TAGS = frozenset({"formula", "formula1", "formula2", "f"})
_RANGE_ATTRIBUTES = ("ref", "sqref", "activeCell", "topLeftCell")


@dataclass(frozen=True)
class Turn:
    """Something before and after rows moved; undo brings back `before` where `after` still stands."""

    before: Any
    after: Any


@dataclass
class Kept:
    """What undoing moved rows needs beyond moving them back. inserted: rows were inserted, not deleted; standing: of all sheets;
    values, formulas, rows, typed and stale: of deleted rows; changed_formulas: of all sheets, by cell as placed after; names, companions
    (other members), merges, part: before and after.
    """

    inserted: bool
    standing: Standing
    values: dict[Place, Value] = field(default_factory=dict)
    formulas: dict[Place, Formula] = field(default_factory=dict)
    rows: dict[int, RowPart] = field(default_factory=dict)
    typed: frozenset[Place] = frozenset()
    stale: frozenset[Place] = frozenset()
    changed_formulas: dict[Cell, Turn] = field(default_factory=dict)
    names: dict[tuple[str, str], Turn] = field(default_factory=dict)
    companions: dict[str, Turn] = field(default_factory=dict)
    merges: Turn | None = None
    part: Turn | None = None


def move_rows(
    workbook: BookState, edit: RowsInserted | RowsDeleted, before: dict[Cell, Value]
) -> tuple[RowsInserted | RowsDeleted, list[Cell]]:
    """Carry out one insertion or deletion. Returns the edit with what undo needs, and the cells with rewritten formulas on other sheets
    and above the rows that moved.

    Values are not recalculated here; `before`, values as they were, loses the cells that moved, for they lie elsewhere now.
    """
    sheet = workbook.sheet(edit.sheet)
    inserting = isinstance(edit, RowsInserted)
    restored = edit.kept if isinstance(edit.kept, Kept) and edit.kept.inserted != inserting else None
    pattern = _pattern(edit) if inserting and restored is None else 0
    shift = RowShift(edit.sheet, edit.row, edit.count if inserting else -edit.count, pattern)
    standing = Standing.now(workbook)
    kept = Kept(inserting, standing)
    _move_part(sheet, shift, kept, restored)
    _move_merges(sheet, shift, kept, restored)
    _move_cells(sheet, shift, kept)
    _move_formulas(workbook, shift, kept, restored, before)
    _move_names(workbook, shift, kept, restored)
    _move_companions(workbook, sheet, shift, kept, restored)
    if inserting and restored is not None:
        _bring_back(sheet, restored)
    if inserting and restored is None:
        _fill_from_pattern(sheet, shift, kept)
    standing.moved(workbook)
    if restored is not None and kept.part is not None and restored.part is not None and kept.part.after is restored.part.before:
        restored.standing.bring_back(workbook, standing, shift)
    for cell in [cell for cell in before if _lies_below(cell, shift)]:
        del before[cell]
    return replace(edit, kept=kept), [cell for cell in kept.changed_formulas if not _lies_below(cell, shift)]


def _lies_below(cell: Cell, shift: RowShift) -> bool:
    """Whether a cell is among those that the shift moves."""
    return cell.row >= shift.row and cell.sheet == shift.sheet


def _pattern(edit: RowsInserted | RowsDeleted) -> int:
    return edit.pattern if edit.pattern is not None else edit.row - 1


def _place(shift: RowShift, row: int) -> int | None:
    return shift.place(row)


def _shifted_set(places: Iterable[Place], shift: RowShift) -> set[Place]:
    found = set()
    for row, column in places:
        new = _place(shift, row)
        if new is not None:
            found.add((new, column))
    return found


def _is_gone(shift: RowShift, row: int) -> bool:
    return shift.place(row) is None


def _move_cells(sheet: Sheet, shift: RowShift, kept: Kept) -> None:
    kept.values = {place: value for place, value in sheet.filled.items() if _is_gone(shift, place[0])}
    kept.formulas = {place: formula for place, formula in sheet.formulas.items() if _is_gone(shift, place[0])}
    kept.typed = frozenset(place for place in sheet.typed | sheet.shared if _is_gone(shift, place[0]))
    kept.stale = frozenset(place for place in sheet.stale if _is_gone(shift, place[0]))
    sheet.typed = _shifted_set(sheet.typed | (sheet.shared & set(sheet.formulas)), shift)
    sheet.shared = set()
    sheet.stale = _shifted_set(sheet.stale, shift)
    values = {(new, column): value for (row, column), value in sheet.filled.items() if (new := shift.place(row)) is not None}
    formulas = {(new, column): value for (row, column), value in sheet.formulas.items() if (new := shift.place(row)) is not None}
    sheet.reshape(values, formulas)


def _move_companions(workbook: BookState, sheet: Sheet, shift: RowShift, kept: Kept, restored: Kept | None) -> None:
    source = workbook.source
    old = restored.companions if restored else {}
    for member, before, moved_part in [*moved_companions(source, sheet, shift), *moved_charts(source, shift)]:
        turn = old.get(member)
        after = turn.before if turn is not None and turn.after == before else moved_part
        kept.companions[member] = Turn(before, after)
        source.moved_parts[member] = after


def _bring_back(sheet: Sheet, restored: Kept) -> None:
    sheet.typed |= restored.typed
    sheet.stale |= restored.stale
    sheet.reshape(sheet.filled | restored.values, sheet.formulas | restored.formulas)


def _move_formulas(workbook: BookState, shift: RowShift, kept: Kept, restored: Kept | None, before: dict[Cell, Value]) -> None:
    old, mover = restored.changed_formulas if restored else {}, Mover(shift)
    for sheet in workbook.sheets:
        for place, formula in list(sheet.formulas.items()):
            new = _moved_formula(sheet, place, formula, shift, mover)
            cell = Cell(sheet.name, *place)
            turn = old.get(_where_it_was(cell, shift)) if old else None
            if turn is not None and turn.after == formula:
                new = turn.before
            if new is formula or new == formula:
                continue
            kept.changed_formulas[cell] = Turn(formula, new)
            sheet.formulas[place] = new
            if place in sheet.shared:
                sheet.typed |= sheet.shared
                sheet.shared = set()
            sheet.typed.add(place)
            sheet.changed = True
            if not _lies_below(cell, shift):
                before.setdefault(cell, sheet.value(*place))


def _where_it_was(cell: Cell, shift: RowShift) -> Cell:
    """A cell as placed before this shift, which is how the opposite shift wrote it down."""
    if cell.sheet != shift.sheet:
        return cell
    row = RowShift(shift.sheet, shift.row, -shift.count).place(cell.row)
    return Cell(cell.sheet, row or 0, cell.column)


def _moved_formula(sheet: Sheet, place: Place, formula: Formula, shift: RowShift, mover: Mover) -> Formula:
    own_row = place[0]
    if sheet.name == shift.sheet:
        own_row = RowShift(shift.sheet, shift.row, -shift.count).place(place[0]) or 0
    text = mover.text(formula.text, sheet.name, own_row)
    array = moved_range(formula.array, shift) if formula.array and sheet.name == shift.sheet else formula.array
    return formula if (text, array) == (formula.text, formula.array) else Formula(text, array)


def _move_names(workbook: BookState, shift: RowShift, kept: Kept, restored: Kept | None) -> None:
    for key, text in workbook.name_texts.items():
        new = moved(text, "", 0, shift)
        turn = restored.names.get(key) if restored else None
        if turn is not None and turn.after == text:
            new = turn.before
        if new != text:
            kept.names[key] = Turn(text, new)
            workbook.name_texts[key] = new
            if not key[1]:
                workbook.names[key[0].lower()] = new


def _move_merges(sheet: Sheet, shift: RowShift, kept: Kept, restored: Kept | None) -> None:
    old = sheet.merges
    if restored is not None and restored.merges is not None and restored.merges.after == old:
        new = restored.merges.before
    else:
        spans = [(merge, shift.span(merge.top, merge.bottom)) for merge in old]
        new = tuple(Merge(span[0], merge.left, span[1], merge.right) for merge, span in spans if span)
        new = tuple(merge for merge in new if (merge.top, merge.left) != (merge.bottom, merge.right))
    kept.merges = Turn(old, new)
    sheet.merges = new


def _move_part(sheet: Sheet, shift: RowShift, kept: Kept, restored: Kept | None) -> None:
    old = sheet.part
    kept.rows = {number: row for number, row in old.rows.items() if _is_gone(shift, number)}
    if restored is not None and restored.part is not None and restored.part.after is old:
        new = restored.part.before
    else:
        rows = {new: row for number, row in old.rows.items() if (new := shift.place(number)) is not None}
        if restored is not None and shift.count > 0:
            rows.update(restored.rows)
        new = SheetPart(_moved_frame(sheet, old, shift), rows)
    kept.part = Turn(old, new)
    sheet.part = new


def _moved_frame(sheet: Sheet, part: SheetPart, shift: RowShift) -> Any:
    frame = part.fresh_frame()
    for element in list(frame.iter()):
        _move_element(element, sheet, shift)
    for section in list(frame):
        if local(section) in ("mergeCells", "dataValidations", "hyperlinks", "rowBreaks") and not len(section):
            frame.remove(section)
        elif section.get("count") is not None:
            section.set("count", str(len(section)))
    return frame


def _move_element(element: Any, sheet: Sheet, shift: RowShift) -> None:
    name = local(element)
    if name in _FORMULA_TAGS and element.text:
        element.text = moved(element.text, sheet.name, 0, shift)
    elif name == "sqref" and element.text:
        element.text = _each_range(element.text, shift) or element.text
    elif name == "brk" and local(element.getparent()) == "rowBreaks":
        _set_or_drop(element, "id", str(shift.place(whole(element.get("id"))) or ""))
    elif name not in ("dimension", "pane"):
        for attribute in _RANGE_ATTRIBUTES:
            if element.get(attribute):
                _set_or_drop(element, attribute, _each_range(element.get(attribute), shift, grows=name != "mergeCell"))


def _each_range(texts: str, shift: RowShift, *, grows: bool = True) -> str:
    return " ".join(part for part in (moved_range(text, shift, grows=grows and ":" in text) for text in texts.split()) if part)


def _set_or_drop(element: Any, attribute: str, value: str) -> None:
    if value:
        element.set(attribute, value)
    elif local(element) in ("selection", "sheetView"):
        del element.attrib[attribute]
    elif element.getparent() is not None:
        element.getparent().remove(element)


def _fill_from_pattern(sheet: Sheet, shift: RowShift, kept: Kept) -> None:
    """The new rows take height, styles, formulas and side-by-side merges of the pattern row, but none of its values."""
    pattern = shift.place(shift.pattern) if shift.pattern >= 1 else None
    if pattern is None:
        return
    source = sheet.part.rows.get(pattern)
    formulas = {column: formula for (row, column), formula in sheet.formulas.items() if row == pattern and not formula.array}
    for row in range(shift.row, shift.row + shift.count):
        if source is not None:
            sheet.part.rows[row] = RowPart(_emptied(source.element))
        for column, formula in formulas.items():
            sheet.put((row, column), Formula(_filled(formula.text, row - pattern, pattern, sheet.name)))
    beside = [merge for merge in sheet.merges if merge.top == merge.bottom == pattern]
    new = [Merge(row, merge.left, row, merge.right) for row in range(shift.row, shift.row + shift.count) for merge in beside]
    if new:
        sheet.merges = (*sheet.merges, *new)
        kept.merges = Turn(kept.merges.before if kept.merges else (), sheet.merges)
        _add_merges(sheet.part, new)


def _filled(text: str, rows: int, pattern: int, sheet: str) -> str:
    """A formula of the pattern row as it reads in a new row."""
    here = [ref for ref in references(text) if ref.sheet in (None, sheet) and ref.box[0] == ref.box[2] == pattern]
    return translated(text, rows, 0) if here else text if not list(references(text)) else translated(text, rows, 0)


def _emptied(element: Any) -> Any:
    row = copy.deepcopy(element)
    for cell in list(row):
        if local(cell) == "c":
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
    return row


def _add_merges(part: SheetPart, merges: list[Merge]) -> None:
    from lxml import etree

    for section in part.section("mergeCells"):
        for merge in merges:
            place = f"{column_letters(merge.left)}{merge.top}:{column_letters(merge.right)}{merge.bottom}"
            etree.SubElement(section, str(section.tag).replace("mergeCells", "mergeCell"), ref=place)
        section.set("count", str(len(section)))
