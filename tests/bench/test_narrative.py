"""How long the text of 利州 2020 takes: words alone (what follows every edit) and with its 公开表."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from juesuan.desk.composing import whole_document
from juesuan.forms import Recognition, recognise
from juesuan.narrative import check_templates, compose
from juesuan.render import docx_bytes, page_count, pdf_bytes
from juesuan.workbook import open_workbook

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"


@pytest.fixture(scope="module")
def years() -> tuple[Recognition, Recognition]:
    return tuple(recognise(open_workbook(next(CASE.glob(f"*{year}*.xlsx")))) for year in (2020, 2019))


@pytest.fixture(scope="module")
def performance() -> Recognition:
    return recognise(open_workbook(CASE / "绩效" / "利州区医疗保障局2020年度绩效自评.xlsx"))


def test_words(benchmark, years: tuple[Recognition, Recognition]) -> None:
    assert benchmark(compose, *years, "sichuan", tables=False).blocks


def test_words_and_tables(benchmark, years: tuple[Recognition, Recognition]) -> None:
    assert benchmark(compose, *years, "sichuan").blocks


def test_checking_all_templates(benchmark) -> None:
    assert benchmark(check_templates) == ()


def test_complete_from_cover_to_annexes(benchmark, years: tuple[Recognition, Recognition], performance: Recognition) -> None:
    """Worded and laid out with the 绩效 summaries, forms and reports."""
    assert page_count(benchmark(lambda: pdf_bytes(whole_document(*years, "sichuan", performance=performance)))) > 60


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is the peer")
def test_libreoffice_prints_the_complete_word_copy(
    benchmark, years: tuple[Recognition, Recognition], performance: Recognition, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(docx_bytes(whole_document(*years, "sichuan", performance=performance)))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    benchmark.pedantic(subprocess.run, (command,), {"env": environment, "check": True, "capture_output": True}, rounds=2)
    assert page_count((tmp_path / "a.pdf").read_bytes()) > 60
