"""What lies on a sheet but in parts of its own: comments, their boxes, drawings, tables, charts. They move with the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from juesuan.workbook.cells import column_letters, parse_a1
from juesuan.workbook.formulas import RowShift, moved, moved_range
from juesuan.workbook.markup import escape, unescape, whole
from juesuan.workbook.package import local, parse_xml
from juesuan.workbook.parts import relations
from juesuan.workbook.sheet import Sheet
from juesuan.workbook.source import Source

_VML_ROW = re.compile(rb"(<x:Row>)\s*(\d+)\s*(</x:Row>)")
_VML_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_CHART = re.compile(r"(?:^|/)(?:charts|chartex)/chart(?:Ex)?[^/]*\.xml$", re.IGNORECASE)
_SERIES = re.compile(rb"(<(?:\w+:)?f(?: [^>]*)?>)([^<]*)(</(?:\w+:)?f>)")
_ANCHOR_ROWS = (2, 6)
_ANCHOR_NUMBERS = 8


def moved_companions(source: Source, sheet: Sheet, shift: RowShift) -> Iterator[tuple[str, bytes, bytes]]:
    """The companion parts of a sheet that change when its rows move: member, bytes before, bytes after."""
    if sheet.member not in source.package:
        return
    movers = {"comments": _comments, "drawing": _drawing, "table": _table, "vmlDrawing": _vml}
    for relation in relations(source.package, sheet.member).values():
        member = None if relation.external else source.package.actual(relation.target)
        if member is not None and relation.kind in movers:
            before = source.current(member)
            after = movers[relation.kind](before, member, shift)
            if after is not None and after != before:
                yield member, before, after


def moved_charts(source: Source, shift: RowShift) -> Iterator[tuple[str, bytes, bytes]]:
    """The chart parts of the workbook whose series lie in the rows that move: member, bytes before, bytes after."""

    def series(found: re.Match[bytes]) -> bytes:
        text = unescape(found[2].decode("utf-8", "replace"), {"&apos;": "'", "&quot;": '"'})
        new = moved(text, "", 0, shift)
        return found[0] if new == text else found[1] + escape(new).encode() + found[3]

    for member in source.package.names:
        if _CHART.search(member):
            before = source.current(member)
            after = _SERIES.sub(series, before)
            if after != before:
                yield member, before, after


def _written(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _comments(data: bytes, member: str, shift: RowShift) -> bytes | None:
    root, changed = parse_xml(data, member, member), False
    for element in [element for element in root.iter() if local(element) == "comment"]:
        row, column = parse_a1(element.get("ref") or "A1")
        new = shift.place(row)
        if new is None:
            element.getparent().remove(element)
        elif new != row:
            element.set("ref", f"{column_letters(column)}{new}")
        changed = changed or new != row
    return _written(root) if changed else None


def _table(data: bytes, member: str, shift: RowShift) -> bytes | None:
    root, changed = parse_xml(data, member, member), False
    for element in root.iter():
        reference = element.get("ref") if local(element) in ("table", "autoFilter", "sortState", "sortCondition") else None
        new = moved_range(reference, shift) if reference else None
        if new and new != reference:
            element.set("ref", new)
            changed = True
    return _written(root) if changed else None


def _drawing(data: bytes, member: str, shift: RowShift) -> bytes | None:
    root, changed = parse_xml(data, member, member), False
    for anchor in root:
        if local(anchor) in ("twoCellAnchor", "oneCellAnchor") and anchor.get("editAs") != "absolute":
            for row in (child for corner in anchor if local(corner) in ("from", "to") for child in corner if local(child) == "row"):
                new = str(_from_zero(whole(row.text), shift))
                changed = changed or new != row.text
                row.text = new
    return _written(root) if changed else None


def _vml(data: bytes, _member: str, shift: RowShift) -> bytes | None:
    """Boxes of comments and buttons; such a part need not be well-formed, so only its numbers are replaced."""

    def row(found: re.Match[bytes]) -> bytes:
        return found[1] + str(_from_zero(int(found[2]), shift)).encode() + found[3]

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = found[2].split(b",")
        if len(numbers) == _ANCHOR_NUMBERS and all(numbers[index].strip().isdigit() for index in _ANCHOR_ROWS):
            for index in _ANCHOR_ROWS:
                numbers[index] = str(_from_zero(int(numbers[index]), shift)).encode()
        return found[1] + b",".join(numbers) + found[3]

    return _VML_ANCHOR.sub(anchor, _VML_ROW.sub(row, data))


def _from_zero(row: int, shift: RowShift) -> int:
    """A row counted from 0 afterwards; what was deleted goes to where the deletion began."""
    new = shift.place(row + 1)
    return (shift.row if new is None else new) - 1
