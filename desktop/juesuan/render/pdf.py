"""A document as PDF: laid out once, then drawn page by page with numbers, links, bookmarks and archival marks."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from juesuan.document import Block, Contents, Cover, Document, Figure, Heading, PageBreak, Paragraph, Table
from juesuan.document.blocks import TABLE_LEVEL
from juesuan.fonts import Faces, faces
from juesuan.render.archive import archival
from juesuan.render.colours import INK, WATERMARK
from juesuan.render.flow import figure_strips, heading_strips, paragraph_strips
from juesuan.render.front import contents_strips, cover_strip
from juesuan.render.grid import CHARACTER, FOLIO_DROP, FOLIO_SIZE, sheet
from juesuan.render.pages import Entry, Page, Strip, kept, paginate
from juesuan.render.saving import Cancelled, write_whole
from juesuan.render.setting import baseline, draw_line, measured
from juesuan.render.table import table_strips

Progress = Callable[[int, int], object]
_DRAFT = "草　稿"
_DRAFT_SIZE = 150.0
_BOOKMARK_DEPTH = 2


@dataclass
class _Layout:
    """Strips of the whole document and the pages of its headings, known once it is paginated."""

    document: Document
    faces: Faces
    numbers: dict[str, int]
    progress: Progress | None

    def strips(self) -> Iterator[Strip]:
        fresh = False
        for index, block in enumerate(self.document.blocks):
            _report(self.progress, index, 2 * len(self.document.blocks))
            if isinstance(block, PageBreak):
                fresh = True
                continue
            strips = self._block_strips(block, index)
            if strips and index in self._under_numbers:
                strips = [replace(strip, fresh=False) for strip in strips]
            if index + 1 in self._under_numbers:
                strips = kept(strips)
            if strips and fresh:
                strips[0] = replace(strips[0], fresh=True)
            fresh = fresh and not strips
            yield from strips

    @cached_property
    def _under_numbers(self) -> frozenset[int]:
        return under_annex_numbers(self.document)

    def _block_strips(self, block: Block, index: int) -> list[Strip]:
        strips: list[Strip] = []
        match block:
            case Heading():
                strips = self._turned(heading_strips(block, _key(index), self.faces, self._width(index)), index)
            case Paragraph():
                strips = self._turned(paragraph_strips(block, self.faces, self._width(index)), index)
            case Figure():
                strips = figure_strips(block, self.faces)
            case Table():
                strips = table_strips(block, self.faces, self._above(index))
                if block.listed:
                    strips[0] = replace(strips[0], entry=Entry(TABLE_LEVEL, block.listed, _key(index)))
            case Cover():
                strips = [cover_strip(block, self.faces)]
            case Contents():
                strips = contents_strips(self.entries(block.depth), lambda key: self.numbers.get(key, 0), self.faces)
        return strips

    def _above(self, index: int) -> float:
        """What the headings right before a block take of its page, in pt."""
        taken = 0.0
        while index > 0 and isinstance(heading := self.document.blocks[index - 1], Heading):
            taken += sum(strip.height for strip in heading_strips(heading, "", self.faces, self._width(index - 1)))
            index -= 1
        return taken

    def _width(self, index: int) -> float:
        return sheet(landscape=index in self._beside_landscape).width

    def _turned(self, strips: list[Strip], index: int) -> list[Strip]:
        return [replace(strip, landscape=True) for strip in strips] if index in self._beside_landscape else strips

    @cached_property
    def _beside_landscape(self) -> frozenset[int]:
        return on_landscape_pages(self.document)

    def entries(self, depth: int) -> list[Entry]:
        """What the contents name."""
        return [Entry(level, words, _key(index)) for index, level, words in self.document.listed(depth)]


def under_annex_numbers(document: Document) -> frozenset[int]:
    """The places of titles that share the page of the line above them: 附件1 alone, put at the head of a new page."""
    blocks = document.blocks
    return frozenset(
        place
        for place in range(2, len(blocks))
        if isinstance(blocks[place], Heading)
        and isinstance(blocks[place - 2], PageBreak)
        and isinstance(above := blocks[place - 1], Paragraph)
        and above.style == "plain"
    )


def on_landscape_pages(document: Document) -> frozenset[int]:
    """The places of headings right before a table on landscape pages and of notes right behind one: they share its page."""
    found: set[int] = set()
    blocks = document.blocks
    for place in [index for index, block in enumerate(blocks) if isinstance(block, Table) and block.landscape]:
        before = place - 1
        while before >= 0 and isinstance(blocks[before], Heading):
            found.add(before)
            before -= 1
        behind = place + 1
        while behind < len(blocks) and getattr(blocks[behind], "style", "") == "note":
            found.add(behind)
            behind += 1
    return frozenset(found)


def _key(index: int) -> str:
    """The name of a link's target: the block's place in the document."""
    return f"block-{index}"


def pdf_bytes(document: Document, *, fonts: str = "machine", progress: Progress | None = None) -> bytes:
    """The document as PDF/A-2b marked bytes; equal documents and fonts give equal bytes.

    fonts: `machine` prefers the computer's own faces, `bundled` uses only those that come along. progress(done, total) is called now and
    then, in percent: half is layout, half is drawing; Cancelled is raised where it returns False.
    """
    layout = _Layout(document, faces(fonts), {}, progress)
    pages = paginate(layout.strips())
    layout.numbers.update({strip.entry.key: page.number for page in pages for strip, _ in page.items if strip.entry})
    written = io.BytesIO()
    canvas = _canvas(written, document, layout.faces)
    _PageDrawer(canvas, document, layout.faces).draw(pages, progress)
    canvas.save()
    return archival(written.getvalue(), document)


def contents_pages(document: Document, depth: int) -> list[tuple[Entry, int]]:
    """What the contents name down to `depth` and the printed number of the page each stands on, as the PDF has them."""
    layout = _Layout(document, faces(), {}, None)
    pages = paginate(layout.strips())
    numbers = {strip.entry.key: page.number for page in pages for strip, _ in page.items if strip.entry}
    return [(entry, number) for entry in layout.entries(depth) if (number := numbers.get(entry.key, 0))]


def write_pdf(document: Document, path: Path | str, progress: Progress | None = None, *, fonts: str = "machine") -> None:
    """Write the document as PDF, whole or not at all. RenderError (a Chinese sentence) where it cannot be written, Cancelled on request."""
    write_whole(pdf_bytes(document, fonts=fonts, progress=progress), path)


def _report(progress: Progress | None, part: int, whole: int) -> None:
    if progress is not None and progress(100 * part // max(1, whole), 100) is False:
        raise Cancelled


def _canvas(target: io.BytesIO, document: Document, used: Faces) -> Any:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # streams as they are: smaller, and quicker to write
    # Without a font of ours to begin with, every file would list Helvetica, which is not embedded.
    canvas = Canvas(target, invariant=1, pageCompression=1, initialFontName=used.body.glyph("一").font, lang="zh-CN", pdfVersion=(1, 7))
    canvas.setTitle(document.title)
    canvas.setAuthor(document.unit_name)
    canvas.setSubject(f"{document.edition}年度部门决算")
    canvas.setCreator("决算工作台")
    canvas.setProducer("决算工作台")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


class _PageDrawer:
    """Draws pages. Attributes: canvas; document; faces."""

    def __init__(self, canvas: Any, document: Document, used: Faces) -> None:
        self.canvas, self.document, self.faces = canvas, document, used
        self._depth = -1
        self._kind = ""

    def draw(self, pages: list[Page], progress: Progress | None) -> None:
        for index, page in enumerate(pages):
            _report(progress, len(pages) + index, 2 * len(pages))
            self._draw_page(page, index)
            self.canvas.showPage()
        if not pages:
            self.canvas.showPage()
        _report(progress, 1, 1)
        if self._depth >= 0:
            self.canvas.showOutline()

    def _draw_page(self, page: Page, index: int) -> None:
        paper = page.sheet
        self.canvas.setPageSize((paper.page_width, paper.page_height))
        self._label(page, index)
        if self.document.draft:
            self._watermark(page)
        for strip, distance in page.items:
            top = paper.upper - distance
            if strip.entry:
                self._bookmark(strip.entry, top)
            strip.draw(self.canvas, paper.left, top)
        if page.number:
            self._folio(page)

    def _label(self, page: Page, index: int) -> None:
        """Page labels: 封面, then i, ii … for the contents, then the printed numbers."""
        if page.kind != self._kind:
            style = {"cover": None, "contents": "ROMAN_LOWER"}.get(page.kind, "ARABIC")
            self.canvas.addPageLabel(index, style=style, start=1, prefix="封面" if page.kind == "cover" else None)
            self._kind = page.kind

    def _bookmark(self, entry: Entry, top: float) -> None:
        self.canvas.bookmarkPage(entry.key, fit="XYZ", left=0, top=top + 4, zoom=0)
        if entry.level <= _BOOKMARK_DEPTH:
            self._depth = min(entry.level, self._depth + 1)
            self.canvas.addOutlineEntry(entry.title, entry.key, level=self._depth, closed=self._depth > 0)

    def _folio(self, page: Page) -> None:
        """— 1 — outside: right on odd pages, left on even ones, one character in from the edge."""
        paper, words = page.sheet, measured(f"— {page.number} —", self.faces.song, FOLIO_SIZE)
        line = words.lines(paper.width)[0]
        left = paper.left + (paper.width - CHARACTER - line.width if page.number % 2 else CHARACTER)
        draw_line(self.canvas, words, line, left, paper.upper - paper.height - FOLIO_DROP - FOLIO_SIZE * 0.5)

    def _watermark(self, page: Page) -> None:
        paper, words = page.sheet, measured(_DRAFT, self.faces.title, _DRAFT_SIZE, WATERMARK)
        line = words.lines(paper.page_height * 2)[0]
        self.canvas.saveState()
        self.canvas.translate(paper.page_width / 2, paper.page_height / 2)
        self.canvas.rotate(45)
        draw_line(self.canvas, words, line, -line.width / 2, baseline(_DRAFT_SIZE / 2, _DRAFT_SIZE, _DRAFT_SIZE))
        self.canvas.restoreState()
        self.canvas.setFillColorRGB(*INK)
