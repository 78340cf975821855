"""The window's speed: cold start, painting, scrolling, key to mark. `pytest tests/bench/test_window.py --benchmark-enable`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from juesuan.forms.build import build_template

    path = tmp_path_factory.mktemp("bench") / "决算.xlsx"
    build_template(2020, path, "医保局", forms=["财决01", "财决03", "财决05"])
    return path


@pytest.fixture
def window(qapp: Any, book: Path, tmp_path: Path) -> Any:
    from juesuan.desk import Desk
    from juesuan.window.application import prepare
    from juesuan.window.main_window import MainWindow
    from juesuan.window.session import BookSession
    from juesuan.window.settings import Settings

    prepare(qapp)
    made = MainWindow(Settings(tmp_path / "settings.ini"))
    made.resize(1366, 768)
    made.show()
    made.files.opened.emit(BookSession(Desk.open(book)))
    yield made
    made.files.ask_unsaved = lambda _session: "drop"
    made.close()


def test_cold_start_to_a_shown_window(benchmark: Any, tmp_path: Path) -> None:
    """Includes starting Python; the seconds within and the memory are printed by the window itself."""
    command = [sys.executable, "-c", "from juesuan.window.first_paint import main; main()"]
    environment = os.environ | {"JUESUAN_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}

    def start() -> str:
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    words = benchmark.pedantic(start, rounds=3 if benchmark.enabled else 1)
    assert "首屏" in words
    sys.stdout.write(words)


def test_painting_a_full_view(benchmark: Any, window: Any) -> None:
    viewport = window.editing.grid.viewport()
    viewport.grab()
    benchmark(viewport.grab)
    assert window.editing.grid.grid.form.code == "财决01"


def test_scrolling_a_wide_form(benchmark: Any, window: Any) -> None:
    grid = window.editing.grid
    window.editing.show_sheet(next(form.sheet for form in window.session.recognition.forms if form.code == "财决05"))
    bar = grid.horizontalScrollBar()
    steps = iter(range(10**9))

    def frame() -> None:
        bar.setValue(next(steps) * 90 % max(1, bar.maximum()))
        grid.viewport().repaint()

    benchmark(frame)
    assert bar.maximum() > 0


def test_key_to_mark(benchmark: Any, window: Any, qapp: Any) -> None:
    """From a confirmed amount to painted cells, findings list, navigation and panel."""
    session = window.session
    cell = session.recognition.cell("财决01", "27", "1")
    amounts: Callable[[], Decimal] = iter(map(Decimal, range(1, 10**9))).__next__

    def act() -> None:
        session.write({cell: amounts()}, "填写")
        qapp.processEvents()

    benchmark(act)
    assert cell in session.marks


def test_opening_to_a_usable_first_form(benchmark: Any, qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real unit's workbook of twenty forms, from the double click to its painted first form; the audit follows in a thread."""
    from juesuan.window.application import prepare
    from juesuan.window.jobs import wait_for_all
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings

    case = next((Path(__file__).parents[1] / "cases" / "lizhou-2020").glob("[!~]*2020*.xlsx"))
    monkeypatch.setenv("JUESUAN_HOME", str(tmp_path))
    prepare(qapp)
    window = MainWindow(Settings(tmp_path / "settings.ini"))
    window.resize(1366, 768)
    window.show()
    window.warm()
    wait_for_all(60000)
    qapp.processEvents()
    path = tmp_path / case.name

    def fresh() -> None:
        while window.sessions:
            while not window.sessions[0].ready:
                qapp.processEvents()
            window.drop(window.sessions[0])
        path.write_bytes(case.read_bytes())

    def open_it() -> None:
        window.open_paths([path])
        while window.session is None:
            qapp.processEvents()
        window.editing.grid.viewport().repaint()

    benchmark.pedantic(open_it, setup=fresh, rounds=5 if benchmark.enabled else 1)
    assert window.session is not None
    assert window.editing.grid.grid.form.code == "财决01"
    fresh()
    window.close()
