"""The real PDF in a thread: first the words, which change with every key, then the whole with its 公开表."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtGui import QImage

from juesuan.document import Document, Figure, Paragraph, Table

if TYPE_CHECKING:
    from juesuan.desk import Desk
    from juesuan.window.jobs import Progress

_FIGURE_WIDTH = 420.0
_FIGURE_SCALE = 1.25


class Drawn(NamedTuple):
    """pdf with its page sizes in pt; pages: title of each bookmark → its page, from 0; pictures of the figures asked for;
    document: with its 公开表 where they are in it, else None; tables_last: they stand behind the text.
    """

    pdf: bytes
    sizes: list[tuple[float, float]]
    pages: dict[str, int]
    pictures: dict[Figure, QImage]
    document: Document | None
    tables_last: bool


def draw_words(document: Document, figures: Sequence[Figure], ratio: float, progress: Progress) -> Drawn:
    """A document without its 公开表; ratio: device pixels for one pixel."""
    pdf = _pdf(document, progress)
    return Drawn(pdf, *pages_of(pdf), {figure: _picture(figure, ratio) for figure in figures}, document=None, tables_last=True)


def draw_whole(desk: Desk, progress: Progress) -> Drawn:
    """The document with everything, composed here: where the workbook changes meanwhile, the result is not to be used."""
    document = desk.document()
    pdf = _pdf(document, progress)
    return Drawn(pdf, *pages_of(pdf), {}, document=document, tables_last=_tables_last(document))


def _pdf(document: Document, progress: Progress) -> bytes:
    from juesuan.render import pdf_bytes

    return pdf_bytes(document, progress=lambda done, total: progress(100 * done // max(1, total), ""))


def _tables_last(document: Document) -> bool:
    """Whether only headings stand between and behind the tables."""
    first = next((number for number, block in enumerate(document.blocks) if isinstance(block, Table)), len(document.blocks))
    return not any(isinstance(block, Paragraph) for block in document.blocks[first:])


def _picture(figure: Figure, ratio: float) -> QImage:
    from juesuan import charts

    raster = charts.rasterise(charts.pdf_bytes(figure, _FIGURE_WIDTH), 0, _FIGURE_SCALE * ratio)
    image = QImage(raster.pixels, raster.width, raster.height, raster.width * 4, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image


def pages_of(pdf: bytes) -> tuple[list[tuple[float, float]], dict[str, int]]:
    """Sizes in pt, and the pages of the bookmarks."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        boxes = [[float(edge) for edge in page.mediabox] for page in file.pages]
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        with file.open_outline() as outline:
            marks = list(_bookmarks(outline.root, numbers))
    return [(right - left, top - bottom) for left, bottom, right, top in boxes], dict(reversed(marks))


def _bookmarks(items: Iterable[Any], numbers: dict[tuple[int, int], int]) -> Iterator[tuple[str, int]]:
    for item in items:
        target = item.destination if item.destination is not None else item.action.D if item.action is not None else None
        page = numbers.get(target[0].objgen) if target is not None and not isinstance(target, str) else None
        if page is not None:
            yield str(item.title), page
        yield from _bookmarks(item.children, numbers)
