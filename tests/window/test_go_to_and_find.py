"""Ctrl+G and Ctrl+F."""

from __future__ import annotations

import pytest

from juesuan.desk import Desk
from juesuan.window.plain.find_text import find_next
from juesuan.window.plain.go_to import PlaceNotFoundError, go_to
from juesuan.workbook import Cell


@pytest.mark.parametrize(
    ("text", "form", "row", "column"),
    [
        ("财决01!31行3栏", "财决01", "31", "3"),
        ("财决01！31行3栏", "财决01", "31", "3"),
        ("财决01表!88行", "财决01", "88", "7"),
        ("财决03!合计", "财决03", "合计", "1"),
        ("财决03!合计,2", "财决03", "合计", "2"),
        ("27行1栏", "财决01", "27", "1"),
    ],
)
def test_places_are_found_as_people_write_them(desk: Desk, text: str, form: str, row: str, column: str) -> None:
    here = desk.recognition.form("财决01")
    wanted = desk.recognition.form(form)
    assert here is not None
    assert wanted is not None
    assert go_to(text, desk.recognition, desk.workbook, here.sheet) == wanted.cell(row, column)


def test_a1_and_sheets(desk: Desk) -> None:
    form = desk.recognition.form("财决03")
    assert form is not None
    assert go_to("E37", desk.recognition, desk.workbook, "说明资料") == Cell("说明资料", 37, 5)
    assert go_to("财决03", desk.recognition, desk.workbook, "说明资料") == Cell(form.sheet, 1, 1)
    assert go_to("财决03!B2", desk.recognition, desk.workbook, "说明资料") == Cell(form.sheet, 2, 2)


@pytest.mark.parametrize("text", ["财决99!1行", "没有的地方", "财决01!999行"])
def test_what_is_not_there_is_said(desk: Desk, text: str) -> None:
    form = desk.recognition.form("财决01")
    assert form is not None
    with pytest.raises(PlaceNotFoundError, match=r"没有"):
        go_to(text, desk.recognition, desk.workbook, form.sheet)


def test_finding_goes_on_through_the_sheets_and_around(desk: Desk) -> None:
    sheets = desk.workbook.sheets
    places = []
    here = Cell(sheets[0].name, 1, 1)
    for _ in range(200):
        found = find_next(sheets, "合计", here)
        assert found is not None
        if places and found == places[0]:
            break
        places.append(found)
        here = found
    assert {place.sheet for place in places} >= {sheets[0].name, sheets[1].name}
    assert len(places) == len(set(places))
    assert find_next(sheets, "合计", places[0], backward=True) == places[-1]
    assert find_next(sheets, "决不会有的字", here) is None
