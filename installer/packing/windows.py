"""The Windows setup program: a private Python, the locked wheels, our package, launchers, and NSIS around them."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

from installer.packing.bill import collect_licences, write_bill
from installer.packing.locking import WINDOWS_TARGET, lock_path, read_lock
from installer.packing.places import HOME, INSTALLER, NAME, BuildError, recipe, run, size, version
from installer.packing.runtime import build_launchers, compiled, fetch_runtime, forward_python3, lay_runtime, numbers
from installer.packing.script import write_lists
from installer.packing.trimming import trim_site

_SOURCES = INSTALLER / "windows"
_MEGABYTE = 10**6


def build_setup(into: Path, runtime: Path | None = None, shown_version: str | None = None, *, fast: bool = False) -> Path:
    """The whole way from the locked wheels to the setup program, whose path is the answer."""
    work = (into / "windows").resolve()
    shown = shown_version or version()
    payload = build_payload(work, runtime, shown)
    check_size("装好以后", size(payload), "installed")
    setup = pack(payload, work, into.resolve() / f"{NAME}-{shown}-win64.exe", shown, fast=fast)
    if not fast:
        check_size(setup.name, setup.stat().st_size, "setup")
    return setup


def check_size(what: str, taken: int, limit: str) -> None:
    """Say how large it became; BuildError beyond the limit of packing.toml."""
    most = recipe()["limits"][limit]
    print(f"{what} {taken / _MEGABYTE:.1f} MB（上限 {most} MB）")
    if taken > most * _MEGABYTE:
        raise BuildError(f"{what}太大了。请在 packing.toml 的 trim 里多去掉一些用不到的。")


def build_payload(work: Path, runtime: Path | None, shown: str) -> Path:
    """The folder as it will lie on the user's disk."""
    payload, native = work / "payload", work / "native"
    for folder in (payload, native):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    wheels = fetch_wheels(work / "wheels")
    cpython = lay_runtime(payload, runtime or fetch_runtime(work))
    site = payload / "site"
    unpack(wheels, site)
    collect_licences(payload / "许可证", read_lock("windows"), site)
    write_bill(payload / "许可证/软件物料清单.cdx.json", read_lock("windows"), site, "windows", cpython)
    lay_crt(payload, site)
    trim_site(site)
    lay_own(site)
    compile_modules(site)
    forward_python3(payload, native)
    build_launchers(payload, native, shown)
    shutil.copy(_SOURCES / "start.py", payload / "start.py")
    shutil.copy(HOME / "CHANGELOG.md", payload / "更新记录.txt")
    return payload


def fetch_wheels(folder: Path) -> list[Path]:
    """Download the wheels of the lock, once; pip checks their hashes."""
    stamp, wanted = folder / "lock.txt", lock_path("windows").read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", *WINDOWS_TARGET, "-d", folder,
             "-r", lock_path("windows")])  # fmt: skip
        stamp.write_text(wanted, encoding="utf-8")
    return sorted(folder.glob("*.whl"))


def unpack(wheels: list[Path], site: Path) -> None:
    """What pip would install, without its scripts; `.data/purelib` and `platlib` go where they belong."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    for data in site.glob("*.data"):
        for kind in ("purelib", "platlib"):
            if (data / kind).is_dir():
                shutil.copytree(data / kind, site, dirs_exist_ok=True)
        shutil.rmtree(data)


def lay_crt(payload: Path, site: Path) -> None:
    """Microsoft's C runtime beside the program, from the wheel that carries the newest."""
    for pattern in recipe()["runtime"]["crt"]:
        for library in (site / "shiboken6").glob(pattern):
            shutil.copy(library, payload / library.name.lower())


def lay_own(site: Path) -> None:
    """Our package with its resources and templates inside."""
    shutil.copytree(HOME / "desktop/juesuan", site / "juesuan", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in recipe()["own"]["folders"]:
        shutil.copytree(HOME / folder, site / "juesuan" / folder, ignore=shutil.ignore_patterns("__pycache__", "~$*"))


def compile_modules(site: Path) -> None:
    """Every module compiled in place of its source: nothing is written when the program runs, and it starts sooner."""
    for path in list(site.rglob("*.py")):
        content = compiled(path, path.relative_to(site).as_posix(), site)
        path.with_suffix(".pyc").write_bytes(content)
        path.unlink()
    (site / "module.pyc").unlink(missing_ok=True)


def pack(payload: Path, work: Path, target: Path, shown: str, *, fast: bool) -> Path:
    """Run NSIS on the payload."""
    lists = work / "lists"
    write_lists(payload, lists)
    target.parent.mkdir(parents=True, exist_ok=True)
    run(make_command(lists, target, shown, size(payload) // 1024, fast=fast))
    return target


def make_command(lists: Path, target: Path, shown: str, kilobytes: int, *, fast: bool) -> list[str]:
    """The command that runs NSIS, with what it is told."""
    told = {
        "VERSION": shown,
        "NUMBERS": numbers(shown),
        "OUT": str(target),
        "LISTS": str(lists),
        "ICON": str(HOME / "resources/icons/app.ico"),
        "KILOBYTES": str(kilobytes),
    }
    defined = [f"-D{name}={value}" for name, value in told.items()] + (["-DFAST"] if fast else [])
    return ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *defined, str(_SOURCES / "setup.nsi")]
