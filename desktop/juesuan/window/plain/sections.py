"""The sections of a document: where each begins, how much is still missing in it, what was worded anew."""

from __future__ import annotations

import re
from dataclasses import dataclass

from juesuan.document import Block, Document, Heading, Missing, Paragraph, Table

_YEAR = re.compile(r"\d{4}年度?(?:部门|单位)?")
_ENDINGS = ("的情况说明", "说明")
_EXCERPT = 26


@dataclass(frozen=True)
class Section:
    """A part (level 0) or section (level 1); blocks start to end (exclusive); missing: keys still to be filled in;
    rewritten: paragraphs that the office worded itself; entries: paragraphs of a part without sections; tables in it.
    """

    title: str
    level: int
    start: int
    end: int
    missing: int
    rewritten: int = 0
    entries: int = 0
    tables: int = 0
    leaf: bool = True

    @property
    def shown(self) -> str:
        """The title as a list has room for it, with how much stands under it."""
        words = _YEAR.sub("", self.title) if self.level == 0 else self.title
        for ending in _ENDINGS if words.endswith("情况说明") and self.level else ():
            words = words.removesuffix(ending)
        if self.level == 0 and self.leaf and self.tables:
            return f"{words}（{self.tables} 张）"
        return f"{words}（{self.entries} 条）" if self.level == 0 and self.leaf and self.entries > 1 else words


def sections_of(document: Document, depth: int = 1) -> tuple[Section, ...]:
    """In reading order; a part's own range ends where its first section begins. What stands before the first heading is 封面、目录."""
    blocks = document.blocks
    starts = [(number, block) for number, block in enumerate(blocks) if isinstance(block, Heading) and block.level <= depth]
    ends = [number for number, _ in starts[1:]] + [len(blocks)]
    front = (Section("封面、目录", 0, 0, starts[0][0], 0),) if starts and starts[0][0] > 1 else ()
    return front + tuple(
        _section(heading, blocks, start, end, leaf=end == len(blocks) or heading.level >= _level(blocks[end]))
        for (start, heading), end in zip(starts, ends, strict=True)
    )


def _level(block: Block) -> int:
    return block.level if isinstance(block, Heading) else 0


def _section(heading: Heading, blocks: tuple[Block, ...], start: int, end: int, *, leaf: bool) -> Section:
    under = blocks[start:end]
    paragraphs = [block for block in under if isinstance(block, Paragraph)]
    tables = {block.title.removesuffix("（续）") for block in under if isinstance(block, Table)}
    rewritten = sum(block.rewritten for block in paragraphs)
    return Section(heading.text, heading.level, start, end, missing_in(under), rewritten, len(paragraphs), len(tables), leaf)


def missing_in(blocks: tuple[Block, ...]) -> int:
    """How many inputs are missing, each counted once."""
    return len({run.key for block in blocks for run in getattr(block, "runs", ()) if isinstance(run, Missing)})


def missing_blocks(document: Document) -> tuple[int, ...]:
    """The blocks in which something is missing, in reading order."""
    return tuple(
        number for number, block in enumerate(document.blocks) if any(isinstance(run, Missing) for run in getattr(block, "runs", ()))
    )


def rewritten_blocks(document: Document) -> tuple[tuple[int, str], ...]:
    """The paragraphs that the office worded itself: number of the block and how it begins."""
    return tuple(
        (number, excerpt(block.text, block.text[:1]))
        for number, block in enumerate(document.blocks)
        if isinstance(block, Paragraph) and block.rewritten
    )


def search(document: Document, wanted: str) -> tuple[tuple[int, str], ...]:
    """Blocks that say it: number of the block and an excerpt around the first place; a table is found by its title."""
    needle = wanted.strip().casefold()
    texts = ((number, _text(block)) for number, block in enumerate(document.blocks)) if needle else ()
    return tuple((number, excerpt(text, needle)) for number, text in texts if needle in text.casefold())


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return block.title
    return str(getattr(block, "text", "") or getattr(block, "caption", ""))


def excerpt(text: str, needle: str) -> str:
    """Some words around a place in a text."""
    plain = " ".join(text.split())
    place = max(0, plain.casefold().find(needle) - 6)
    cut = plain[place : place + _EXCERPT]
    return f"{'…' if place else ''}{cut}{'…' if place + _EXCERPT < len(plain) else ''}"


def with_tables(words: Document, whole: Document | None) -> tuple[Block, ...]:
    """The blocks of a text composed without its 公开表, with those of the last whole one put where they stood."""
    if whole is None:
        return words.blocks
    following: dict[object, list[Block]] = {}
    before: Block | None = None
    for block in whole.blocks:
        if isinstance(block, Table):
            following.setdefault(_name(before), []).append(block)
        else:
            before = block
    found: list[Block] = []
    for block in words.blocks:
        found.append(block)
        found += following.pop(_name(block), [])
    return tuple(found)


def _name(block: Block | None) -> object:
    key = getattr(block, "key", "")
    return (type(block), key) if key else block
