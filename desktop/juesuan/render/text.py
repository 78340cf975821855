"""A document as plain text in reading order: what tests and readers without a PDF viewer compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from juesuan.document.blocks import Block, Contents, Cover, Document, Figure, Heading, Item, PageBreak, Paragraph, Table, TableCell
from juesuan.errors import JuesuanError, system_reason
from juesuan.money import format_amount

_KINDS = {"columns": "柱状图", "pie": "饼状图"}


def text(document: Document) -> str:
    """One paragraph a line, figures as `〔图N：题注｜类型｜标签=值；…〕` (万元), tables as tab-separated rows; ends with a line break."""
    lines = [line for block in document.blocks for line in _lines(block, document)]
    return "\n".join(lines) + "\n"


def write_text(document: Document, path: Path) -> None:
    """Writes the text as UTF-8. Raises JuesuanError where the file cannot be written."""
    try:
        path.write_text(text(document), encoding="utf-8", newline="\n")
    except OSError as error:
        raise JuesuanError(f"文本没有写成：{path}（{system_reason(error)}）。请换一个文件夹或关闭占用它的程序后重试。") from error


def _lines(block: Block, document: Document) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield from block.text.splitlines()
    elif isinstance(block, Figure):
        yield _figure(block)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Cover):
        yield from (block.unit_name, block.title, *block.lines)
    elif isinstance(block, Contents):
        yield "目录"
        yield from (words for _, _, words in document.listed(block.depth))
    elif isinstance(block, PageBreak):
        yield ""


def _figure(figure: Figure) -> str:
    values = "；".join(f"{label}={format_amount(item.amount)}" for label, item in _labelled(figure))
    return f"〔图{figure.number}：{figure.caption}｜{_KINDS[figure.kind]}｜{values}〕"


def described(figure: Figure) -> str:
    """A figure in words, for those who cannot see it: caption, kind and every amount, with its share where the text states it."""
    parts = [f"{label}{format_amount(item.amount)}万元{_share(item)}" for label, item in _labelled(figure)]
    return f"图{figure.number} {figure.caption}（{_KINDS[figure.kind]}）：{'；'.join(parts)}。"


def _share(item: Item) -> str:
    return "" if item.share is None else f"，占{format_amount(item.share)}%"


def _labelled(figure: Figure) -> list[tuple[str, Item]]:
    """Every item with its label; of several series each with the series' name."""
    several = len(figure.series) > 1
    return [(f"{item.label}{series.name}" if several else item.label, item) for series in figure.series for item in series.items]


def _table(table: Table) -> Iterator[str]:
    yield table.title
    if table.corner:
        yield "\t".join(table.corner)
    for row in (*table.header, *table.body):
        yield "\t".join(_flat(cell) for cell in row)
    yield from table.notes


def _flat(cell: TableCell) -> str:
    return " ".join(cell.text.split())
