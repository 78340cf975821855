"""The program's own templates: every sheet of every edition is recognised with all its rows and columns."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from juesuan.forms import catalogue, recognise
from juesuan.resources import template
from juesuan.workbook import open_workbook

TEMPLATES = sorted(template(".").glob("20*/*.xlsx"))
LISTS = {"科目表", "代码表"}


@cache
def recognised(path):
    return recognise(open_workbook(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_every_sheet_is_recognised(path):
    found = recognised(path)
    assert {unknown.sheet for unknown in found.unrecognised} <= LISTS
    assert found.edition == int(path.parent.name)
    assert {form.code for form in found.forms} >= {code for code in catalogue().codes(found.edition) if not code.startswith("公开")}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_every_line_and_column_has_its_address(path):
    found = recognised(path)
    for form in found.forms:
        edition = catalogue().edition(form.code, found.edition)
        if edition is None or form.kind == "cover":
            continue
        assert [(column.number, column.path) for column in form.columns] == [(c.number, c.path) for c in edition.columns], form.code
        assert {row.id: row.key for row in form.rows if row.key} == {row.id: row.key for row in edition.rows if row.key}, form.code
        assert [column.econ for column in form.columns] == [column.econ for column in edition.columns], form.code
        assert not edition.floating or form.row("合计").level == "合计"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_every_field_of_the_cover_has_its_cell(path):
    fields = {field.key for field in catalogue().edition("封面", int(path.parent.name)).fields}
    assert set(recognised(path).form("封面").fields) == fields


def test_counts_are_whole():
    workbook = open_workbook(TEMPLATES[-1])
    recognition = recognise(workbook)
    people, cars, money = (recognition.cell(*place) for place in (("财决附02", "5", "2"), ("财决附03", "15", "3"), ("财决附03", "8", "3")))
    workbook.apply(workbook.replace({people: Decimal("12.5"), cars: Decimal(3), money: Decimal("12.5")}, "填写"))
    assert "应为整数" in recognition.problem(people)
    assert recognition.problem(cars) is recognition.problem(money) is None
