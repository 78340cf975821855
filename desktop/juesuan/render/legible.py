"""Characters that no font of this computer draws: which, and in which sentence, so that nobody finds out from the printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from juesuan.document import Block, Cover, Document, Figure, Heading, Paragraph, Table
from juesuan.fonts import NO_GLYPH, faces

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?")


class Unprintable(NamedTuple):
    """Characters that come out as `〓`, and the sentence, heading or cell that they stand in."""

    characters: str
    sentence: str

    def __str__(self) -> str:
        codes = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in self.characters)
        return f"没有字体能印 {codes}，印成了“{NO_GLYPH}”：{self.sentence}。请改用别的写法，或者安装收有这个字的字体。"


def unprintable(document: Document, *, fonts: str = "machine") -> tuple[Unprintable, ...]:
    """What of the document the PDF cannot show, in reading order; fonts as in `pdf_bytes`."""
    used = faces(fonts)
    found: list[Unprintable] = []
    for block in document.blocks:
        face = used.song if isinstance(block, Table) else used.body
        for text in _texts(block):
            parts = _SENTENCE.findall(text) if not text.isascii() and face.lacking(text) else ()
            found += [Unprintable(lacking, part.strip().rstrip("。")) for part in parts if (lacking := face.lacking(part))]
    return tuple(dict.fromkeys(found))


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Cover):
        yield from (block.unit_name, block.title, *block.lines)
    elif isinstance(block, Figure):
        yield from (block.caption, *(item.label for series in block.series for item in series.items))
    elif isinstance(block, Table):
        yield from (block.title, *block.corner, *block.notes)
        yield from (cell.text for row in (*block.header, *block.body) for cell in row if cell.text)
