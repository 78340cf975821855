"""A comparison as lines, text, JSON and workbook."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from juesuan.analysis import Comparison, listing
from juesuan.cli import run
from juesuan.errors import JuesuanError
from juesuan.forms import Address, recognise
from juesuan.workbook import Cell, open_workbook

CASES = Path(__file__).parents[1] / "cases/lizhou-2020"


@pytest.fixture(scope="module")
def comparison():
    now, before = (recognise(open_workbook(CASES / f"利州区医疗保障局{year}年度部门决算.xlsx")) for year in (2020, 2019))
    return Comparison(now, before)


@pytest.fixture(scope="module")
def lines(comparison):
    return list(listing.compared(comparison))


def line(amount, before):
    return listing.Compared(Address("财决01", "1", "3"), "收入", "决算数", Cell("表", 1, 1), Decimal(amount), before)


@pytest.mark.parametrize(
    ("amount", "before", "percent"),
    [("150", "100", "50.00"), ("50", "100", "-50.00"), ("100", "100", "0.00"), ("2", "3", "-33.33"), ("5", "0", None), ("5", "-5", None)],
)
def test_percent(amount, before, percent):
    found = line(amount, Decimal(before))
    assert (found.percent if percent is None else f"{found.percent}") == percent
    assert found.difference == Decimal(amount) - Decimal(before)


def test_what_last_year_did_not_have_has_no_movement():
    found = line("5", None)
    assert (found.movement, found.difference, found.percent) == (None, None, None)


def test_every_figure_stands_beside_last_years(comparison, lines):
    assert len({line.cell for line in lines}) == len(lines)
    total = next(line for line in lines if line.address == Address("财决01", "84", "9"))
    assert total.before == comparison.before.amount("财决01", "本年支出合计", "9")
    assert total.amount == comparison.now.amount("财决01", "84", "9")


def test_thresholds_leave_less(comparison, lines):
    some = listing.changed(comparison, lines, Decimal(50), Decimal(100000))
    assert 0 < len(some) < len(listing.changed(comparison, lines, Decimal(20), Decimal(0)))
    assert all(abs(line.amount - (line.before or 0)) >= 100000 for line in some)
    assert all(line.percent is None or abs(line.percent) >= 50 for line in some)


def test_json_holds_amounts_as_texts(comparison, lines):
    shown = json.loads(json.dumps(listing.to_json(comparison, lines, lines[:1])))
    assert (shown["edition"], shown["prior_edition"], len(shown["figures"])) == (2020, 2019, len(lines))
    assert [figure["changed"] for figure in shown["figures"]].count(True) == 1
    assert Decimal(shown["figures"][0]["amount"]) == lines[0].amount
    assert {once["year"] for once in shown["only_once"]} <= {2019, 2020}


def test_text_tells_the_changes(comparison, lines):
    changes = listing.changed(comparison, lines, Decimal(50), Decimal(100000))
    text = listing.as_text(comparison, changes, Decimal(50), Decimal(100000))
    assert f"有 {len(changes)} 处" in text.splitlines()[0]
    assert all(str(line.address) in text for line in changes)


def test_workbook_has_three_sheets(comparison, lines, tmp_path):
    book = openpyxl.load_workbook(listing.write_workbook(comparison, lines, lines[:2], tmp_path / "比较.xlsx"))
    assert book.sheetnames == ["重点变动", "全部比较", "只有一年有的行"]
    assert [row[0] for row in book["重点变动"].iter_rows(min_row=4, values_only=True)] == [line.address.form for line in lines[:2]]
    assert book["全部比较"].max_row == sum(bool(line.amount or line.before) for line in lines) + 3


def test_a_place_that_cannot_be_written_is_told(comparison, tmp_path):
    with pytest.raises(JuesuanError, match="写不进"):
        listing.write_workbook(comparison, [], [], tmp_path / "没有" / "比较.xlsx")


def test_the_verb(capsys, tmp_path):
    now, before = (str(CASES / f"利州区医疗保障局{year}年度部门决算.xlsx") for year in (2020, 2019))
    assert run(["compare", now, "--prior", before, "--rate", "50", "--amount", "100000"]) == 0
    assert capsys.readouterr().out.startswith("与 2019 年比较：增减达到 50%、100,000.00 元的有")
    assert run(["compare", now, "--prior", before, "--json", "-o", str(tmp_path / "比较.xlsx")]) == 0
    assert json.loads(capsys.readouterr().out)["prior_edition"] == 2019
    assert (tmp_path / "比较.xlsx").exists()
    assert run(["compare", now]) == 2
    assert "没有上年数据" in capsys.readouterr().err
