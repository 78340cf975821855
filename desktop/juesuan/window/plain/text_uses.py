"""Where the text uses a cell: sections and figures."""

from __future__ import annotations

from collections.abc import Iterable

from juesuan.document import Document, Figure, Heading, Number
from juesuan.workbook import Cell

Uses = dict[Cell, tuple[str, ...]]
"""Cell → titles of sections and figures, in reading order, each once."""


def uses_of(document: Document) -> Uses:
    """From the numbers of sentences and figures back to their cells; sections down to （一）."""
    found: dict[Cell, dict[str, None]] = {}
    section, part = "", ""
    for block in document.blocks:
        if isinstance(block, Heading):
            section = block.text if block.level <= 1 else section
            part = f"{section}{block.text}" if block.level == 2 else section  # noqa: PLR2004 - level 2 is （一）
        elif isinstance(block, Figure):
            cells = (cell for series in block.series for item in series.items for cell in item.cells)
            _note(found, cells, f"图{block.number}　{block.caption}")
        else:
            runs = getattr(block, "runs", ())
            _note(found, (cell for run in runs if isinstance(run, Number) for cell in run.cells), part)
    return {cell: tuple(titles) for cell, titles in found.items()}


def _note(found: dict[Cell, dict[str, None]], cells: Iterable[Cell], title: str) -> None:
    for cell in cells:
        found.setdefault(cell, {})[title] = None
