"""The form data of resources/forms, typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from juesuan.forms.catalogue import CatalogueError, canonical_code, catalogue, read_spec


@pytest.mark.parametrize(
    ("printed", "code"),
    [("财决01表", "财决01"), ("财决附03表", "财决附03"), ("Z05_1", "财决05-1"), ("F03", "财决附03"), ("C07", "公开07")],
)
def test_a_form_is_known_by_its_printed_code_or_its_export_name(printed, code):
    assert canonical_code(printed) == code


def test_every_form_of_the_official_list_is_there_in_order():
    codes = catalogue().codes()
    assert codes[:5] == ("封面", "财决01", "财决01-1", "财决02", "财决03")
    assert {"财决附03", "公开01", "公开06", "公开三公", "公开基金", "公开国资"} <= set(codes)


def test_state_capital_forms_begin_in_2020():
    assert not {"财决11", "财决12", "公开国资"} & set(catalogue().codes(2019))
    assert {"财决11", "财决12", "公开国资"} <= set(catalogue().codes(2020))


def test_later_years_are_as_the_newest_known():
    known = catalogue()
    newest = known.spec("财决01").years[-1]
    assert known.edition("财决01", newest + 1) is known.edition("财决01", newest) is known.edition("财决01", None)
    assert known.edition("财决01", 2025) is not None


def test_rows_and_columns_are_named():
    edition = catalogue().edition("财决01", 2020)
    total = edition.row("收入总计")
    assert (total.line, total.label, total.sheet_row) == ("31", "总计", 37)
    assert edition.column("9").path == ("支出", "按支出性质和经济分类", "决算数")
    assert edition.blocks == ("收入", "支出-功能", "支出-性质经济", "支出-底部")
    assert edition.certain
    assert not catalogue().edition("财决01", 2019).certain


def test_economic_columns_shift_between_editions():
    known = catalogue()
    assert [known.edition("财决05", year).column("E399").number for year in (2019, 2020, 2021)] == ["103", "105", "105"]
    assert known.edition("财决05", 2020).column("E39910") is None
    assert known.edition("财决05", 2024).column("E39910").path == ("其他支出", "资本性赠与")


def test_disclosure_rows_take_the_keys_of_their_sources():
    edition = catalogue().edition("公开01", 2024)
    assert [row.line for row in edition.rows if row.label == "总计"] == ["31", "62"]
    assert (edition.row("收入总计").line, edition.row("支出总计").line) == ("31", "62")


def test_rows_without_a_key_are_named_by_their_label():
    edition = catalogue().edition("财决附03", 2024)
    assert edition.row("因公出国（境）费").id == "3"
    assert edition.row("政府采购支出合计").label == "（一）政府采购支出合计"
    assert edition.row("三公经费支出").not_applicable == {"1", "2", "3"}


def test_a_region_may_have_its_own_table():
    spec = catalogue().spec("公开国资")
    assert [edition.variant for edition in spec.variants(2024)] == ["", "上海"]
    assert len(spec.edition(2024).columns) == 3


def test_rows_of_an_edition_have_distinct_ids():
    for spec in catalogue():
        for edition in spec.editions:
            ids = [row.id for row in edition.rows]
            assert len(ids) == len(set(ids)), (spec.code, edition.years)


@pytest.mark.parametrize("text", ["schema = ", 'schema = "other/1"', 'schema = "juesuan-form/1"\ncode = "财决01表"\n'])
def test_a_broken_file_is_told_by_name(tmp_path: Path, text):
    file = tmp_path / "CJ99.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"CJ99\.toml"):
        read_spec(file)
