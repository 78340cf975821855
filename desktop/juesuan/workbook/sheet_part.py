"""A worksheet part taken apart into rows and the frame around them, and written back.

Neither a row nor a frame is ever changed once made: moving rows makes a new part that shares them, so undo is going back to the old one.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from juesuan.workbook.cells import column_number
from juesuan.workbook.package import local

_LETTERS = re.compile(r"[A-Za-z]+")


class RowPart:
    """One row element: its attributes and the style of each of its cells."""

    def __init__(self, element: Any) -> None:
        self.element = element

    @cached_property
    def cells(self) -> dict[int, Any]:
        """Cell elements by column."""
        found, column = {}, 0
        for cell in self.element:
            if local(cell) == "c":
                letters = _LETTERS.match(cell.get("r") or "")
                column = column_number(letters[0]) if letters else column + 1
                found[column] = cell
        return found

    @cached_property
    def styles(self) -> dict[int, int]:
        """Style index by column, of cells present in the file."""
        return {column: _whole(cell.get("s"), 0) for column, cell in self.cells.items()}

    @cached_property
    def style(self) -> int | None:
        """Style of the cells that the row does not list, where the row has one."""
        return _whole(self.element.get("s"), 0) if self.element.get("s") and self.element.get("customFormat") in ("1", "true") else None

    @property
    def height(self) -> float | None:
        """In pt; None where the row has the usual height."""
        return _real(self.element.get("ht"))

    @property
    def hidden(self) -> bool:
        return self.element.get("hidden") in ("1", "true")


@dataclass(frozen=True)
class SheetPart:
    """frame: the worksheet element with an empty sheetData; rows: by number from 1."""

    frame: Any
    rows: dict[int, RowPart]

    @classmethod
    def of(cls, root: Any) -> SheetPart:
        """Take a parsed worksheet apart; `root` belongs to the part from then on."""
        data = next((child for child in root if local(child) == "sheetData"), None)
        rows, number = {}, 0
        for element in list(data) if data is not None else ():
            if local(element) == "row":
                number = _whole(element.get("r"), number + 1)
                rows[number] = RowPart(element)
            if data is not None:
                data.remove(element)
        return cls(root, rows)

    def section(self, name: str) -> Iterator[Any]:
        """The direct children of the worksheet called `name`."""
        return (child for child in self.frame if local(child) == name)

    def fresh_frame(self) -> Any:
        """A frame of its own to be changed."""
        return copy.deepcopy(self.frame)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise


def _real(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
