"""Texts that another program would take for a formula stay texts in every workbook that we write."""

from __future__ import annotations

import contextlib
import io
import zipfile

import openpyxl
import pytest

from juesuan import cli

EVIL = "=cmd|' /C calc'!A0"
LINK = '=HYPERLINK("http://127.0.0.1","点我")'


@pytest.fixture(scope="module")
def book(tmp_path_factory, small_book):
    """The small workbook with hostile texts, as text, for its unit, a subject's name and a reason."""
    path = tmp_path_factory.mktemp("毒") / "毒.xlsx"
    workbook = openpyxl.load_workbook(small_book)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("编制单位："):
                    _text(cell, f"编制单位：{EVIL}")
                elif cell.value in ("行政运行", "住房公积金"):
                    _text(cell, EVIL)
    inputs = workbook["说明资料"]
    for row in range(5, inputs.max_row + 1):
        if str(inputs.cell(row, 1).value).startswith("原因."):
            _text(inputs.cell(row, 4), LINK)
    workbook.save(path)
    return path


def _text(cell, words):
    cell.value = words
    cell.data_type = "s"


def formulas(path):
    """The formulas of a workbook as the file has them, whoever might read it."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return [part.partition("</f>")[0] for sheet in sheets for part in sheet.split("<f>")[1:]]


@pytest.mark.parametrize(
    "words",
    [
        ["audit", "{book}", "-o", "{out}"],
        ["compare", "{book}", "--prior", "{book}", "-o", "{out}"],
        ["disclose", "{book}", "-o", "{out}"],
        ["combine", "{book}", "--unit", EVIL, "-o", "{out}"],
        ["new", "--edition", "2020", "--unit", EVIL, "{out}"],
    ],
    ids=lambda words: words[0],
)
def test_nothing_hostile_becomes_a_formula(book, tmp_path, words):
    out = tmp_path / "出.xlsx"
    with contextlib.redirect_stdout(io.StringIO()):
        assert cli.run([word.format(book=book, out=out) for word in words]) in (cli.DONE, cli.FOUND)
    assert [text for text in formulas(out) if "cmd" in text or "HYPERLINK" in text] == []
    made = [str(cell.value) for sheet in openpyxl.load_workbook(out) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [text for text in made if "cmd" in text or "HYPERLINK" in text] == []
