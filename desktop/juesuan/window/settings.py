"""What the program remembers for its user: window, theme, scale, province, recent files."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from juesuan.workbook.disk import user_folder

_MOST_RECENT = 12
_NAME = "决算工作台.ini"
SCALES = (0, 100, 125, 150, 175, 200)
"""Sizes of the interface on offer, percent; 0 as the system has it."""


def settings_path() -> Path:
    """Beside the journals and earlier versions, in the one folder of this user's program; settings of older versions are taken over."""
    path = user_folder() / _NAME
    if not path.exists():
        _take_over(_older_path(), path)
    return path


def _older_path() -> Path:
    """Where versions before 0.2 kept it, and where an installer may have put an administrator's."""
    if os.name == "nt":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return home / "juesuan" / "决算工作台" / _NAME


def _take_over(older: Path, path: Path) -> None:
    try:
        if older.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(older.read_bytes())
    except OSError:
        return  # without the old settings the program starts all the same


class Settings:
    """An ini file in the user's own folder. Attributes: path."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_path()
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    @property
    def dark(self) -> bool:
        return self._store.value("外观/深色", "false") == "true"

    @dark.setter
    def dark(self, dark: bool) -> None:
        self._store.setValue("外观/深色", "true" if dark else "false")

    @property
    def scale(self) -> int:
        """Size of the interface in percent; 0 as the system has it."""
        stored = str(self._store.value("外观/大小", "0"))
        return int(stored) if stored.isdigit() else 0

    @scale.setter
    def scale(self, percent: int) -> None:
        self._store.setValue("外观/大小", str(percent))

    @property
    def province(self) -> str:
        """The format of the text for new workbooks."""
        return str(self._store.value("说明/省份", "national"))

    @province.setter
    def province(self, province: str) -> None:
        self._store.setValue("说明/省份", province)

    def recent(self) -> list[str]:
        """Latest first."""
        stored = self._store.value("文件/最近", [])
        return [stored] if isinstance(stored, str) else [str(path) for path in stored] if isinstance(stored, list) else []

    def remember(self, path: Path) -> None:
        """This file was opened or saved."""
        paths = [str(path.resolve()), *(other for other in self.recent() if other != str(path.resolve()))]
        self._store.setValue("文件/最近", paths[:_MOST_RECENT])

    def layout(self, name: str) -> QByteArray:
        """A window's or splitter's kept state; empty where none."""
        stored = self._store.value(f"窗口/{name}", QByteArray())
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"窗口/{name}", state)

    def sync(self) -> None:
        self._store.sync()
