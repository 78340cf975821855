"""The program is killed with work that was not saved: the next start brings it back, and undo goes on from there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juesuan.window.main_window import MainWindow


def killed_while_typing(path: Path) -> None:
    """Start the program on a workbook, wait until it typed, kill it."""
    command = [sys.executable, str(Path(__file__).with_name("crashing.py")), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        process.kill()


def test_what_was_typed_comes_back_and_can_be_undone(window: MainWindow, qtbot: QtBot, workbook_path: Path) -> None:
    before = workbook_path.read_bytes()
    killed_while_typing(workbook_path)
    assert workbook_path.read_bytes() == before
    window.recover()
    assert workbook_path.name in window.bar.words
    next(button for button in window.bar.findChildren(QPushButton) if button.text() == "恢复").click()
    qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=60000)
    session = window.session
    assert session is not None
    first, second = (session.recognition.cell("财决01", line, "1") for line in ("1", "2"))
    assert first is not None
    assert second is not None
    assert (session.workbook.value(first), session.workbook.value(second)) == (55, None)
    assert session.modified
    window.commands.action("undo").trigger()
    assert session.workbook.value(first) is None
    window.commands.action("redo").trigger()
    assert session.workbook.value(first) == 55
    window.commands.action("save").trigger()
    qtbot.waitUntil(lambda: not session.modified, timeout=30000)
    assert workbook_path.read_bytes() != before
