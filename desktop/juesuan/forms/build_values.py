"""Puts the computed values beside the formulas of a workbook that openpyxl has written, so that readers without an engine see them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juesuan.workbook.cells import parse_a1

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MODIFIED = re.compile(rb"(?<=</dcterms:created>)<dcterms:modified.*?</dcterms:modified>")
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same numbers make the same file, byte for byte
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def store_values(path: Path | str) -> None:
    """Evaluate every formula of the file and store the results in it; the time of saving is left out, nothing else changes."""
    import formualizer

    source = Path(path)
    engine = formualizer.load_workbook(str(source))
    engine.evaluate_all()
    parts = _sheet_parts(source)
    draft = source.with_suffix(".part")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for info in old.infolist():
            content = old.read(info)
            fresh = _with_values(content, parts[info.filename], engine) if info.filename in parts else _MODIFIED.sub(b"", content)
            new.writestr(zipfile.ZipInfo(info.filename, _NO_TIME), fresh, zipfile.ZIP_DEFLATED, 9)
    draft.replace(source)


def _sheet_parts(path: Path) -> dict[str, str]:
    """Part of the package → name of its sheet."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return {f"xl/worksheets/sheet{index}.xml": name for index, name in enumerate(book.sheetnames, start=1)}
    finally:
        book.close()


def _with_values(content: bytes, sheet: str, engine: Any) -> bytes:
    from lxml import etree

    root = etree.fromstring(content)
    for cell in root.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            row, column = parse_a1(cell.get("r"))
            _store(cell, engine.get_value(sheet, row, column))
    return _DECLARATION + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def _store(cell: _Element, value: object) -> None:
    from lxml import etree

    stored = cell.find(f"{_MAIN}v")
    stored = etree.SubElement(cell, f"{_MAIN}v") if stored is None else stored
    if isinstance(value, bool):
        cell.set("t", "b")
        stored.text = str(int(value))
    elif isinstance(value, int | float):
        cell.attrib.pop("t", None)
        stored.text = repr(round(value, 10)) if isinstance(value, float) and not value.is_integer() else str(int(value))
    else:
        cell.set("t", "e" if isinstance(value, str) and value.startswith("#") else "str")
        stored.text = "" if value is None else str(value)
