"""Cells that hold what they should not: the workbook opens, the audit names the cell, and correcting it heals."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from juesuan.desk import Desk
from juesuan.workbook import Cell, CellError, Formula, WorkbookError

SHEET = "Z03 收入决算表(财决03表)"
PLACE = Cell(SHEET, 7, 4)


def said(desk: Desk) -> str:
    return "\n".join(finding.equation for finding in desk.audit.findings)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("六十", "六十"),
        (Decimal("60.125"), "60.125"),
        (Formula("1/0"), "#DIV/0!"),
        (Formula('"六"+1'), "#VALUE!"),
        (Formula("D7+1"), "#CIRC!"),
        (Formula("D6"), "#CIRC!"),
    ],
    ids=["text", "three-decimals", "division", "not-a-number", "reads-itself", "circle-through-its-sum"],
)
def test_typed_in(whole, content, word):
    desk = Desk.open(whole)
    before = said(desk)
    desk.edit(desk.workbook.replace({PLACE: content}, "填"))
    assert word in said(desk)
    assert "D7" in said(desk)
    desk.save()
    assert "D7" in said(Desk.open(whole))
    desk.undo()
    assert said(desk) == before
    assert desk.workbook.value(Cell(SHEET, 6, 4)) == Decimal(110)


def test_circle_in_the_file_is_named_and_can_be_mended(whole):
    workbook = openpyxl.load_workbook(whole)
    workbook[SHEET]["D7"] = "=D6"
    workbook.save(whole)
    desk = Desk.open(whole)
    assert any("循环引用" in warning and "D7" in warning for warning in desk.workbook.warnings)
    desk.edit(desk.workbook.replace({PLACE: Decimal(60)}, "改"))
    assert desk.workbook.value(Cell(SHEET, 6, 4)) == Decimal(110)
    assert desk.workbook.warnings == ()


def test_circle_is_still_one_after_saving_and_opening(whole):
    desk = Desk.open(whole)
    desk.edit(desk.workbook.replace({PLACE: Formula("D6")}, "填"))
    desk.save()
    again = Desk.open(whole)
    assert again.workbook.value(PLACE) == CellError("#CIRC!")
    assert any("循环引用" in warning for warning in again.workbook.warnings)


def test_formula_that_is_not_one_is_refused_and_the_cell_stays(whole):
    desk = Desk.open(whole)
    with pytest.raises(WorkbookError, match=r"D7.*括号"):
        desk.edit(desk.workbook.replace({PLACE: Formula("SUM(D8")}, "填"))
    assert desk.workbook.value(PLACE) == Decimal(60)
    assert not desk.modified


def test_missing_form_leaves_rules_undecided_with_the_reason(whole):
    desk = Desk.open(whole)
    assert desk.recognition.form("财决04") is None
    reasons = {missing.reason for missing in desk.audit.not_judged}
    assert any("财决04" in reason for reason in reasons)
    assert desk.document("national").blocks
