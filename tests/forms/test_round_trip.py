"""Every edition's template filled with random accounts: audited clean, and the same to the 分 wherever the file is read."""

import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from juesuan.audit import Audit
from juesuan.forms import recognise
from juesuan.forms.build import EDITIONS, template_path
from juesuan.workbook import open_workbook
from libreoffice import PRESENT, numbers, recalculated
from random_accounts import BUILDING, draw, economic_sums, plus, total
from typed_accounts import fill

QUICK, MANY, LARGE_EVERY = 1, 72, 9
"""Random accounts for each edition: always; with the slow tests (504 in all), of which so often a large unit."""


class Template:
    """The template of one edition, opened once; `fill` types accounts in and takes those before out, `clear` leaves it empty."""

    def __init__(self, edition):
        self.edition = edition
        self.workbook = open_workbook(template_path(edition))
        self.change = None

    def fill(self, seed, *, large=False):
        self.clear()
        accounts = draw(self.edition, seed, large=large)
        self.change = self.workbook.apply(fill(recognise(self.workbook), accounts)).change
        return accounts, recognise(self.workbook)

    def clear(self):
        if self.change:
            self.workbook.apply(self.change.reversed())
        self.change = None


@cache
def opened(edition):
    return Template(edition)


@pytest.fixture(params=EDITIONS)
def template(request):
    return opened(request.param)


def errors(recognition):
    audit = Audit(recognition)
    audit.run()
    assert audit.counts.held > 10_000
    return [f"{finding.rule} {finding.form} {finding.equation}" for finding in audit.findings if finding.severity == "error"]


def ours(workbook):
    cells = ((sheet.name, row, column, value) for sheet in workbook.sheets for row, column, value in sheet.cells())
    return {(name, row, column): value * 100 for name, row, column, value in cells if isinstance(value, Decimal) and value}


def held_sums(recognition, accounts):
    """What the template must have computed from what was typed, told by the accounts themselves."""
    spent = dict(economic_sums(accounts))
    assert {code: recognition.amount("财决05", "合计", f"E{code}") for code in spent} == spent
    whole = total(spent) + total(item.upward + item.downward for item in accounts.items)
    assert recognition.amount("财决01", "本年支出合计", "决算数") == recognition.amount("财决04", "合计", "1") == whole
    projects = [plus(item.granted, item.own) for item in accounts.items]
    built = total(total(spent) for spent in projects if any(code[:3] in BUILDING for code in spent))
    assert recognition.amount("财决01", "基本建设类项目", "决算数") == built
    left = total(amount for item in accounts.items for name, amount in item.ends.items() if name.endswith(" end"))
    assert recognition.amount("财决01", "年末结转和结余", "决算数") == recognition.amount("财决02", "合计", "13") == left


def test_random_accounts_are_audited_clean_and_read_back_the_same(template, tmp_path):
    for seed in range(QUICK):
        accounts, recognition = template.fill(seed)
        assert errors(recognition) == []
        held_sums(recognition, accounts)
    template.workbook.save(tmp_path / "存.xlsx")
    assert numbers(tmp_path / "存.xlsx") == ours(template.workbook)


@pytest.mark.slow
def test_many_random_accounts(template, tmp_path):
    for seed in range(QUICK, QUICK + MANY):
        accounts, recognition = template.fill(seed, large=seed % LARGE_EVERY == 0)
        assert errors(recognition) == [], seed
        held_sums(recognition, accounts)
        template.workbook.save(tmp_path / "存.xlsx", force=True)
        assert numbers(tmp_path / "存.xlsx") == ours(template.workbook), seed


@pytest.mark.slow
@pytest.mark.skipif(not PRESENT, reason="LibreOffice 没有安装")
def test_libreoffice_computes_the_same_to_the_fen(tmp_path):
    expected = {}
    for edition in EDITIONS:
        template = opened(edition)
        template.fill(edition, large=edition == EDITIONS[-1])
        path = tmp_path / f"{edition}.xlsx"
        template.workbook.save(path)
        expected[path.name] = ours(template.workbook)
        template.clear()
    for path in recalculated([tmp_path / name for name in expected], tmp_path):
        theirs = numbers(path)
        different = {cell for cell in theirs.keys() | expected[path.name].keys() if theirs.get(cell) != expected[path.name].get(cell)}
        assert not different, (path.name, sorted(different)[:5])
