"""Undo and redo: two stacks of applied changes."""

from __future__ import annotations

from juesuan.workbook import Change


class History:
    """What was done and can be taken back, one act at a time.

    `saved_at` marks the act after which the file was saved, so that undoing back to it is no unsaved change.
    """

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._saved: Change | None = None
        self._save_lost = False

    @property
    def undo_label(self) -> str | None:
        """Label of the act that 撤销 would take back."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        return self._undone[-1].label if self._undone else None

    @property
    def at_saved(self) -> bool:
        """Whether the workbook stands as it was last saved or opened."""
        return not self._save_lost and (self._done[-1] if self._done else None) is self._saved

    @property
    def acts(self) -> tuple[Change, ...]:
        """Everything done and not undone, oldest first."""
        return tuple(self._done)

    def did(self, change: Change) -> None:
        """A new act: what was undone before it can no longer be redone."""
        if any(change_undone is self._saved for change_undone in self._undone):
            self._save_lost = True
        self._done.append(change)
        self._undone.clear()

    def to_undo(self) -> Change | None:
        """The change to apply for an undo; call `undid` with what was applied."""
        return self._done[-1].reversed() if self._done else None

    def undid(self, applied: Change) -> None:
        """`applied` is the reversed change as the workbook applied it."""
        original = self._done.pop()
        again = applied.reversed()
        self._undone.append(again)
        if original is self._saved:
            self._saved = again

    def to_redo(self) -> Change | None:
        return self._undone[-1] if self._undone else None

    def redid(self, applied: Change) -> None:
        original = self._undone.pop()
        self._done.append(applied)
        if original is self._saved:
            self._saved = applied

    def saved(self) -> None:
        self._saved = self._done[-1] if self._done else None
        self._save_lost = False
