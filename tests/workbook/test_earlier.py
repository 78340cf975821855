"""What earlier versions of ours have written is always opened: a saved workbook, and the journal that a crash left."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.workbook import Cell, CellError, Formula, Workbook, open_workbook
from juesuan.workbook.disk import user_folder
from juesuan.workbook.journal import discard, pending, replay

EARLIER = Path(__file__).parent / "earlier"
VERSIONS = sorted(file.name.removesuffix("保存.xlsx") for file in EARLIER.glob("*保存.xlsx"))
SHEET = "Z03 收入决算表(财决03表)"


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def saved(version: str, tmp_path: Path) -> Workbook:
    return open_workbook(shutil.copy(EARLIER / f"{version}保存.xlsx", tmp_path / "决算.xlsx"))


def test_saved_workbook(saved):
    assert saved.content(Cell(SHEET, 6, 3)) == Formula("SUM(C7:C9)")
    assert [saved.value(Cell(SHEET, 9, column)) for column in range(1, 5)] == ["2010103", "机关服务 <&>", Decimal("7.25"), Decimal(7)]
    assert [saved.value(Cell("审核说明", row, 1)) for row in (1, 2, 3)] == ["说明", True, CellError("#DIV/0!")]
    assert saved.warnings == ()
    before = saved.path.read_bytes()
    saved.save()
    assert saved.path.read_bytes() == before


def test_journal(saved, version):
    lines = (EARLIER / f"{version}日志.jsonl").read_text("utf-8").splitlines()
    heading = json.loads(lines[0]) | {"file": str(saved.path.resolve())}
    journal = user_folder() / "日志" / "早先.jsonl"
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text("\n".join([json.dumps(heading, ensure_ascii=False), *lines[1:], ""]), "utf-8")
    (left,) = [found for found in pending() if found.journal == journal]
    assert left.same_file
    assert len(replay(saved, left.changes)) == 4
    assert saved.value(Cell(SHEET, 6, 3)) == Decimal("411.5")
    assert saved.content(Cell(SHEET, 8, 3)) == Formula("C7*2")
    discard(left)
