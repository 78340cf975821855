"""Where the data that people edit lies: beside the package when installed, at the top of a checkout otherwise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _home(folder: str) -> Path:
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parents[1] / folder


def resource(relative: str) -> Path:
    """Path of a file or folder under resources/, for example `resource("rules/2020.txt")`."""
    return _home("resources") / relative


def template(relative: str) -> Path:
    """Path of a workbook under templates_xlsx/."""
    return _home("templates_xlsx") / relative
