"""Killed at any moment of opening, editing and saving: the file is whole, and file and journal together hold every act."""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.desk import Desk
from juesuan.workbook import Cell, Change, RowsInserted, open_workbook
from juesuan.workbook.journal import discard, pending, replay

SHEET = "Z03 收入决算表(财决03表)"
COUNT, SUM = Cell(SHEET, 7, 3), Cell(SHEET, 6, 3)
LONGEST = 0.1
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed as Unix does")


def work(path: Path, first: int, told: int) -> None:
    """Act after act, each announced only when it is done; a save every few; rows are inserted below now and then."""
    desk = Desk.open(path)
    desk.keep_journal()
    for number in range(first, first + 100000):
        desk.edit(desk.workbook.replace({COUNT: Decimal(number)}, str(number)))
        os.write(told, f"{number}\n".encode())
        if number % 7 == 0:
            desk.edit(Change("插入行", (RowsInserted(SHEET, 9, 1, 8),)))
            desk.undo()
        if number % 5 == 0:
            desk.save()


def killed_after(seconds: float, path: Path, first: int, *, opening: bool) -> int:
    """The last act that the child told of before it was killed, `seconds` after it began to open the file or after its first act."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(heard)
            work(path, first, told)
        finally:
            os._exit(1)
    os.close(told)
    if not opening:
        select.select([heard], [], [], 30)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    data = b""
    while select.select([heard], [], [], 0)[0] and (piece := os.read(heard, 65536)):
        data += piece
    os.close(heard)
    numbers = data.split(b"\n")[:-1]
    return int(numbers[-1]) if numbers else first - 1


def recovered(path: Path) -> int:
    """Open the file, carry out what the journal has for it, save; the last act that stands in it then."""
    workbook = open_workbook(path)
    left = [item for item in pending() if item.path == path.resolve()]
    assert all(item.same_file for item in left)
    for item in left:
        replay(workbook, item.changes)
    assert workbook.holder() is None
    workbook.save()
    for item in left:
        discard(item)
    number = workbook.value(COUNT)
    assert workbook.value(SUM) == number + 50
    return int(number)


def survives(path: Path, times: int, seed: int) -> None:
    chance, last, acts = random.Random(seed), 100, 0  # noqa: S311  (repeatable, not secret)
    Desk.open(path)  # so that the children find everything loaded
    for _ in range(times):
        told = killed_after(chance.uniform(0, LONGEST), path, last + 1, opening=chance.random() < 1 / 4)
        now = recovered(path)
        assert told <= now <= told + 1
        acts += now - last
        last = now
    assert acts > times
    assert not list(path.parent.glob("*.tmp"))


def test_killed_twenty_times(whole):
    survives(whole, 20, seed=1)


@pytest.mark.slow
def test_killed_two_hundred_times(whole):
    survives(whole, 200, seed=2)
