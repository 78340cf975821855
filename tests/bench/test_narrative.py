"""How long the text of 利州 2020 takes: words alone (what follows every edit) and with its 公开表."""

from pathlib import Path

import pytest

from juesuan.forms import Recognition, recognise
from juesuan.narrative import check_templates, compose
from juesuan.render import page_count, pdf_bytes
from juesuan.workbook import open_workbook

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"


@pytest.fixture(scope="module")
def years() -> tuple[Recognition, Recognition]:
    return tuple(recognise(open_workbook(next(CASE.glob(f"*{year}*.xlsx")))) for year in (2020, 2019))


def test_words(benchmark, years: tuple[Recognition, Recognition]) -> None:
    assert benchmark(compose, *years, "sichuan", tables=False).blocks


def test_words_and_tables(benchmark, years: tuple[Recognition, Recognition]) -> None:
    assert benchmark(compose, *years, "sichuan").blocks


def test_checking_all_templates(benchmark) -> None:
    assert benchmark(check_templates) == ()


def test_complete_from_cover_to_annexes(benchmark, years: tuple[Recognition, Recognition]) -> None:
    """Read, worded and laid out; the peer converting our Word copy stands in test_render."""
    assert page_count(benchmark(lambda: pdf_bytes(compose(*years, "sichuan")))) > 30
