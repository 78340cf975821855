"""The rows of a table as printed, before the form data names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.forms.form import TOTAL
from juesuan.forms.grid import Grid
from juesuan.forms.headers import NOTE, TOTAL_LABEL, Header
from juesuan.forms.panels import Panel

LONGEST_GAP = 60
"""Empty rows after which a table has surely ended, however large the sheet pretends to be."""

_CODE_AND_NAME = re.compile(r"^(\d{7}|\d{5}|\d{3})(?!\d)-?(.*)$")
_LEVELS = {3: "类", 5: "款", 7: "项"}
_CATEGORY, _SECTION, _ITEM = _LEVELS
"""Digits of a 类, 款 and 项 code."""


@dataclass(frozen=True)
class PrintedRow:
    """A row of one panel as it stands on the sheet; see `Row` for the fields. `code` is an economic code beside a fixed row."""

    row: int
    panel: int
    label: str = ""
    line: str = ""
    code: str = ""
    id: str = ""
    level: str = ""


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
        contents = [content for column in columns if (content := value(row, column)) is not None]
        if not contents:
            gap += 1
            if gap > LONGEST_GAP:
                return
            continue
        gap = 0
        first = grid.text(row, columns[0]) or next((text for column in columns if (text := grid.text(row, column))), "")
        if NOTE.match(first):
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


def subject_rows(grid: Grid, header: Header, panels: list[Panel], *, projects: bool) -> list[PrintedRow]:
    """Rows of a form by subject: 合计, 类, 款, 项, and with `projects` the project rows below a 项."""
    found: list[PrintedRow] = []
    for index, panel in enumerate(panels):
        columns = sorted(panel.keys)
        reader = _SubjectReader(grid, panel, index, projects=projects)
        for row in _body(grid, header, columns or [1]):
            printed = reader.read(row)
            if printed:
                found.append(printed)
    return found


class _SubjectReader:
    """Reads one row after the other, remembering the subject above."""

    def __init__(self, grid: Grid, panel: Panel, index: int, *, projects: bool) -> None:
        self._grid, self._panel, self._index, self._projects = grid, panel, index, projects
        self._subject = ""
        self._project_columns = [column for column in (panel.project_code, panel.project_name) if column]

    def read(self, row: int) -> PrintedRow | None:
        grid, panel = self._grid, self._panel
        texts = [grid.text(row, column) for column in panel.codes]
        names = [grid.words(row, column) for column in panel.labels]
        if any(TOTAL_LABEL.match(text) for text in (*texts, *(name.replace(" ", "").replace("\u3000", "") for name in names))):
            return PrintedRow(row, self._index, TOTAL, id=TOTAL, level=TOTAL)
        name = next((text for text in names if text), "")
        code = _joined_code(texts, self._subject)
        if not code and texts and texts[0]:
            split = _CODE_AND_NAME.match(texts[0])
            code, name = (split[1], name or split[2]) if split else ("", name)
        if not panel.codes and (split := _CODE_AND_NAME.match(grid.text(row, panel.labels[0]) if panel.labels else "")):
            code, name = split[1], split[2] or name
        project = self._project(row, name, code)
        if project:
            return project
        if code:
            self._subject = code
            return PrintedRow(row, self._index, name, code=code, id=code, level=_LEVELS.get(len(code), ""))
        if name and any(grid.number(row, column) is not None for column in panel.amounts):
            return PrintedRow(row, self._index, name, id=name)
        return None

    def _project(self, row: int, name: str, code: str) -> PrintedRow | None:
        """A project row: it fills a project column, or in a form by project it stands below a 项 and has no code of its own."""
        if not self._projects:
            return None
        grid, panel = self._grid, self._panel
        number = grid.text(row, panel.project_code) if panel.project_code else ""
        title = grid.words(row, panel.project_name) if panel.project_name else ""
        below = not code and name and len(self._subject) == _ITEM and not (number or title)
        if not (number or title or below):
            return None
        subject = code or self._subject
        self._subject = subject
        return PrintedRow(row, self._index, title or name, code=subject, id=f"{subject}/{number or title or name}", level="项目")


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
