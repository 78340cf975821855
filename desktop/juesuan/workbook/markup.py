"""The three characters that XML keeps to itself, escaped and back.

As in the standard library's xml.sax.saxutils, which cannot be imported without urllib, http, ssl and socket: a tenth of the time that
auditing a workbook takes, and nothing that a program without network should load.
"""

from __future__ import annotations

from collections.abc import Mapping


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
