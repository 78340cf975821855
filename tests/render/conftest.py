"""The hand-made document as PDF, made once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from juesuan.render import pdf_bytes


@pytest.fixture(scope="session")
def sample_pdf() -> bytes:
    from sample import sample

    return pdf_bytes(sample(), fonts="bundled")
