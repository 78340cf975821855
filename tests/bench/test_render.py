"""How long PDF, DOCX, lines and pictures take; sixty pages with thirteen tables within three seconds."""

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
    assert page_count(benchmark(pdf_bytes, sample(), fonts="bundled")) > 14


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
def test_memory_of_sixty_pages() -> None:
    import subprocess

    code = (
        "import resource, sys; sys.path[:0] = [r'%s']; from sample import long_document; from juesuan.render import pdf_bytes;"
        "pdf_bytes(long_document(), fonts='bundled'); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    ) % (Path(__file__).parents[1] / "render")
    assert int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) < 200
