"""ReportLab's TrueType fonts, with text beyond U+FFFF made to copy right and a font that cannot be embedded told apart."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_BLOCK = 100  # entries that one bfchar section may hold (PDF 32000-1, 9.10.3)
_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode_map(font_name: str, subset: Sequence[int]) -> str:
    """A ToUnicode CMap for codes 0, 1, 2 … standing for the code points of `subset`, in UTF-16 as the standard wants.

    ReportLab's own writes five hexadecimal digits beyond U+FFFF, so that 𬭎 shows but copies as another character.
    """
    entries = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point]
    blocks = [entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK)]
    sections = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return "\n".join([_HEAD.format(name=font_name), *sections, _TAIL])


def register(name: str, path: Path) -> Any:
    """The font of a file, known to ReportLab as `name`; None where it cannot be embedded (other outlines, forbidden, damaged)."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    ttfonts.makeToUnicodeCMap = to_unicode_map
    try:
        font = ttfonts.TTFont(name, str(path), shapable=False)
    except (ttfonts.TTFError, OSError, ValueError, LookupError, AssertionError, struct.error):
        return None
    pdfmetrics.registerFont(font)
    return font
