"""✗ and ✓ as drawings of the icon family: fonts of some machines have no such characters. Texts for copying keep the characters."""

from __future__ import annotations

from base64 import b64encode
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QPainter

from juesuan.window.icons import pixmap

_ICONS = {"✗": "mark_error", "✓": "mark_held"}
_SIZE, _GAP = 10, 4
_SHARP = 2.0


def split_mark(words: str) -> tuple[str, str]:
    """Icon name and the words without the mark; no icon where they begin with none."""
    icon = _ICONS.get(words[:1], "")
    return icon, words[1:].lstrip() if icon else words


@cache
def mark_html(mark: str, color: str) -> str:
    """The mark in rich text."""
    icon, rest = split_mark(mark)
    if not icon:
        return f"<span style='color:{color}'>{rest}</span>"
    stored = QByteArray()
    buffer = QBuffer(stored)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap(icon, color, _SIZE, _SHARP).save(buffer, "PNG")
    data = b64encode(stored.data()).decode()
    return f"<img alt='{mark}' width='{_SIZE}' height='{_SIZE}' src='data:image/png;base64,{data}'>"


def marked_width(painter: QPainter, words: str) -> int:
    """How wide `paint_marked` paints."""
    icon, rest = split_mark(words)
    text = painter.fontMetrics().horizontalAdvance(rest) if rest else 0
    return text + (_SIZE if icon else 0) + (_GAP if icon and rest else 0)


def paint_marked(painter: QPainter, place: QRect, words: str) -> None:
    """Words in the painter's pen, centred, their mark drawn."""
    icon, rest = split_mark(words)
    if not icon:
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        return
    left = place.left() + (place.width() - marked_width(painter, words)) // 2
    picture = pixmap(icon, painter.pen().color().name(), _SIZE, painter.device().devicePixelRatioF())
    painter.drawPixmap(left, place.center().y() - _SIZE // 2 + 1, picture)
    painter.drawText(
        place.adjusted(left - place.left() + _SIZE + _GAP, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, rest
    )
