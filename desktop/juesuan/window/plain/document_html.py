"""Text runs as rich text: figures and typed words as links, what is missing in its own colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from juesuan.document import Heading, Missing, Number, Paragraph, Run, Table, TableCell, Text
from juesuan.workbook import Cell


class Links:
    """What the links of one paragraph lead to: `n3` is a number, `t0` a typed text, `m0` something missing."""

    def __init__(self) -> None:
        self.numbers: list[tuple[Cell, ...]] = []
        self.keys: list[str] = []

    def number(self, cells: tuple[Cell, ...]) -> str:
        self.numbers.append(cells)
        return f"n{len(self.numbers) - 1}"

    def key(self, kind: str, key: str) -> str:
        self.keys.append(key)
        return f"{kind}{len(self.keys) - 1}"

    def cells(self, link: str) -> tuple[Cell, ...]:
        """Of a number's link; empty for the others."""
        return self.numbers[int(link[1:])] if link.startswith("n") else ()

    def input_key(self, link: str) -> str:
        """Of a typed or missing text's link; empty for numbers."""
        return "" if link.startswith("n") else self.keys[int(link[1:])]


_BEFORE = ("增加", "减少", "增长", "下降", "提高", "降低", "上升")


def runs_html(runs: Sequence[Run], accent: str, confirm: str, ink: str) -> tuple[str, Links]:
    """The runs in a row; the others are colours. 减少 before a figure and % behind it belong to its link."""
    links = Links()
    words = [escape(run.text).replace("\n", "<br>") for run in runs]
    for number, run in enumerate(runs):
        if isinstance(run, Number) and run.cells:
            _take_neighbours(runs, words, number)
    return "".join(_run(run, text, links, accent, confirm, ink) for run, text in zip(runs, words, strict=True)), links


def _take_neighbours(runs: Sequence[Run], words: list[str], number: int) -> None:
    if number and _is_plain(runs[number - 1]):
        direction = next((word for word in _BEFORE if words[number - 1].endswith(word)), "")
        words[number - 1] = words[number - 1].removesuffix(direction)
        words[number] = direction + words[number]
    if number + 1 < len(runs) and _is_plain(runs[number + 1]) and words[number + 1].startswith("%"):
        words[number + 1] = words[number + 1][1:]
        words[number] += "%"


def _is_plain(run: Run) -> bool:
    return isinstance(run, Text) and not run.key


def _run(run: Run, words: str, links: Links, accent: str, confirm: str, ink: str) -> str:
    if not words:
        return ""
    if isinstance(run, Number) and run.cells:
        return f"<a href='{links.number(run.cells)}' style='color:{accent}'>{words}</a>"
    if isinstance(run, Missing):
        return f"<a href='{links.key('m', run.key)}' style='color:{confirm};text-decoration:none'><b>{words}</b></a>"
    key = getattr(run, "key", "")
    if key:
        return f"<a href='{links.key('t', key)}' style='color:{ink};text-decoration:none'>{words}</a>"
    return words


def block_html(block: Heading | Paragraph, accent: str, confirm: str, ink: str) -> tuple[str, Links]:
    """A heading or paragraph; body paragraphs are indented by two characters."""
    words, links = runs_html(block.runs, accent, confirm, ink)
    if isinstance(block, Heading):
        return f"<b>{words}</b>", links
    align = {"center": "center", "signature": "right"}.get(block.style, "left")
    indent = 28 if block.style == "body" else 0
    return f"<p align='{align}' style='line-height:135%;margin:0;text-indent:{indent}px'>{words}</p>", links


def table_html(table: Table, line: str, ground: str, accent: str, most: int = 60) -> tuple[str, Links]:
    """A table, at most so many rows of it; line, ground, accent: colours of its lines, its header and its links to cells."""
    links = Links()
    rows = [_row(row, ground, accent, links) for row in table.header] + [_row(row, "", accent, links) for row in table.body[:most]]
    more = f"<p>另有 {len(table.body) - most} 行，见右侧页面。</p>" if len(table.body) > most else ""
    return (
        f"<table width='100%' cellspacing='0' cellpadding='4' border='1' "
        f"style='border-collapse:collapse;border-style:solid;border-color:{line}'>{''.join(rows)}</table>{more}"
    ), links


def _row(row: tuple[TableCell, ...], ground: str, accent: str, links: Links) -> str:
    return f"<tr>{''.join(_cell(cell, ground, accent, links) for cell in row)}</tr>"


def _cell(cell: TableCell, ground: str, accent: str, links: Links) -> str:
    words = escape(cell.text)
    shade = f" bgcolor='{ground}'" if ground else ""
    if cell.cell is not None and words:
        words = f"<a href='{links.number((cell.cell,))}' style='color:{accent};text-decoration:none'>{words}</a>"
    text = f"<b>{words}</b>" if cell.bold else words
    return f"<td align='{cell.align}' colspan='{cell.columns}' rowspan='{cell.rows}'{shade}>{text}</td>"
