"""Formulas of templates evaluated over sums."""

from __future__ import annotations

from decimal import Decimal

import pytest

from juesuan.combine.agreement import Agreement, SheetSums


@pytest.fixture
def agreement():
    here, there = SheetSums(), SheetSums()
    for row, (code, amount) in enumerate([("201", 7), ("20126", 7), ("2012601", 3), ("2012604", 4), ("208", 5)], 10):
        here.texts[row, 1] = code
        here.numbers[row, 5] = Decimal(amount)
    there.texts = {(10, 1): "201", (11, 1): "201", (11, 5): "A01"}
    there.numbers = {(10, 11): Decimal(9), (11, 11): Decimal(2)}
    return Agreement({"本表": here, "Z05 项目(表)": there})


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("E10+E14-E12", 9),
        ("-E10", -7),
        ("SUM(E10:E11)", 14),
        ("SUM(E10:E11,E14)", 19),
        ('SUMIFS(E10:E$34,$A10:$A$34,"???")', 12),
        ('SUMIFS(E11:E$34,$A11:$A$34,$A10&"??")', 7),
        ('SUMIFS(E12:E$34,$A12:$A$34,$A11&"??")', 7),
        ("SUMIFS('Z05 项目(表)'!K$9:K$24,'Z05 项目(表)'!$A$9:$A$24,$A10,'Z05 项目(表)'!$E$9:$E$24,\"\")", 9),
        ('IF($E10<>"",0,E10)', 7),
        ("(E10+E14)-(E12)", 9),
    ],
)
def test_values(agreement, formula, value):
    assert agreement.value(formula, "本表") == value


@pytest.mark.parametrize("formula", ["VLOOKUP(A1,B:C,2,FALSE)", "E10*2", "SUM(", "另一表!E10", "E10 E11"])
def test_what_templates_do_not_use_is_left_open(agreement, formula):
    assert agreement.value(formula, "本表") is None
