"""Opening a workbook file: what is refused and why, and the sheets that come out of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from juesuan.errors import system_reason
from juesuan.workbook.book import Workbook
from juesuan.workbook.cells import Cell, WorkbookError, column_number
from juesuan.workbook.collecting import collection_paused
from juesuan.workbook.disk import digest_of
from juesuan.workbook.package import Package, is_compound_file, is_encrypted
from juesuan.workbook.parts import read_layout, read_strings
from juesuan.workbook.scanning import Scanned, Scanner
from juesuan.workbook.sheet import Merge, Sheet
from juesuan.workbook.source import Source

LARGEST_FILE = 100 * 1024 * 1024
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)"')


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
        raise WorkbookError(f"“{path}”读不出来（{system_reason(error)}）。请检查磁盘或网络后再试。") from error
    if not data:
        raise WorkbookError(f"“{path.name}”是空文件（0 字节）。请重新取得这个文件，或从备份打开。")
    return data


def open_workbook(path: Path | str, *, progress: Callable[[float], object] | None = None) -> Workbook:
    """Open an .xlsx, .xlsm or .xls; `progress` is called with the part done, 0 to 1. Raises WorkbookError with what to do about it."""
    path = Path(path)
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
    with collection_paused():
        return _workbook(path, Source(package, layout, digest, converted=converted), progress)


def _workbook(path: Path, source: Source, progress: Callable[[float], object] | None) -> Workbook:
    package, layout = source.package, source.layout
    scanner = Scanner(read_strings(package, layout), package.name)
    sheets, uncached, doubtful = [], [], []
    for index, entry in enumerate(layout.sheets):
        sheet, scanned = _sheet(source, scanner, entry.name, entry.member)
        sheet.state = entry.state
        sheets.append(sheet)
        uncached += [Cell(entry.name, *place) for place in scanned.uncached]
        doubtful += [Cell(entry.name, *place) for place in scanned.doubtful]
        if progress:
            progress((index + 1) / len(layout.sheets))
    workbook = Workbook(path, tuple(sheets), source)
    workbook.calculate_missing(uncached, doubtful)
    return workbook


def _sheet(source: Source, scanner: Scanner, name: str, member: str) -> tuple[Sheet, Scanned]:
    data = source.package.xml(member)
    scanned = scanner.scan(data, member)
    sheet = Sheet(name, member, "visible", scanned.values, scanned.formulas)
    sheet.source = source
    sheet.shared = scanned.shared
    sheet.merges = _merges(data)
    return sheet, scanned


def _merges(data: bytes) -> tuple[Merge, ...]:
    start = data.rfind(b"<mergeCells") if b"<mergeCells" in data else data.rfind(b":mergeCells")
    found = []
    for left, top, right, bottom in _MERGE.findall(data, max(start, 0)) if start >= 0 else ():
        columns = column_number(left.decode()), column_number(right.decode())
        found.append(Merge(int(top), columns[0], int(bottom), columns[1]))
    return tuple(found)
