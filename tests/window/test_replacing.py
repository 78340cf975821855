"""Ctrl+H: what is replaced, what stays."""

from __future__ import annotations

from decimal import Decimal

from juesuan.desk import Desk
from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.replacing import replaced


def test_amounts_are_replaced_as_if_typed_and_formulas_stay(desk: Desk) -> None:
    first, second, total = (desk.recognition.cell("财决01", row, "1") for row in ("1", "2", "27"))
    assert first
    assert second
    assert total
    desk.edit(desk.workbook.replace({first: Decimal(120), second: Decimal(340)}, "填写"))
    rules = CellRules(desk.workbook, desk.recognition)
    assert replaced([first, second, total], "12", "13", rules) == {first: Decimal(130)}


def test_what_would_be_no_amount_is_left_out(desk: Desk) -> None:
    first = desk.recognition.cell("财决01", "1", "1")
    assert first
    desk.edit(desk.workbook.replace({first: Decimal(120)}, "填写"))
    assert replaced([first], "12", "甲", CellRules(desk.workbook, desk.recognition)) == {}
