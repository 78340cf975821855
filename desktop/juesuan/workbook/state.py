"""What a workbook consists of while it is open: the ground that editing, moving rows and saving stand on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from juesuan.workbook.cells import Cell, Content, Value
from juesuan.workbook.owners import Holder, OwnerFile, holder_of
from juesuan.workbook.sheet import Sheet
from juesuan.workbook.source import Source


class BookState:
    """Sheets in order and all that belongs to them.

    Attributes: path; source, the package as read; names, defined names (lower case) and what they stand for; name_texts, as written;
    added, names of new sheets; modified; needs_full_calculation: whether Excel must recalculate when it opens the file;
    before_replacing: called by a save with the digest of what it is about to put in place of the file.
    """

    def __init__(self, path: Path | None, sheets: tuple[Sheet, ...], source: Source) -> None:
        self.path = path
        self.sheets = sheets
        self.source = source
        self.names = dict(source.layout.names)
        self.name_texts = dict(source.layout.name_texts)
        self.modified = False
        self.added: list[str] = []
        self.before_replacing: Callable[[str], object] = _nothing
        self._owner: OwnerFile | None = None
        self._by_name = {sheet.name: sheet for sheet in sheets}
        self._neighbours = {sheet.name.lower(): sheet for sheet in sheets}
        for sheet in sheets:
            sheet.neighbours = self._neighbours

    @property
    def needs_full_calculation(self) -> bool:
        return False

    def sheet(self, name: str) -> Sheet:
        """The sheet called `name`. Raises KeyError."""
        return self._by_name[name]

    def value(self, cell: Cell) -> Value:
        return self._by_name[cell.sheet].value(cell.row, cell.column)

    def content(self, cell: Cell) -> Content:
        return self._by_name[cell.sheet].content(cell.row, cell.column)

    def text(self, cell: Cell) -> str:
        """The value as the cell displays it."""
        return self._by_name[cell.sheet].text(cell.row, cell.column)

    def file_changed(self) -> bool:
        """Whether another program has written the file since it was opened or saved; False where it is gone."""
        return self.source.changed_on_disk(self.path)

    def claim(self) -> None:
        """Leave an owner file beside the workbook, as Office does, so that others see that it is open; until `release`."""
        self.release()
        if self.path is not None:
            self._owner = OwnerFile.leave(self.path)

    def release(self) -> None:
        """The workbook is closed: take the owner file away."""
        if self._owner is not None:
            self._owner.remove()
            self._owner = None

    def holder(self, path: Path | None = None) -> Holder | None:
        """The other program that has the workbook (or the file at `path`) open; None where only we have."""
        target = path or self.path
        if target is None or (self._owner is not None and self._owner.path == target.with_name(f"~${target.name}")):
            return None
        return holder_of(target)

    def moved_to_path(self) -> None:
        """After saving: the owner file follows where the workbook now has another name."""
        if self._owner is not None and self.path is not None and self._owner.path != self.path.with_name(f"~${self.path.name}"):
            self.claim()

    def _append(self, name: str) -> Sheet:
        entry = self.source.new_entry(name)
        sheet = Sheet(name, entry.member, entry.state, {}, {})
        sheet.source, sheet.neighbours = self.source, self._neighbours
        self.sheets = (*self.sheets, sheet)
        self._by_name[name] = self._neighbours[name.lower()] = sheet
        self.added.append(name)
        return sheet


def _nothing(_digest: str) -> None:
    return None
