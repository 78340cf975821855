"""Finishes a workbook that openpyxl has written: values beside the formulas, and every text kept once, which makes it a third smaller."""

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
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN = f"{{{_NAMESPACE}}}"
_TYPES, _RELATIONS, _STRINGS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def store_values(path: Path | str) -> None:
    """Evaluate every formula of the file and store the results in it; texts go into one table, the time of saving is left out."""
    import formualizer

    source = Path(path)
    engine = formualizer.load_workbook(str(source))
    engine.evaluate_all()
    sheets, texts = _sheet_parts(source), _Texts()
    draft = source.with_suffix(".part")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in (info.filename for info in old.infolist() if info.filename != _STRINGS):
            content = old.read(name)
            fresh = _finished(content, sheets[name], engine, texts) if name in sheets else _named(name, _MODIFIED.sub(b"", content))
            _write(new, name, fresh)
        _write(new, _STRINGS, texts.part())
    draft.replace(source)


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED, 9)


def _sheet_parts(path: Path) -> dict[str, str]:
    """Part of the package → name of its sheet."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return {f"xl/worksheets/sheet{index}.xml": name for index, name in enumerate(book.sheetnames, start=1)}
    finally:
        book.close()


class _Texts:
    """The table of texts of a workbook; `number` gives the place of a text in it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str) -> int:
        self._uses += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def part(self) -> bytes:
        from lxml import etree

        root = etree.Element(f"{_MAIN}sst", nsmap={None: _NAMESPACE}, count=str(self._uses), uniqueCount=str(len(self._numbers)))
        for text in self._numbers:
            item = etree.SubElement(etree.SubElement(root, f"{_MAIN}si"), f"{_MAIN}t")
            item.text = text
            if text != text.strip() or "\n" in text:
                item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return _xml(root)


def _named(name: str, content: bytes) -> bytes:
    """The list of parts and the workbook's relations speak of the table of texts too."""
    if name == _TYPES and _STRINGS.encode() not in content:
        entry = f'<Override PartName="/{_STRINGS}" ContentType="{_STRINGS_TYPE}"/></Types>'
        return content.replace(b"</Types>", entry.encode())
    if name == _RELATIONS and _STRINGS_RELATION.encode() not in content:
        entry = f'<Relationship Id="rIdTexts" Type="{_STRINGS_RELATION}" Target="/{_STRINGS}"/></Relationships>'
        return content.replace(b"</Relationships>", entry.encode())
    return content


def _finished(content: bytes, sheet: str, engine: Any, texts: _Texts) -> bytes:
    from lxml import etree

    root = etree.fromstring(content)
    for cell in root.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            row, column = parse_a1(cell.get("r"))
            _store(cell, engine.get_value(sheet, row, column))
        elif cell.get("t") == "inlineStr":
            _refer(cell, texts)
        elif cell.get("t") == "n":
            del cell.attrib["t"]
    return _xml(root)


def _xml(root: _Element) -> bytes:
    from lxml import etree

    return _DECLARATION + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def _refer(cell: _Element, texts: _Texts) -> None:
    """Replace a text in the cell by its number in the table."""
    from lxml import etree

    number = texts.number("".join(cell.itertext()))
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "s")
    etree.SubElement(cell, f"{_MAIN}v").text = str(number)


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
