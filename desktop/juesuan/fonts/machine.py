"""Fonts that the computer has: where they lie on Windows, Linux and macOS, found by file name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def font_folders() -> tuple[Path, ...]:
    """The system's folder and the user's own; only those that exist."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    else:
        data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
        folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", data / "fonts"]
    return tuple(folder for folder in folders if folder.is_dir())


@cache
def installed(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Every font file by its name in small letters; a folder that may not be read counts as empty."""
    found: dict[str, Path] = {}
    for folder in folders:
        for where, _, names in os.walk(folder, onerror=None):
            for name in names:
                if name.lower().endswith((".ttf", ".ttc")):
                    found.setdefault(name.lower(), Path(where) / name)
    return found


def find(names: Iterable[str], folders: tuple[Path, ...] | None = None) -> tuple[Path, ...]:
    """Those of the named files that are there, in the order asked for."""
    present = installed(font_folders() if folders is None else folders)
    return tuple(present[name.lower()] for name in names if name.lower() in present)
