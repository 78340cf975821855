"""Tables on the clipboard, both ways: tab-separated text and the HTML of Excel, WPS and LibreOffice."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

Table = list[list[str]]
"""Rows of texts; every row has the same length."""

_LARGEST_SPAN = 1000
_SPACES = re.compile(r"[ \t\r\n]+")


def parse_tsv(text: str) -> Table:
    """Rows of a tab-separated text; quoted cells may hold tabs, quotes and line ends; a trailing line end makes no row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = [list(row) or [""] for row in csv.reader(io.StringIO(text, newline=""), dialect=_ClipboardDialect)]
    return _rectangular(rows)


class _ClipboardDialect(csv.Dialect):
    delimiter = "\t"
    quotechar = '"'
    doublequote = True
    lineterminator = "\r\n"
    quoting = csv.QUOTE_MINIMAL
    strict = False


def write_tsv(table: Sequence[Sequence[str]]) -> str:
    """The other way; cells with tabs, quotes or line ends are quoted."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in table)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '\t\n\r"') else cell


def write_html(table: Sequence[Sequence[str]]) -> str:
    """A plain HTML table, for programs that prefer it (Word, mail)."""
    rows = "".join("<tr>" + "".join(f"<td>{_as_html(cell)}</td>" for cell in row) + "</tr>" for row in table)
    return f"<html><head><meta charset='utf-8'></head><body><table>{rows}</table></body></html>"


def _as_html(cell: str) -> str:
    return html.escape(cell).replace("\n", "<br>")


def parse_html(text: str) -> Table | None:
    """The first table of an HTML fragment; None where there is none. A merged cell stands at its top left, the covered ones are blank."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    return _rectangular(reader.laid_out()) if reader.rows else None


def _rectangular(rows: Table) -> Table:
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


class _TableReader(HTMLParser):
    """Collects (text, columns, rows) of the first table's cells; nested tables count as text of their cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, int, int]]] = []
        self._depth = 0
        self._finished = False
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._finished:
            return
        if tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            named = dict(attrs)
            self._spans = (_span(named.get("colspan")), _span(named.get("rowspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
            if self._depth == 0:
                self._end_cell()
                self._finished = True
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(_SPACES.sub(" ", data))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self.rows:
            self.rows.append([])
        text = "\n".join(line.strip(" ") for line in "".join(self._cell).split("\n")).replace("\xa0", " ").strip()
        self.rows[-1].append((text, *self._spans))
        self._cell = None

    def laid_out(self) -> Table:
        places: dict[tuple[int, int], str] = {}
        for number, row in enumerate(self.rows):
            column = 0
            for text, columns, rows in row:
                while (number, column) in places:
                    column += 1
                for down in range(min(rows, len(self.rows) - number)):
                    for right in range(columns):
                        places[number + down, column + right] = ""
                places[number, column] = text
                column += columns
        width = 1 + max((column for _, column in places), default=-1)
        return [[places.get((row, column), "") for column in range(width)] for row in range(len(self.rows))]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _LARGEST_SPAN) if text and text.isdigit() else 1
