"""How the sheets stood against the file before rows moved, so that taking the move back gives the very bytes again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from juesuan.workbook.formulas import RowShift
from juesuan.workbook.package import Package
from juesuan.workbook.sheet import Sheet
from juesuan.workbook.state import BookState

Place = tuple[int, int]


class Marks(NamedTuple):
    """What is marked at a sheet: places whose content or only whose value differs from its part, shared formulas, and whether it moved."""

    typed: frozenset[Place]
    stale: frozenset[Place]
    shared: frozenset[Place]
    reshaped: bool
    changed: bool
    package: Package | None

    @classmethod
    def of(cls, sheet: Sheet) -> Marks:
        marked = frozenset(sheet.typed), frozenset(sheet.stale), frozenset(sheet.shared)
        return cls(*marked, sheet.reshaped, sheet.changed, sheet.written_in)


@dataclass
class Standing:
    """The marks of all sheets before rows moved and right after; `package`: what the file held then."""

    package: Package
    before: dict[str, Marks]
    after: dict[str, Marks]

    @classmethod
    def now(cls, workbook: BookState) -> Standing:
        return cls(workbook.source.package, {sheet.name: Marks.of(sheet) for sheet in workbook.sheets}, {})

    def moved(self, workbook: BookState) -> None:
        """The rows have moved."""
        self.after = {sheet.name: Marks.of(sheet) for sheet in workbook.sheets}

    def bring_back(self, workbook: BookState, at_undo: Standing, shift: RowShift) -> None:
        """After the move was taken back: only what was marked before it, or between, is marked. at_undo: as it stood when undo began."""
        saved_since = self.package is not workbook.source.package
        for sheet in workbook.sheets:
            own = sheet.name == shift.sheet
            known = sheet.name in self.after and sheet.name in self.before
            if known and (own or not saved_since):
                _restore(sheet, self.before[sheet.name], self.after[sheet.name], at_undo.before[sheet.name], shift if own else None)
                if own and saved_since and not sheet.reshaped:
                    sheet.written_in = sheet.written_in or self.package
                    sheet.changed = True


def _restore(sheet: Sheet, before: Marks, after: Marks, undo: Marks, shift: RowShift | None) -> None:
    typed, stale = _back(undo.typed - after.typed, shift), _back(undo.stale - after.stale, shift)
    sheet.typed = set(before.typed | typed)
    sheet.stale = set(before.stale | stale)
    sheet.shared = set(before.shared)
    sheet.reshaped = before.reshaped
    sheet.written_in = before.package
    sheet.changed = before.changed or bool(typed or stale)


def _back(places: Iterable[Place], shift: RowShift | None) -> frozenset[Place]:
    if shift is None:
        return frozenset(places)
    return frozenset((row, column) for old, column in places if (row := shift.place(old)) is not None)
