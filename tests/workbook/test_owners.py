"""Owner files: ours as Office writes it, and theirs told dead or alive."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from juesuan.workbook import WorkbookError
from juesuan.workbook.owners import OwnerFile, holder_of


@pytest.fixture
def path(book):
    return book({"甲": [[1]]}).path


def beside(path, name: str, data: bytes = b"", age: float = 0):
    owner = path.with_name(name)
    owner.write_bytes(data)
    os.utime(owner, (time.time() - age,) * 2)
    return owner


def office(name: str) -> bytes:
    plain = name.encode("gbk")
    return bytes([len(plain)]) + plain.ljust(54) + len(name).to_bytes(2, "little") + name.encode("utf-16-le").ljust(108, b"\0")


def test_ours_lies_beside_while_open_and_names_no_user(path):
    owner = OwnerFile.leave(path)
    file = path.with_name("~$" + path.name)
    data = file.read_bytes()
    assert (owner.path, len(data)) == (file, 165)
    assert (data[1 : 1 + data[0]].decode("gbk"), data[57:67].decode("utf-16-le")) == ("决算工作台", "决算工作台")
    assert holder_of(path).program == "另一个决算工作台"
    owner.remove()
    assert not file.exists()
    assert holder_of(path) is None


def test_ours_follows_the_workbook_and_goes_when_it_is_closed(book, tmp_path):
    workbook = book({"甲": [[1]]})
    first = workbook.path
    workbook.claim()
    workbook.save(tmp_path / "另存.xlsx")
    assert [file.name for file in tmp_path.glob("~$*")] == ["~$另存.xlsx"]
    assert workbook.save().path.name == "另存.xlsx"
    workbook.release()
    assert list(tmp_path.glob("~$*")) == []
    assert first.exists()


def test_ours_of_a_program_that_was_killed_is_in_nobodys_way(path):
    words = (
        "import sys, os; from pathlib import Path; from juesuan.workbook.owners import OwnerFile; o = OwnerFile.leave(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", words + "; os._exit(9)", str(path)], check=False)
    assert path.with_name("~$" + path.name).exists()
    assert holder_of(path) is None
    owner = OwnerFile.leave(path)
    assert holder_of(path) is not None
    owner.remove()


@pytest.mark.skipif(os.name == "nt", reason="Windows tells for certain whether the file is held")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("~${}", office("李四"), "李四 在 Excel 或 WPS"),
        ("~${}", b"\x04\xd5\xc5\xc8\xfd", "张三 在 Excel 或 WPS"),
        (".~{}", office("李四"), "WPS"),
        (".~lock.{}#", ",王五,电脑,22.11.2026 09:00,file:///home;".encode(), "王五 在 LibreOffice"),
        (".~lock.{}#", "赵六,zhao,电脑,22.11.2026 09:00,file:///home;".encode(), "赵六 在 LibreOffice"),
    ],
)
def test_theirs_is_named(book, name, data, words):
    workbook = book({"甲": [[1]]})
    owner = beside(workbook.path, name.format(workbook.path.name), data)
    before = workbook.path.read_bytes()
    with pytest.raises(WorkbookError, match="强制保存") as caught:
        workbook.save()
    assert words in str(caught.value)
    assert workbook.path.read_bytes() == before
    assert OwnerFile.leave(workbook.path) is None or not name.startswith("~$")
    workbook.save(force=True)
    assert owner.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows tells for certain whether the file is held")
def test_one_left_behind_days_ago_says_so(book):
    workbook = book({"甲": [[1]]})
    beside(workbook.path, "~$" + workbook.path.name, office("李四"), age=3 * 24 * 3600)
    assert workbook.holder().seems_dead
    with pytest.raises(WorkbookError, match="没有正常关闭留下的"):
        workbook.save()


def test_an_owner_file_in_a_folder_that_takes_none_is_left_out(path, monkeypatch):
    from pathlib import Path

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert OwnerFile.leave(path) is None
