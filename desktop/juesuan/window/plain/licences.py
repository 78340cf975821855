"""What the program is made of and under which licences: read from what is installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from juesuan.resources import resource

COMPONENTS = (
    "PySide6-Essentials", "formualizer", "lark", "lxml", "openpyxl", "pandas", "pikepdf", "pypdfium2", "python-calamine", "python-docx",
    "reportlab", "rtoml", "xlrd",
)  # fmt: skip
"""Distributions that come along, as pyproject.toml names them."""
_FOLDERS = ("许可证", "licences", "installer/licences")
_ON_LINUX = Path("/usr/share/doc/juesuan/licences")
_OWN = "决算工作台-MIT"
_UP = 4
_LONGEST = 60


def components() -> tuple[str, ...]:
    """`lxml 6.1.3　BSD-3-Clause`, one for each that is installed."""
    return tuple(_sentence(name) for name in COMPONENTS)


def _sentence(name: str) -> str:
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return f"{name}　见许可证文本"
    classified = [text.rpartition(":: ")[2] for text in found.get_all("Classifier") or [] if text.startswith("License ::")]
    typed = next((found[key].split("\n")[0] for key in ("License-Expression", "License") if key in found), "")
    licence = typed if 0 < len(typed) <= _LONGEST else "、".join(classified) or "见许可证文本"
    return f"{found['Name']} {found['Version']}　{licence}"


def licence_texts() -> tuple[tuple[str, str], ...]:
    """Name and text of every licence that was installed beside the program: our own, Qt's, the fonts'."""
    found = {_OWN if path.name == "LICENSE" else path.stem: path for path in _files()}
    return tuple((name, path.read_text(encoding="utf-8", errors="replace")) for name, path in found.items())


def _files() -> Iterator[Path]:
    home = resource("fonts")
    starts = [*home.parents[:_UP], *Path(sys.executable).parents[:2]]
    for start in starts:
        yield from (path for path in (start / "LICENSE",) if path.is_file())
    for folder in (*(start / name for start in starts for name in _FOLDERS), _ON_LINUX):
        if folder.is_dir():
            yield from sorted(folder.glob("*.txt"))
    yield from sorted(home.glob("*.txt"))
