"""Published 公开表, laid out as offices lay them out: every form recognised, every amount read back by its address."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from juesuan.forms import catalogue, recognise
from juesuan.forms.labels import bare_label, loose_label
from juesuan.workbook import open_workbook

SHARED = Path(__file__).resolve().parents[3] / "shared"
CASES = sorted(path.name for path in SHARED.glob("cases/putuo-*"))
LAYOUTS = [{"codes": "one", "total": "first", "names": "title"}, {"codes": "three", "total": "last", "names": "C"}]
CODES = {f"0{number}": f"公开0{number}" for number in range(1, 7)} | {"07": "公开三公", "08": "公开基金", "09": "公开国资"}

pytestmark = pytest.mark.skipif(not CASES, reason="没有公开表案例")


@cache
def writer():
    spec = importlib.util.spec_from_file_location("published", SHARED / "check" / "published.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=[(case, layout) for case in CASES for layout in range(len(LAYOUTS))], ids=str)
def published(request, tmp_path):
    case, layout = request.param
    data = writer().write(case, tmp_path / "公开表.xlsx", **LAYOUTS[layout])
    return data, recognise(open_workbook(tmp_path / "公开表.xlsx"))


def test_all_nine_forms_are_recognised(published):
    data, found = published
    assert not found.unrecognised
    assert {form.code for form in found.forms} == set(CODES.values())
    assert (found.edition, found.unit_name) == (data["year"], data["department"])
    assert all(form.unit == "万元" and form.confidence > 0.7 for form in found.forms)


def yuan(amount):
    return None if amount is None else Decimal(str(amount)) * 10000


def test_every_amount_of_the_forms_by_subject(published):
    data, found = published
    for number in ("02", "03", "05", "08", "09"):
        table = data["forms"][number]
        form = found.form(CODES[number])
        assert [row.id for row in form.rows if row.subject] == [row["code"] for row in table["rows"] if row["code"]]
        for row in table["rows"]:
            amounts = [found.amount(form.code, row["code"] or "合计", str(column)) for column in range(1, len(row["amounts"]) + 1)]
            assert amounts == [yuan(amount) for amount in row["amounts"]], (number, row)


def line_of(code, year, label, side):
    """行次 by definition of a printed label; the same label further down its side is the next one of that name."""
    edition = catalogue().edition(code, year)
    rows = [row for row in edition.rows if row.block == side]
    same = [row for row in rows if bare_label(row.label) == bare_label(label)] or [row for row in rows if row.label == loose_label(label)]
    return [row.line for row in same]


@pytest.mark.parametrize("number", ["01", "04"])
def test_every_amount_of_the_forms_with_fixed_rows(published, number):
    data, found = published
    code, seen, checked = CODES[number], [], 0
    for row in data["forms"][number]["rows"]:
        for side, label, amounts in (("收入", "income_item", "income"), ("支出", "expense_item", "expense")):
            if not row[label]:
                continue
            line = next(line for line in line_of(code, data["year"], row[label], side) if line not in seen)
            seen.append(line)
            expected = row[amounts] if isinstance(row[amounts], list) else [row[amounts]]
            columns = ["1"] if side == "收入" else ["2", "3", "4", "5"][: len(expected)]
            assert [found.amount(code, line, column) for column in columns] == [yuan(amount) for amount in expected], row
            checked += len(expected)
    assert checked >= 36


def test_every_amount_by_economic_code(published):
    data, found = published
    table = data["forms"]["06"]
    for row in table["rows"]:
        assert found.amount("公开06", row["code"], "1") == yuan(row["amount"]), row
    assert [row.id for row in found.form("公开06").rows if row.econ and not row.key] or table["rows"]
    for label, total in zip(("人员经费合计", "公用经费合计"), (table.get("totals") or {}).values(), strict=False):
        assert found.amount("公开06", label, "1") == yuan(total)


def test_every_amount_of_three_public(published):
    data, found = published
    table = data["forms"]["07"]
    expected = [*((table.get("budget") or {}).values()), *((table.get("actual") or {}).values())]
    assert [found.amount("公开三公", "1", str(column)) for column in range(1, 13)] == [yuan(amount) for amount in expected]
    assert found.form("公开三公").column("决算数/公务接待费").number == "12"


def test_nothing_of_a_budget_workbook_is_taken_for_final_accounts():
    for path in sorted(SHARED.glob("cases/blanks/*.xls*")):
        found = recognise(open_workbook(path))
        assert found.forms == ()
        assert len(found.unrecognised) == len(found.workbook.sheets) >= 15
        assert all(unknown.reason.endswith("。") for unknown in found.unrecognised)
        assert sum("预算表" in unknown.reason for unknown in found.unrecognised) >= 9
