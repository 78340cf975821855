"""The package a workbook came from: where a sheet's part, the styles and the comments are read, and what changed beside the sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.workbook.cells import parse_a1
from juesuan.workbook.disk import digest_of
from juesuan.workbook.package import Package, local, parse_xml
from juesuan.workbook.parts import Layout, SheetEntry, relations
from juesuan.workbook.sheet_part import SheetPart

if TYPE_CHECKING:
    from juesuan.workbook.styles import Styles

_EMPTY_SHEET = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetData/></worksheet>'
)


class Source:
    """The package a workbook came from and what is needed to write it again.

    Attributes: package, layout; digest: of the file as last read or written, empty for a converted .xls; converted: it was an .xls;
    moved_parts: members beside the sheets that moved with rows.
    """

    def __init__(self, package: Package, layout: Layout, digest: str, *, converted: bool) -> None:
        self.package = package
        self.layout = layout
        self.digest = digest
        self.converted = converted
        self.moved_parts: dict[str, bytes] = {}
        self._styles: Styles | None = None

    def styles(self) -> Styles:
        """The styles of the workbook, read when first asked for."""
        if self._styles is None:
            from juesuan.workbook.styles import read_styles

            self._styles = read_styles(self.package, self.layout)
        return self._styles

    def sheet_bytes(self, member: str) -> bytes:
        """A worksheet part; an empty one for a sheet that was added."""
        return self.package.xml(member) if member in self.package else _EMPTY_SHEET

    def sheet_part(self, member: str) -> SheetPart:
        return SheetPart.of(parse_xml(self.sheet_bytes(member), member, self.package.name))

    def current(self, member: str) -> bytes:
        """A member as the next save will write it, rows moved."""
        moved = self.moved_parts.get(member)
        return self.package.read(member) if moved is None else moved

    def comments(self, member: str) -> dict[tuple[int, int], str]:
        """The comments of a worksheet by row and column."""
        relation = next((r for r in relations(self.package, member).values() if r.kind == "comments"), None)
        target = self.package.actual(relation.target) if relation and not relation.external else None
        if target is None:
            return {}
        found = {}
        for element in parse_xml(self.current(target), target, self.package.name).iter():
            if local(element) == "comment":
                text = "".join(part.text or "" for part in element.iter() if local(part) == "t")
                found[parse_a1(element.get("ref") or "A1")] = text
        return found

    def new_entry(self, name: str) -> SheetEntry:
        """A place for another sheet, with a member name of its own."""
        number = 1 + sum(member.startswith("xl/worksheets/") for member in self.package.names)
        taken = {entry.member for entry in self.layout.sheets} | set(self.package.names)
        while f"xl/worksheets/sheet{number}.xml" in taken:
            number += 1
        entry = SheetEntry(name, f"xl/worksheets/sheet{number}.xml", "visible")
        self.layout.sheets.append(entry)
        return entry

    def changed_on_disk(self, path: Path | None) -> bool:
        """Whether the file now has other bytes than those read or written last."""
        if path is None or self.converted:
            return False
        try:
            return digest_of(path.read_bytes()) != self.digest
        except FileNotFoundError:
            return False
        except OSError:
            return True
