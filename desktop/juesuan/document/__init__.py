"""The 决算情况说明 as blocks: what the narrative composes and what PDF, DOCX, text and the window's page show alike."""

from juesuan.document.blocks import (
    Block,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Item,
    Missing,
    Number,
    PageBreak,
    Paragraph,
    Run,
    Series,
    Table,
    TableCell,
    Text,
)

__all__ = [
    "Block",
    "Contents",
    "Cover",
    "Document",
    "Figure",
    "Heading",
    "Item",
    "Missing",
    "Number",
    "PageBreak",
    "Paragraph",
    "Run",
    "Series",
    "Table",
    "TableCell",
    "Text",
]
