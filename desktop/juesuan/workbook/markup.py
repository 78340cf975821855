"""Texts and numbers as XML holds them: escaped and back; numbers that are none, or without end, count as not stated.

Escaping is as in the standard library's xml.sax.saxutils, which cannot be imported without urllib, http, ssl and socket: a tenth of the
time that auditing a workbook takes, and nothing that a program without network should load.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_MOST_DIGITS = 9


def escape(text: str) -> str:
    """A text as it stands between two tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def unescape(text: str, more: Mapping[str, str]) -> str:
    """The text that was meant; `more` says what other names stand for, as `&quot;` to `"`."""
    text = text.replace("&lt;", "<").replace("&gt;", ">")
    for name, letter in more.items():
        text = text.replace(name, letter)
    return text.replace("&amp;", "&")  # last, or `&amp;lt;` would become `<`


def quoted(text: str) -> str:
    """A text as an attribute's value, with its quotation marks."""
    inner = escape(text).replace('"', "&quot;")
    return '"' + inner.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;") + '"'


def whole(text: str | None) -> int:
    """The whole number that an attribute states, else 0."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def real(text: str | None) -> float | None:
    """The number that an attribute states, else None."""
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None
