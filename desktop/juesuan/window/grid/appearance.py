"""A cell's style in Qt's terms: font, colours, borders, adapted to the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase

from juesuan.window.theme import Theme
from juesuan.workbook.styles import CellStyle, Font
from juesuan.workbook.styles import Line as FileLine

_STRONG = frozenset({"medium", "thick", "double", "mediumDashed", "mediumDashDot", "mediumDashDotDot", "slantDashDot"})
_GREY = 0.1
_HORIZONTAL = {"general": "", "centerContinuous": "center", "distributed": "center", "fill": "left", "justify": "left"}
_ALIASES = {
    "宋体": ("宋体", "SimSun"),
    "黑体": ("黑体", "SimHei"),
    "仿宋_GB2312": ("仿宋_GB2312", "仿宋", "FangSong"),
    "微软雅黑": ("微软雅黑", "Microsoft YaHei"),
}


class Line(NamedTuple):
    """One border: colour as text, width in pixels."""

    color: str
    width: int


class Appearance(NamedTuple):
    """What painting a cell needs. horizontal is empty where the kind of value decides; borders: top, left, bottom, right."""

    font: QFont
    color: str
    background: str
    borders: tuple[Line | None, Line | None, Line | None, Line | None]
    horizontal: str
    vertical: str
    wrap: bool
    shrink: bool
    indent: int


@lru_cache(maxsize=4096)
def appearance(style: CellStyle, zoom: float, theme: Theme) -> Appearance:
    """The same for every cell of one style; zoom 1.0 is 100 %."""
    alignment, borders = style.alignment, style.borders
    return Appearance(
        font=_font(style.font, zoom),
        color=_ink(style.font.colour, theme),
        background=_ground(style.fill, theme),
        borders=(_line(borders.top, theme), _line(borders.left, theme), _line(borders.bottom, theme), _line(borders.right, theme)),
        horizontal=_HORIZONTAL.get(alignment.horizontal, alignment.horizontal),
        vertical={"justify": "center", "distributed": "center"}.get(alignment.vertical, alignment.vertical),
        wrap=alignment.wrap,
        shrink=alignment.shrink,
        indent=alignment.indent,
    )


def _font(font: Font, zoom: float) -> QFont:
    made = QFont()
    made.setFamilies(
        [*_ALIASES.get(font.name, (font.name,)), QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), made.family()]
    )
    made.setPixelSize(max(6, round(font.size * 96 / 72 * zoom)))
    made.setBold(font.bold)
    made.setItalic(font.italic)
    made.setUnderline(font.underline)
    made.setStrikeOut(font.strike)
    return made


def _ink(colour: str, theme: Theme) -> str:
    if colour.lower() == "#000000":
        return theme.ink
    return _inverted(colour) if theme.dark else colour


def _ground(fill: str | None, theme: Theme) -> str:
    if fill is None or fill.lower() == "#ffffff":
        return ""
    return _inverted(fill) if theme.dark else fill


def _line(border: FileLine, theme: Theme) -> Line | None:
    if not border.style or border.style == "none":
        return None
    strong = border.style in _STRONG
    if QColor(border.colour).hslSaturationF() < _GREY:
        return Line(theme.muted if strong else theme.grid, 2 if strong else 1)
    return Line(_inverted(border.colour) if theme.dark else border.colour, 2 if strong else 1)


def _inverted(colour: str) -> str:
    """The same hue at the opposite lightness, a little calmer."""
    given = QColor(colour)
    return QColor.fromHslF(max(given.hslHueF(), 0.0), given.hslSaturationF() * 0.6, 0.14 + (1 - given.lightnessF()) * 0.72).name()
