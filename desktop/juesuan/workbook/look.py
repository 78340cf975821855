"""How a sheet looks: widths, heights, hidden rows and columns, frozen panes, cell styles, choices of a list, comments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

from juesuan.workbook.cells import Value
from juesuan.workbook.formulas import parse_range
from juesuan.workbook.markup import real, whole
from juesuan.workbook.package import local
from juesuan.workbook.sheet_part import SheetPart
from juesuan.workbook.source import Source
from juesuan.workbook.styles import CellStyle

_TRUE = ("1", "true")
_PIXEL = 0.75
"""pt of a pixel at 96 dpi, in which Excel counts column widths."""
_DIGIT_WIDTH = 7
_PADDING = 5
_USUAL_WIDTH = 8.43
_USUAL_HEIGHT = 15.0


class Looked(Protocol):
    """What a look needs of its sheet."""

    @property
    def row_count(self) -> int: ...
    @property
    def column_count(self) -> int: ...
    @property
    def neighbours(self) -> Mapping[str, Looked]: ...
    def value(self, row: int, column: int) -> Value: ...
    def text(self, row: int, column: int) -> str: ...


class Look:
    """The look of one sheet; rows and columns count from 1, sizes in pt. Made anew after rows moved."""

    def __init__(self, sheet: Looked, part: SheetPart, source: Source, member: str) -> None:
        self._sheet = sheet
        self._part = part
        self._source = source
        self._member = member
        self._styles = source.styles()
        self._columns: dict[int, Any] = {}
        self._format = next(iter(self._part.section("sheetFormatPr")), None)

    @cached_property
    def _spans(self) -> list[tuple[int, int, Any]]:
        elements = [element for section in self._part.section("cols") for element in section if local(element) == "col"]
        return [(whole(element.get("min")), whole(element.get("max")), element) for element in elements]

    def _column(self, column: int) -> Any:
        if column not in self._columns:
            self._columns[column] = next((element for first, last, element in self._spans if first <= column <= last), None)
        return self._columns[column]

    def column_width(self, column: int) -> float:
        """In pt; 0 for a hidden column."""
        element = self._column(column)
        if element is not None and element.get("hidden") in _TRUE:
            return 0.0
        return self._shown_width(element)

    def _shown_width(self, element: Any) -> float:
        width = real(element.get("width")) if element is not None else None
        if width is None:
            width = real(self._format.get("defaultColWidth")) if self._format is not None else None
        if width is None:
            characters = real(self._format.get("baseColWidth")) if self._format is not None else None
            width = characters + _PADDING / _DIGIT_WIDTH if characters else _USUAL_WIDTH + _PADDING / _DIGIT_WIDTH
        return round(width * _DIGIT_WIDTH) * _PIXEL

    def row_height(self, row: int) -> float:
        """In pt; 0 for a hidden row."""
        part = self._part.rows.get(row)
        if part is not None and part.hidden:
            return 0.0
        if part is not None and part.height is not None:
            return part.height
        usual = real(self._format.get("defaultRowHeight")) if self._format is not None else None
        return usual or _USUAL_HEIGHT

    def hidden_row(self, row: int) -> bool:
        part = self._part.rows.get(row)
        if part is None:
            return self._format is not None and self._format.get("zeroHeight") in _TRUE
        return part.hidden

    def hidden_column(self, column: int) -> bool:
        element = self._column(column)
        return element is not None and element.get("hidden") in _TRUE

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The last row and column that have a cell in the file, filled or only styled, or something in them now."""
        rows = [number for number, part in self._part.rows.items() if part.cells]
        columns = [max(part.cells) for part in self._part.rows.values() if part.cells]
        return max([self._sheet.row_count, *rows]), max([self._sheet.column_count, *columns])

    @cached_property
    def frozen(self) -> tuple[int, int]:
        """How many rows and columns stay in view; (0, 0) for none."""
        for views in self._part.section("sheetViews"):
            for pane in views.iter():
                if local(pane) == "pane" and pane.get("state") in ("frozen", "frozenSplit"):
                    return int(real(pane.get("ySplit")) or 0), int(real(pane.get("xSplit")) or 0)
        return 0, 0

    @cached_property
    def gridlines(self) -> bool:
        """Whether the sheet shows Excel's own grid lines."""
        views = (view for section in self._part.section("sheetViews") for view in section)
        return all(view.get("showGridLines", "1") in _TRUE for view in views)

    @cached_property
    def protected(self) -> bool:
        """Whether the sheet is protected, so that locked cells are meant not to be edited."""
        return any(element.get("sheet") in _TRUE for element in self._part.section("sheetProtection"))

    def style(self, row: int, column: int) -> CellStyle:
        """The style of a cell: its own, else its row's, else its column's."""
        return self._styles.cell(self.style_index(row, column))

    def style_index(self, row: int, column: int) -> int:
        """The same as the number that the file uses."""
        part = self._part.rows.get(row)
        if part is not None:
            if column in part.styles:
                return part.styles[column]
            if part.style is not None:
                return part.style
        element = self._column(column)
        text = element.get("style") if element is not None else None
        return whole(text)

    @cached_property
    def _lists(self) -> list[tuple[list[tuple[int, int, int, int]], str]]:
        found = []
        for element in self._part.frame.iter():
            if local(element) == "dataValidation" and element.get("type") == "list":
                formula = next((_all_text(child) for child in element if local(child) == "formula1"), "")
                places = element.get("sqref") or next((child.text or "" for child in element if local(child) == "sqref"), "")
                found.append((_boxes(places), formula))
        return found

    def choices(self, row: int, column: int) -> tuple[str, ...]:
        """What a list validation offers for a cell; empty where there is none."""
        for boxes, formula in self._lists:
            if any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in boxes):
                return self._choices(formula)
        return ()

    def _choices(self, formula: str) -> tuple[str, ...]:
        if formula.startswith('"'):
            return tuple(part.strip() for part in formula.strip('"').replace('""', '"').split(",") if part.strip())
        formula = self._source.layout.names.get(formula.lower(), formula)
        try:
            reference = parse_range(formula)
        except ValueError:
            return ()
        sheet = self._sheet if reference.sheet is None else self._sheet.neighbours.get(reference.sheet.lower())
        if sheet is None:
            return ()
        top, left, bottom, right = reference.box
        cells = ((r, c) for r in range(top, min(bottom, sheet.row_count) + 1) for c in range(left, min(right, sheet.column_count) + 1))
        return tuple(_shown(sheet, r, c) for r, c in cells if sheet.value(r, c) not in (None, ""))

    @cached_property
    def comments(self) -> dict[tuple[int, int], str]:
        """Comment texts by row and column."""
        return self._source.comments(self._member)


def _shown(sheet: Looked, row: int, column: int) -> str:
    value: Value = sheet.value(row, column)
    return value if isinstance(value, str) else sheet.text(row, column)


def _all_text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _boxes(places: str) -> list[tuple[int, int, int, int]]:
    boxes = []
    for place in places.split():
        try:
            boxes.append(parse_range(place).box)
        except ValueError:
            continue
    return boxes
