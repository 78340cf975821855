"""Who has a workbook open: the owner files that Excel, WPS, LibreOffice and we ourselves leave beside it while it is open."""

from __future__ import annotations

import datetime as dt
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from juesuan.workbook.disk import hide, hold

OUR_NAME = "决算工作台"
_NAME_FIELD = 55
_LONGEST_NAME = 54
_DAY = 24 * 3600


@dataclass(frozen=True)
class Holder:
    """Another program that has a workbook open. name: of its user, empty where it cannot be read; owner_file: what says so; since: when
    that was written; seems_dead: it is so old that its program has probably ended without removing it.
    """

    name: str
    program: str
    owner_file: Path
    since: dt.datetime
    seems_dead: bool

    @property
    def sentence(self) -> str:
        """What to tell a user who wants to write the workbook."""
        who = f"由 {self.name} " if self.name and self.name != OUR_NAME else ""
        if self.seems_dead:
            since = f"{self.since:%Y-%m-%d %H:%M}"
            return (
                f"旁边的“{self.owner_file.name}”说它{who}自 {since} 起在 {self.program} 中打开，多半是那时没有正常关闭留下的。"
                "确认没有人在用，就强制保存，或另存为新文件。"
            )
        return (
            f"它正{who}在 {self.program} 中打开。请先在那里关闭它再保存，或另存为新文件；"
            f"若确已关闭，请强制保存，或删去旁边的“{self.owner_file.name}”。"
        )


def holder_of(path: Path) -> Holder | None:
    """Who else has the workbook open; None where nobody, or only a program that has certainly ended."""
    kinds = (
        (f"~${path.name}", "Excel 或 WPS"),
        (f".~{path.name}", "WPS"),
        (f".~lock.{path.name}#", "LibreOffice"),
    )
    for name, program in kinds:
        with suppress(OSError):
            found = _holder(path.with_name(name), program)
            if found is not None:
                return found
    return None


def _holder(owner_file: Path, program: str) -> Holder | None:
    if not owner_file.is_file():
        return None
    written, data = owner_file.stat().st_mtime, _content(owner_file)
    if data is None:
        return Holder("", program, owner_file, dt.datetime.fromtimestamp(written), seems_dead=False)  # noqa: DTZ006  (for people)
    name = _lock_name(data) if owner_file.name.endswith("#") else _owner_name(data)
    ours = name == OUR_NAME or not data  # killed before it could write its name
    if (ours or os.name == "nt") and not _is_held(owner_file):
        return None
    age, running = time.time() - written, _running_for()
    old = not ours and (age > _DAY or (running is not None and age > running))
    since = dt.datetime.fromtimestamp(written)  # noqa: DTZ006  (for people, in their own time)
    return Holder(name, "另一个决算工作台" if ours else program, owner_file, since, seems_dead=old)


def _content(owner_file: Path) -> bytes | None:
    """None where its program does not let others read it: then it is certainly open."""
    try:
        return owner_file.read_bytes()
    except OSError:
        return None


def _owner_name(data: bytes) -> str:
    """The user in an owner file of Office: a length and the name in the system's encoding, then the same in UTF-16."""
    if len(data) >= _NAME_FIELD + 2:
        length = int.from_bytes(data[_NAME_FIELD : _NAME_FIELD + 2], "little")
        if 0 < length <= _LONGEST_NAME:
            name = data[_NAME_FIELD + 2 : _NAME_FIELD + 2 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
            if name:
                return name
    return data[1 : 1 + data[0]].decode("gbk", "replace").strip("\0 ") if data else ""


def _lock_name(data: bytes) -> str:
    """The user in a lock file of LibreOffice: `full name,login,machine,time,…`."""
    fields = data.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:2] if field.strip()), "")


def _is_held(owner_file: Path) -> bool:
    """Whether a living program holds the owner file: Office lets nobody write to it, ours is locked."""
    try:
        with owner_file.open("r+b") as stream:
            return not hold(stream)
    except PermissionError:
        return True
    except OSError:
        return False


def _running_for() -> float | None:
    """Seconds since this machine was started; None where it does not tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(clock) if clock is not None else None


class OwnerFile:
    """Our own owner file, there while a workbook is open; it names the program, never the user."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        self.path = path
        self._stream = stream

    @classmethod
    def leave(cls, workbook: Path) -> OwnerFile | None:
        """Say that we have the workbook open; None where another program does, or the folder cannot be written."""
        path = workbook.with_name(f"~${workbook.name}")
        if holder_of(workbook) is not None:
            return None
        stream: IO[bytes] | None = None
        with suppress(OSError):
            stream = path.open("w+b")
            if hold(stream):
                stream.write(_written(OUR_NAME))
                stream.flush()
                hide(path)
                return cls(path, stream)
        if stream is not None:
            stream.close()
        return None

    def remove(self) -> None:
        """The workbook is closed; where its disk has gone, the file went with it."""
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            self.path.unlink()


def _written(name: str) -> bytes:
    plain, wide = name.encode("gbk"), name.encode("utf-16-le")
    first = bytes([len(plain)]) + plain.ljust(_NAME_FIELD - 1)
    return first + len(name).to_bytes(2, "little") + wide + " ".encode("utf-16-le") * (_LONGEST_NAME - len(name))
