"""What is published from sound forms is sound: 公开表 written, read back, recognised and audited."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.audit.consistent import consistent

from juesuan.audit import Audit
from juesuan.disclosure import disclose, write_workbook
from juesuan.forms import recognise
from juesuan.workbook import open_workbook

LIZHOU = Path(__file__).parents[1] / "cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
UNBALANCED = {"P-I03", "P-B10e"}
"""What the published report itself states: income and spending that differ."""


def errors(recognition, path, **options):
    write_workbook(disclose(recognition, **options), path)
    audit = Audit(recognise(open_workbook(path)))
    audit.run()
    return [(finding.rule, finding.equation) for finding in audit.findings if finding.severity == "error"]


@pytest.mark.parametrize("province", ["national", "sichuan", "shanghai"])
@pytest.mark.parametrize(("year", "seed"), [(2020, 1), (2022, 2), (2024, 3)])
def test_sound_forms_give_sound_tables(tmp_path, province, year, seed):
    made, _ = consistent(year, seed)
    assert errors(made, tmp_path / "公开表.xlsx", province=province) == []


@pytest.mark.parametrize("seed", range(3))
def test_balanced_tables_differ_between_each_other_by_one_unit_at_most(tmp_path, seed):
    made, _ = consistent(2020, seed)
    found = errors(made, tmp_path / "公开表.xlsx", province="national", balanced=True)
    assert all(equation.endswith(("差 0.01", "差 -0.01")) for _, equation in found)


def test_a_published_report_keeps_its_own_errors_and_gets_no_others(tmp_path):
    found = errors(recognise(open_workbook(LIZHOU)), tmp_path / "公开表.xlsx", province="national")
    assert {rule for rule, _ in found} == UNBALANCED
