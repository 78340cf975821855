"""The same document for editing in Word: real headings, tables and fields, figures as pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from juesuan.document import Block, Contents, Cover, Document, Figure, Heading, Missing, PageBreak, Paragraph, Run, Table
from juesuan.document.blocks import TABLE_LEVEL
from juesuan.render.flow import caption_of
from juesuan.render.grid import PORTRAIT, sheet
from juesuan.render.pdf import contents_pages, on_landscape_pages, under_annex_numbers
from juesuan.render.saving import Cancelled, write_whole
from juesuan.render.text import described
from juesuan.render.word_styles import (
    annex_style,
    close_field,
    contents_line,
    element,
    indent_two,
    listed_as,
    mark_draft,
    number_from_one,
    open_field,
    page_numbers,
    prepare_styles,
    set_exactly,
    set_page,
    use_font,
)
from juesuan.render.word_table import table_element

_NO_CLOCK = (2000, 1, 1, 0, 0, 0)
_FIGURE_DPI = 200
_MISSING_FILL, _MISSING_INK = "FFF0CC", (0x9E, 0x5C, 0x00)
_HEADING_STYLES = 4
_SMALL_LEADING = 16.0  # pt: lines above and below a table
_HAIR = 2.0  # pt: the paragraph that Word wants behind a table


def docx_bytes(document: Document, *, progress: Callable[[int, int], object] | None = None) -> bytes:
    """The document as DOCX; equal documents give equal bytes. progress as in `pdf_bytes`."""
    writer, turned, under = _Writer(document), on_landscape_pages(document), under_annex_numbers(document)
    for index, block in enumerate(document.blocks):
        if progress is not None and progress(100 * index // len(document.blocks), 100) is False:
            raise Cancelled
        writer.write(block, landscape=index in turned or (isinstance(block, Table) and block.landscape), joined=index in under)
    return _without_clock(writer.finish())


def write_docx(document: Document, path: Path | str, progress: Callable[[int, int], object] | None = None) -> None:
    """Write the document as DOCX, whole or not at all. RenderError (a Chinese sentence) where that fails, Cancelled on request."""
    write_whole(docx_bytes(document, progress=progress), path)


def _without_clock(docx: bytes) -> bytes:
    """The package with one fixed date on every part."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(zipfile.ZipInfo(part.filename, _NO_CLOCK), source.read(part), zipfile.ZIP_DEFLATED)
    return written.getvalue()


class _Writer:
    """Writes blocks one after another.

    Attributes: document; word; front: still before page 1; fresh: the next block begins a page; empty: nothing in this section yet;
    landscape: this section lies on landscape pages.
    """

    def __init__(self, document: Document) -> None:
        import docx

        self.document = document
        self.word: Any = docx.Document()
        self.front, self.fresh, self.empty, self.landscape = False, False, True, False
        self.after_heading = False
        prepare_styles(self.word)
        set_page(self.word.sections[0], PORTRAIT)
        self.word.settings.odd_and_even_pages_header_footer = True
        self._describe()

    def _describe(self) -> None:
        properties = self.word.core_properties
        properties.title, properties.author, properties.language = self.document.title, self.document.unit_name, "zh-CN"
        properties.last_modified_by, properties.comments, properties.revision = "", "", 1
        properties.created = properties.modified = datetime(*_NO_CLOCK)  # noqa: DTZ001  (python-docx wants naive UTC)

    def write(self, block: Block, *, landscape: bool, joined: bool = False) -> None:
        """Add one block, on landscape pages or not; joined: a title that shares the page of the line above it."""
        if isinstance(block, Cover | Contents) and self.empty:
            self.front = True
        elif self.front and not isinstance(block, Cover | Contents | PageBreak):
            self._begin_body()
        if isinstance(block, PageBreak):
            self.fresh = not self.empty
            return
        self._turn(landscape=landscape)
        match block:
            case Heading():
                self._heading(block, joined=joined)
            case Paragraph():
                self._paragraph(block)
            case Figure():
                self._figure(block)
            case Table():
                self._table(block)
            case Cover():
                self._cover(block)
            case Contents():
                self._contents(block)
        self.empty, self.after_heading = False, isinstance(block, Heading)

    def finish(self) -> bytes:
        """Page numbers on the body's sections; the package."""
        sections = list(self.word.sections)
        first = 1 if len(sections) > 1 and self._has_front else 0
        for section in sections[first : first + 1]:
            page_numbers(section)
            number_from_one(section)
        if self.document.draft:
            mark_draft(sections[0])
        written = io.BytesIO()
        self.word.save(written)
        return written.getvalue()

    @property
    def _has_front(self) -> bool:
        return any(isinstance(block, Cover | Contents) for block in self.document.blocks)

    def _begin_body(self) -> None:
        from docx.enum.section import WD_SECTION

        self.word.add_section(WD_SECTION.NEW_PAGE)
        self.front, self.fresh, self.empty = False, False, True

    def _add(self, text: str = "", style: str | None = None) -> Any:
        paragraph = self.word.add_paragraph(text, style)
        if self.fresh:
            paragraph.paragraph_format.page_break_before = True
            self.fresh = False
        return paragraph

    def _runs(self, paragraph: Any, runs: Iterable[Run]) -> None:
        from docx.shared import RGBColor

        for number, part in enumerate(runs):
            text = part.text if number else part.text.lstrip()
            run = paragraph.add_run(text)
            if isinstance(part, Missing):
                run.font.color.rgb = RGBColor(*_MISSING_INK)
                run.element.get_or_add_rPr().append(element("w:shd", val="clear", color="auto", fill=_MISSING_FILL))

    def _heading(self, block: Heading, *, joined: bool) -> None:
        self.fresh = self.fresh or (block.level == 0 and not self.empty and not joined)
        level = min(block.level + 1, _HEADING_STYLES)
        paragraph = self._add(style=f"Heading {level}" if block.listed is None else annex_style(self.word, level))
        self._runs(paragraph, block.runs)
        if block.listed:
            listed_as(paragraph, block.listed, TABLE_LEVEL)

    def _paragraph(self, block: Paragraph) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self._add()
        self._runs(paragraph, block.runs)
        align = {"center": WD_ALIGN_PARAGRAPH.CENTER, "signature": WD_ALIGN_PARAGRAPH.RIGHT}.get(block.style, WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.alignment = align
        if block.style in {"body", "note"}:
            indent_two(paragraph)
        if block.style == "note":
            for run in paragraph.runs:
                use_font(run, "body", 12)

    def _figure(self, block: Figure) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
        from docx.shared import Pt

        from juesuan.charts import png

        paragraph = self._add()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture = paragraph.add_run().add_picture(io.BytesIO(png(block, PORTRAIT.width, _FIGURE_DPI)), width=Pt(PORTRAIT.width))
        picture._inline.docPr.set("descr", described(block))  # noqa: SLF001
        self._add(caption_of(block), "Caption")

    def _table(self, block: Table) -> None:
        self.fresh = self.fresh or (block.landscape and not self.empty and not self.after_heading)
        title = self._centered(block.title, "title", 16)
        if block.listed:
            listed_as(title, block.listed, TABLE_LEVEL)
        if any(block.corner):
            self._corner(block)
        body = self.word.element.body
        body.insert(body.index(body.sectPr), table_element(block, under_heading=self.after_heading))
        for note in block.notes:
            self._small(note)
        if not block.notes:
            set_exactly(self._add(), _HAIR)

    def _small(self, text: str) -> Any:
        """A line above or below a table."""
        paragraph = self._add(text)
        set_exactly(paragraph, _SMALL_LEADING)
        for run in paragraph.runs:
            use_font(run, "song", 10.5)
        return paragraph

    def _corner(self, block: Table) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Pt

        width = sheet(landscape=block.landscape).width
        paragraph = self._small("\t".join(block.corner) if len(block.corner) > 1 else f"\t{block.corner[0]}")
        paragraph.paragraph_format.keep_with_next = True
        stops = paragraph.paragraph_format.tab_stops
        if len(block.corner) > 2:  # noqa: PLR2004
            stops.add_tab_stop(Pt(width / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT)

    def _turn(self, *, landscape: bool) -> None:
        """A new section where the orientation changes; the one just begun is turned as it is."""
        from docx.enum.section import WD_SECTION

        if landscape == self.landscape:
            return
        section = self.word.sections[-1] if self.empty else self.word.add_section(WD_SECTION.NEW_PAGE)
        set_page(section, sheet(landscape=landscape))
        self.landscape, self.fresh, self.empty = landscape, False, True

    def _centered(self, text: str, role: str, size: float) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self._add()
        use_font(paragraph.add_run(text), role, size)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = 1.5
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def _cover(self, block: Cover) -> None:
        from docx.shared import Pt

        self._centered(block.unit_name, "title", 26).paragraph_format.space_before = Pt(120)
        title = self._centered(block.title, "title", 36)
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(40), Pt(260)
        for line in block.lines:
            self._centered(line, "subheading", 16)

    def _contents(self, block: Contents) -> None:
        self.fresh = not self.empty
        self._centered("目　录", "title", 22)
        entries = contents_pages(self.document, block.depth)
        opening = self._add()
        paragraphs = [opening, *(self._add() for _ in entries[1:])]
        open_field(opening, f'TOC \\o "1-{block.depth + 1}" \\f \\h \\z \\u')
        for paragraph, (entry, number) in zip(paragraphs, entries, strict=False):
            contents_line(paragraph, entry.level, entry.title, number, PORTRAIT.width)
        close_field(paragraphs[-1])
