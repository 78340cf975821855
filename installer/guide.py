#!/usr/bin/env python3
"""把 resources/guide 里的 .md 写成 .html（浏览器里看）和 用户手册.pdf（用我们自己的排版）：`python installer/guide.py`。

Only what the guide uses is understood: headings, paragraphs, lists, tables, code blocks, pictures, `code` and **bold**.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from juesuan.document import Block, Figure

HOME = Path(__file__).resolve().parents[1]
GUIDE = HOME / "resources/guide"
ORDER = ("五分钟上手", "用户手册", "规则编写", "模板编写", "管理员部署")
PICTURE = "picture"
_PICTURE = re.compile(r"!\[(.*)\]\((.*)\)")
_STYLE = (GUIDE / "guide.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Piece:
    """kind: title, heading, text, item, row, code, picture; the line without its mark."""

    kind: str
    text: str


def pieces(text: str) -> list[Piece]:
    """The lines of a guide with their kinds; lines of one paragraph are one piece."""
    found: list[Piece] = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [_piece(line) for line in block.split("\n")]
        for kind, group in groupby(lines, key=lambda piece: piece.kind):
            same = list(group)
            found += [Piece(kind, "".join(piece.text for piece in same))] if kind == "text" else same
    return found


def _piece(line: str) -> Piece:
    for mark, kind in (("# ", "title"), ("## ", "heading"), ("- ", "item"), ("    ", "code"), ("|", "row"), ("![", "picture")):
        if line.startswith(mark):
            return Piece(kind, line if kind in {"row", "picture"} else line.removeprefix(mark))
    return Piece("text", line)


def as_html(name: str, text: str) -> str:
    """A page that stands alone but for its pictures."""
    found = pieces(text)
    body = "\n".join(_html(kind, [piece.text for piece in group]) for kind, group in groupby(found, key=lambda piece: piece.kind))
    links = "".join(f'<a href="{other}.html">{other}</a>' for other in ORDER)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head><body><nav>{links}</nav>\n{body}\n</body></html>\n'


def _html(kind: str, lines: list[str]) -> str:
    if kind == "code":
        return "<pre><code>" + html.escape("\n".join(lines)) + "</code></pre>"
    if kind == "item":
        return "<ul>" + "".join(f"<li>{_inline(line)}</li>" for line in lines) + "</ul>"
    if kind == "row":
        return _html_table(_rows(lines))
    if kind == "picture":
        return "".join(_html_picture(line) for line in lines)
    tag = {"title": "h1", "heading": "h2"}.get(kind, "p")
    return "\n".join(f"<{tag}>{_inline(line)}</{tag}>" for line in lines)


def _html_table(rows: list[list[str]]) -> str:
    tags = ["th", *["td"] * (len(rows) - 1)]
    made = ["".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in row) for tag, row in zip(tags, rows, strict=True)]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in made) + "</table>"


def _html_picture(line: str) -> str:
    caption, source = _picture(line)
    return f'<figure><img src="{source}" alt="{html.escape(caption)}"><figcaption>{html.escape(caption)}</figcaption></figure>'


def _picture(line: str) -> tuple[str, str]:
    found = _PICTURE.fullmatch(line)
    if not found:
        raise ValueError(f"图片的写法不对：{line}")
    return found[1], found[2]


def _rows(lines: list[str]) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if not all(set(cell) <= {"-"} and cell for cell in row)]


def _inline(text: str) -> str:
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", coded)


def as_pdf(texts: dict[str, str]) -> bytes:
    """The whole guide as one document of ours, each picture once."""
    sys.path.insert(0, str(HOME / "desktop"))
    from juesuan.document import Contents, Cover, Document, PageBreak
    from juesuan.render import pdf_bytes

    blocks: list[Block] = [Cover("决算工作台", "用户手册"), Contents(2)]
    shown: list[str] = []
    for text in texts.values():
        blocks.append(PageBreak())
        found = pieces(text)
        for kind, group in groupby(found, key=lambda piece: piece.kind):
            lines = [piece.text for piece in group]
            blocks += _pictures(lines, shown) if kind == "picture" else _blocks(kind, lines)
    with pictures_as_figures():
        return pdf_bytes(Document("用户手册", "决算工作台", 0, tuple(blocks)), fonts="bundled")


def _pictures(lines: list[str], shown: list[str]) -> list[Block]:
    """The pictures of these lines that are not in `shown` yet, as numbered figures."""
    from juesuan.document import Figure

    found: list[Block] = []
    for caption, source in map(_picture, lines):
        if source not in shown:
            shown.append(source)
            found.append(Figure(len(shown), caption, PICTURE, (), source))
    return found


@dataclass(frozen=True)
class Photograph:
    """A picture of the window where the renderer expects a chart: width and height in pt."""

    path: Path
    width: float
    height: float

    def paint(self, canvas: Any, left: float, lower: float) -> None:
        """Draw it with its lower left corner there, in a thin frame."""
        canvas.drawImage(str(self.path), left, lower, self.width, self.height)
        canvas.setLineWidth(0.5)
        canvas.setStrokeGray(0.7)
        canvas.rect(left, lower, self.width, self.height)


@contextmanager
def pictures_as_figures() -> Iterator[None]:
    """The official texts have charts and no photographs, so the renderer knows none: figures of kind `picture` are given to it here."""
    from PIL import Image

    from juesuan import charts

    draw = charts.draw

    def draw_any(figure: Figure, width: float, fonts: Any = None, height: float | None = None) -> Any:
        if figure.kind != PICTURE:
            return draw(figure, width, fonts, height)
        with Image.open(GUIDE / figure.key) as picture:
            across, down = picture.size
        return Photograph(GUIDE / figure.key, width, width * down / across)

    charts.draw = draw_any
    try:
        yield
    finally:
        charts.draw = draw


def _blocks(kind: str, lines: list[str]) -> list[Block]:
    from juesuan.document import Heading, Paragraph, Table, TableCell, Text

    plain = [re.sub(r"\*\*|`", "", line) for line in lines]
    if kind in {"title", "heading"}:
        return [Heading(1 if kind == "title" else 2, (Text(line),)) for line in plain]
    if kind == "row":
        header, *body = [tuple(TableCell(cell) for cell in row) for row in _rows(plain)]
        return [Table("", (header,), tuple(body))]
    if kind == "code":
        return [Table("", (), ((TableCell("\n".join(lines)),),))]
    mark = "· " if kind == "item" else ""
    return [Paragraph((Text(mark + line),)) for line in plain if line.strip()]


def main() -> None:
    """Write every page and the one PDF."""
    texts = {name: (GUIDE / f"{name}.md").read_text(encoding="utf-8") for name in ORDER}
    for name, text in texts.items():
        (GUIDE / f"{name}.html").write_text(as_html(name, text), encoding="utf-8")
    (GUIDE / "用户手册.pdf").write_bytes(as_pdf(texts))


if __name__ == "__main__":
    main()
