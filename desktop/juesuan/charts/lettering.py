"""Text in a drawing, one character's fallback font at a time, and what fits where."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan.charts.drawing import Letters
from juesuan.charts.palette import LABEL, SMALLEST
from juesuan.fonts import Face
from juesuan.money import format_amount

_PLACES = 2


def lettering(
    text: str, place: tuple[float, float], face: Face, size: float, *, anchor: str = "start", colour: str = LABEL,
) -> Iterator[Letters]:
    """The letters of a text at a place; anchor `start`, `middle` or `end` says which part of it stands there."""
    x = place[0] - face.width(text, size) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    for font, part in face.pieces(face.printable(text)):
        width = face.width(part, size)
        yield Letters(x, place[1], part, font, size, width, colour)
        x += width


def printed(amount: Decimal) -> str:
    """An amount in 万元 with the decimals it came with, two at most."""
    exponent = amount.as_tuple().exponent
    return f"{amount:f}" if isinstance(exponent, int) and -_PLACES <= exponent <= 0 else format_amount(amount, _PLACES)


def fitting_size(texts: list[str], room: float, face: Face, size: float) -> float:
    """The size (pt), `size` at most, at which each of the texts is no wider than the room; never under what can be read."""
    widest = max((face.width(text, 1.0) for text in texts), default=0.0)
    return max(SMALLEST, min(size, room / widest)) if widest else size


def wrapped(text: str, room: float, face: Face, size: float) -> list[str]:
    """The text in as many lines as it needs; digits and Latin letters stay together where they can."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and face.width(lines[-1] + word, size) > room:
            lines.append("")
        lines[-1] += word
    return lines


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if word and not _joins(word, character):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _joins(word: str, character: str) -> bool:
    """Whether a character may not begin a line behind the word."""
    return character in "，。、；：）”》％%" or word in "（“《" or (character.isascii() and word[-1].isascii() and character != " ")
