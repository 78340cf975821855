"""The Lizhou workbooks: printed errors are in, corrections make them add up, every number is the one of numbers.toml."""

from decimal import Decimal
from pathlib import Path

import pytest
import rtoml

from juesuan.forms import recognise
from juesuan.resources import template
from juesuan.workbook import open_workbook

HERE = Path(__file__).parent / "lizhou-2020"
NUMBERS = rtoml.load(HERE / "numbers.toml")


@pytest.fixture
def printed():
    return recognise(open_workbook(HERE / "利州区医疗保障局2020年度部门决算.xlsx"))


def wan(recognition, form, row, column):
    amount = recognition.amount(form, row, column)
    return None if amount is None else amount / 10000


def test_the_totals_of_the_text_are_in_with_their_errors(printed):
    assert wan(printed, "财决01", "收入总计", "3") == Decimal("1163.32")
    assert wan(printed, "财决01", "支出总计", "9") == Decimal("1091.85")
    assert wan(printed, "财决01", "年末结转和结余", "9") is None
    assert wan(printed, "财决04", "合计", "2") == Decimal("1057.16")
    assert wan(printed, "财决04", "合计", "3") == Decimal("34.69")
    assert wan(printed, "财决05-1", "合计", "1") == wan(printed, "财决08-1", "合计", "1") == Decimal("358.38")
    assert wan(printed, "财决07", "合计", "9") == Decimal("327.03")
    assert wan(printed, "财决附03", "机关运行经费", "4") == wan(printed, "财决07", "合计", "10") == Decimal("31.35")


@pytest.mark.parametrize("item", NUMBERS["item"], ids=lambda item: item["code"])
def test_every_item_of_the_text(printed, item):
    assert wan(printed, "财决07", item["code"], "7") == Decimal(item["wan"])
    assert wan(printed, "财决07", item["code"], "12") == Decimal(item["budget"]) - Decimal(item["wan"])


def test_four_items_were_not_spent_in_full_which_is_what_the_balance_lacks(printed):
    assert wan(printed, "财决07", "合计", "12") == Decimal("71.47")
    rate = 100 * sum(Decimal(item["wan"]) for item in NUMBERS["item"]) / sum(Decimal(item["budget"]) for item in NUMBERS["item"])
    assert round(rate, 2) == Decimal("93.67")


def test_the_corrections_make_the_forms_agree(printed):
    workbook = printed.workbook
    entries = rtoml.load(HERE / "corrections.toml")["correction"]
    cells = {printed.cell(entry["form"], entry["row"], entry["column"]): Decimal(entry["value"]) for entry in entries}
    workbook.apply(workbook.replace(cells, "更正"))
    for form in ("财决01", "财决01-1"):
        spending = "9" if form == "财决01" else "24"
        assert wan(printed, form, "收入总计", "3") == wan(printed, form, "支出总计", spending) == Decimal("1163.32")
    assert printed.amount("财决04", "合计", "2") == printed.amount("财决05-1", "合计", "1")
    assert printed.amount("财决04", "合计", "3") == printed.amount("财决05-2", "合计", "1")
    basic, *parts = (printed.amount("财决01", row, "9") for row in ("基本支出", "人员经费", "公用经费"))
    assert basic == sum(parts)


def test_the_prior_year_holds_what_the_text_tells_of_it():
    prior = recognise(open_workbook(HERE / "利州区医疗保障局2019年度部门决算.xlsx"))
    assert prior.edition == 2019
    assert wan(prior, "财决01", "收入总计", "3") == wan(prior, "财决01", "支出总计", "9") == Decimal("2031.12")
    assert wan(prior, "财决01-1", "收入总计", "3") == wan(prior, "财决01-1", "支出总计", "19") == Decimal("2031.12")
    assert wan(prior, "财决07", "合计", "7") == Decimal("1048.28")
    assert wan(prior, "财决附03", "公务接待费", "3") == Decimal("1.6")
    assert wan(prior, "财决附03", "机关运行经费", "4") == Decimal("16.68")


def test_the_sample_that_comes_with_the_program_is_this_case():
    for book in Path(__file__).parent.joinpath("lizhou-2020").glob("[!~]*年度*.xlsx"):
        assert template("示例").joinpath(book.name).read_bytes() == book.read_bytes()
