"""The Debian package: PyInstaller's folder under /opt, and what a Linux desktop needs to know of it."""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from installer.packing.bill import collect_licences, write_bill
from installer.packing.locking import lock_path, read_lock
from installer.packing.places import HOME, INSTALLER, BuildError, python_of, recipe, run, size, version
from installer.packing.trimming import trim_frozen

ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
_SOURCES = INSTALLER / "linux"


def build_deb(into: Path) -> Path:
    """The whole way from the locked wheels to the .deb, whose path is the answer."""
    if not sys.platform.startswith("linux"):
        raise BuildError("只能在 Linux 上做 .deb。")
    work = (into / "linux").resolve()
    environment = make_environment(work)
    program = freeze(work, environment)
    tree = work / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / "opt/juesuan", symlinks=True)
    write_desktop(tree)
    write_papers(tree, site_of(environment))
    write_control(tree)
    return pack(tree, into / f"juesuan_{version()}_{architecture()}.deb")


def make_environment(work: Path) -> Path:
    """A virtual environment with exactly the locked wheels, and PyInstaller."""
    environment, stamp = work / "environment", work / "environment.txt"
    locks = [lock_path(lock_name()), lock_path(lock_name("tools"))]
    wanted = "".join(lock.read_text(encoding="utf-8") for lock in locks)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return environment
    shutil.rmtree(environment, ignore_errors=True)
    run([sys.executable, "-m", "venv", environment])
    words = [word for lock in locks for word in ("-r", str(lock))]
    run([python_of(environment), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", *words])
    stamp.write_text(wanted, encoding="utf-8")
    return environment


def site_of(environment: Path) -> Path:
    return next((environment / "lib").glob("python*/site-packages"))


def freeze(work: Path, environment: Path) -> Path:
    """PyInstaller's folder of program and libraries, trimmed."""
    command: list[str | Path] = [python_of(environment), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
               "--distpath", work / "frozen", "--workpath", work / "work", _SOURCES / "juesuan.spec"]  # fmt: skip
    run(command, env=dict(os.environ, PYTHONPATH=str(HOME / "desktop"), JUESUAN_SOURCES=str(HOME), PYTHONHASHSEED="0"))
    program = work / "frozen/juesuan"
    trim_frozen(program / "_internal")
    shutil.copy(_SOURCES / "qt.conf", program / "qt.conf")
    return program


def write_desktop(tree: Path) -> None:
    """The command, the menu entry, the icons and the manual page."""
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/juesuan").symlink_to("/opt/juesuan/juesuan")
    _copy(_SOURCES / "juesuan.desktop", tree / "usr/share/applications/juesuan.desktop")
    icons = tree / "usr/share/icons/hicolor"
    _copy(HOME / "resources/icons/app.svg", icons / "scalable/apps/juesuan.svg")
    for edge in ICON_SIZES:
        _copy(HOME / f"resources/icons/app-{edge}.png", icons / f"{edge}x{edge}/apps/juesuan.png")
    page = (_SOURCES / "juesuan.1").read_bytes()
    for folder in ("man/man1", "man/zh_CN/man1"):
        _compress(page, tree / f"usr/share/{folder}/juesuan.1.gz")


def write_papers(tree: Path, site: Path) -> None:
    """Licences, bill of materials, changes."""
    papers = tree / "usr/share/doc/juesuan"
    _copy(_SOURCES / "copyright", papers / "copyright")
    _compress((HOME / "CHANGELOG.md").read_bytes(), papers / "changelog.gz")
    wheels = read_lock(lock_name())
    write_bill(papers / "sbom.cdx.json", wheels, site, "linux", platform.python_version())
    collect_licences(papers / "licences", wheels, site)


def write_control(tree: Path) -> None:
    """What dpkg asks for."""
    folder = tree / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(control(size(tree) // 1024), encoding="utf-8")
    for name in ("postinst", "postrm"):
        _copy(_SOURCES / name, folder / name).chmod(0o755)
    sums = [f"{_digest(path)}  {path.relative_to(tree)}" for path in sorted(tree.rglob("*")) if _listed(path, folder)]
    (folder / "md5sums").write_text("\n".join(sums) + "\n", encoding="utf-8")


def _listed(path: Path, control_folder: Path) -> bool:
    return path.is_file() and not path.is_symlink() and control_folder not in path.parents


def _digest(path: Path) -> str:
    return subprocess.run(["md5sum", path], check=True, capture_output=True, text=True).stdout.split()[0].lstrip("\\")


def control(kilobytes: int) -> str:
    """The control file; `kilobytes` is the installed size."""
    text = (_SOURCES / "control").read_text(encoding="utf-8")
    return text.format(version=version(), architecture=architecture(), size=kilobytes, glibc=recipe()["glibc"][architecture()])


def lock_name(kind: str = "linux") -> str:
    """The lock for this machine's processor."""
    return kind if architecture() == "amd64" else f"{kind}-{architecture()}"


def architecture() -> str:
    """This machine's name among Debian's."""
    return {"x86_64": "amd64", "aarch64": "arm64", "loongarch64": "loong64"}.get(os.uname().machine, os.uname().machine)


def pack(tree: Path, deb: Path) -> Path:
    deb.parent.mkdir(parents=True, exist_ok=True)
    for path in [tree, *tree.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", tree, deb], stdout=subprocess.DEVNULL)
    return deb


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


def _compress(content: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(content, 9, mtime=0))
