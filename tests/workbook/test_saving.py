"""Saving never loses anything: refusals, backups, and the file whole at every moment."""

from __future__ import annotations

import errno
import os
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.workbook import Cell, Workbook, WorkbookError, backups, open_workbook


@pytest.fixture
def edited(book) -> Workbook:
    workbook = book({"甲": [[1, "=A1*2"]]})
    workbook.apply(workbook.replace({Cell("甲", 1, 1): Decimal(5)}, "改"))
    return workbook


def refusal(workbook: Workbook, path: Path | None = None) -> str:
    target = path or workbook.path
    before = target.read_bytes() if target.exists() else None
    with pytest.raises(WorkbookError) as caught:
        workbook.save(path)
    assert (target.read_bytes() if target.exists() else None) == before
    assert workbook.modified
    assert not list(target.parent.glob(".*.tmp"))
    return str(caught.value)


def test_previous_version_is_kept_and_only_ten(edited):
    original = edited.path.read_bytes()
    first = edited.save()
    assert first.backup.read_bytes() == original
    assert not edited.modified
    for number in range(12):
        edited.apply(edited.replace({Cell("甲", 1, 1): Decimal(number)}, "改"))
        edited.save()
    kept = backups(edited.path)
    assert len(kept) == 10
    assert open_workbook(kept[0].path).value(Cell("甲", 1, 1)) == Decimal(10)


def test_file_changed_by_another_program(edited):
    other = edited.path.read_bytes() + b"\0"
    edited.path.write_bytes(other)
    assert edited.file_changed()
    assert "改过" in refusal(edited)
    edited.save(force=True)
    assert open_workbook(edited.path).value(Cell("甲", 1, 2)) == Decimal(10)
    assert not edited.file_changed()


def test_file_open_in_excel(edited):
    owner = edited.path.with_name("~$" + edited.path.name)
    owner.write_bytes(b"\x04\xd5\xc5\xc8\xfd" + b" " * 160)
    message = refusal(edited)
    assert "Excel" in message
    assert "张三" in message
    owner.unlink()
    assert edited.save().path == edited.path


def test_disk_full(edited, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "磁盘空间不足" in refusal(edited)
    monkeypatch.undo()
    assert open_workbook(edited.save().path).value(Cell("甲", 1, 2)) == Decimal(10)


@pytest.mark.slow
def test_really_full_disk(edited, tmp_path):
    place = tmp_path / "小盘"
    place.mkdir()
    if (
        os.name == "nt"
        or os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", place], check=False).returncode
    ):
        pytest.skip("only root can mount a small disk")
    try:
        assert "磁盘空间不足" in refusal(edited, place / "表.xlsx")
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_folder_that_cannot_be_written(edited, monkeypatch, code):
    opening = Path.open

    def refuse(path: Path, mode: str = "r", *rest: object):
        if mode == "wb":
            raise OSError(code, "denied")
        return opening(path, mode, *rest)

    monkeypatch.setattr(Path, "open", refuse)
    assert "不能写入" in refusal(edited)


def test_folder_gone(edited, tmp_path):
    assert "已不在" in refusal(edited, tmp_path / "没有" / "表.xlsx")


def test_backup_goes_to_the_user_folder_where_there_is_no_room_beside(edited):
    (edited.path.parent / ".决算工作台备份").write_text("这里不能建文件夹")
    saved = edited.save()
    assert os.environ["JUESUAN_HOME"] in str(saved.backup)
    assert backups(edited.path)[0].path == saved.backup


def test_saving_as_leaves_the_first_file_alone(edited, tmp_path):
    before = edited.path.read_bytes()
    first = edited.path
    saved = edited.save(tmp_path / "另存.xlsx")
    assert (saved.backup, first.read_bytes(), edited.path) == (None, before, tmp_path / "另存.xlsx")


def with_calculation_chain(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    links, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    link = f'<Relationship Id="rId77" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    entry = f'<Override PartName="/xl/calcChain.xml" ContentType="{content}"/></Types>'
    parts[links] = parts[links].replace(b"</Relationships>", link.encode())
    parts[types] = parts[types].replace(b"</Types>", entry.encode())
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B1" i="1"/></calcChain>'
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_calculation_chain_goes_with_the_formula(edited, tmp_path):
    path = edited.save().path
    with_calculation_chain(path)
    workbook = open_workbook(path)
    workbook.apply(workbook.replace({Cell("甲", 1, 1): Decimal(6)}, "改"))
    workbook.save()
    assert "xl/calcChain.xml" in workbook.source.package.names
    workbook.apply(workbook.replace({Cell("甲", 1, 2): Decimal(6)}, "改"))
    workbook.save()
    assert "xl/calcChain.xml" not in workbook.source.package.names
    assert b"calcChain" not in workbook.source.package.read("[Content_Types].xml")
    assert open_workbook(path).value(Cell("甲", 1, 2)) == Decimal(6)
