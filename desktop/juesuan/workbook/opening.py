"""Opening a workbook file: what is refused and why, and the sheets that come out of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.workbook.cells import Cell, WorkbookError, column_number, parse_a1
from juesuan.workbook.package import Package, is_compound_file, is_encrypted, local, parse_xml
from juesuan.workbook.parts import Layout, SheetEntry, read_layout, read_strings, relations
from juesuan.workbook.scanning import Scanner
from juesuan.workbook.sheet import Merge, Sheet
from juesuan.workbook.sheet_part import SheetPart

if TYPE_CHECKING:
    from juesuan.workbook.book import Workbook
    from juesuan.workbook.styles import Styles

LARGEST_FILE = 100 * 1024 * 1024
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)"')
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
        self._sheets: dict[str, Sheet] = {}

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

    def equip(self, sheet: Sheet) -> Sheet:
        """Give a sheet the way to its part, styles and neighbours."""
        sheet.source = self
        self._sheets[sheet.name.lower()] = sheet
        return sheet

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by name as formulas compare it, without regard to case."""
        return self._sheets.get(name.lower())

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

    def new_sheet(self, name: str) -> Sheet:
        """An empty sheet with a member name of its own."""
        number = 1 + sum(member.startswith("xl/worksheets/") for member in self.package.names)
        taken = {entry.member for entry in self.layout.sheets} | set(self.package.names)
        while f"xl/worksheets/sheet{number}.xml" in taken:
            number += 1
        entry = SheetEntry(name, f"xl/worksheets/sheet{number}.xml", "visible")
        self.layout.sheets.append(entry)
        return self.equip(Sheet(name, entry.member, "visible", {}, {}))

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


def digest_of(data: bytes) -> str:
    """What a file is told by."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises WorkbookError with what to do."""
    try:
        if path.is_dir():
            raise WorkbookError(f"“{path}”是文件夹，不是工作簿。请选择其中的 .xlsx 或 .xls 文件。")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise WorkbookError(f"“{path.name}”有 {size // 2**20} MB，超过能打开的 {LARGEST_FILE // 2**20} MB。请拆分后再打开。")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError(f"找不到文件“{path}”。请检查是否已移动、改名，或 U 盘、网络盘已断开。") from error
    except PermissionError as error:
        raise WorkbookError(f"没有权限读取“{path}”，或它正被别的程序独占。请关闭占用它的程序，或复制到自己的文件夹后再打开。") from error
    except OSError as error:
        raise WorkbookError(f"“{path}”读不出来（{error.strerror or error}）。请检查磁盘或网络后再试。") from error
    if not data:
        raise WorkbookError(f"“{path.name}”是空文件（0 字节）。请重新取得这个文件，或从备份打开。")
    return data


def open_source(path: Path, progress: Callable[[float], object] | None = None) -> Workbook:
    """The workbook at `path`. Raises WorkbookError."""
    data = read_file(path)
    if is_encrypted(data):
        raise WorkbookError(f"“{path.name}”加了打开密码。请在 Excel/WPS 中去掉密码并另存后再打开。")
    digest, converted = digest_of(data), is_compound_file(data)
    if converted:
        from juesuan.workbook.legacy import converted_to_xlsx

        data = converted_to_xlsx(data, path.name)
    package = Package(data, path.name)
    layout = read_layout(package)
    if converted:
        layout.warnings.append("这是旧版 .xls 文件：保存时另存为同名的 .xlsx，原文件不动；其中的图形、按钮和宏不会带过去。")
    return _workbook(path, Source(package, layout, digest, converted=converted), progress)


def _workbook(path: Path, source: Source, progress: Callable[[float], object] | None) -> Workbook:
    from juesuan.workbook.book import Workbook

    package, layout = source.package, source.layout
    scanner = Scanner(read_strings(package, layout), package.name)
    sheets, uncached = [], []
    for index, entry in enumerate(layout.sheets):
        sheet, missing = _sheet(source, scanner, entry.name, entry.member)
        sheet.state = entry.state
        sheets.append(sheet)
        uncached += [Cell(entry.name, *place) for place in missing]
        if progress:
            progress((index + 1) / len(layout.sheets))
    workbook = Workbook(path, tuple(sheets), source)
    workbook.calculate_missing(uncached)
    return workbook


def _sheet(source: Source, scanner: Scanner, name: str, member: str) -> tuple[Sheet, set[tuple[int, int]]]:
    data = source.package.xml(member)
    scanned = scanner.scan(data, member)
    sheet = source.equip(Sheet(name, member, "visible", scanned.values, scanned.formulas))
    sheet.shared = scanned.shared
    sheet.merges = _merges(data)
    return sheet, scanned.uncached


def _merges(data: bytes) -> tuple[Merge, ...]:
    start = data.rfind(b"<mergeCells") if b"<mergeCells" in data else data.rfind(b":mergeCells")
    found = []
    for left, top, right, bottom in _MERGE.findall(data, max(start, 0)) if start >= 0 else ():
        columns = column_number(left.decode()), column_number(right.decode())
        found.append(Merge(int(top), columns[0], int(bottom), columns[1]))
    return tuple(found)
