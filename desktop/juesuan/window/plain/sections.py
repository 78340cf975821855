"""The sections of a document: where each begins, and how much is still missing in it."""

from __future__ import annotations

from dataclasses import dataclass

from juesuan.document import Block, Document, Heading, Missing, Paragraph


@dataclass(frozen=True)
class Section:
    """A part (level 0) or section (level 1); blocks start to end (exclusive); missing: keys still to be filled in;
    rewritten: paragraphs that the office worded itself.
    """

    title: str
    level: int
    start: int
    end: int
    missing: int
    rewritten: int = 0


def sections_of(document: Document, depth: int = 1) -> tuple[Section, ...]:
    """In reading order; a part's own range ends where its first section begins."""
    starts = [(number, block) for number, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level <= depth]
    ends = [number for number, _ in starts[1:]] + [len(document.blocks)]
    return tuple(
        Section(heading.text, heading.level, start, end, missing_in(document.blocks[start:end]), _rewritten(document.blocks[start:end]))
        for (start, heading), end in zip(starts, ends, strict=True)
    )


def missing_in(blocks: tuple[Block, ...]) -> int:
    """How many inputs are missing, each counted once."""
    return len({run.key for block in blocks for run in getattr(block, "runs", ()) if isinstance(run, Missing)})


def _rewritten(blocks: tuple[Block, ...]) -> int:
    return sum(isinstance(block, Paragraph) and block.rewritten for block in blocks)
