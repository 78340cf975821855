"""The autosave journal: every act is on disk before the next one, so a crash loses nothing.

One file per workbook in the user's own folder: a first line that says which file it belongs to (path and digest), then a line per act.
A line that was not written to its end is ignored. The journal is emptied by a save.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from juesuan.workbook.cells import Cell, CellEdit, CellError, Change, Content, Edit, Effect, Formula, RowsDeleted, RowsInserted
from juesuan.workbook.disk import digest_of, user_folder

if TYPE_CHECKING:
    from juesuan.workbook.book import Workbook

_FOLDER = "日志"


@dataclass(frozen=True)
class Recoverable:
    """Acts of a session that ended without saving. path: the workbook; same_file: whether it has the bytes that the changes belong to;
    journal: where the acts are written down.
    """

    path: Path
    changes: tuple[Change, ...]
    same_file: bool
    journal: Path


class Journal:
    """The journal of one open workbook. `start` keeps what an earlier session left until it is cleared."""

    def __init__(self, path: Path, stream: IO[bytes], workbook: Workbook) -> None:
        self.path = path
        self._stream = stream
        self._workbook = workbook

    @classmethod
    def start(cls, workbook: Workbook) -> Journal:
        """Begin (or go on with) the journal of a workbook. Raises OSError where the user's folder cannot be written."""
        path = _journal_of(workbook.path or Path("未命名"))
        path.parent.mkdir(parents=True, exist_ok=True)
        _cut_torn_line(path)
        journal = cls(path, path.open("ab"), workbook)
        if path.stat().st_size == 0:
            journal._write(_heading(workbook))
        return journal

    def record(self, change: Change) -> None:
        """Write an act down, also an undone or redone one (as the change that was applied); it is on the disk when this returns."""
        self._write({"change": encoded(change)})

    def clear(self) -> None:
        """Everything is saved: begin anew with the file as it is now."""
        fresh = self.path.with_suffix(".new")
        with fresh.open("wb") as stream:
            stream.write(_line(_heading(self._workbook)))
            stream.flush()
            os.fsync(stream.fileno())
        self._stream.close()
        fresh.replace(self.path)
        self._stream = self.path.open("ab")

    def close(self) -> None:
        """The workbook is closed on purpose: nothing is left to recover."""
        self._stream.close()
        with suppress(OSError):
            self.path.unlink()

    def _write(self, entry: dict[str, Any]) -> None:
        self._stream.write(_line(entry))
        self._stream.flush()
        os.fsync(self._stream.fileno())


def pending() -> tuple[Recoverable, ...]:
    """What can be recovered, by workbook; journals without acts do not count."""
    folder = user_folder() / _FOLDER
    found = []
    with suppress(OSError):
        for path in sorted(folder.glob("*.jsonl")):
            recoverable = _read(path)
            if recoverable is not None and recoverable.changes:
                found.append(recoverable)
    return tuple(found)


def replay(workbook: Workbook, changes: Iterable[Change]) -> tuple[Effect, ...]:
    """Carry out recovered acts on the file as it was. An act that takes back the one before it takes it back exactly, moved rows too.

    Returns the effects still standing, oldest first, ready for undo. Raises WorkbookError where an act does not fit the workbook.
    """
    standing: list[Effect] = []
    for change in changes:
        if standing and change == standing[-1].change.reversed():
            workbook.apply(standing.pop().change.reversed())
        else:
            standing.append(workbook.apply(change))
    return tuple(standing)


def discard(recoverable: Recoverable) -> None:
    """The user does not want these acts back."""
    with suppress(OSError):
        recoverable.journal.unlink()


def _journal_of(path: Path) -> Path:
    return user_folder() / _FOLDER / f"{digest_of(str(path.resolve()).encode())}.jsonl"


def _heading(workbook: Workbook) -> dict[str, Any]:
    return {"file": str((workbook.path or Path("未命名")).resolve()), "digest": workbook.source.digest}


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _cut_torn_line(path: Path) -> None:
    if path.exists():
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:
            with path.open("r+b") as stream:
                stream.truncate(len(whole))


def _read(path: Path) -> Recoverable | None:
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
        heading = json.loads(lines[0])
        file, digest = Path(heading["file"]), heading["digest"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    changes = []
    for line in lines[1:]:
        try:
            changes.append(decoded(json.loads(line)["change"]))
        except (ValueError, LookupError, TypeError):
            break
    return Recoverable(file, tuple(changes), _has_digest(file, digest), path)


def _has_digest(path: Path, digest: str) -> bool:
    try:
        return digest_of(path.read_bytes()) == digest
    except OSError:
        return False


def encoded(change: Change) -> dict[str, Any]:
    """A change as JSON; what undo of moved rows needs is not kept, for recovery starts from the file."""
    return {"label": change.label, "edits": [_encoded_edit(edit) for edit in change.edits]}


def decoded(data: dict[str, Any]) -> Change:
    """The change again. Raises ValueError, LookupError or TypeError where the data is no change."""
    return Change(str(data["label"]), tuple(_decoded_edit(edit) for edit in data["edits"]))


def _encoded_edit(edit: Edit) -> dict[str, Any]:
    if isinstance(edit, CellEdit):
        return {"cell": list(edit.cell), "old": _encoded_content(edit.old), "new": _encoded_content(edit.new)}
    kind = "insert" if isinstance(edit, RowsInserted) else "delete"
    return {kind: edit.sheet, "row": edit.row, "count": edit.count, "pattern": edit.pattern}


def _decoded_edit(data: dict[str, Any]) -> Edit:
    if "cell" in data:
        sheet, row, column = data["cell"]
        return CellEdit(Cell(sheet, int(row), int(column)), _decoded_content(data["old"]), _decoded_content(data["new"]))
    if "insert" in data:
        return RowsInserted(data["insert"], int(data["row"]), int(data["count"]), data["pattern"])
    return RowsDeleted(data["delete"], int(data["row"]), int(data["count"]), data["pattern"])


def _encoded_content(content: Content) -> Any:
    if isinstance(content, Decimal):
        return {"n": str(content)}
    if isinstance(content, Formula):
        return {"f": content.text, "a": content.array} if content.array else {"f": content.text}
    return {"e": content.code} if isinstance(content, CellError) else content


def _decoded_content(data: Any) -> Content:
    if isinstance(data, dict):
        if "n" in data:
            return Decimal(data["n"])
        return Formula(data["f"], data.get("a", "")) if "f" in data else CellError(data["e"])
    if data is None or isinstance(data, bool | str):
        return data
    raise ValueError(data)
