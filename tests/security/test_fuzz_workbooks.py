"""Workbooks damaged at random: opened, recognised, audited, edited and saved, or refused with a sentence."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from guarding import guarded
from mutations import damaged_archive

from juesuan.audit import Audit
from juesuan.forms import recognise
from juesuan.workbook import Cell, Change, RowsInserted, open_workbook

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")


def use(path: Path, *, audit: bool) -> None:
    """What the window does with a file: open, recognise, look, audit, edit one cell, insert a row, save elsewhere."""
    workbook = open_workbook(path)
    recognition = recognise(workbook)
    if workbook.sheets:
        sheet = workbook.sheets[0]
        for _ in sheet.cells():
            pass
        sheet.look.style(1, 1)
    if audit:
        Audit(recognition).run()
        if workbook.sheets:
            workbook.apply(workbook.replace({Cell(workbook.sheets[0].name, 30, 1): Decimal("1.5")}, "试"))
            workbook.apply(Change("插入行", (RowsInserted(workbook.sheets[0].name, 9, 1, 8),)))
            workbook.save(path.with_name("存.xlsx"))


def fuzz(book: Path, folder: Path, seeds: range) -> None:
    data, damaged = book.read_bytes(), folder / "坏.xlsx"
    for seed in seeds:
        dice = random.Random(seed)  # noqa: S311 - damage, not secrets
        damaged.write_bytes(damaged_archive(data, dice))
        with guarded(f"seed {seed}"):
            use(damaged, audit=seed % 10 == 0)


def test_a_hundred_damaged_workbooks(small_book, tmp_path):
    fuzz(small_book, tmp_path, range(100))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 5000, 500))
def test_five_thousand_damaged_workbooks(small_book, tmp_path, start):
    resource = pytest.importorskip("resource")
    fuzz(small_book, tmp_path, range(10_000 + start, 10_000 + start + 500))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1024 * 1024
