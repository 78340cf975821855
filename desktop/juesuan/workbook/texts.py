"""Texts in workbooks that we make for others to read: what begins with `=` stays a text."""

from __future__ import annotations

from typing import Any


def keep_text(cell: Any) -> None:
    """Of a cell of openpyxl that holds no formula of ours.

    openpyxl takes every text that begins with `=` for a formula; a unit or subject of such a name would then run as one, as DDE or a link
    to elsewhere, on the computer of whoever opens the file.
    """
    if cell.data_type == "f":
        cell.data_type = "s"


def keep_texts(sheet: Any) -> None:
    """Of every cell of a sheet without formulas."""
    for row in sheet.iter_rows():
        for cell in row:
            keep_text(cell)
