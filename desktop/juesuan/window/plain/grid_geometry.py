"""Where rows and columns lie on the screen: widths, hidden ones, frozen panes, scrolling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Axis:
    """Rows or columns of a sheet.

    edges[n] is where the (n+1)-th starts, in pixels; a hidden one has no extent; frozen: how many stay in place.
    """

    edges: tuple[int, ...]
    frozen: int = 0

    @classmethod
    def of(cls, extents: Sequence[int], frozen: int = 0) -> Axis:
        """From the pixel extent of each row or column."""
        return cls((0, *accumulate(extents)), min(frozen, len(extents)))

    @property
    def count(self) -> int:
        return len(self.edges) - 1

    @property
    def total(self) -> int:
        return self.edges[-1]

    @property
    def frozen_extent(self) -> int:
        return self.edges[self.frozen]

    def extent(self, number: int) -> int:
        """Of the row or column counted from 1."""
        return self.edges[number] - self.edges[number - 1]

    def at(self, pixel: int, scroll: int) -> int:
        """Number, from 1, of what lies at a pixel of the view; 0 outside."""
        inner = pixel if pixel < self.frozen_extent else pixel + scroll
        if not 0 <= inner < self.total:
            return 0
        return bisect_right(self.edges, inner)

    def start(self, number: int, scroll: int) -> int:
        """Pixel of the view where a row or column starts (it may lie under the frozen ones)."""
        start = self.edges[number - 1]
        return start if number <= self.frozen else start - scroll

    def visible(self, scroll: int, length: int) -> range:
        """The scrolling rows or columns that show in a view of that length."""
        first = bisect_right(self.edges, self.frozen_extent + scroll)
        last = bisect_right(self.edges, scroll + length - 1)
        return range(max(first, self.frozen + 1), min(last, self.count) + 1)

    def scroll_to(self, number: int, scroll: int, length: int, last: int | None = None) -> int:
        """The smallest scrolling that brings `number` (to `last`) into a view of that length."""
        if number <= self.frozen:
            return scroll
        start, end = self.edges[number - 1], self.edges[last or number]
        if end - scroll > length:
            scroll = end - length
        return min(scroll, start - self.frozen_extent)
