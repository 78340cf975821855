"""The autosave journal: every act is written down before the next one, so a crash loses nothing.

One file per session in the user's own folder: a first line that says which file it belongs to (path and digest), then a line per act, and
before each save a line with the digest of what is about to be put in place. A line that was not written to its end is ignored.
Acts are with the system at once, so that a killed program loses none, and on the disk itself within 200 ms: that much a power
cut costs.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from io import FileIO
from pathlib import Path
from typing import Any

from juesuan.errors import system_reason
from juesuan.workbook.book import Workbook
from juesuan.workbook.cells import Cell, CellEdit, CellError, Change, Content, Edit, Effect, Formula, RowsDeleted, RowsInserted
from juesuan.workbook.disk import digest_of, hold, user_folder
from juesuan.workbook.state import BookState

_FOLDER = "日志"
_UNSAFE_SECONDS = 0.2
_YOUNG = 3600
"""Seconds for which a journal without its first line may belong to a session that is just beginning."""


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
    """The journal of one open workbook.

    Attributes: path; trouble: a sentence for the user while acts cannot be written down (they are kept and tried again), else empty.
    """

    def __init__(self, workbook: BookState) -> None:
        self.path = Path()
        self.trouble = ""
        self._workbook = workbook
        self._stream: FileIO | None = None
        self._length = 0
        self._waiting: list[bytes] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    @classmethod
    def start(cls, workbook: BookState) -> Journal:
        """Begin the journal of a workbook. What an earlier session left for it stays beside until it is recovered or discarded."""
        journal = cls(workbook)
        journal._begin()
        workbook.before_replacing = journal._announce
        return journal

    def record(self, change: Change) -> None:
        """Write an act down, also an undone or redone one (as the change that was applied). Where that fails, `trouble` says so."""
        self._write({"change": encoded(change)})

    def clear(self) -> None:
        """Everything is saved: begin anew with the file as it is now."""
        self.close()
        self._begin()

    def close(self) -> None:
        """The workbook is closed on purpose: nothing is left to recover."""
        with self._lock:
            stream, self._stream = self._stream, None
            self._waiting.clear()
            self._length = 0
            if stream is not None:
                with suppress(OSError):
                    stream.close()
                with suppress(OSError):
                    self.path.unlink()

    def abandon(self) -> None:
        """Let go of the file but leave it, as if the program had been stopped: another run will offer what stands in it."""
        with self._lock:
            if self._stream is not None:
                self._stream.close()

    def _begin(self) -> None:
        self._write(_heading(self._workbook))

    def _announce(self, digest: str) -> None:
        self._write({"saving": digest})

    def _write(self, entry: dict[str, Any]) -> None:
        with self._lock:
            self._waiting.append(_line(entry))
            try:
                if self._stream is None:
                    self.path, self._stream = _new_file(_journal_folder(), _name_for(self._workbook.path))
                self._append(self._stream, b"".join(self._waiting))
            except OSError as error:
                self.trouble = f"改动暂时记不进恢复日志（{system_reason(error)}），请尽快保存；日志在“{user_folder()}”。"
            else:
                self._waiting.clear()
                self.trouble = ""
            if self._timer is None:
                self._timer = threading.Timer(_UNSAFE_SECONDS, self._make_safe)
                self._timer.daemon = True
                self._timer.start()

    def _append(self, stream: FileIO, lines: bytes) -> None:
        try:
            _write_whole(stream, lines)
        except OSError:
            with suppress(OSError):
                stream.truncate(self._length)
                stream.seek(self._length)
            raise
        self._length += len(lines)

    def _make_safe(self) -> None:
        with self._lock:
            self._timer = None
            if self._stream is not None:
                with suppress(OSError, ValueError):
                    os.fsync(self._stream.fileno())


def _write_whole(stream: FileIO, lines: bytes) -> None:
    if stream.write(lines) != len(lines):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _new_file(folder: Path, name: str) -> tuple[Path, FileIO]:
    """A journal file that no session has used, locked for this one."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in itertools.count(1):
        path = folder / f"{name}{f'-{number}' if number > 1 else ''}.jsonl"
        try:
            stream = FileIO(str(path), "x")
        except FileExistsError:
            continue
        hold(stream)
        return path, stream
    raise FileExistsError(folder)


def pending() -> tuple[Recoverable, ...]:
    """What can be recovered, by workbook; journals without acts, and those of sessions still running, do not count."""
    found = []
    for path in sorted(_journal_folder().glob("*.jsonl")):
        with suppress(OSError):
            with path.open("rb") as stream:
                if not hold(stream):
                    continue
                recoverable = _read(path, stream.read())
            if recoverable is not None and recoverable.changes:
                found.append(recoverable)
            elif recoverable is not None or time.time() - path.stat().st_mtime > _YOUNG:
                path.unlink()
    return tuple(found)


def replay(workbook: Workbook, changes: Iterable[Change]) -> tuple[Effect, ...]:
    """Carry out recovered acts on the file as it was. An act that takes back the one before it takes it back exactly, moved rows too.

    Returns the effects still standing, oldest first, ready for undo. Raises WorkbookError where an act does not fit the workbook.
    """
    standing: list[Effect] = []
    for change in changes:
        for name in {edit.cell.sheet if isinstance(edit, CellEdit) else edit.sheet for edit in change.edits} - _names(workbook):
            workbook.add_sheet(name)  # such as the notes, which came with their first act
        if standing and change == standing[-1].change.reversed():
            workbook.apply(standing.pop().change.reversed())
        else:
            standing.append(workbook.apply(change))
    return tuple(standing)


def _names(workbook: BookState) -> set[str]:
    return {sheet.name for sheet in workbook.sheets}


def discard(recoverable: Recoverable) -> None:
    """The user does not want these acts back."""
    with suppress(OSError):
        recoverable.journal.unlink()


def _journal_folder() -> Path:
    return user_folder() / _FOLDER


def _name_for(path: Path | None) -> str:
    return digest_of(str(_whole(path)).encode())


def _whole(path: Path | None) -> Path:
    """The path from its root on, as far as the system can tell."""
    try:
        return (path or Path("未命名")).resolve()
    except OSError:
        return path or Path("未命名")


def _heading(workbook: BookState) -> dict[str, Any]:
    return {"file": str(_whole(workbook.path)), "digest": workbook.source.digest}


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _read(path: Path, data: bytes) -> Recoverable | None:
    lines = data.split(b"\n")[:-1]
    try:
        heading = json.loads(lines[0])
        file, digest = Path(heading["file"]), str(heading["digest"])
    except (ValueError, LookupError, TypeError):
        return None
    now = _digest_on_disk(file)
    changes: list[Change] = []
    for line in lines[1:]:
        try:
            entry = json.loads(line)
            if "change" in entry:
                changes.append(decoded(entry["change"]))
            elif entry["saving"] == now:
                digest = str(now)
                changes.clear()  # the save was done: these acts are in the file
        except (ValueError, LookupError, TypeError):
            break
    return Recoverable(file, tuple(changes), now is not None and digest in (now, ""), path)


def _digest_on_disk(path: Path) -> str | None:
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return None


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
