"""Many random acts, always the same ones: history, findings and file stay true."""

from __future__ import annotations

import random
from decimal import Decimal

from pytestqt.qtbot import QtBot

from juesuan.audit import Audit
from juesuan.desk import Desk
from juesuan.window.session import BookSession
from juesuan.workbook import Cell, Content

ACTS = 300


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


def findings(audit: Audit) -> set[tuple[str, str]]:
    return {(finding.key, finding.equation) for finding in audit.findings}


def test_random_acts_keep_history_and_findings_true(desk: Desk, qtbot: QtBot) -> None:
    chance = random.Random(20201231)  # noqa: S311 - the same acts every time
    session, cells = BookSession(desk), amounts(desk)
    first, standing = contents(desk), 0
    for number in range(ACTS):
        kind = chance.choice(("fill", "fill", "paste", "clear", "undo", "redo"))
        if kind in ("undo", "redo"):
            getattr(session, kind)()
        else:
            chosen = chance.sample(cells, {"fill": 1, "paste": 6, "clear": 3}[kind])
            new = None if kind == "clear" else Decimal(chance.randrange(-(10**6), 10**6)) / 100
            session.write(dict.fromkeys(chosen, new), kind)
        standing = len(desk.history.acts)
        if number % 60 == 0:
            fresh = Audit(desk.recognition)
            fresh.run()
            assert {(finding.key, finding.equation) for finding in session.findings} == findings(fresh)
    for _ in range(standing):
        session.undo()
    assert contents(desk) == first
    assert not session.modified
    for _ in range(standing):
        session.redo()
    assert len(desk.history.acts) == standing
