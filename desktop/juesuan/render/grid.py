"""The page of GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters. All measures in pt, from the page's lower left."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
CHARACTER = 156 * MM / 28  # 15.79, 三号
LEADING = 225 * MM / 22  # 28.99
INDENT = 2 * CHARACTER
TITLE_ROOM = 3 * LEADING  # what the heading of a part takes above what stands first in it
FOLIO_SIZE = 14.0  # 四号
FOLIO_DROP = 7 * MM  # the page number's dashes below the type area


@dataclass(frozen=True)
class Sheet:
    """A page's size and its type area. Attributes in pt: page_width, page_height, left, top (from the page's upper edge), width, height."""

    page_width: float
    page_height: float
    left: float
    top: float
    width: float
    height: float

    @property
    def upper(self) -> float:
        """The upper edge of the type area, measured from below."""
        return self.page_height - self.top


PORTRAIT = Sheet(210 * MM, 297 * MM, 28 * MM, 37 * MM, 156 * MM, 225 * MM)
# Bound at its upper edge, so that edge keeps the binding margin; wider than the turned type area, as wide tables need it.
LANDSCAPE = Sheet(297 * MM, 210 * MM, 24 * MM, 22 * MM, 249 * MM, 167 * MM)


def sheet(*, landscape: bool) -> Sheet:
    return LANDSCAPE if landscape else PORTRAIT


def whole_lines(height: float) -> float:
    """The height rounded up to full lines of the grid, so that the text after it stands on the grid again."""
    return -(-(height - 0.01) // LEADING) * LEADING
