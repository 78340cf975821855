"""The promises of speed, measured: `pytest tests/bench --benchmark-enable -m ''` prints them; nothing here fails on time.

The peer, `openpyxl.load_workbook` on the same file, runs in the same session; the ratio is in the benchmark's extra_info.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import thirty

from juesuan.desk import Desk
from juesuan.workbook import Cell

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time: what other programs do meanwhile counts little."""
CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"


@pytest.fixture(scope="module")
def book(thirty_forms: Path) -> Path:
    return thirty_forms


def peer_seconds(path: Path) -> float:
    started = time.process_time()
    openpyxl.load_workbook(path)
    return time.process_time() - started


def test_open_recognise_and_audit(benchmark: Any, tell: Callable[[str], None], book: Path, measured: bool) -> None:
    desk = benchmark(Desk.open, book)
    if benchmark.stats:
        seconds = benchmark.stats.stats.min
        ratio = seconds / min(peer_seconds(book) for _ in range(3))
        benchmark.extra_info["times_openpyxl"] = round(ratio, 3)
        tell(f"三十张表打开、认表并审核 {seconds:.3f} 秒，是 openpyxl 打开的 {ratio:.2f} 倍")
    assert len(desk.recognition.forms) == (len(thirty.codes()) if measured else len(desk.workbook.sheets))
    assert desk.audit.counts.checked > 0


def test_audit_from_the_command_line(tell: Callable[[str], None], benchmark: Any, book: Path) -> None:
    """The whole process, the start of Python and all imports included: the random workbook with 12,000 findings, and the case."""
    commands = [[sys.executable, "-m", "juesuan", "audit", str(path)] for path in (book, max(CASE.glob("[!~]*年度*.xlsx")))]
    done = benchmark.pedantic(subprocess.run, args=[commands[0]], kwargs={"stdout": subprocess.DEVNULL, "check": False}, rounds=1)
    assert done.returncode == 1  # findings
    if benchmark.disabled:
        return
    seconds = [min(processor_seconds(command) for _ in range(5)) for command in commands]
    tell(f"juesuan audit 整个进程的处理器时间：三十张表 {seconds[0]:.2f} 秒，利州 2020 {seconds[1]:.2f} 秒")


def processor_seconds(command: list[str]) -> float:
    """User and system time of a process."""
    resource = pytest.importorskip("resource", reason="only Unix counts the processor time of children")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_one_edit_to_findings(benchmark: Any, tell: Callable[[str], None], book: Path) -> None:
    desk, amounts = Desk.open(book), itertools.count(1)
    cell = Cell(desk.workbook.sheets[0].name, 10, 5)
    desk.edit(desk.workbook.replace({cell: Decimal(7)}, "先编辑一次"))

    outcome = benchmark(lambda: desk.edit(desk.workbook.replace({cell: Decimal(next(amounts))}, "填写")))
    assert cell in outcome.effect.cells
    if benchmark.stats:
        times = sorted(benchmark.stats.stats.data)
        median, last = (times[len(times) * share // 100] * 1000 for share in (50, 99))
        tell(f"一次编辑到重算和审核结果：中位数 {median:.3f} 毫秒，第 99 百分位 {last:.3f} 毫秒")


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
