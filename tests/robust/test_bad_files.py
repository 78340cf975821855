"""Files that cannot be opened: from outside, each gives one sentence, touches nothing, and the program goes on."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from juesuan.desk import Desk
from juesuan.errors import JuesuanError

ENCRYPTED = Path(__file__).parent / "加了密码.xlsx"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>')
).encode()


def truncated(whole: Path, damaged: Callable[..., Path]) -> Path:
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    return whole


def encrypted(whole: Path, damaged: Callable[..., Path]) -> Path:
    return Path(shutil.copy(ENCRYPTED, whole))


def zip_bomb(whole: Path, damaged: Callable[..., Path]) -> Path:
    return damaged({"xl/media/image1.png": b"\0" * (60 * 1024 * 1024)})


def xml_bomb(whole: Path, damaged: Callable[..., Path]) -> Path:
    return damaged({"xl/worksheets/sheet1.xml": LAUGHS})


def without_its_sheet(whole: Path, damaged: Callable[..., Path]) -> Path:
    return damaged({"xl/worksheets/sheet1.xml": None})


def empty(whole: Path, damaged: Callable[..., Path]) -> Path:
    whole.write_bytes(b"")
    return whole


def another_kind(whole: Path, damaged: Callable[..., Path]) -> Path:
    whole.write_text("科目,金额", "utf-8")
    return whole


def folder(whole: Path, damaged: Callable[..., Path]) -> Path:
    return whole.parent


def missing(whole: Path, damaged: Callable[..., Path]) -> Path:
    return whole.with_name("😀没有.xlsx")


def too_long(whole: Path, damaged: Callable[..., Path]) -> Path:
    return whole.with_name("长" * 200 + ".xlsx")


def share_that_is_gone(whole: Path, damaged: Callable[..., Path]) -> Path:
    return Path("//财务服务器/共享/决算.xlsx")


def under_a_file(whole: Path, damaged: Callable[..., Path]) -> Path:
    return whole / "决算.xlsx"


def without_forms(whole: Path, damaged: Callable[..., Path]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.active.append(["姓名", "电话"])
    workbook.save(whole)
    return whole


UNREADABLE = [
    (truncated, "不完整"),
    (encrypted, "加了打开密码"),
    (zip_bomb, "大得不正常"),
    (xml_bomb, "实体"),
    (without_its_sheet, "缺少工作表"),
    (empty, "空文件"),
    (another_kind, "不是 Excel 工作簿"),
    (folder, "是文件夹"),
    (missing, "找不到文件"),
    (too_long, "太长"),
    (share_that_is_gone, "找不到文件"),
    (under_a_file, "不是文件夹"),
]


def juesuan(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "juesuan", *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )


def is_a_sentence(text: str) -> bool:
    return "\n" not in text and text.endswith("。") and "Error" not in text and "errno" not in text.lower()


@pytest.mark.parametrize(("make", "word"), UNREADABLE, ids=[make.__name__ for make, _ in UNREADABLE])
def test_a_sentence_says_what_and_the_program_goes_on(whole, damaged, make, word):
    good = shutil.copy(whole, whole.with_name("好的.xlsx"))
    path = make(whole, damaged)
    before = path.read_bytes() if word != "太长" and path.is_file() else None
    with pytest.raises(JuesuanError) as caught:
        Desk.open(path)
    message = str(caught.value)
    assert word in message
    assert path.name in message
    assert is_a_sentence(message)
    assert before is None or path.read_bytes() == before
    assert len(Desk.open(good).recognition.forms) == 1


@pytest.mark.parametrize(("make", "word"), [(truncated, "不完整"), (encrypted, "加了打开密码"), (without_forms, "没有认出")])
def test_from_the_command_line(whole, damaged, make, word):
    path = make(whole, damaged)
    before = path.read_bytes()
    done = juesuan("audit", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
    assert is_a_sentence(done.stderr.strip())
    assert path.read_bytes() == before


@pytest.mark.parametrize("verb", ["narrate", "disclose"])
def test_nothing_is_written_from_a_workbook_without_forms(whole, damaged, capsys, verb):
    from juesuan.cli import run

    out = whole.with_name("出.xlsx" if verb == "disclose" else "出.txt")
    assert run([verb, str(without_forms(whole, damaged)), "-o", str(out)]) == 2
    assert is_a_sentence(capsys.readouterr().err.strip())
    assert not out.exists()


@pytest.mark.parametrize(
    ("code", "word"),
    [(errno.EACCES, "没有权限"), (errno.EIO, "磁盘读写出错"), (errno.EHOSTUNREACH, "网络不通"), (errno.ESTALE, "网络盘已断开")],
)
def test_what_the_system_says_comes_in_chinese(whole, monkeypatch, code, word):
    def fail(_path: Path) -> bytes:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(JuesuanError, match=word) as caught:
        Desk.open(whole)
    assert os.strerror(code) not in str(caught.value)


@pytest.mark.parametrize("name", ["决算😀🧾.xlsx", "长" * 80 + ".xlsx", "a b'c&d%20.xlsx"])
def test_unusual_names_open_and_save(whole, name):
    path = whole.rename(whole.with_name(name))
    desk = Desk.open(path)
    desk.keep_journal()
    sheet = desk.workbook.sheets[0].name
    from decimal import Decimal

    from juesuan.workbook import Cell, backups

    desk.edit(desk.workbook.replace({Cell(sheet, 7, 3): Decimal(7)}, "填"))
    saved = desk.save()
    assert saved.path == path
    assert backups(path)
    desk.close()
    assert Desk.open(path).workbook.value(Cell(sheet, 6, 3)) == Decimal(57)
