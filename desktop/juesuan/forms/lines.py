"""The rows of a table as printed, before the form data names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.forms.form import TOTAL, Row
from juesuan.forms.grid import Grid
from juesuan.forms.headers import NOTE, Header
from juesuan.forms.labels import compact
from juesuan.forms.panels import Panel

LONGEST_GAP = 60
"""Empty rows after which a table has surely ended, however large the sheet pretends to be."""

_TOTALS = frozenset({"合计", "总计"})
_CODE_AND_NAME = re.compile(r"^(\d{7}|\d{5}|\d{3})(?!\d)-?(.*)$")
_LEVELS = {3: "类", 5: "款", 7: "项"}
_CATEGORY, _SECTION, _ITEM = _LEVELS
"""Digits of a 类, 款 and 项 code."""


@dataclass(frozen=True)
class PrintedRow:
    """A fixed row of one panel as it stands on the sheet; see `Row` for the fields. `code` is an economic code printed beside it."""

    row: int
    panel: int
    label: str = ""
    line: str = ""
    code: str = ""


def fixed_rows(grid: Grid, header: Header, panels: list[Panel]) -> list[PrintedRow]:
    """Rows of a form with fixed rows: all that carry a 行次, a code or a label, panel by panel."""
    if not any(panel.keys for panel in panels):
        return [PrintedRow(header.last + 1, index) for index in range(len(panels))]
    found: list[PrintedRow] = []
    columns = sorted({column for panel in panels for column in panel.keys} | {1})
    for row in _body(grid, header, columns):
        found.extend(_fixed_row(grid, row, panels))
    return found


def _body(grid: Grid, header: Header, columns: list[int]) -> Iterator[int]:
    """Rows below the header until a note, the end, or a long gap; rows without any of the key columns are left out."""
    value, gap = grid.sheet.value, 0
    for row in range(header.last + 1, grid.height + 1):
        first = next((content for column in columns if (content := value(row, column)) is not None), None)
        if first is None:
            gap += 1
            if gap > LONGEST_GAP:
                return
            continue
        gap = 0
        if isinstance(first, str) and NOTE.match(compact(first)):
            return
        yield row


def _fixed_row(grid: Grid, row: int, panels: list[Panel]) -> Iterator[PrintedRow]:
    """The panels' entries of one sheet row. A label without a 行次 of its own names the 行次 of a panel to its right that has no label:
    the bottom rows of 财决01 are printed so, their label across the second panel and the amounts in the third.
    """
    spare = ""
    for index, panel in enumerate(panels):
        label = next((text for column in panel.labels if (text := _label(grid, row, column))), "")
        line = grid.text(row, panel.line) if panel.line else ""
        code = _joined_code([grid.text(row, column) for column in panel.codes], "") if panel.codes else ""
        if panel.line and not line and label and _line_to_the_right(grid, row, panels[index + 1 :]):
            spare = label
            continue
        if not label and panel.codes:
            label = next((text for column in panel.codes if (text := grid.words(row, column)) and not text.isdigit()), "")
        if line and not label:
            label, spare = spare, ""
        if label or line or code:
            yield PrintedRow(row, index, label, line if line.isdigit() else "", code)


def _label(grid: Grid, row: int, column: int) -> str:
    return grid.words(row, column) or grid.text(row, column)


def _line_to_the_right(grid: Grid, row: int, panels: list[Panel]) -> bool:
    """Whether the next panel that has something in this row has a 行次 and no label."""
    for panel in panels:
        label = any(grid.text(row, column) for column in panel.labels)
        line = bool(panel.line and grid.text(row, panel.line))
        if label or line:
            return line and not label
    return False


def subject_rows(grid: Grid, header: Header, panels: list[Panel], *, projects: bool) -> list[Row]:
    """Rows of a form by subject: 合计, 类, 款, 项, and with `projects` the project rows below a 项."""
    found: list[Row] = []
    for index, panel in enumerate(panels):
        reader = _SubjectReader(grid, panel, index, projects=projects)
        found.extend(row for place in _body(grid, header, sorted(panel.keys) or [1]) if (row := reader.read(place)))
    return found


class _SubjectReader:
    """Reads one row after the other, remembering the subject above."""

    def __init__(self, grid: Grid, panel: Panel, index: int, *, projects: bool) -> None:
        self._grid, self._panel, self._index, self._projects = grid, panel, index, projects
        self._subject = ""

    def read(self, row: int) -> Row | None:
        grid, panel = self._grid, self._panel
        texts = [grid.text(row, column) for column in panel.codes]
        name = next((text for column in panel.labels if (text := grid.words(row, column))), "")
        if compact(name) in _TOTALS or not _TOTALS.isdisjoint(texts):
            return Row(TOTAL, row, self._index, TOTAL, level=TOTAL)
        code = _joined_code(texts, self._subject)
        if not code:
            code, name = self._code_before_name(row, texts, name)
        project = self._project(row, name, code) if self._projects else None
        if project:
            return project
        if code:
            self._subject = code
            return Row(code, row, self._index, name, subject=code, level=_LEVELS.get(len(code), ""))
        if name and any(grid.number(row, column) is not None for column in panel.amounts):
            return Row(name, row, self._index, name)
        return None

    def _code_before_name(self, row: int, texts: list[str], name: str) -> tuple[str, str]:
        """Code and name from one cell, `2101501 行政运行`."""
        columns = self._panel.codes or self._panel.labels
        split = _CODE_AND_NAME.match(texts[0] if texts else self._grid.text(row, columns[0])) if columns else None
        if not split:
            return "", name
        return split[1], name if self._panel.codes and name else split[2] or name

    def _project(self, row: int, name: str, code: str) -> Row | None:
        """A project row: it fills a project column, or in a form by project it stands below a 项 and has no code of its own."""
        grid, panel = self._grid, self._panel
        number = grid.text(row, panel.project_code) if panel.project_code else ""
        title = grid.words(row, panel.project_name) if panel.project_name else ""
        below = not code and name and len(self._subject) == _ITEM and not (number or title)
        if not (number or title or below):
            return None
        self._subject = subject = code or self._subject
        return Row(f"{subject}/{number or title or name}", row, self._index, title or name, subject=subject, level="项目")


def _joined_code(texts: list[str], above: str) -> str:
    """The subject code of a row from its code cells: whole in one of them, or 类 款 项 in three, where blanks repeat the row above."""
    digits = [text if text.isdigit() else "" for text in texts]
    filled = [text for text in digits if text]
    if not filled:
        return ""
    whole = filled[-1]
    if len(whole) in (_SECTION, _ITEM) or (len(filled) == 1 and digits[0] and len(whole) == _CATEGORY):
        return whole
    first, second, third, *_ = (*digits, "", "")
    first = first or above[:_CATEGORY]
    if len(first) != _CATEGORY or len(texts) == 1:
        return ""
    second = second or (above[_CATEGORY:_SECTION] if third else "")
    return first + second.zfill(2) * bool(second) + third.zfill(2) * bool(third and second)
