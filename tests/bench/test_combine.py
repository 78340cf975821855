"""汇总 of a department with two hundred units: at most 20 seconds on two cores, at most 500 MB."""

from __future__ import annotations

import resource
import shutil
from decimal import Decimal

import pytest

from juesuan.combine import combine
from juesuan.combine.adding import Total
from juesuan.combine.combined import Place, RowName
from juesuan.combine.writing import write_total
from juesuan.forms import TOTAL, catalogue, recognise
from juesuan.subjects import Subjects
from juesuan.workbook import open_workbook

UNITS = 200
SUBJECTS = ["2010301", "2010302", "2013699", "2080501", "2080505", "2080506", "2101101", "2101102", "2101103", "2210201", "2210203"]


def whole_workbook(path):
    """Every 财决 form of 2020 with amounts in all rows and a fifth of the columns."""
    total = Total(2020)
    subjects = Subjects.for_year(2020)
    codes = sorted({code[:length] for code in SUBJECTS for length in (3, 5, 7)})
    for spec in catalogue():
        edition = spec.edition(2020)
        if spec.family != "财决" or spec.kind == "cover" or edition is None:
            continue
        total.forms.add(spec.code)
        columns = [f"E{column.econ}" if column.econ else column.number for column in edition.columns]
        rows = [TOTAL, *codes] if edition.floating else [row.key or row.line for row in edition.rows if row.key or row.line]
        if edition.floating:
            total.rows[spec.code] = {code: RowName(subjects.find(code).name, code, project=False) for code in codes}
        for row in rows:
            total.amounts |= {Place(spec.code, row, column): Decimal(len(row) * 1234567) / 100 for column in columns[::5]}
    write_total(total, "某单位", path, lambda book: book.create_sheet("汇总明细"))


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    folder = tmp_path_factory.mktemp("units")
    whole_workbook(folder / "0.xlsx")
    return [shutil.copy(folder / "0.xlsx", folder / f"{number}.xlsx") for number in range(1, UNITS + 1)]


@pytest.mark.slow
def test_two_hundred_units(benchmark, units, tmp_path):
    combined = benchmark.pedantic(combine, args=(units, tmp_path / "sum.xlsx"), rounds=1)
    assert len(combined.added) == UNITS
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    benchmark.extra_info["peak_megabytes"] = peak
    assert peak < 500
    one, all_of_them = recognise(open_workbook(units[0])), recognise(open_workbook(combined.path))
    for code, row, column in (("财决01", "1", "1"), ("财决04", TOTAL, "1"), ("财决05-1", "2080505", "E301")):
        assert all_of_them.amount(code, row, column) == UNITS * (one.amount(code, row, column) or 0)
