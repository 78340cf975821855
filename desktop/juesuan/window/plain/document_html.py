"""Text runs as rich text: figures and typed words as links, what is missing in its own colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from juesuan.document import Heading, Missing, Number, Paragraph, Run
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


def runs_html(runs: Sequence[Run], accent: str, confirm: str) -> tuple[str, Links]:
    """The runs in a row; `accent` and `confirm` are colours."""
    links = Links()
    return "".join(_run(run, links, accent, confirm) for run in runs), links


def _run(run: Run, links: Links, accent: str, confirm: str) -> str:
    words = escape(run.text).replace("\n", "<br>")
    if isinstance(run, Number) and run.cells:
        return f"<a href='{links.number(run.cells)}' style='color:{accent}'>{words}</a>"
    if isinstance(run, Missing):
        return f"<a href='{links.key('m', run.key)}' style='color:{confirm};text-decoration:none'><b>{words}</b></a>"
    key = getattr(run, "key", "")
    if key:
        return f"<a href='{links.key('t', key)}' style='color:inherit'>{words}</a>"
    return words


def block_html(block: Heading | Paragraph, accent: str, confirm: str) -> tuple[str, Links]:
    """A heading or paragraph; body paragraphs are indented by two characters."""
    words, links = runs_html(block.runs, accent, confirm)
    if isinstance(block, Heading):
        return f"<b>{words}</b>", links
    align = {"center": "center", "signature": "right"}.get(block.style, "left")
    indent = 28 if block.style == "body" else 0
    return f"<p align='{align}' style='line-height:135%;margin:0;text-indent:{indent}px'>{words}</p>", links
