"""How long PDF, DOCX, lines and pictures take; sixty pages with thirteen tables within three seconds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))

from sample import FIGURES, SENTENCES, long_document, sample

from juesuan.charts import draw
from juesuan.fonts import faces
from juesuan.render import docx_bytes, page_count, pdf_bytes, preview
from juesuan.render.breaking import break_lines

FACES = faces("bundled")


def test_sample_document(benchmark) -> None:
    assert page_count(benchmark(pdf_bytes, sample(), fonts="bundled")) > 12


def test_sixty_pages_with_thirteen_tables(benchmark) -> None:
    assert page_count(benchmark(pdf_bytes, long_document(), fonts="bundled")) >= 60


def test_word_copy(benchmark) -> None:
    assert benchmark(docx_bytes, sample()).startswith(b"PK")


def test_a_hundred_paragraphs_in_lines(benchmark) -> None:
    measured = [(text, [FACES.body.glyph(character).advance * 15.79 for character in text]) for text in SENTENCES[:100]]
    assert benchmark(lambda: sum(len(break_lines(text, advances, 15.79, 442.2, 31.58)) for text, advances in measured)) > 300


def test_seven_figures(benchmark) -> None:
    assert all(benchmark(lambda: [draw(figure, 442.2, FACES) for figure in FIGURES]))


def test_one_page_as_pixels(benchmark) -> None:
    pdf = pdf_bytes(sample(), fonts="bundled")
    assert benchmark(preview, pdf, 2, 1.5).width > 800


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is the peer")
def test_libreoffice_makes_a_pdf_of_the_word_copy(benchmark, tmp_path) -> None:
    (tmp_path / "a.docx").write_bytes(docx_bytes(sample()))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    benchmark.pedantic(subprocess.run, (command,), {"env": environment, "check": True, "capture_output": True}, rounds=2)
    assert page_count((tmp_path / "a.pdf").read_bytes()) > 12


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_memory_of_sixty_pages() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1] / 'render')!r})\n"
        "from sample import long_document; from juesuan.render import pdf_bytes; pdf_bytes(long_document(), fonts='bundled')\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    most = int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) // 1024
    assert most < 200
