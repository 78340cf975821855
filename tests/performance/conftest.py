"""绩效 workbooks for tests: a form written from its layout, opened and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from juesuan.forms import recognise
from juesuan.performance import PerformanceSheet, read_performance
from juesuan.performance.auditing import PerformanceAudit
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.workbook import Workbook, open_workbook


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
