"""A small workbook of real forms."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HOME = Path(__file__).resolve().parents[2]
CASE = HOME / "tests/cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
KEPT = ("(财决01表)", "(财决03表)", "(财决07表)", "封面代码", "说明资料")


@pytest.fixture(scope="session")
def small_book(tmp_path_factory) -> Path:
    """A few forms of the main case: 财决01, 03, 07, the cover and 说明资料."""
    book = openpyxl.load_workbook(CASE)
    for name in book.sheetnames:
        if not name.endswith(KEPT):
            del book[name]
    assert len(book.sheetnames) == len(KEPT)
    path = tmp_path_factory.mktemp("small") / "小.xlsx"
    book.save(path)
    return path
