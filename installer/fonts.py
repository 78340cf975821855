"""Makes resources/fonts/ from the CFF fonts of three Debian packages, so that the bundled fonts can be rebuilt at any time.

    apt-get download fonts-noto-cjk texlive-lang-chinese
    python3 installer/fonts.py <folder with the .deb files>

ReportLab reads TrueType outlines only, and parsing a font costs time in proportion to its glyphs. So every face is converted (cubic to
quadratic curves, error below a thousandth of the em) and cut into pieces: the characters of GB 2312 first, the rest of GBK, the rare ones.
A piece is read only when a text needs it.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts"
MAX_ERROR = 1.0  # font units of 1000 to the em: far below what print or screen can show
SIMPLIFIED_CHINESE = 2  # its place in the Noto CJK collections

SYMBOLS = (
    [*range(0x20, 0x7F), *range(0x2160, 0x216C), *range(0x2170, 0x217A), *range(0x2190, 0x2194), *range(0x2460, 0x249C)]
    + [*range(0x3000, 0x3020), *range(0x3220, 0x322A), *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE6), *range(0x2610, 0x2613)]
    + [ord(character) for character in "\u00a0¥§°±·×÷–—―‘’“”…•‰′″℃℉№−∶≈≠≤≥■□▲△◆◇○◎●★☆✓✔㈱㎜㎝㎞㎎㎏㎡㏄€〇"]
)
SIGNS = (range(0xA0, 0x250), range(0x370, 0x460), range(0x2000, 0x3400), range(0xFE30, 0xFE70), range(0xFF00, 0xFFF0))
"""Blocks of letters, marks and signs that an office may type now and then: ² © ½ ⊂ ﹝﹞ é ぁ."""
IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32400))


@dataclass(frozen=True)
class Piece:
    """One file to make: its stem (also its PostScript name), the source file inside the packages, the characters it shall hold."""

    stem: str
    source: str
    family: str
    characters: tuple[int, ...]


def codec_characters(codec: str) -> set[int]:
    """Every character of a two-byte Chinese encoding."""
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode(codec)))
            except (UnicodeDecodeError, TypeError):
                continue
    return found


def is_ideograph(code: int) -> bool:
    return any(code in block for block in IDEOGRAPHS)


def pieces() -> list[Piece]:
    """The ten files, the large ones first so that two processes finish together."""
    gb2312, gbk = codec_characters("gb2312"), codec_characters("gbk")
    common = {code for code in gb2312 if is_ideograph(code)} | set(SYMBOLS)
    more = {code for code in gbk if is_ideograph(code)} - common
    signs = {code for block in SIGNS for code in block} - common - gb2312
    rare = {*range(0x3400, 0x4DC0), *range(0x9FA6, 0xA000), *range(0x20000, 0x323B0)} - more
    serif, bold, sans = "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"
    plan: list[tuple[str, str, str, Iterable[int]]] = [
        ("song-more", serif, "Juesuan Song More", more),
        ("title-more", bold, "Juesuan Title More", more),
        ("song-rare", serif, "Juesuan Song Rare", rare),
        ("body", "FandolFang-Regular.otf", "Juesuan Fang", common | more),
        ("heading-more", sans, "Juesuan Hei More", more),
        ("subheading", "FandolKai-Regular.otf", "Juesuan Kai", common),
        ("song-core", serif, "Juesuan Song", common | gb2312),
        ("song-signs", serif, "Juesuan Song Signs", signs),
        ("title-core", bold, "Juesuan Title", common),
        ("heading-core", sans, "Juesuan Hei", common),
    ]
    return [Piece(stem, source, family, tuple(sorted(characters))) for stem, source, family, characters in plan]


def load(path: Path) -> TTFont:
    if path.suffix == ".ttc":
        return TTCollection(path, lazy=True).fonts[SIMPLIFIED_CHINESE]
    return TTFont(path, lazy=True)


def convert(piece: Piece, source: Path, target: Path) -> str:
    """Write one piece as TrueType; the same source gives the same bytes. Returns a line about it."""
    font = load(source)
    glyph_set, best = font.getGlyphSet(), font.getBestCmap()
    mapping = {code: best[code] for code in piece.characters if code in best}
    order = [".notdef", *sorted(set(mapping.values()) - {".notdef"})]
    glyphs, metrics = {}, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
        metrics[name] = glyph_set[name].width
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(mapping)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (metrics[name], getattr(glyphs[name], "xMin", 0)) for name in order})
    header = font["hhea"]
    builder.setupHorizontalHeader(ascent=header.ascent, descent=header.descent)
    builder.setupNameTable(names(piece, font))
    builder.setupOS2(
        sTypoAscender=font["OS/2"].sTypoAscender, sTypoDescender=font["OS/2"].sTypoDescender, usWinAscent=header.ascent,
        usWinDescent=abs(header.descent), usWeightClass=font["OS/2"].usWeightClass, fsType=0, sCapHeight=733, sxHeight=520,
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font.recalcTimestamp = False
    path = target / f"{piece.stem}.ttf"
    builder.save(path)
    return f"{path.name}: {len(order)} glyphs, {path.stat().st_size / 1e6:.2f} MB"


def names(piece: Piece, font: TTFont) -> dict[str, str]:
    """A name of its own for every file (two fonts of one PostScript name cannot share a PDF); copyright and licence of the source."""
    source = font["name"]
    return {
        "copyright": source.getDebugName(0) or "",
        "familyName": piece.family,
        "styleName": "Regular",
        "uniqueFontIdentifier": f"{piece.family}; made from {source.getDebugName(6)}",
        "fullName": piece.family,
        "version": "Version 1.000",
        "psName": piece.family.replace(" ", ""),
        "licenseDescription": source.getDebugName(13) or "GPL version 3 with font exception",
    }


def unpack(packages: Path, target: Path) -> dict[str, Path]:
    """The fonts inside the .deb files, by file name."""
    for package in packages.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, target], check=True)
    return {path.name: path for pattern in ("*.ttc", "*.otf") for path in target.rglob(pattern)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path, help="folder with fonts-noto-cjk_*.deb and texlive-lang-chinese_*.deb")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor() as pool:
        sources = unpack(options.packages, Path(scratch))
        jobs = [pool.submit(convert, piece, sources[piece.source], options.target) for piece in pieces()]
        for job in jobs:
            print(job.result(), flush=True)


if __name__ == "__main__":
    main()
