"""A file is written whole or not at all, and what goes wrong is said in words."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from juesuan.errors import JuesuanError

_FULL = {errno.ENOSPC, errno.EDQUOT}


class RenderError(JuesuanError):
    """A document could not be made or written."""


class Cancelled(RenderError):  # noqa: N818  (nothing went wrong)
    """The user stopped it; nothing was written."""

    def __init__(self) -> None:
        super().__init__("已取消导出，原有文件没有改动。")


def write_whole(content: bytes, path: Path | str) -> None:
    """Put the content beside the target, then in its place. RenderError where that cannot be done; the old file stays then."""
    target = Path(path)
    beside: str | None = None
    try:
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_mode(target))
        Path(beside).replace(target)
    except OSError as problem:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise RenderError(_sentence(problem, target)) from problem


def _mode(target: Path) -> int:
    """The permissions of the file replaced, or those that new files get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sentence(problem: OSError, target: Path) -> str:
    if problem.errno in _FULL:
        return f"磁盘空间不足，“{target.name}”没有写成。请清理“{target.parent}”所在的磁盘，或者换一个位置导出。"
    if not target.parent.is_dir():
        return f"文件夹“{target.parent}”不存在，“{target.name}”没有写成。请先建好文件夹，或者换一个位置导出。"
    if target.is_dir():
        return f"“{target}”是一个文件夹，不能写成文件。请换一个文件名。"
    if target.exists() and os.access(target.parent, os.W_OK):
        return f"“{target.name}”写不进去，可能正在阅读器中打开。请关闭后重试，或者换一个文件名导出。"
    return f"没有在“{target.parent}”中写文件的权限，“{target.name}”没有写成。请换一个位置导出。"
