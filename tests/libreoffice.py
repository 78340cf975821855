"""Workbooks as LibreOffice computes them: the stored values are taken out first, so that none is merely read back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl

PRESENT = bool(shutil.which("soffice"))
_STORED = re.compile(rb"(</f>|<f[^>]*/>)<v>[^<]*</v>")


def recalculated(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks computed anew by LibreOffice, under the same names in `folder`."""
    bare, done = folder / "bare", folder / "done"
    bare.mkdir()
    for path in paths:
        without_values(path, bare / path.name)
    command = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(done)]
    files = [str(bare / path.name) for path in paths]
    subprocess.run([*command, *files], check=True, capture_output=True, env=os.environ | {"HOME": str(folder)})
    return [done / path.name for path in paths]


def without_values(source: Path, target: Path) -> None:
    """A copy whose formulas have no values stored beside them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _STORED.sub(rb"\1", content) if name.startswith("xl/worksheets/") else content)


def numbers(path: Path) -> dict[tuple[str, int, int], float]:
    """Every number of a workbook by sheet, row and column, zeros left out, in whole 分."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    found = dict(_numbers(book))
    book.close()
    return found


def _numbers(book: openpyxl.Workbook) -> Iterator[tuple[tuple[str, int, int], float]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and round(cell.value * 100):
                    yield (sheet.title, cell.row, cell.column), round(cell.value * 100)
