"""Compares a published text with what the program writes, paragraph by paragraph and cell by cell."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[、.](?!\d)|\(\d+\))")
_ZEROS = re.compile(r"(?<=\d)\.(\d*?)0+(?!\d)")


def plain(text: str) -> str:
    """Without blanks, numbering, closing stops and the zeros at the end of decimals; half width."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    words = _ZEROS.sub(lambda found: f".{found[1]}" if found[1] else "", words)
    return _NUMBERING.sub("", words).rstrip("。.;:")


def missing_paragraphs(published: Path, written: str) -> list[str]:
    """Paragraphs and cells of the published text that the written one does not have."""
    whole = "\n".join(plain(line) for line in written.splitlines())
    cells = {plain(cell) for line in written.splitlines() for cell in line.split("\t")}
    joined = whole.replace("\n", "")
    lines = [line.strip() for line in published.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if plain(line) and plain(line) not in cells and plain(line) not in joined]
