"""What other rooms bring into the text: blocks for the places that templates call `插入：…`, figures for inputs that nobody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from juesuan.document.blocks import Block, Heading, Paragraph
from juesuan.narrative.facts import Fact

INSERTED = "插入"
_NUMBER = re.compile(r"附件[\d一二三四五六七八九十—－-]*")
IN_FULL = "绩效附件"
PLACES = ("绩效综述", "绩效评价结果", "绩效附件清单", IN_FULL)
"""The places that a template may name, `插入：绩效综述`, and ask for, `{若 有 插入.绩效综述}`."""


@dataclass(frozen=True)
class Annexes:
    """blocks: by place. figures: by the key of the input that they stand in for, `绩效.自评项目数`; what was typed comes first."""

    blocks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    figures: Mapping[str, Fact] = field(default_factory=dict)

    def words(self) -> dict[str, str]:
        """For conditions: which places have something to print."""
        return {f"{INSERTED}.{place}": "有" if self.blocks.get(place) else "" for place in PLACES}


def listed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Annexes in full as the contents shall see them: each by its number and title, not what stands inside it."""
    number = ""
    for block in blocks:
        if isinstance(block, Paragraph) and _NUMBER.fullmatch(block.text.strip()):
            number = f"{block.text.strip()}　"
        if isinstance(block, Heading):
            words = f"{number}{block.text.strip()}" if block.level == 0 else ""
            number = "" if words else number
            yield replace(block, listed=words)
        else:
            yield block


NO_ANNEXES = Annexes()
