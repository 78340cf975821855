"""Fixtures that several rooms use."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from juesuan.workbook import Workbook


@pytest.fixture(autouse=True)
def _own_user_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups and journals of tests never touch the user's own folder."""
    monkeypatch.setenv("JUESUAN_HOME", str(tmp_path_factory.getbasetemp() / "user"))


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Mapping[str, Sequence[Sequence[object]]]], Workbook]:
    """`book({"表": [["标题"], [1, "=A2*2"]]})` writes the rows to a file and opens it; None leaves a cell blank."""
    numbers = itertools.count(1)

    def make(sheets: Mapping[str, Sequence[Sequence[object]]]) -> Workbook:
        import openpyxl

        from juesuan.workbook import open_workbook

        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row, values in enumerate(rows, 1):
                for column, value in enumerate(values, 1):
                    if value is not None:
                        sheet.cell(row, column, value)
        path = tmp_path / f"表{next(numbers)}.xlsx"
        workbook.save(path)
        return open_workbook(path)

    return make
