"""Where the text uses a cell, and what a form asks of it."""

from __future__ import annotations

from decimal import Decimal

from juesuan.desk import Desk
from juesuan.document import Document, Figure, Heading, Item, Number, Paragraph, Series, Text
from juesuan.window.plain.cell_guidance import guidance
from juesuan.window.plain.text_uses import uses_of
from juesuan.workbook import Cell

CELL, OTHER = Cell("表", 7, 3), Cell("表", 8, 3)


def test_a_cell_is_used_by_sections_and_figures() -> None:
    figure = Figure(1, "收支", "columns", (Series("收入", (Item("2020年", Decimal(1), (CELL,)),)),))
    sentence = Paragraph((Text("收入"), Number("1.00", "收入总计", (CELL,))))
    below = Paragraph((Number("2.00", "支出总计", (OTHER,)),))
    blocks = (Heading(1, (Text("一、总体"),)), sentence, sentence, figure, Heading(2, (Text("（一）其中"),)), below)
    uses = uses_of(Document("题", "单位", 2020, blocks))
    assert uses == {CELL: ("一、总体", "图1　收支"), OTHER: ("一、总体（一）其中",)}


def test_a_computed_total_says_so_and_what_it_must_equal(desk: Desk) -> None:
    total = desk.recognition.cell("财决01", "31", "3")
    assert total is not None
    sentences = guidance(total, desk.recognition, desk.audit.rules_of(total))
    assert sentences[0].startswith("由本表或其他报表自动计算")
    assert len(sentences) == len(set(sentences))
    assert all(sentence.endswith("。") for sentence in sentences)


def test_words_of_the_form_ask_for_nothing(desk: Desk) -> None:
    form = desk.recognition.form("财决01")
    assert form is not None
    assert guidance(Cell(form.sheet, 1, 1), desk.recognition, ()) == ()
