"""No use of any network: every verb and the window run with sockets forbidden, and nothing in the package can reach for one.

Sockets that cannot leave the computer (AF_UNIX) are another thing: a second start hands its files to the first window through one.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "desktop/juesuan"
CASE = HOME / "tests/cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
NETWORK = {
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib"),
    *("xmlrpc", "socketserver", "requests", "httpx", "aiohttp", "asyncio"),
}
LOCAL = {"QLocalServer", "QLocalSocket"}


@pytest.fixture(scope="module")
def guard(tmp_path_factory):
    """What the system's own `socket` is replaced by, for libraries that are not Python; None where nothing can compile it."""
    if sys.platform != "linux" or not shutil.which("cc"):
        return None
    library = tmp_path_factory.mktemp("guard") / "no_sockets.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, HOME / "tests/security/no_sockets.c", "-ldl"], check=True)
    return library


def run_guarded(guard, asked, *words):
    home = {"JUESUAN_HOME": str(asked.parent / "家"), "QT_QPA_PLATFORM": "offscreen", "SOCKETS_ASKED": str(asked)}
    environment = os.environ | home | ({"LD_PRELOAD": str(guard)} if guard else {})
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    return done, asked.read_text(encoding="ascii") if asked.exists() else ""


def test_every_verb_and_the_window_run_without_a_socket(guard, small_book, tmp_path):
    folder = tmp_path / "出"
    folder.mkdir()
    done, asked = run_guarded(guard, tmp_path / "asked.txt", HOME / "tests/security/every_verb.py", small_book, CASE, folder)
    told = [line.split() for line in done.stdout.splitlines()]
    assert [verb for verb, code in told if code not in {"0", "1"}] == [], done.stderr
    assert told[-1:] == [["window", "0"]], done.stderr
    assert asked == ""


def test_the_guard_would_have_noticed(guard, tmp_path):
    if not guard:
        pytest.skip("needs a compiler")
    done, asked = run_guarded(guard, tmp_path / "asked.txt", "-c", "import socket; socket.socket()")
    assert "Permission denied" in done.stderr
    assert asked == "domain 2\n"


@cache
def imported(path: Path) -> set[str]:
    """Every name imported anywhere in a module, as `module` and `module.name`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_in_the_package_imports_a_network_module():
    found = {(path.name, name) for path in PACKAGE.rglob("*.py") for name in imported(path) if name.split(".")[0] in NETWORK}
    assert not found


def test_auditing_does_not_even_load_what_speaks_to_a_network(small_book):
    script = "import sys; from juesuan.cli import run; run(['audit', sys.argv[1]]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, small_book], capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "juesuan.audit" in loaded
    assert not loaded & ((NETWORK | {"urllib.request"}) - {"urllib"})  # pathlib takes urllib.parse


def test_qt_gives_only_the_socket_that_stays_on_this_computer():
    names = {name.rpartition(".")[2] for path in PACKAGE.rglob("*.py") for name in imported(path) if name.startswith("PySide6.QtNetwork.")}
    assert names <= LOCAL
