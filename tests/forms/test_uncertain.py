"""The page of what is not confirmed says what the data says, and says it freshly."""

from juesuan.forms import catalogue
from juesuan.forms.uncertain import PAGE, doubts, main, page
from juesuan.resources import resource


def test_the_page_is_fresh():
    assert resource(PAGE).read_text(encoding="utf-8") == page(), "请运行 python -m juesuan.forms.uncertain"


def test_every_edition_that_is_not_sure_is_named():
    named = {(doubt.code, doubt.file) for doubt in doubts()}
    for spec in catalogue():
        if any(not edition.certain for edition in spec.editions):
            assert (spec.code, f"forms/{spec.id}.toml") in named


def test_a_year_without_its_own_form_is_said():
    found = [doubt.what for doubt in doubts() if doubt.years == "2025"]
    assert found == ["没有见到当年的表样，25 张表都按 2024 年度"]


def test_it_is_written_where_told(tmp_path):
    main(tmp_path / "页" / "未确认.md")
    assert "| 财决06 | 项目收入支出决算表 | 2019–2024 | 低 |" in (tmp_path / "页" / "未确认.md").read_text(encoding="utf-8")
