"""What other rooms bring into the text: blocks for the places that templates call `插入：…`, figures for inputs that nobody typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from juesuan.document.blocks import Block
from juesuan.narrative.facts import Fact

INSERTED = "插入"
PLACES = ("绩效综述", "绩效评价结果", "绩效附件清单", "绩效附件")
"""The places that a template may name, `插入：绩效综述`, and ask for, `{若 有 插入.绩效综述}`."""


@dataclass(frozen=True)
class Annexes:
    """blocks: by place. figures: by the key of the input that they stand in for, `绩效.自评项目数`; what was typed comes first."""

    blocks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    figures: Mapping[str, Fact] = field(default_factory=dict)

    def words(self) -> dict[str, str]:
        """For conditions: which places have something to print."""
        return {f"{INSERTED}.{place}": "有" if self.blocks.get(place) else "" for place in PLACES}


NO_ANNEXES = Annexes()
