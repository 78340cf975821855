"""Files on disk: replaced in one stroke, with backups of earlier versions, and never while another program holds them."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from juesuan.workbook.cells import WorkbookError

BACKUP_FOLDER = ".决算工作台备份"
BACKUPS_KEPT = 10
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


def lock_owner(path: Path) -> str | None:
    """Who has the file open in Excel or WPS, by the owner file they leave beside it; None where nobody, empty where no name can be read."""
    for name in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"):
        owner = path.with_name(name)
        if owner.is_file():
            with suppress(OSError):
                data = owner.read_bytes()
                if name.endswith("#"):
                    return data.decode("utf-8", "replace").split(",")[0].strip()
                length = data[0] if data else 0
                return data[1 : 1 + length].decode("gbk", "replace").strip()
            return ""
    return None


def backups(path: Path) -> tuple[Backup, ...]:
    """Earlier versions of a file, the newest first."""
    found = []
    for folder in _backup_folders(path):
        with suppress(OSError):
            for candidate in folder.iterdir():
                stamp = _STAMP.search(candidate.stem)
                if stamp and candidate.stem[: stamp.start()] == path.stem and candidate.suffix == path.suffix:
                    found.append(Backup(candidate, dt.datetime.strptime(stamp[1], "%Y%m%d-%H%M%S-%f")))  # noqa: DTZ007  (local time, as made)
    return tuple(sorted(found, key=lambda backup: backup.made, reverse=True))


def _backup_folders(path: Path) -> tuple[Path, Path]:
    return path.parent / BACKUP_FOLDER, user_folder() / "备份" / digest_of(str(path.resolve()).encode())


def back_up(path: Path) -> Path | None:
    """Keep a copy of a file as it is now; beside it, or in the user's folder where that cannot be written. None where neither can."""
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S-%f")  # noqa: DTZ005  (a name for people, in their own time)
    for folder in _backup_folders(path):
        target = folder / f"{path.stem}.{stamp}{path.suffix}"
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
        if os.name == "nt" and folder.name == BACKUP_FOLDER:
            import ctypes

            hidden = 2
            with suppress(AttributeError, OSError):
                ctypes.windll.kernel32.SetFileAttributesW(str(folder), hidden)  # type: ignore[attr-defined,unused-ignore]


def write_atomically(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place and put it there in one stroke: at every moment either the old or the new one is whole.

    Raises WorkbookError with what to do; the old file is then untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            with suppress(OSError):
                shutil.copymode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


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
        return WorkbookError(f"文件夹“{path.parent}”已不在（U 盘或网络盘可能断开了），没有保存。请重新连接，或另存到别处。")
    return WorkbookError(f"“{path.name}”没有保存（{error.strerror or error}），原文件未动。请检查磁盘或网络后再试，或另存到别处。")
