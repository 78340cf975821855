"""No use of any network: every verb runs with sockets forbidden, and nothing in the package can reach for one."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from juesuan import cli

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "desktop/juesuan"
NETWORK = {
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib"),
    *("xmlrpc", "socketserver", "requests", "httpx", "aiohttp", "asyncio"),
}
LOCAL = {"QLocalServer", "QLocalSocket"}


@pytest.fixture
def no_sockets(monkeypatch):
    """Any socket that Python code asks for fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    for name in ("socket", "create_connection", "create_server", "socketpair", "getaddrinfo", "gethostbyname", "fromfd"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.fixture(scope="module")
def new_book(tmp_path_factory):
    path = tmp_path_factory.mktemp("new") / "新.xlsx"
    assert cli.run(["new", "--edition", "2020", "--unit", "某单位", str(path)]) == cli.DONE
    return path


def words(verb: str, book: Path, folder: Path) -> list[str]:
    """A plain use of each verb."""
    out = str(folder / "出.xlsx")
    return {
        "new": ["new", "--edition", "2023", "--unit", "某单位", out],
        "forms": ["forms", str(book)],
        "audit": ["audit", str(book), "--json"],
        "compare": ["compare", str(book), "--prior", str(book)],
        "disclose": ["disclose", str(book), "-o", out],
        "narrate": ["narrate", str(book), "-o", str(folder / "明.pdf"), "-o", str(folder / "明.docx"), "-o", str(folder / "明.txt")],
        "performance": ["performance", str(book), "--new", out],
        "combine": ["combine", str(book), "-o", out],
        "rules": ["rules"],
        "templates": ["templates"],
        "demo": ["demo", str(folder / "演示")],
    }[verb]


@pytest.mark.parametrize("verb", cli._actions())
def test_every_verb_runs_without_a_socket(verb, new_book, tmp_path, no_sockets, capsys):
    code = cli.run(words(verb, new_book, tmp_path))
    said = capsys.readouterr()
    assert code in {cli.DONE, cli.FOUND} or (code == cli.FAILED and said.err), said.err


def test_the_window_opens_and_audits_without_a_socket(qtbot, small_book, tmp_path, no_sockets):
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings

    window = MainWindow(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    window.open_paths([str(small_book)])
    qtbot.waitUntil(lambda: small_book.name in window.windowTitle(), timeout=20_000)


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
