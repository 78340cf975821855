"""The two lists that the setup script includes: every file to lay down, and every file to take away again."""

from __future__ import annotations

from pathlib import Path


def write_lists(payload: Path, folder: Path) -> None:
    """install.nsh and remove.nsh for a payload."""
    folder.mkdir(parents=True, exist_ok=True)
    directories = [payload, *sorted(path for path in payload.rglob("*") if path.is_dir())]
    (folder / "install.nsh").write_text("\n".join(_install(payload, directories)) + "\n", encoding="utf-8")
    (folder / "remove.nsh").write_text("\n".join(_remove(payload, directories)) + "\n", encoding="utf-8")


def _install(payload: Path, directories: list[Path]) -> list[str]:
    lines: list[str] = []
    for directory in directories:
        lines.append(f'SetOutPath "{_target(directory, payload)}"')
        lines += [f'File "{path}"' for path in _files(directory)]
    return lines


def _remove(payload: Path, directories: list[Path]) -> list[str]:
    """Files first, then their folders, the deepest first; a folder with something else in it stays."""
    lines = [f'Delete "{_target(path, payload)}"' for directory in directories for path in _files(directory)]
    return lines + [f'RMDir "{_target(directory, payload)}"' for directory in reversed(directories[1:])]


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.is_file())


def _target(path: Path, payload: Path) -> str:
    inner = str(path.relative_to(payload)).replace("/", "\\")
    return "$INSTDIR" if inner == "." else f"$INSTDIR\\{_quoted(inner)}"


def _quoted(text: str) -> str:
    """`$` begins a variable in NSIS."""
    return text.replace("$", "$$")
