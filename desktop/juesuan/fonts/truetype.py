"""ReportLab's TrueType fonts: read faster, text beyond U+FFFF made to copy right, and a font that cannot be embedded told apart."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import cache
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
_names: set[bytes] = set()  # PostScript names in use
_SEGMENTS, _GROUPS = 4, 12  # the two forms of a character map that matter


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
        font = _font_class()(name, str(path))
    except (ttfonts.TTFError, OSError, ValueError, LookupError, AssertionError, struct.error):
        return None
    _name_uniquely(font.face)
    pdfmetrics.registerFont(font)
    return font


def _name_uniquely(face: Any) -> None:
    """Two files of one PostScript name (a copy under another file name) would share one font in the PDF, and the second come out blank."""
    own, number = bytes(face.name), 1
    while bytes(face.name) in _names:
        number += 1
        face.name = type(face.name)(own + b"-%d" % number, "ascii")
    _names.add(bytes(face.name))


@cache
def _font_class() -> Any:
    """A TTFont whose face reads its tables at one go: ReportLab takes them number by number, five times as long."""
    from reportlab.pdfbase import ttfonts

    class Face(ttfonts.TTFontFace):  # type: ignore[misc]
        """Attributes as ReportLab's face has them; the inverse of the character map is left out, nothing here shapes text."""

        def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803  (ReportLab's names)
            super().extractInfo(charInfo=0)
            if charInfo:
                read_characters(self)

    class Font(ttfonts.TTFont):  # type: ignore[misc]
        """As ReportLab's, with the face above."""

        def __init__(self, name: str, filename: str) -> None:
            from weakref import WeakKeyDictionary

            self.fontName, self.face = name, Face(filename)
            self.encoding = ttfonts.TTEncoding()
            self.state: Any = WeakKeyDictionary()
            self._asciiReadable, self.shapable = False, False

    return Font


def read_characters(face: Any) -> None:
    """Fill in the face's character map, widths, metrics and glyph places from its tables."""
    data = face._ttf_data  # noqa: SLF001
    places = {tag: face.get_table_pos(tag)[0] for tag in ("head", "hhea", "hmtx", "loca", "cmap")}
    count = face.numGlyphs
    measured = struct.unpack_from(">H", data, places["hhea"] + 34)[0]
    numbers = struct.unpack_from(f">{2 * measured}H", data, places["hmtx"])
    bearings = struct.unpack_from(f">{count - measured}H", data, places["hmtx"] + 4 * measured)
    advances = [*numbers[::2], *[numbers[-2]] * (count - measured)]
    face.hmetrics = list(zip(advances, [*numbers[1::2], *bearings], strict=True))
    if struct.unpack_from(">h", data, places["head"] + 50)[0]:
        face.glyphPos = list(struct.unpack_from(f">{count + 1}L", data, places["loca"]))
    else:
        face.glyphPos = [place * 2 for place in struct.unpack_from(f">{count + 1}H", data, places["loca"])]
    mapped = {code: glyph for code, glyph in _character_map(data, places["cmap"]) if 0 < glyph < count}
    if 0x20 in mapped:  # noqa: PLR2004  (a blank)
        mapped[0xA0] = mapped[0x20]
    scale = 1000 / face.unitsPerEm
    face.charToGlyph, face.glyphToChar = mapped, {}
    face.defaultWidth = advances[0] * scale
    face.charWidths = {code: advances[glyph] * scale for code, glyph in mapped.items()}


def _character_map(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """(code point, glyph) from the font's best Unicode map. LookupError where it has none."""
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: dict[int, int] = {}
    for platform, encoding, offset in struct.iter_unpack(">HHL", data[start + 4 : start + 4 + 8 * count]):
        form = struct.unpack_from(">H", data, start + offset)[0]
        if form in {_SEGMENTS, _GROUPS} and (platform, encoding) in {(3, 1), (3, 10), (0, 3), (0, 4), (0, 1), (0, 2), (0, 6)}:
            found.setdefault(form, start + offset)
    if _GROUPS in found:
        return _from_groups(data, found[_GROUPS])
    return _from_segments(data, found[_SEGMENTS])


def _from_groups(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">L", data, start + 12)
    for first, last, glyph in struct.iter_unpack(">LLL", data[start + 16 : start + 16 + 12 * count]):
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


def _from_segments(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    length, _, doubled = struct.unpack_from(">HHH", data, start + 2)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * doubled)
    offsets_at = start + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if not offset:
            yield from ((code, (code + delta) & 0xFFFF) for code in range(first, last + 1))
            continue
        place = offsets_at + 2 * number + offset
        fitting = min(last - first + 1, max(0, (start + length - place) // 2))
        glyphs = struct.unpack_from(f">{fitting}H", data, place)
        yield from ((code, (glyph + delta) & 0xFFFF) for code, glyph in zip(range(first, first + fitting), glyphs, strict=True) if glyph)
