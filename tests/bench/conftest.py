"""What is measured is full-sized; without --benchmark-enable the same steps run on a small workbook, to see that they still work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import thirty


@pytest.fixture(scope="session")
def measured(request: pytest.FixtureRequest) -> bool:
    """Whether times are taken in this run."""
    option = request.config.getoption
    return bool(option("benchmark_enable") or not option("benchmark_disable"))


@pytest.fixture(scope="session")
def thirty_forms(measured: bool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of thirty forms by sixty rows, or a few of them with few rows."""
    path = tmp_path_factory.mktemp("bench") / "三十张表.xlsx"
    return thirty.write(path) if measured else thirty.write(path, sheets=6, rows=14)


@pytest.fixture
def tell(capsys: Any, measured: bool) -> Callable[[str], None]:
    """Prints a line of what was measured below the name of the test, whatever pytest does with other output."""

    def print_line(words: str) -> None:
        if measured:
            with capsys.disabled():
                print(f"\n    {words}")  # noqa: T201

    return print_line
