"""What differs between the editions of the forms, one line for each difference that the specification lists."""

from __future__ import annotations

import pytest

from juesuan.forms import catalogue
from juesuan.forms.build import EDITIONS

CLASS_399 = {2019: ["39906", "39907", "39908", "39999"], 2021: ["39907", "39908", "39909", "39910", "39999"]}
DETAILS = ("财决05", "财决05-1", "财决05-2", "财决05-3", "财决08", "财决08-1", "财决08-2", "财决10", "财决10-1", "财决10-2", "财决12")


def of(code, year):
    return catalogue().edition(code, year)


def labels(code, year):
    return [row.label for row in of(code, year).rows]


def has(code, year, text):
    return any(text in label for label in labels(code, year))


@pytest.mark.parametrize("year", EDITIONS)
class TestEveryEdition:
    def test_state_capital_begins_in_2020(self, year):
        since = year >= 2020
        assert has("财决01", year, "三、国有资本经营预算财政拨款收入") is since
        assert has("财决01", year, "国有资本经营预算支出") is since
        assert has("财决01", year, "抗疫特别国债安排的支出") is since
        assert has("财决01-1", year, "国有资本经营预算财政拨款") is since
        assert any("国有资本经营预算财政拨款" in column.path for column in of("财决01-1", year).columns) is since
        assert [of(code, year) is not None for code in ("财决11", "财决12", "公开国资")] == [since] * 3

    def test_seven_or_eight_kinds_of_income_and_24_or_26_classes(self, year):
        rows = of("财决01", year).rows
        functional = [row for row in rows if row.func]
        assert len(functional) == (26 if year >= 2020 else 24)
        numbered = [row for row in rows if row.block == "收入" and "、" in row.label]
        assert len(numbered) == (8 if year >= 2020 else 7)

    def test_class_215_was_renamed(self, year):
        name = "资源勘探工业信息等支出" if year >= 2020 else "资源勘探信息等支出"
        assert next(row.label for row in of("财决01", year).rows if row.func == "215").endswith(name)

    def test_columns_of_the_grants_table(self, year):
        assert len(of("财决01-1", year).columns) == (27 if year >= 2020 else 21)

    def test_economic_columns(self, year):
        count = {2019: 107, 2020: 109}.get(year, 110)
        for code in DETAILS:
            edition = of(code, year)
            if edition is None:
                assert (code, year) == ("财决12", 2019)
                continue
            codes = [column.econ for column in edition.columns]
            assert len(codes) == count, code
            assert ("30311" in codes) is ("31304" in codes) is (year >= 2020)
            last = [code for code in codes if code.startswith("399") and len(code) == 5]
            assert last == CLASS_399[2021 if year >= 2021 else 2019]

    def test_subtotals_stand_where_the_list_has_them(self, year):
        start = "2 16 44 57 62 75 92 95 101 105" if year >= 2020 else "2 16 44 56 61 74 91 94 100 103"
        assert " ".join(column.number for column in of("财决05", year).columns if len(column.econ) == 3) == start

    def test_projects_stand_one_column_further_since_2020(self, year):
        names = {column.name: column.letters for column in of("财决05-2", year).leading}
        assert next(letters for name, letters in names.items() if "项目名称" in name) == ("E" if year >= 2020 else "D")

    def test_the_use_of_balances_names_special_ones_in_2024(self, year):
        row = next(label for label in labels("财决01", year) if label.startswith("使用非财政拨款结余"))
        assert ("含专用结余" in row) is (year >= 2024)

    def test_the_three_public_table_was_renamed_and_moved(self, year):
        edition = of("公开三公", year)
        early = year <= 2021
        assert edition.title == ("一般公共预算财政拨款“三公”经费支出决算表" if early else "财政拨款“三公”经费支出决算表")
        assert edition.code == ("公开07表" if early else "公开09表")
        assert of("公开基金", year).code == ("公开08表" if early else "公开07表")
        if year >= 2020:
            assert of("公开国资", year).code == ("公开09表" if early else "公开08表")

    def test_assets_of_a_million(self, year):
        assert has("财决附03", year, "单价100万元（含）以上设备（不含车辆）") is (year >= 2024)

    def test_amounts_at_both_ends_of_the_year_since_2021(self, year):
        assert len(of("财决附01", year).columns) == (2 if year >= 2021 else 1)
