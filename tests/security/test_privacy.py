"""What is written tells nothing of who wrote it and where: no user name, no folder, no computer."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from juesuan import cli
from juesuan.desk import Desk

USER, FOLDER, COMPUTER = "zhangsan-zhanghao", "某人的文件夹", "CAIWU-PC-07"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A new workbook and its text in three formats, written by a named user into a named folder on a named computer."""
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, USER)
    monkeypatch.setenv("COMPUTERNAME", COMPUTER)
    monkeypatch.setattr("platform.node", lambda: COMPUTER)
    folder = tmp_path / FOLDER
    folder.mkdir()
    book = folder / "新.xlsx"
    assert cli.run(["new", "--edition", "2020", "--unit", "某单位", str(book)]) == cli.DONE
    outs = [folder / f"说明.{suffix}" for suffix in ("pdf", "docx", "txt")]
    assert cli.run(["narrate", str(book), *(word for out in outs for word in ("-o", str(out)))]) == cli.DONE
    return [book, *outs]


def contents(path):
    """The bytes of a file with every compressed part unpacked."""
    data = path.read_bytes()
    if path.suffix in {".xlsx", ".docx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            metadata = [thing.read_bytes() for thing in streams if thing.get("/Type") == "/Metadata"]
            assert metadata
            return b"\n".join([*metadata, *(str(value).encode() for value in pdf.docinfo.values())])
    return data


def test_no_file_names_the_user_the_folder_or_the_computer(written):
    for path in written:
        data = contents(path)
        for secret in (USER, FOLDER, COMPUTER):
            assert secret.encode() not in data, f"{path.name}: {secret}"
            assert secret.encode("utf-16-be") not in data, f"{path.name}: {secret}"


def test_linking_last_years_workbook_keeps_its_name_and_not_where_it_lies(written):
    book = written[0]
    prior = book.with_name("上年.xlsx")
    prior.write_bytes(book.read_bytes())
    desk = Desk.open(book)
    desk.set_prior(prior)
    desk.save()
    data = contents(book)
    assert "上年.xlsx".encode() in data
    assert FOLDER.encode() not in data
