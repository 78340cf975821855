"""绩效 workbooks for tests: a form written from its layout, opened and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from juesuan.forms import Recognition, recognise
from juesuan.performance import PerformanceSheet, read_performance
from juesuan.performance.auditing import PerformanceAudit
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.workbook import Workbook, open_workbook

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020" / "利州区医疗保障局2020年度部门决算.xlsx"


@pytest.fixture(scope="session")
def lizhou_accounts() -> Recognition:
    """The final accounts of 利州区医疗保障局 2020."""
    return recognise(open_workbook(CASE))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Workbook]:
    """`written(form, …, texts={…}, province=…)` writes a workbook of these forms and opens it."""

    def write(*forms: FilledForm, texts: Mapping[str, object] | None = None, province: str = "hunan", year: int = 2022) -> Workbook:
        path = tmp_path / "绩效.xlsx"
        write_workbook(path, Unit("某单位", year, province), forms, texts)
        return open_workbook(path)

    return write


@pytest.fixture
def read(written: Callable[..., Workbook]) -> Callable[..., PerformanceSheet]:
    """The first form of a workbook written so."""

    def read_first(*forms: FilledForm, **more: object) -> PerformanceSheet:
        return read_performance(written(*forms, **more))[0]

    return read_first


@pytest.fixture
def audited(written: Callable[..., Workbook]) -> Callable[..., dict[str, list[str]]]:
    """Equations of the findings by rule."""

    def audit(*forms: FilledForm, **more: object) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for finding in PerformanceAudit(recognise(written(*forms, **more))).findings:
            found.setdefault(finding.rule, []).append(finding.equation)
        return found

    return audit
