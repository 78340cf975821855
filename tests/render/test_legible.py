"""What no font can print is told with its sentence and printed as 〓, in text, tables and figures."""

from __future__ import annotations

import io

import pypdfium2

from juesuan.document import Document, Paragraph, Table, TableCell, Text
from juesuan.render import pdf_bytes, unprintable

STRANGE = "\U0002a6a5"


def document(*blocks: object) -> Document:
    return Document("题", "某局", 2020, tuple(blocks))  # type: ignore[arg-type]


def test_a_character_without_a_font_is_told_with_its_sentence() -> None:
    shown = document(Paragraph((Text(f"一切如常。局长张{STRANGE}到会。散会。"),)), Table("表", (), ((TableCell(f"李{STRANGE}"),),)))
    told = unprintable(shown, fonts="bundled")
    assert [(each.characters, each.sentence) for each in told] == [(STRANGE, f"局长张{STRANGE}到会"), (STRANGE, f"李{STRANGE}")]
    assert "U+2A6A5" in str(told[0])
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf_bytes(shown, fonts="bundled")))
    assert "局长张〓到会" in pages[0].get_textpage().get_text_bounded()


def test_ordinary_text_has_nothing_to_tell() -> None:
    assert unprintable(document(Paragraph((Text("收入总计1163.32万元，20m²。"),))), fonts="bundled") == ()
