"""Cells written back into a worksheet part: by splicing its bytes where only cells changed, through lxml where rows moved."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from typing import Any

from juesuan.workbook.cells import CellError, Content, Formula, Value, column_letters
from juesuan.workbook.markup import escape
from juesuan.workbook.package import local
from juesuan.workbook.sheet import Sheet
from juesuan.workbook.sheet_part import RowPart, SheetPart

Place = tuple[int, int]
_FORMULA = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)")
_TYPE = re.compile(rb' t="[^"]*"')
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def stored_number(amount: Decimal) -> str:
    """A number as the file holds it: plain decimal digits."""
    return f"{amount:f}"


def _safe(text: str) -> str:
    text = re.sub(r"_(x[0-9A-Fa-f]{4}_)", r"_x005F_\1", text)
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text).replace("\r", "_x000D_")


def _kind_and_value(value: Value, *, formula: bool) -> tuple[str, str]:
    """The t attribute (empty for numbers) and the text of v; `is` for a text that is no formula's result."""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, Decimal):
        return "", stored_number(value)
    if isinstance(value, CellError):
        return "e", "#VALUE!" if value.code == "#CIRC!" else value.code
    if isinstance(value, str):
        return ("str" if formula else "inlineStr"), _safe(value)
    return "", ""


def cell_bytes(head: bytes, value: Value, content: Content, kept_formula: bytes | None) -> bytes:
    """One c element. head: `<c r="E5" s="3"` without type; kept_formula: the f element where only the value is new."""
    formula = kept_formula if kept_formula is not None else _formula_bytes(content)
    kind, text = _kind_and_value(value, formula=bool(formula))
    if not formula and text == "" and kind == "":
        return head + b"/>"
    body = escape(text).encode()
    typed = head + (f' t="{kind}"'.encode() if kind else b"") + b">" + formula
    if kind == "inlineStr":
        return typed + b'<is><t xml:space="preserve">' + body + b"</t></is></c>"
    return typed + (b"<v>" + body + b"</v></c>" if text or kind else b"</c>")


def _formula_bytes(content: Content) -> bytes:
    if not isinstance(content, Formula):
        return b""
    attributes = f' t="array" ref="{content.array}"' if content.array else ""
    return f"<f{attributes}>{escape(content.text)}</f>".encode()


def spliced(data: bytes, sheet: Sheet, typed: set[Place], stale: set[Place]) -> bytes | None:
    """The part with these cells replaced and every other byte kept; None where a cell is not there or the part is not plainly written."""
    if b"<!--" in data or b"<![CDATA[" in data or b"<sheetData" not in data:
        return None
    cuts: list[tuple[int, int, bytes]] = []
    for place in typed | stale:
        found = _found(data, place)
        if found is None:
            if sheet.content(*place) is None:
                continue
            return None
        start, end = found
        old = data[start:end]
        head = _TYPE.sub(b"", old[: old.index(b">")].rstrip(b"/"))
        kept = None if place in typed else next(iter(_FORMULA.findall(old)), b"")
        cuts.append((start, end, cell_bytes(head, sheet.value(*place), sheet.content(*place), kept)))
    pieces, position = [], 0
    for start, end, new in sorted(cuts):
        pieces += [data[position:start], new]
        position = end
    return b"".join([*pieces, data[position:]])


def _found(data: bytes, place: Place) -> tuple[int, int] | None:
    start = data.find(f'<c r="{column_letters(place[1])}{place[0]}"'.encode())
    if start < 0:
        return None
    close = data.index(b">", start)
    if data[close - 1 : close] == b"/":
        return start, close + 1
    return start, data.index(b"</c>", close) + 4


def rebuilt(sheet: Sheet, part: SheetPart, typed: set[Place], stale: set[Place]) -> bytes:
    """The part written from its rows and frame, with rows where they lie now and these cells replaced."""
    from lxml import etree

    root = part.fresh_frame()
    data = next((child for child in root if local(child) == "sheetData"), None)
    if data is None:
        data = etree.SubElement(root, _tag(root, "sheetData"))
    by_row: dict[int, set[int]] = {}
    for row, column in typed | stale:
        by_row.setdefault(row, set()).add(column)
    for number in sorted({*part.rows, *by_row}):
        found = part.rows.get(number)
        columns = by_row.get(number, set())
        if found is None and all(sheet.content(number, column) is None for column in columns):
            continue
        element = _row_element(found, number, root)
        _replace_cells(element, sheet, number, columns, typed)
        data.append(element)
    _fit_dimension(root, sheet, part)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _tag(root: Any, name: str) -> str:
    return str(root.tag).replace("worksheet", name)


def _row_element(row: RowPart | None, number: int, root: Any) -> Any:
    from lxml import etree

    element = copy.deepcopy(row.element) if row else etree.Element(_tag(root, "row"), nsmap=root.nsmap)
    if element.get("r") != str(number) or row is None:
        element.set("r", str(number))
        for column, cell in RowPart(element).cells.items():
            cell.set("r", f"{column_letters(column)}{number}")
    return element


def _replace_cells(element: Any, sheet: Sheet, row: int, columns: set[int], typed: set[Place]) -> None:
    present = RowPart(element).cells
    for column in sorted(columns):
        cell = present.get(column)
        if cell is None:
            if sheet.content(row, column) is None:
                continue
            cell = _new_cell(element, sheet, row, column, present)
        _fill(cell, sheet, row, column, keep_formula=(row, column) not in typed)


def _new_cell(element: Any, sheet: Sheet, row: int, column: int, present: dict[int, Any]) -> Any:
    from lxml import etree

    cell = etree.Element(str(element.tag).removesuffix("row") + "c")
    cell.set("r", f"{column_letters(column)}{row}")
    style = sheet.look.style_index(row, column)
    if style:
        cell.set("s", str(style))
    after = [other for other in present if other < column]
    index = element.index(present[max(after)]) + 1 if after else 0
    element.insert(index, cell)
    present[column] = cell
    if element.get("spans"):
        del element.attrib["spans"]
    return cell


def _fill(cell: Any, sheet: Sheet, row: int, column: int, *, keep_formula: bool) -> None:
    from lxml import etree

    namespace = str(cell.tag).removesuffix("c")
    content, value = sheet.content(row, column), sheet.value(row, column)
    formula = next((child for child in cell if local(child) == "f"), None)
    for child in list(cell):
        if local(child) in ("v", "is") or (local(child) == "f" and not keep_formula):
            cell.remove(child)
    if not keep_formula or formula is None:
        formula = None
        if isinstance(content, Formula):
            formula = etree.Element(namespace + "f")
            formula.text = content.text
            if content.array:
                formula.set("t", "array")
                formula.set("ref", content.array)
            cell.insert(0, formula)
    kind, text = _kind_and_value(value, formula=formula is not None)
    cell.attrib.pop("t", None)
    if kind:
        cell.set("t", kind)
    if kind == "inlineStr":
        inner = etree.SubElement(etree.SubElement(cell, namespace + "is"), namespace + "t")
        inner.set(_SPACE, "preserve")
        inner.text = text
    elif text or kind:
        shown = etree.Element(namespace + "v")
        shown.text = text
        cell.insert(1 if formula is not None else 0, shown)


def _fit_dimension(root: Any, sheet: Sheet, part: SheetPart) -> None:
    dimension = next((child for child in root if local(child) == "dimension"), None)
    if dimension is not None:
        columns = [max(row.cells) for row in part.rows.values() if row.cells]
        bottom, right = max([1, sheet.row_count, *part.rows]), max([1, sheet.column_count, *columns])
        dimension.set("ref", f"A1:{column_letters(right)}{bottom}")
