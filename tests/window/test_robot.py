"""Many random acts through keys, mouse and clipboard: history, findings, marks and file stay true.

The long run takes some minutes: `pytest tests/window/test_robot.py -m slow`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from robot import Robot, check_findings, state_of

from juesuan.desk import Desk
from juesuan.window.main_window import MainWindow
from juesuan.window.session import BookSession

Open = Callable[[], MainWindow]


@pytest.mark.parametrize(
    ("acts", "between", "seed"),
    [(400, 20, 20201231), pytest.param(5000, 1, 20211231, marks=pytest.mark.slow)],
    ids=["short", "long"],
)
def test_random_acts_keep_history_findings_and_file_true(
    open_book: Open, qtbot: QtBot, tmp_path: Path, acts: int, between: int, seed: int
) -> None:
    robot = Robot(open_book(), seed)
    for number in range(1, acts + 1):
        robot.act()
        robot.check(whole=number % between == 0)
    session, last = robot.session, state_of(robot.session)
    check_findings(session)
    standing = len(session.desk.history.acts)
    assert standing
    for _ in range(standing):
        session.undo()
    assert state_of(session) == robot.states[0]
    assert not session.modified
    for _ in range(standing):
        session.redo()
    assert state_of(session) == last
    session.desk.save(tmp_path / "存.xlsx")
    again = BookSession(Desk.open(tmp_path / "存.xlsx"))
    assert state_of(again) == last
    assert {(one.key, one.equation) for one in again.findings} == {(one.key, one.equation) for one in session.findings}
