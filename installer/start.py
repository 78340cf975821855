#!/usr/bin/env python3
"""一条命令备好一切：`python3 installer/start.py` 建环境、装依赖、运行演示并打开窗口；加 `test` 则运行全部检查。

Needs only a Python of version 3.11 or later; works on Debian and on Windows. Everything goes into `.venv` beside this checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
ENVIRONMENT = HOME / ".venv"
WINDOWS = os.name == "nt"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = ENVIRONMENT / "installed.txt"

# Shared libraries that Qt opens at run time and a bare Debian lacks, by the file that tells whether they are there.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def main(words: list[str]) -> int:
    """Run one of the two ways; the exit code of what ran last."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python can run this file, and is told what it needs
        print(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。请安装新版 Python 后再运行。", file=sys.stderr)
        return 2
    testing = words[:1] == ["test"]
    install_libraries()
    make_environment(testing=testing)
    return run_checks(words[1:]) if testing else run_demo()


def install_libraries() -> None:
    """On Debian, apt-get what Qt needs and the machine lacks; without the right to, say which packages are missing."""
    if WINDOWS or sys.platform == "darwin" or not shutil.which("apt-get"):
        return
    missing = missing_libraries()
    if not missing:
        return
    if os.geteuid() != 0:
        print(f"缺少系统库，请管理员执行：apt-get install -y {' '.join(missing)}", file=sys.stderr)
        return
    apt(missing)


def missing_libraries() -> list[str]:
    """Debian packages whose library the loader does not know."""
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    return [package for library, package in LIBRARIES.items() if library not in known]


def apt(packages: list[str]) -> None:
    """Install Debian packages; a failure is told and not fatal, what needs them will say so itself."""
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", "-y", "--no-install-recommends", "-qq", *packages]
    if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0:
        return
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL, check=False)
    if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
        print(f"系统库没有装全：{' '.join(packages)}", file=sys.stderr)


def make_environment(*, testing: bool) -> None:
    """The virtual environment with the package in it, renewed when pyproject.toml changed."""
    wanted = f"{(HOME / 'pyproject.toml').read_text(encoding='utf-8')}\n{testing=}"
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    if not PYTHON.exists():
        print("正在建立运行环境……", flush=True)
        create_environment()
    print("正在安装依赖……", flush=True)
    package = f"{HOME}[test]" if testing else str(HOME)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", package], check=True)
    STAMP.write_text(wanted, encoding="utf-8")


def create_environment() -> None:
    """A venv with pip; Debian keeps ensurepip in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        if not WINDOWS and os.geteuid() == 0:
            apt(["python3-venv"])
    venv.create(ENVIRONMENT, with_pip=True, clear=True)


def run_demo() -> int:
    """`juesuan demo`, then the window on its workbook where there is a display."""
    folder = HOME / "演示"
    code = subprocess.run([PYTHON, "-m", "juesuan", "demo", folder], check=False).returncode
    if code == 2:  # noqa: PLR2004 - the command line's own code for "could not be done"
        return code
    if WINDOWS or sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        books = sorted(folder.glob("*.xlsx"))[-1:]
        return subprocess.run([PYTHON, "-m", "juesuan", *books], check=False).returncode
    print("本机没有图形显示，未打开窗口。")
    return 0


def run_checks(words: list[str]) -> int:
    """ruff, mypy and the tests; all of them run, the first failure gives the exit code."""
    quiet = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONUTF8="1")
    checks = [["ruff", "check", "."], ["mypy"], ["pytest", *(words or ["-n", "2"])]]
    codes = [subprocess.run([PYTHON, "-m", *check], cwd=HOME, env=quiet, check=False).returncode for check in checks]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
