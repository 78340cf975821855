"""What is published from sound forms is sound: 公开表 written, read back, recognised and audited."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.audit.consistent import consistent

from juesuan.audit import Audit
from juesuan.disclosure import as_document_tables, disclose, write_workbook
from juesuan.forms import recognise
from juesuan.workbook import open_workbook

LIZHOU = Path(__file__).parents[1] / "cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
UNBALANCED = {"P-I03", "P-B10e"}
"""What the published report itself states: income and spending that differ."""


def errors(recognition, path, **options):
    """What the audit finds in the written tables, all of which must be recognised."""
    tables = disclose(recognition, **options)
    written = recognise(open_workbook(write_workbook(tables, path)))
    assert [form.code for form in written.forms] == [table.code for table in tables]
    audit = Audit(written)
    audit.run()
    return [(finding.rule, finding.equation) for finding in audit.findings if finding.severity == "error"]


def always_and_with_the_slow(always, slow):
    """Each writes a whole set of tables; `pytest -m slow` on this file takes the second list."""
    return [*always, *(pytest.param(*case, marks=pytest.mark.slow) for case in slow)]


@pytest.mark.parametrize(
    ("province", "year", "seed"),
    always_and_with_the_slow(
        [("national", 2024, 3), ("sichuan", 2020, 1), ("hunan", 2019, 1), ("hunan", 2022, 2), ("shanghai", 2021, 1)],
        [("national", 2019, 1), ("sichuan", 2024, 3), ("hunan", 2021, 1), ("shanghai", 2024, 3)],
    ),
)
def test_sound_forms_give_sound_tables(tmp_path, province, year, seed):
    made, _ = consistent(year, seed)
    assert errors(made, tmp_path / "公开表.xlsx", province=province) == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 30))])
def test_balanced_tables_differ_between_each_other_by_one_unit_at_most(tmp_path, seed):
    made, _ = consistent(2020, seed)
    found = errors(made, tmp_path / "公开表.xlsx", province="national", balanced=True)
    assert all(equation.endswith(("差 0.01", "差 -0.01")) for _, equation in found)


@pytest.fixture(scope="module")
def sichuan(tmp_path_factory):
    """The thirteen tables of 2022, and the workbook that holds only them."""
    made, _ = consistent(2022, 2)
    tables = disclose(made, province="sichuan")
    return tables, write_workbook(tables, tmp_path_factory.mktemp("四川") / "公开表.xlsx")


def test_tables_read_back_print_the_same(sichuan):
    tables, path = sichuan
    for made, read in zip(as_document_tables(tables), as_document_tables(disclose(recognise(open_workbook(path)))), strict=True):
        assert (read.title, read.corner, read.notes, _texts(read)) == (made.title, made.corner, made.notes, _texts(made))


def _texts(table):
    return [[(cell.text, cell.columns, cell.rows) for cell in row] for row in (*table.header, *table.body)]


@pytest.mark.parametrize("name", ["表{:02d}", "附表{}", "Sheet{}"])
def test_tables_are_known_by_title_and_shape_whatever_their_sheets_are_called(sichuan, tmp_path, name):
    tables, path = sichuan
    book = openpyxl.load_workbook(path)
    for number, sheet in enumerate(book.worksheets, 1):
        sheet.title = name.format(number)
        corner = [cell for cell in sheet[2] if cell.value][-1]
        corner.value = None if name.startswith("Sheet") else sheet.title
    book.save(tmp_path / "改名.xlsx")
    found = recognise(open_workbook(tmp_path / "改名.xlsx"))
    assert [form.code for form in found.forms] == [table.code for table in tables]


def test_a_published_report_keeps_its_own_errors_and_gets_no_others(tmp_path):
    found = errors(recognise(open_workbook(LIZHOU)), tmp_path / "公开表.xlsx", province="national")
    assert {rule for rule, _ in found} == UNBALANCED
