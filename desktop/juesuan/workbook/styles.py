"""Cell styles of a workbook: fonts, fills, borders, alignment, number formats, with theme and indexed colours resolved."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from juesuan.workbook.markup import real, whole
from juesuan.workbook.package import Package, local, parse_xml
from juesuan.workbook.parts import Layout

_TRUE = ("1", "true")
_COLOUR = re.compile("([0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
_LARGEST_FONT = 409.0
_BUILT_IN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'AM/PMh"时"mm"分"', 35: 'AM/PMh"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_BASIC_COLOURS = ("000000", "ffffff", "ff0000", "00ff00", "0000ff", "ffff00", "ff00ff", "00ffff")
_INDEXED = (
    *_BASIC_COLOURS, *_BASIC_COLOURS,
    "800000", "008000", "000080", "808000", "800080", "008080", "c0c0c0", "808080", "9999ff", "993366", "ffffcc", "ccffff",
    "660066", "ff8080", "0066cc", "ccccff", "000080", "ff00ff", "ffff00", "00ffff", "800080", "800000", "008080", "0000ff",
    "00ccff", "ccffff", "ccffcc", "ffff99", "99ccff", "ff99cc", "cc99ff", "ffcc99", "3366ff", "33cccc", "99cc00", "ffcc00",
    "ff9900", "ff6600", "666699", "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
)  # fmt: skip
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
_OFFICE_THEME = ("ffffff", "000000", "eeece1", "1f497d", "4f81bd", "c0504d", "9bbb59", "8064a2", "4bacc6", "f79646", "0000ff", "800080")


@dataclass(frozen=True)
class Font:
    """name; size in pt; colour as #rrggbb."""

    name: str = "宋体"
    size: float = 11.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = "#000000"


@dataclass(frozen=True)
class Line:
    """One border: Excel's style word (`thin`, `medium`, `double`, …), empty for none; colour as #rrggbb."""

    style: str = ""
    colour: str = "#000000"


@dataclass(frozen=True)
class Borders:
    """The four borders of a cell."""

    left: Line = Line()
    right: Line = Line()
    top: Line = Line()
    bottom: Line = Line()


@dataclass(frozen=True)
class Alignment:
    """horizontal: general, left, center, right, fill, justify, distributed, centerContinuous; vertical: top, center, bottom, …;
    indent in characters.
    """

    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    indent: int = 0
    shrink: bool = False
    rotation: int = 0


@dataclass(frozen=True)
class CellStyle:
    """How a cell looks. fill: #rrggbb or None; locked counts only on a protected sheet."""

    font: Font = Font()
    fill: str | None = None
    borders: Borders = Borders()
    alignment: Alignment = Alignment()
    number_format: str = "General"
    locked: bool = True


@dataclass
class Styles:
    """The style list of a workbook; `cell(index)` is what a cell's s attribute means. digit_width in px of the usual font."""

    cells: list[CellStyle] = field(default_factory=lambda: [CellStyle()])
    formats: list[str] = field(default_factory=lambda: ["General"])

    def cell(self, index: int) -> CellStyle:
        return self.cells[index] if 0 <= index < len(self.cells) else self.cells[0]


class Colours:
    """Resolves the colours of a workbook to #rrggbb."""

    def __init__(self, theme: tuple[str, ...] = _OFFICE_THEME, indexed: tuple[str, ...] = _INDEXED) -> None:
        self._theme = theme
        self._indexed = indexed

    def of(self, element: Any, otherwise: str | None) -> str | None:
        """The colour an element describes; `otherwise` where it describes none (or the automatic one)."""
        if element is None or element.get("auto") in _TRUE:
            return otherwise
        plain = self._plain(element)
        return otherwise if plain is None else "#" + _tinted(plain, real(element.get("tint")) or 0.0)

    def _plain(self, element: Any) -> str | None:
        rgb, theme, indexed = element.get("rgb"), element.get("theme"), element.get("indexed")
        if rgb and _COLOUR.fullmatch(rgb):
            return str(rgb[-6:]).lower()
        for numbered, number in ((self._theme, theme), (self._indexed, indexed)):
            if number and number.isdecimal() and whole(number) < len(numbered):
                return numbered[whole(number)]
        return None


def _tinted(colour: str, tint: float) -> str:
    if not tint:
        return colour
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation))


def _theme_colours(package: Package, layout: Layout) -> tuple[str, ...]:
    member = next((package.actual(r.target) for r in layout.relations.values() if r.kind == "theme"), None)
    if member is None:
        return _OFFICE_THEME
    found = {}
    for scheme in parse_xml(package.xml(member), member, package.name).iter():
        if local(scheme) == "clrScheme":
            for entry in scheme:
                for colour in entry:
                    plain = str(colour.get("lastClr") or colour.get("val") or "").lower()
                    found[local(entry)] = plain if _COLOUR.fullmatch(plain) else ""
    return tuple(found.get(name) or usual for name, usual in zip(_THEME_ORDER, _OFFICE_THEME, strict=True))


def read_styles(package: Package, layout: Layout) -> Styles:
    """All cell styles; the plain one where the workbook has no style part."""
    member = next((package.actual(r.target) for r in layout.relations.values() if r.kind == "styles"), None)
    if member is None:
        return Styles()
    root = parse_xml(package.xml(member), member, package.name)
    sections = {local(child): child for child in root}
    return _Reader(sections, Colours(_theme_colours(package, layout), _indexed(sections.get("colors")))).styles()


def _indexed(colors: Any) -> tuple[str, ...]:
    entries = [c.get("rgb", "") for part in colors if local(part) == "indexedColors" for c in part] if colors is not None else []
    own = [entry[-6:].lower() if _COLOUR.fullmatch(entry) else "000000" for entry in entries]
    return (*own, *_INDEXED[len(own) :])


class _Reader:
    def __init__(self, sections: Mapping[str, Any], colours: Colours) -> None:
        self._sections = sections
        self._colours = colours
        self._known: dict[tuple[object, ...], CellStyle] = {}

    def styles(self) -> Styles:
        self._formats = dict(_BUILT_IN_FORMATS)
        numbered = [f for f in self._children("numFmts") if (f.get("numFmtId") or "").isdecimal()]
        self._formats.update({whole(f.get("numFmtId")): f.get("formatCode") or "General" for f in numbered})
        self._fonts = [self._font(f) for f in self._children("fonts")]
        self._fills = [self._fill(f) for f in self._children("fills")]
        self._borders = [self._four(b) for b in self._children("borders")]
        cells = [self._cell(xf) for xf in self._children("cellXfs")]
        return Styles(cells or [CellStyle()])

    def _children(self, section: str) -> list[Any]:
        found = self._sections.get(section)
        return [child for child in found if local(child)] if found is not None else []

    def _font(self, element: Any) -> Font:
        parts = {local(child): child for child in element}

        def on(name: str) -> bool:
            return name in parts and parts[name].get("val", "1") not in ("0", "false", "none")

        return Font(
            name=parts["name"].get("val", "宋体") if "name" in parts else "宋体",
            size=min(max(real(parts["sz"].get("val")) or 11.0, 1.0), _LARGEST_FONT) if "sz" in parts else 11.0,
            bold=on("b"), italic=on("i"), underline=on("u"), strike=on("strike"),
            colour=self._colours.of(parts.get("color"), "#000000") or "#000000",
        )  # fmt: skip

    def _fill(self, element: Any) -> str | None:
        for kind in element:
            parts: dict[str, Any] = {local(child): child for child in kind}
            if local(kind) == "patternFill" and kind.get("patternType", "none") != "none":
                return (
                    self._colours.of(parts.get("fgColor"), None)
                    if kind.get("patternType") == "solid"
                    else self._colours.of(parts.get("bgColor"), None)
                )
            if local(kind) == "gradientFill" and "stop" in parts:
                return self._colours.of(next((colour for colour in parts["stop"]), None), None)
        return None

    def _four(self, element: Any) -> Borders:
        parts = {local(child): child for child in element}

        def line(*names: str) -> Line:
            part: Any = next((parts[name] for name in names if name in parts), None)
            style = part.get("style", "none") if part is not None else "none"
            if style == "none":
                return Line()
            return Line(style, self._colours.of(next((colour for colour in part), None), "#000000") or "#000000")

        return Borders(line("left", "start"), line("right", "end"), line("top"), line("bottom"))

    def _cell(self, xf: Any) -> CellStyle:
        alignment = next((dict(child.attrib) for child in xf if local(child) == "alignment"), {})
        protection = next((child for child in xf if local(child) == "protection"), None)
        locked = protection is None or protection.get("locked", "1") in _TRUE
        key = (xf.get("fontId"), xf.get("fillId"), xf.get("borderId"), xf.get("numFmtId"), tuple(sorted(alignment.items())), locked)
        if key not in self._known:
            self._known[key] = CellStyle(
                font=_item(self._fonts, xf.get("fontId"), Font()),
                fill=_item(self._fills, xf.get("fillId"), None),
                borders=_item(self._borders, xf.get("borderId"), Borders()),
                alignment=_alignment(alignment),
                number_format=self._formats.get(whole(xf.get("numFmtId")), "General"),
                locked=locked,
            )
        return self._known[key]


def _item(items: list[Any], index: str | None, otherwise: Any) -> Any:
    number = whole(index)
    return items[number] if number < len(items) else otherwise


def _alignment(given: Mapping[str, str]) -> Alignment:
    return Alignment(
        horizontal=given.get("horizontal", "general"),
        vertical=given.get("vertical", "bottom"),
        wrap=given.get("wrapText") in _TRUE,
        indent=whole(given.get("indent")),
        shrink=given.get("shrinkToFit") in _TRUE,
        rotation=whole(given.get("textRotation")),
    )
