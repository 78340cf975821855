"""Leaving with unsaved work: one question for all, and nothing lost whatever the answer."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from juesuan.desk import Desk
from juesuan.window.main_window import MainWindow
from juesuan.window.session import BookSession
from juesuan.window.unsaved_dialog import question


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, template: Path, tmp_path: Path) -> MainWindow:
    """Three workbooks, the first two with a change."""
    for name in ("甲", "乙", "丙"):
        window.open_paths([shutil.copy(template, tmp_path / f"{name}.xlsx")])
        qtbot.waitUntil(lambda name=name: any(name in session.title and session.ready for session in window.sessions), timeout=30000)  # type: ignore[misc]
    for session in window.sessions[:2]:
        cell = session.recognition.cell("财决01", "1", "1")
        assert cell is not None
        session.write({cell: Decimal(7)}, "填写")
    return window


def answer(window: MainWindow, words: str) -> list[list[str]]:
    asked: list[list[str]] = []

    def ask(sessions: Sequence[BookSession]) -> str:
        asked.append([session.title for session in sessions])
        return words

    window.files.ask_several = ask
    return asked


def amount(path: Path) -> Decimal | None:
    return Desk.open(path).recognition.amount("财决01", "1", "1")


def test_one_question_names_all_and_staying_keeps_all(three: MainWindow) -> None:
    asked = answer(three, "stay")
    three.close()
    assert asked == [["甲.xlsx", "乙.xlsx"]]
    assert three.isVisible()
    assert len(three.sessions) == 3


def test_saving_all_writes_each_and_closes(three: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    answer(three, "save")
    three.close()
    qtbot.waitUntil(lambda: not three.isVisible(), timeout=30000)
    assert [amount(tmp_path / f"{name}.xlsx") for name in ("甲", "乙")] == [7, 7]


def test_not_saving_closes_and_leaves_the_files(three: MainWindow, tmp_path: Path) -> None:
    answer(three, "drop")
    three.close()
    assert not three.isVisible()
    assert not amount(tmp_path / "甲.xlsx")


def test_what_cannot_be_saved_keeps_the_window_open(three: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(b"other")
    answer(three, "save")
    three.close()
    qtbot.waitUntil(lambda: three.bar.objectName() == "barError", timeout=30000)
    assert three.isVisible()
    assert [session.title for session in three.sessions if session.modified] == ["甲.xlsx", "乙.xlsx"]


def test_the_question_lists_the_workbooks() -> None:
    assert question(["甲.xlsx"]) == ("“甲.xlsx”有改动还没有保存。", "")
    words, listed = question([f"{number}.xlsx" for number in range(15)])
    assert words == "15 个工作簿有改动还没有保存。"
    assert listed.splitlines()[0] == "· 0.xlsx"
    assert listed.splitlines()[-1] == "还有 3 个"
