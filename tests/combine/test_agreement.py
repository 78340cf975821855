"""Formulas of templates judged by the sums around them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from juesuan.combine.agreement import SheetSums, agreeing

AT = (1, 9)


def sums(formula, amount):
    here, there = SheetSums(), SheetSums()
    for row, (code, figure) in enumerate([("201", 7), ("20126", 7), ("2012601", 3), ("2012604", 4), ("208", 5)], 10):
        here.texts[row, 1] = code
        here.numbers[row, 5] = Decimal(figure)
    there.texts = {(10, 1): "201", (11, 1): "201", (11, 5): "A01"}
    there.numbers = {(10, 11): Decimal(9), (11, 11): Decimal(2)}
    here.numbers[AT] = Decimal(amount)
    here.formulas[AT] = formula
    return {"本表": here, "Z05 项目(表)": there}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("E10+E14-E12", "9"),
        ("-E10", "-7"),
        ("SUM(E10:E11)", "14"),
        ("SUM(E10:E11,E14)", "19"),
        ('SUMIFS(E10:E$34,$A10:$A$34,"???")', "12"),
        ('SUMIFS(E11:E$34,$A11:$A$34,$A10&"??")', "7"),
        ('SUMIFS(E12:E$34,$A12:$A$34,$A11&"??")', "7"),
        ("SUMIFS('Z05 项目(表)'!K$9:K$24,'Z05 项目(表)'!$A$9:$A$24,$A10,'Z05 项目(表)'!$E$9:$E$24,\"\")", "9"),
        ('IF($E10<>"",0,E10)', "0"),
        ("E10/3", "2.333333"),
        ('IF(E20="","",E20)', "0"),
    ],
)
def test_a_formula_that_gives_the_sum_agrees(formula, value):
    assert AT in agreeing(sums(formula, value))["本表"]


@pytest.mark.parametrize("formula", ["E10", "另一表!E10", "NOSUCH(E10)", '"七"', "1/0"])
def test_a_formula_that_gives_anything_else_does_not(formula):
    assert agreeing(sums(formula, "6.99")) == {"本表": set(), "Z05 项目(表)": set()}


def test_a_wrong_sum_does_not_spread_to_the_formulas_that_read_it():
    sheet = SheetSums(
        {(1, 1): Decimal(5), (2, 1): Decimal(6), (3, 1): Decimal(12), (4, 1): Decimal(12)}, {}, {(3, 1): "A1+A2", (4, 1): "A3"}
    )
    assert agreeing({"表": sheet})["表"] == {(4, 1)}


def test_without_formulas_nothing_is_judged():
    assert agreeing({"表": SheetSums()}) == {"表": set()}
