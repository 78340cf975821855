"""Escaping as the standard library does it, and nothing more."""

from __future__ import annotations

from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from juesuan.workbook.markup import escape, quoted, unescape

texts = st.text(alphabet="&<>\"';lgtampquo#\n\t\r表 ")
NAMES = {"&quot;": '"', "&apos;": "'"}


@given(texts)
def test_as_the_standard_library(text):
    assert escape(text) == saxutils.escape(text)
    assert unescape(text, NAMES) == saxutils.unescape(text, NAMES)
    assert unescape(escape(text), NAMES) == text or "&quot;" in text or "&apos;" in text


@given(texts)
def test_an_attribute_gives_its_text_back(text):
    from lxml import etree

    assert etree.fromstring(f"<a b={quoted(text)}/>").get("b") == text
