"""Where the sources of a package lie and where it is built."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[2]
INSTALLER = HOME / "installer"
NAME = "决算工作台"


class BuildError(Exception):
    """A package cannot be built; the message says why and what to do."""


@cache
def recipe() -> dict[str, Any]:
    """installer/packing.toml: what goes in, what is left out, what the runtime must be."""
    return tomllib.loads((INSTALLER / "packing.toml").read_text(encoding="utf-8"))


@cache
def version() -> str:
    """The version of the program, from the one place that states it."""
    text = (HOME / "desktop/juesuan/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if not found:
        raise BuildError("desktop/juesuan/__init__.py 里没有 __version__。")
    return found.group(1)


def requirements() -> list[str]:
    """What pyproject.toml says the program needs to run."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [str(line) for line in project["dependencies"]]


def run(command: Sequence[str | Path], **more: Any) -> None:
    """Run a tool and stop the build where it fails."""
    try:
        subprocess.run([str(word) for word in command], check=True, **more)
    except FileNotFoundError as error:
        raise BuildError(f"没有找到程序 {command[0]}，请先安装它（见 installer/README.md）。") from error
    except subprocess.CalledProcessError as error:
        raise BuildError(f"{command[0]} 没有成功（退出码 {error.returncode}）。") from error


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
