"""Many random acts, always the same ones: history, findings and file stay true."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from juesuan.desk import Desk
from juesuan.window.session import BookSession
from juesuan.workbook import Cell, Content


def amounts(desk: Desk) -> list[Cell]:
    return [
        cell
        for form in desk.recognition.forms
        if form.kind == "fixed"
        for row in form.rows
        for column in form.columns
        if (cell := form.cell(row.id, column.number)) is not None
    ]


def contents(desk: Desk) -> dict[Cell, Content]:
    return {cell: desk.workbook.content(cell) for cell in amounts(desk)}


def findings(desk: Desk) -> set[tuple[str, str]]:
    return {(finding.key, finding.equation) for finding in desk.audit.findings}


def act(session: BookSession, cells: list[Cell], chance: random.Random) -> None:
    """One act of a user: typing, pasting a block, clearing, taking back, doing again."""
    kind = chance.choice(("fill", "fill", "paste", "clear", "undo", "redo"))
    if kind in ("undo", "redo"):
        getattr(session, kind)()
        return
    chosen = chance.sample(cells, {"fill": 1, "paste": 6, "clear": 3}[kind])
    session.write({cell: None if kind == "clear" else Decimal(chance.randrange(-(10**6), 10**6)) / 100 for cell in chosen}, kind)


@pytest.mark.parametrize(("acts", "between"), [(300, 60), pytest.param(5000, 20, marks=pytest.mark.slow)], ids=["short", "long"])
def test_random_acts_keep_history_findings_and_file_true(desk: Desk, qtbot: QtBot, tmp_path: Path, acts: int, between: int) -> None:
    chance = random.Random(20201231)  # noqa: S311 - the same acts every time
    session, cells = BookSession(desk), amounts(desk)
    first = contents(desk)
    for number in range(1, acts + 1):
        act(session, cells, chance)
        if number % between == 0:
            assert findings(desk) == findings(Desk(desk.workbook))
    standing, last, found = len(desk.history.acts), contents(desk), findings(desk)
    for _ in range(standing):
        session.undo()
    assert contents(desk) == first
    assert not session.modified
    for _ in range(standing):
        session.redo()
    assert (contents(desk), findings(desk)) == (last, found)
    desk.save(tmp_path / "存.xlsx")
    again = Desk.open(tmp_path / "存.xlsx")
    assert (contents(again), findings(again)) == (last, found)
