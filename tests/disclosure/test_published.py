"""A workbook that holds only 公开表: its tables are its own sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from juesuan.disclosure import disclose, write_workbook
from juesuan.forms import recognise
from juesuan.workbook import open_workbook

LIZHOU = Path(__file__).parents[1] / "cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"


@pytest.fixture(scope="module")
def made():
    return disclose(recognise(open_workbook(LIZHOU)), province="national")


@pytest.fixture(scope="module")
def taken(made, tmp_path_factory):
    return disclose(recognise(open_workbook(write_workbook(made, tmp_path_factory.mktemp("公开表") / "公开表.xlsx"))))


def test_the_same_tables_come_back(made, taken):
    assert [(table.code, table.title, table.unit_name, table.edition) for table in taken] == [
        (table.code, table.title, table.unit_name, table.edition) for table in made
    ]


def test_the_same_figures_stand_in_the_same_places(made, taken):
    for one, other in zip(made, taken, strict=True):
        printed = {place[:2]: place[2].wan for place in one.figures() if place[2].text}
        found = {place[:2]: place[2].wan for place in other.figures()}
        assert found == printed, one.title
        assert one.empty == other.empty


def test_figures_are_found_by_name_and_lead_to_their_own_cell(taken):
    table = next(table for table in taken if table.code == "公开03")
    assert table.amount("合计", "本年支出合计") == table.amount("合计", "1") != 0
    (cell,) = table.sources("合计", "1")
    assert cell.sheet.startswith("公开03表")
