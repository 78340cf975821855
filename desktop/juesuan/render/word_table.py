"""Tables of the Word copy: real rows and cells, merged as the form has them, the head repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from juesuan.document import Table, TableCell
from juesuan.fonts import faces, word_name
from juesuan.render.closeness import LEADING, Room, Setting, arranged
from juesuan.render.columns import column_count, placed
from juesuan.render.grid import TITLE_ROOM, sheet
from juesuan.render.word_styles import element

_TWIPS = 20  # to the pt
_MARGIN = 2  # pt left and right in a cell: other programs take wider digits than the fonts measured here
_ABOVE, _NOTE, _SPARE = 46.0, 24.0, 24.0  # pt: what title, a note, and the borders of the rows take of a page


def table_element(table: Table, *, under_heading: bool = False) -> Any:
    """The table as a `w:tbl`, columns as wide as in the PDF; `under_heading`: the heading of a part stands on its page."""
    columns = column_count(table)
    page = sheet(landscape=table.landscape)
    room = Room(page.height - _SPARE, _ABOVE + under_heading * TITLE_ROOM, len(table.notes) * _NOTE)
    widths, trials = arranged(table, faces(), page.width, room)
    setting, _ = next(trials)
    body = table.body or (tuple(TableCell("") for _ in range(columns)),)
    made = element("w:tbl")
    made.append(_properties(sum(widths)))
    grid = element("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=round(width * _TWIPS)))
    made.append(grid)
    for rows, head in ((table.header, True), (body, False)):
        for row in _rows(rows, widths, setting, head=head):
            made.append(row)
    return made


def _properties(width: float) -> Any:
    made = element("w:tblPr")
    made.append(element("w:tblW", w=round(width * _TWIPS), type="dxa"))
    made.append(element("w:jc", val="center"))
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz=4, space=0, color="404040"))
    made.append(borders)
    made.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=_MARGIN * _TWIPS, type="dxa"))
    made.append(margins)
    return made


def _rows(rows: Sequence[Sequence[TableCell]], widths: Sequence[float], setting: Setting, *, head: bool) -> list[Any]:
    """The rows; a place covered by a cell from above becomes a continued merge."""
    columns = len(widths)
    cells: dict[tuple[int, int], Any] = {}
    for row, column, cell in placed(rows, columns):
        for down in range(min(cell.rows, len(rows) - row)):
            merge = None if cell.rows == 1 else "restart" if down == 0 else "continue"
            shown, width = cell if down == 0 else TableCell("", columns=cell.columns), sum(widths[column : column + cell.columns])
            cells[row + down, column] = _cell(shown, merge, width, setting.size)
    made = []
    for row in range(len(rows)):
        line = element("w:tr")
        properties = element("w:trPr")
        properties.append(element("w:cantSplit"))
        properties.append(element("w:trHeight", val=round(setting.height(1) * _TWIPS), hRule="atLeast"))
        if head:
            properties.append(element("w:tblHeader"))
        line.append(properties)
        for place in sorted(place for place in cells if place[0] == row):
            line.append(cells[place])
        made.append(line)
    return made


def _cell(cell: TableCell, merge: str | None, width: float, size: float) -> Any:
    made, properties = element("w:tc"), element("w:tcPr")
    properties.append(element("w:tcW", w=round(width * _TWIPS), type="dxa"))
    if cell.columns > 1:
        properties.append(element("w:gridSpan", val=cell.columns))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    properties.append(element("w:vAlign", val="center"))
    made.append(properties)
    made.extend(_paragraph(text, cell, size) for text in cell.text.split("\n"))
    return made


def _paragraph(text: str, cell: TableCell, size: float) -> Any:
    made, layout = element("w:p"), element("w:pPr")
    layout.append(element("w:spacing", line=round(size * LEADING * _TWIPS), lineRule="exact"))
    layout.append(element("w:jc", val=cell.align))
    made.append(layout)
    run, look, words = element("w:r"), element("w:rPr"), element("w:t")
    name = word_name("heading" if cell.bold else "song")
    look.append(element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name))
    look.append(element("w:sz", val=round(size * 2)))
    words.text = text
    run.append(look)
    run.append(words)
    made.append(run)
    return made
