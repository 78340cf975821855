"""Places that do not take a file: each refusal says why, the old file and all that was typed stay."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.desk import Desk
from juesuan.errors import JuesuanError
from juesuan.workbook import Cell, open_workbook

CELL = Cell("Z03 收入决算表(财决03表)", 7, 3)
SUM = Cell("Z03 收入决算表(财决03表)", 6, 3)


@pytest.fixture
def desk(whole: Path) -> Iterator[Desk]:
    """Open, with one act that is not saved."""
    desk = Desk.open(whole)
    desk.keep_journal()
    desk.edit(desk.workbook.replace({CELL: Decimal("900.5")}, "填"))
    yield desk
    desk.close()


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    """A disk of its own, where we may make one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if os.name == "nt" or os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def refusal(desk: Desk, path: Path | None = None) -> str:
    target = path or desk.workbook.path
    assert target
    before = target.read_bytes() if path is None and target.exists() else None
    with pytest.raises(JuesuanError) as caught:
        desk.save(path)
    assert desk.modified
    assert desk.workbook.value(SUM) == Decimal("950.5")
    assert before is None or target.read_bytes() == before
    message = str(caught.value)
    assert message.endswith("。")
    assert target.name in message
    return message


def kept_elsewhere(desk: Desk) -> None:
    """What was typed can still go to another place."""
    saved = desk.save(desk.workbook.path.with_name("另存.xlsx") if desk.workbook.path else None)
    assert open_workbook(saved.path).value(SUM) == Decimal("950.5")
    assert not desk.modified


def test_disk_without_permission_to_write(desk, tmp_path):
    with small_disk(tmp_path / "只读", "size=1m,ro") as place:
        assert "不能写入" in refusal(desk, place / "表.xlsx")
    kept_elsewhere(desk)


def test_folder_without_permission_to_write(desk, monkeypatch):
    opening = Path.open

    def refuse(path: Path, mode: str = "r", *rest: object, **named: object) -> object:
        if mode == "wb":
            raise PermissionError(errno.EACCES, "denied")
        return opening(path, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", refuse)
    assert "没有写权限" in refusal(desk)
    monkeypatch.undo()
    kept_elsewhere(desk)


def test_full_disk(desk, tmp_path):
    with small_disk(tmp_path / "小盘", "size=16k") as place:
        shutil.copy(desk.workbook.path, place / "表.xlsx")
        (place / "占满").write_bytes(b"\0" * 8192)
        before = (place / "表.xlsx").read_bytes()
        assert "磁盘空间不足" in refusal(desk, place / "表.xlsx")
        assert (place / "表.xlsx").read_bytes() == before
        assert sorted(path.name for path in place.iterdir() if path.suffix == ".tmp") == []
    kept_elsewhere(desk)


def test_disk_that_fills_up_while_writing(desk, monkeypatch):
    monkeypatch.setattr(os, "fsync", fails(errno.ENOSPC))
    assert "磁盘空间不足" in refusal(desk)
    monkeypatch.undo()
    kept_elsewhere(desk)


def fails(code: int):
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(("code", "word"), [(errno.EIO, "磁盘读写出错"), (errno.ENODEV, "设备已断开"), (errno.ENOTCONN, "网络连接已断开")])
def test_disk_that_fails(desk, monkeypatch, code, word):
    monkeypatch.setattr(Path, "replace", fails(code))
    assert word in refusal(desk)
    monkeypatch.undo()
    kept_elsewhere(desk)


def test_journal_on_a_full_disk_is_told_and_editing_goes_on(whole, tmp_path, monkeypatch):
    with small_disk(tmp_path / "小盘", "size=4k") as place:
        monkeypatch.setenv("JUESUAN_HOME", str(place))
        desk = Desk.open(whole)
        desk.keep_journal()
        for number in range(200):
            desk.edit(desk.workbook.replace({CELL: f"很长的文字{number}" * 10}, "填"))
        assert desk.journal
        assert "恢复日志" in desk.journal.trouble
        assert desk.save().path == whole
        assert desk.workbook.value(CELL) == "很长的文字199" * 10
        desk.close()


def test_stick_that_was_pulled_out(whole, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    desk = Desk.open(shutil.copy(whole, stick))
    desk.keep_journal()
    desk.edit(desk.workbook.replace({CELL: Decimal("900.5")}, "填"))
    shutil.rmtree(stick)
    assert "断开" in refusal(desk)
    desk.edit(desk.workbook.replace({CELL: Decimal(1)}, "再填"))
    desk.undo()
    stick.mkdir()
    assert open_workbook(desk.save().path).value(SUM) == Decimal("950.5")
    desk.close()


def test_file_changed_by_another_program(desk):
    path = desk.workbook.path
    path.write_bytes(path.read_bytes() + b"\0")
    assert "被别的程序改过" in refusal(desk)
    desk.save(force=True)
    assert open_workbook(path).value(SUM) == Decimal("950.5")


def test_file_deleted_since_it_was_opened_is_written_again(desk):
    path = desk.workbook.path
    path.unlink()
    saved = desk.save()
    assert "重新写出" in saved.message
    assert open_workbook(path).value(SUM) == Decimal("950.5")


def test_folder_with_the_same_name(desk):
    place = desk.workbook.path.with_name("表.xlsx")
    place.mkdir()
    assert "文件夹" in refusal(desk, place)


def test_name_that_is_too_long(desk):
    assert "太长" in refusal(desk, desk.workbook.path.with_name("长" * 120 + ".xlsx"))
