"""Text runs as rich text: figures and typed words as links, what is missing in its own colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from juesuan.document import Heading, Missing, Number, Paragraph, Run, Table, TableCell
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


def runs_html(runs: Sequence[Run], accent: str, confirm: str, ink: str) -> tuple[str, Links]:
    """The runs in a row; the others are colours."""
    links = Links()
    return "".join(_run(run, links, accent, confirm, ink) for run in runs), links


def _run(run: Run, links: Links, accent: str, confirm: str, ink: str) -> str:
    words = escape(run.text).replace("\n", "<br>")
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


def table_html(table: Table, line: str, ground: str, most: int = 60) -> str:
    """A table with its title, at most so many rows of it; `line` and `ground` are the colours of its lines and of its header."""
    rows = [_row(row, ground) for row in table.header] + [_row(row, "") for row in table.body[:most]]
    more = f"<p>另有 {len(table.body) - most} 行，见右侧页面。</p>" if len(table.body) > most else ""
    return (
        f"<p align='center'><b>{escape(table.title)}</b></p><table width='100%' cellspacing='0' cellpadding='4' border='1' "
        f"style='border-collapse:collapse;border-color:{line}'>{''.join(rows)}</table>{more}"
    )


def _row(row: tuple[TableCell, ...], ground: str) -> str:
    return f"<tr>{''.join(_cell(cell, ground) for cell in row)}</tr>"


def _cell(cell: TableCell, ground: str) -> str:
    words = escape(cell.text)
    shade = f" bgcolor='{ground}'" if ground else ""
    text = f"<b>{words}</b>" if cell.bold else words
    return f"<td align='{cell.align}' colspan='{cell.columns}' rowspan='{cell.rows}'{shade}>{text}</td>"
