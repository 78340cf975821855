"""The parts of a workbook's package: which sheet is which, and those that one more sheet needs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from juesuan.workbook import column_letters

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NEW_PART = "xl/worksheets/sheet_combined.xml"
_NEW_ID = "rIdCombined"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDTHS = {1: 6.0, 2: 34.0, 3: 30.0}
_USUAL_WIDTH = 18.0


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Part of the package → name of its sheet."""
    from lxml import etree

    book = etree.fromstring(package.read("xl/workbook.xml"))
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target").lstrip("/") for relation in relations}
    sheets = book.iter(f"{{{_SPREADSHEET}}}sheet")
    found = {targets[sheet.get(f"{{{_RELATION}}}id")]: sheet.get("name") for sheet in sheets}
    return {part if part.startswith("xl/") else f"xl/{part}": str(name) for part, name in found.items()}


def with_sheet(package: zipfile.ZipFile, name: str, contents: Mapping[tuple[int, int], Decimal | str]) -> dict[str, bytes]:
    """The parts that are new or different once a last sheet with these contents is added; amounts show two decimals."""
    amount_style, styles = _amount_style(package.read("xl/styles.xml"))
    return {
        "xl/styles.xml": styles,
        "xl/workbook.xml": _with_entry(package.read("xl/workbook.xml"), name),
        "xl/_rels/workbook.xml.rels": _with_relation(package.read("xl/_rels/workbook.xml.rels")),
        "[Content_Types].xml": _with_type(package.read("[Content_Types].xml")),
        _NEW_PART: _sheet(contents, amount_style),
    }


def _amount_style(styles: bytes) -> tuple[int, bytes]:
    """The index of a cell format with two decimals and thousands separators, appended to the formats."""
    from lxml import etree

    root = etree.fromstring(styles)
    formats = root.find(f"{{{_SPREADSHEET}}}cellXfs")
    two_decimals = etree.SubElement(formats, f"{{{_SPREADSHEET}}}xf")
    two_decimals.attrib.update({"numFmtId": "4", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0", "applyNumberFormat": "1"})
    formats.set("count", str(len(formats)))
    return len(formats) - 1, as_part(root)


def _with_entry(book: bytes, name: str) -> bytes:
    from lxml import etree

    root = etree.fromstring(book)
    sheets = root.find(f"{{{_SPREADSHEET}}}sheets")
    number = max(int(sheet.get("sheetId")) for sheet in sheets) + 1
    etree.SubElement(sheets, f"{{{_SPREADSHEET}}}sheet", {"name": name, "sheetId": str(number), f"{{{_RELATION}}}id": _NEW_ID})
    calculation = root.find(f"{{{_SPREADSHEET}}}calcPr")
    if calculation is not None:
        calculation.attrib.pop("fullCalcOnLoad", None)
    return as_part(root)


def _with_relation(relations: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(relations)
    attributes = {"Id": _NEW_ID, "Type": f"{_RELATION}/worksheet", "Target": f"/{_NEW_PART}"}
    etree.SubElement(root, re.sub("}.*", "}Relationship", root.tag), attributes)
    return as_part(root)


def _with_type(types: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(types)
    etree.SubElement(root, re.sub("}.*", "}Override", root.tag), {"PartName": f"/{_NEW_PART}", "ContentType": _SHEET_TYPE})
    return as_part(root)


def _sheet(contents: Mapping[tuple[int, int], Decimal | str], amount_style: int) -> bytes:
    from lxml import etree

    root = etree.Element(f"{{{_SPREADSHEET}}}worksheet", nsmap={None: _SPREADSHEET})
    columns = etree.SubElement(root, f"{{{_SPREADSHEET}}}cols")
    for column in range(1, max(column for _, column in contents) + 1):
        width = str(_WIDTHS.get(column, _USUAL_WIDTH))
        etree.SubElement(columns, f"{{{_SPREADSHEET}}}col", {"min": str(column), "max": str(column), "width": width, "customWidth": "1"})
    data = etree.SubElement(root, f"{{{_SPREADSHEET}}}sheetData")
    rows: dict[int, Any] = {}
    for row, column in sorted(contents):
        if row not in rows:
            rows[row] = etree.SubElement(data, f"{{{_SPREADSHEET}}}row", r=str(row))
        _cell(rows[row], f"{column_letters(column)}{row}", contents[row, column], amount_style)
    return as_part(root)


def _cell(row: Any, reference: str, content: Decimal | str, amount_style: int) -> None:
    from lxml import etree

    cell = etree.SubElement(row, f"{{{_SPREADSHEET}}}c", r=reference)
    if isinstance(content, Decimal):
        cell.set("s", str(amount_style))
        etree.SubElement(cell, f"{{{_SPREADSHEET}}}v").text = f"{content:f}"
    else:
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{{{_SPREADSHEET}}}is"), f"{{{_SPREADSHEET}}}t").text = content


def as_part(root: Any) -> bytes:
    """An element as a part, with the declaration that office programs write."""
    from lxml import etree

    return _DECLARATION + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))
