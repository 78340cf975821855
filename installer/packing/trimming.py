"""Leave out of a package what the program never opens, by the lists in packing.toml."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path

from installer.packing.places import recipe


def trim_frozen(folder: Path) -> None:
    """PyInstaller's _internal: Qt down to what is kept, and the system libraries that every desktop has."""
    qt = folder / "PySide6/Qt"
    _trim_qt(folder / "PySide6", libraries=qt / "lib", plugins=qt / "plugins", translations=qt / "translations")
    shutil.rmtree(qt / "qml", ignore_errors=True)
    for pattern in recipe()["trim"]["linux"]:
        for path in folder.glob(pattern):
            _remove(path)
    _remove_dangling(folder)
    _remove_empty(folder)
    for name in recipe()["trim"]["empty_folders"]:
        (folder / name).mkdir(parents=True, exist_ok=True)


def trim_site(site: Path) -> None:
    """The unpacked Windows wheels: Qt down to what is kept, no tests, headers or sources of C."""
    qt = site / "PySide6"
    _trim_qt(qt, libraries=qt, plugins=qt / "plugins", translations=qt / "translations")
    for pattern in recipe()["trim"]["windows"]:
        for path in list(site.glob(pattern.removesuffix("/**"))):
            _remove(path)
    _remove_empty(site)


def _trim_qt(modules: Path, *, libraries: Path, plugins: Path, translations: Path) -> None:
    keep = recipe()["keep"]
    _keep(modules.glob("Qt*.*"), lambda path: path.name.split(".")[0] in {*keep["qt_modules"], *keep["qt_libraries"]})
    _keep(modules.glob("Qt6*.dll"), lambda path: path.stem in keep["qt_libraries"])
    _keep(libraries.glob("libQt6*"), lambda path: path.name.removeprefix("lib").split(".")[0] in keep["qt_libraries"])
    _keep(_files(plugins), lambda path: _kept_plugin(path.relative_to(plugins), keep["qt_plugins"]))
    _keep(_files(translations), lambda path: path.name in keep["qt_translations"])


def _kept_plugin(path: Path, kept: Iterable[str]) -> bool:
    name = f"{path.parent.as_posix()}/{path.name.removeprefix('lib').split('.')[0]}"
    return any(fnmatch(name, pattern) for pattern in kept)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _keep(paths: Iterable[Path], wanted: Callable[[Path], bool]) -> None:
    for path in list(paths):
        if not wanted(path):
            path.unlink()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _remove_dangling(folder: Path) -> None:
    """PyInstaller's links to libraries that went."""
    for path in list(folder.rglob("*")):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _remove_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()
