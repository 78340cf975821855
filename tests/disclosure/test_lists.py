"""Which tables are published where and when, and in which order."""

from __future__ import annotations

import pytest

from juesuan.disclosure import DisclosureError, forms_read, table_list
from juesuan.disclosure.definition import _definition
from juesuan.forms import catalogue

NATIONAL_BEGINNING = ["公开01", "公开02", "公开03", "公开04", "公开05", "公开06"]


@pytest.mark.parametrize(
    ("province", "year", "end"),
    [
        ("national", 2018, ["公开三公", "公开基金"]),
        ("national", 2019, ["公开三公", "公开基金"]),
        ("national", 2020, ["公开三公", "公开基金", "公开国资"]),
        ("national", 2021, ["公开三公", "公开基金", "公开国资"]),
        ("national", 2022, ["公开基金", "公开国资", "公开三公"]),
        ("national", 2025, ["公开基金", "公开国资", "公开三公"]),
        ("hunan", 2019, ["公开三公", "公开基金"]),
        ("hunan", 2020, ["公开三公", "公开基金", "公开国资"]),
        ("hunan", 2022, ["公开基金", "公开国资", "公开三公"]),
        ("gansu", 2024, ["公开基金", "公开国资", "公开三公"]),
        ("shanghai", 2024, ["公开三公", "公开基金", "公开国资"]),
    ],
)
def test_order(province, year, end):
    assert [table.code for table in table_list(province, year)] == NATIONAL_BEGINNING + end


@pytest.mark.parametrize("year", range(2019, 2026))
def test_sichuan_publishes_thirteen(year):
    tables = table_list("sichuan", year)
    assert len(tables) == 13
    assert (tables[-1].code == "公开三公") == (year >= 2022)
    assert tables[7].title.endswith("明细表") == (year >= 2022)


def test_shanghai_has_a_table_of_state_capital_with_income():
    assert table_list("shanghai", 2024)[-1].title == "国有资本经营预算财政拨款收入支出决算表"


@pytest.mark.parametrize("year", [2019, 2020, 2022, 2024])
def test_titles_are_those_of_the_forms(year):
    for table in table_list("national", year):
        spec = catalogue().spec(table.code)
        assert table.title in {*spec.titles, spec.edition(year).title} or table.code == "公开06"


def test_every_form_that_is_read_exists():
    for province in ("national", "sichuan", "shanghai"):
        for table in table_list(province, 2024):
            assert forms_read(table)
            assert all(catalogue().spec(code) for code in forms_read(table))


def test_a_table_without_definition_is_told():
    with pytest.raises(DisclosureError, match=r"没有这张表.*没有定义"):
        _definition("没有这张表", {})
