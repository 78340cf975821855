"""Files on disk: replaced in one stroke, with backups of earlier versions, and never while another program holds them."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from juesuan.errors import system_reason
from juesuan.workbook.cells import WorkbookError

BACKUP_FOLDER = ".决算工作台备份"
BACKUPS_KEPT = 10
_LONGEST_STEM, _CUT_STEM = 200, 60
_PATIENCE = (0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts while an antivirus looks at a file just written."""
_STAMP = re.compile(r"\.(\d{8}-\d{6}-\d{6})$")




@dataclass(frozen=True)
class Backup:
    """An earlier version of a file."""

    path: Path
    made: dt.datetime


def digest_of(data: bytes) -> str:
    """What a file is told by."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def user_folder() -> Path:
    """Where this user's own data of the program lies: `JUESUAN_HOME`, else what the system has for it."""
    given = os.environ.get("JUESUAN_HOME")
    if given:
        return Path(given)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "决算工作台"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "juesuan"


def hold(stream: IO[bytes]) -> bool:
    """Lock an open file for this program until it is closed; False where another holds it. It can still be read."""
    try:
        if os.name == "nt":
            _hold_on_windows(stream)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)  # a disk without locks: as if held
    return True


def _hold_on_windows(stream: IO[bytes]) -> None:
    import msvcrt

    beyond_all_content = 1 << 30
    place = stream.tell()
    stream.seek(beyond_all_content)
    try:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    finally:
        stream.seek(place)


def hide(path: Path) -> None:
    """On Windows, out of the sight of people; elsewhere a leading dot does that."""
    if os.name == "nt":
        import ctypes

        hidden = 2
        with suppress(AttributeError, OSError):
            ctypes.windll.kernel32.SetFileAttributesW(str(path), hidden)  # type: ignore[attr-defined,unused-ignore]


def backups(path: Path) -> tuple[Backup, ...]:
    """Earlier versions of a file, the newest first."""
    found = []
    for folder in _backup_folders(path):
        with suppress(OSError):
            for candidate in folder.iterdir():
                stamp = _STAMP.search(candidate.stem)
                if stamp and candidate.stem[: stamp.start()] == _backup_stem(path) and candidate.suffix == path.suffix:
                    found.append(Backup(candidate, dt.datetime.strptime(stamp[1], "%Y%m%d-%H%M%S-%f")))  # noqa: DTZ007  (local time, as made)
    return tuple(sorted(found, key=lambda backup: backup.made, reverse=True))


def _backup_folders(path: Path) -> tuple[Path, Path]:
    return path.parent / BACKUP_FOLDER, user_folder() / "备份" / digest_of(str(path.resolve()).encode())


def exists(path: Path) -> bool:
    """Whether there is a file; a name that the system cannot even look for does not exist."""
    try:
        return path.exists()
    except OSError:
        return False


def back_up(path: Path) -> Path | None:
    """Keep a copy of a file as it is now; beside it, or in the user's folder where that cannot be written. None where neither can."""
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S-%f")  # noqa: DTZ005  (a name for people, in their own time)
    for folder in _backup_folders(path):
        target = folder / f"{_backup_stem(path)}.{stamp}{path.suffix}"
        try:
            _make_folder(folder)
            shutil.copy2(path, target)
        except OSError:
            with suppress(OSError):
                target.unlink()
            continue
        for old in backups(path)[BACKUPS_KEPT:]:
            with suppress(OSError):
                old.path.unlink()
        return target
    return None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        if folder.name == BACKUP_FOLDER:
            hide(folder)


def _backup_stem(path: Path) -> str:
    """The name under which backups lie: the file's own, cut where the stamp would make it longer than a disk takes."""
    stem = path.stem
    return stem if len(stem.encode()) <= _LONGEST_STEM else f"{stem[:_CUT_STEM]}~{digest_of(stem.encode())[:8]}"


def write_atomically(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place and put it there in one stroke: at every moment either the old or the new one is whole.

    Raises WorkbookError with what to do; the old file is then untouched.
    """
    mark = digest_of(path.name.encode())[:12]
    temporary = path.with_name(f".{mark}.{os.getpid()}.tmp")
    try:
        _remove_left_over(path.parent, mark)
        with temporary.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        if exists(path):
            with suppress(OSError):
                shutil.copymode(path, temporary)
        _put_in_place(temporary, path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _remove_left_over(folder: Path, mark: str) -> None:
    """What a program that was stopped while saving left behind."""
    for leftover in folder.glob(f".{mark}.*.tmp"):
        with suppress(OSError):
            leftover.unlink()


def _put_in_place(temporary: Path, path: Path) -> None:
    for seconds in _PATIENCE if os.name == "nt" else ():
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _refusal(path: Path, error: OSError) -> WorkbookError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return WorkbookError(f"磁盘空间不足，“{path.name}”没有保存，原文件未动。请清理磁盘，或另存到别的磁盘。")
    if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return WorkbookError(
            f"“{path}”不能写入：文件正被别的程序占用，或文件夹只读、没有写权限。请关闭占用它的程序，或另存到别的文件夹。原文件未动。"
        )
    if isinstance(error, FileNotFoundError):
        return WorkbookError(f"“{path.name}”没有保存：文件夹“{path.parent}”已不在（U 盘或网络盘可能断开了）。请重新连接，或另存到别处。")
    return WorkbookError(f"“{path.name}”没有保存（{system_reason(error)}），原文件未动。请检查磁盘或网络后再试，或另存到别处。")
