"""The promises of speed, measured: `pytest tests/bench --benchmark-enable -m ''` prints them; nothing here fails on time.

The peer, `openpyxl.load_workbook` on the same file, runs in the same session; the ratio is in the benchmark's extra_info.
"""

from __future__ import annotations

import itertools
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thirty

from juesuan.desk import Desk
from juesuan.workbook import Cell

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return thirty.write(tmp_path_factory.mktemp("bench") / "三十张表.xlsx")


def peer_seconds(path: Path) -> float:
    started = time.perf_counter()
    openpyxl.load_workbook(path)
    return time.perf_counter() - started


def test_open_recognise_and_audit(benchmark: Any, book: Path) -> None:
    desk = benchmark(Desk.open, book)
    if benchmark.stats:
        benchmark.extra_info["times_openpyxl"] = round(benchmark.stats.stats.min / min(peer_seconds(book) for _ in range(3)), 3)
    assert len(desk.recognition.forms) == len(thirty.codes())
    assert desk.audit.counts.checked > 0


def test_one_edit_to_findings(benchmark: Any, book: Path) -> None:
    desk, amounts = Desk.open(book), itertools.count(1)
    cell = Cell(desk.workbook.sheets[0].name, 10, 5)
    desk.edit(desk.workbook.replace({cell: Decimal(7)}, "先编辑一次"))

    outcome = benchmark(lambda: desk.edit(desk.workbook.replace({cell: Decimal(next(amounts))}, "填写")))
    assert cell in outcome.effect.cells


def test_save_one_changed_cell(benchmark: Any, book: Path, tmp_path: Path) -> None:
    desk, amounts = Desk.open(book), itertools.count(1)
    cell = Cell(desk.workbook.sheets[0].name, 10, 5)

    def edit() -> tuple[tuple[Path], dict[str, Any]]:
        desk.edit(desk.workbook.replace({cell: Decimal(next(amounts))}, "填写"))
        return (tmp_path / "存.xlsx",), {"force": True}

    benchmark.pedantic(desk.save, setup=edit, rounds=5)
    assert (tmp_path / "存.xlsx").exists()


def test_pdf_of_the_case(benchmark: Any) -> None:
    from juesuan.render import pdf_bytes

    prior, current = sorted(CASE.glob("[!~]*年度*.xlsx"))
    desk = Desk.open(current, prior)
    made = benchmark(lambda: pdf_bytes(desk.document("sichuan")))
    assert made.startswith(b"%PDF")
