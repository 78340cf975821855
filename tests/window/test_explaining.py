"""A 核实性 finding stays with its written reason."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from juesuan.audit.finding import Finding
from juesuan.desk import Desk
from juesuan.window.session import BookSession


def filled(path: Path, amount: str) -> Path:
    desk = Desk.open(path)
    cell = desk.recognition.cell("财决03", "合计", "1")
    income = desk.recognition.cell("财决01", "31", "3")
    assert cell is not None
    assert income is not None
    desk.edit(desk.workbook.replace({cell: Decimal(amount), income: Decimal(amount)}, "填写"))
    desk.save()
    return path


@pytest.fixture
def session(template: Path, tmp_path: Path) -> BookSession:
    prior = filled(Path(shutil.copy(template, tmp_path / "上年.xlsx")), "1000000")
    current = filled(Path(shutil.copy(template, tmp_path / "本年.xlsx")), "9000000")
    return BookSession(Desk.open(current, prior))


def confirming(session: BookSession) -> list[Finding]:
    return [finding for finding in session.findings if finding.kind == "核实性"]


def test_the_reason_is_kept_in_the_workbook_and_can_be_taken_back(session: BookSession, qtbot: QtBot) -> None:
    finding = next(finding for finding in confirming(session) if not finding.explanation)
    assert session.explain(finding, "新增项目，有批复。")
    qtbot.waitUntil(lambda: session.ready, timeout=20000)
    kept = next(other for other in confirming(session) if other.key == finding.key)
    assert kept.explanation == "新增项目，有批复。"
    session.desk.save()
    assert session.path is not None
    again = BookSession(Desk.open(session.path))
    assert "审核说明" in [sheet.name for sheet in again.workbook.sheets]
    session.undo()
    assert next(other for other in confirming(session) if other.key == finding.key).explanation is None
