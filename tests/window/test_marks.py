"""✗ and ✓ are drawn, whatever the fonts of the machine hold."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from juesuan.window.marks import mark_html, marked_width, paint_marked, split_mark


@pytest.mark.parametrize(
    ("words", "parts"), [("✗ 51", ("mark_error", "51")), ("✓", ("mark_held", "")), ("待填 3", ("", "待填 3")), ("", ("", ""))]
)
def test_the_mark_is_told_from_the_words(words: str, parts: tuple[str, str]) -> None:
    assert split_mark(words) == parts


def test_rich_text_shows_a_picture_and_tells_what_it_is(application: QApplication) -> None:
    assert application is not None
    assert "alt='✗'" in mark_html("✗", "#c62f2f")
    assert "data:image/png;base64," in mark_html("✗", "#c62f2f")
    assert mark_html("!", "#b26a00") == "<span style='color:#b26a00'>!</span>"


def test_the_mark_is_painted_without_asking_a_font(application: QApplication) -> None:
    assert application is not None
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    painter.setPen("#c62f2f")
    assert 0 < marked_width(painter, "✗") < marked_width(painter, "✗ 5")
    paint_marked(painter, picture.rect(), "✗")
    painter.end()
    assert any(picture.pixelColor(x, y).name() == "#c62f2f" for x in range(40) for y in range(20))
