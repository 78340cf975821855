"""The 公开表 as tables of the document: made from the 财决 forms, or taken from a workbook that holds only 公开表."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from juesuan.disclosure import as_document_tables, disclose
from juesuan.document.blocks import Block, Table
from juesuan.forms import Recognition
from juesuan.narrative.lists import chinese_number

_TALL, _FEW = 32, 9  # rows, and columns: a taller table of no more columns stands whole on an upright page, but not on a landscape one

_CONTINUED = "（续）"


def public_tables(recognition: Recognition, prior: Recognition | None, province: str, wanted: str = "") -> Iterator[Block]:
    """Every 公开表 in order, or only those called `wanted` (`公开01`); nothing where the workbook has neither 财决 forms nor 公开表."""
    place = 0
    for table in _tables(recognition, prior, province, wanted):
        if table.title.endswith(_CONTINUED):
            yield table
            continue
        place += 1
        yield replace(table, listed=table.title if wanted else f"{chinese_number(place)}、{table.title}")


def _tables(recognition: Recognition, prior: Recognition | None, province: str, wanted: str) -> Iterator[Table]:
    if any(form.code.startswith(("财决", "公开")) for form in recognition.forms):
        tables = disclose(recognition, prior, province)
        yield from map(_turned, as_document_tables([table for table in tables if not wanted or table.code == wanted]))


def _turned(table: Table) -> Table:
    """Upright where that keeps a tall table on one page."""
    tall = len(table.header) + len(table.body) > _TALL and len(table.widths) <= _FEW
    return replace(table, landscape=False) if table.landscape and tall else table
