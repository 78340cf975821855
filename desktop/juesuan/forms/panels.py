"""The panels of a table: columns by their role, side by side."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from juesuan.forms.grid import Grid
from juesuan.forms.headers import (
    CODE_HEADER,
    LABEL_HEADER,
    LINE_HEADER,
    PROJECT_CODE_HEADER,
    PROJECT_NAME_HEADER,
    REMARK_HEADER,
    Header,
    bottom_texts,
)
from juesuan.forms.labels import bare_label

DEEP = 40
"""Rows below the header that are looked at to find out what a column without a telling header holds."""
_SURELY_LABELS = 3
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


@dataclass
class Panel:
    """One of the side-by-side parts of a table: sheet columns by role, from the left. `line` is 0 where no 行次 is printed."""

    codes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    line: int = 0
    project_code: int = 0
    project_name: int = 0
    amounts: list[int] = field(default_factory=list)

    @property
    def keys(self) -> list[int]:
        return [*self.codes, *self.labels, *(column for column in (self.line, self.project_name, self.project_code) if column)]


def find_panels(grid: Grid, header: Header, labels: AbstractSet[str], *, by_subject: bool) -> list[Panel]:
    """The panels of the table under `header`; `by_subject` for forms whose rows are 科目 (one panel)."""
    texts = bottom_texts(header.cells) | _levels_below(grid, header)
    roles = {column: _role(header, column, texts.get(column, ""), by_subject=by_subject) for column in range(1, grid.width + 1)}
    if not any(role in ("label", "code", "line") for role in roles.values()):
        _find_by_content(grid, header, labels, roles)
    return _grouped(roles, by_subject=by_subject)


def _levels_below(grid: Grid, header: Header) -> dict[int, str]:
    """类 款 项 in the row of the 合计, which counts as data: column → label."""
    return {column: text for column, text in grid.row(header.last + 1).items() if text in ("类", "款", "项")}


def _role(header: Header, column: int, text: str, *, by_subject: bool) -> str:
    key = _key_role(text, by_subject=by_subject)
    if header.numbers:
        return "amount" if column in header.numbers and key != "line" else key
    if key or not text or REMARK_HEADER.search(text):
        return key
    return "amount"


@lru_cache(maxsize=1024)
def _key_role(text: str, *, by_subject: bool) -> str:
    """What kind of key column stands under this header label; empty for amounts and remarks."""
    if LINE_HEADER.match(text):
        return "line"
    if PROJECT_CODE_HEADER.match(text):
        return "project_code" if by_subject else "code"
    if PROJECT_NAME_HEADER.match(text):
        return "project_name" if by_subject else "label"
    return "code" if CODE_HEADER.match(text) else "label" if LABEL_HEADER.match(text) else ""


def _find_by_content(grid: Grid, header: Header, labels: AbstractSet[str], roles: dict[int, str]) -> None:
    """Columns that hold subject codes or the form's own row labels are key columns, whatever stands above them."""
    rows = range(header.last + 1, min(header.last + DEEP, grid.height) + 1)
    for column in roles:
        texts = [text for row in rows if (text := grid.row(row).get(column, ""))]
        if sum(bare_label(text) in labels for text in texts) >= _SURELY_LABELS:
            roles[column] = "label"
        elif texts and all(_CODE.fullmatch(text) for text in texts) and "amount" not in [roles[place] for place in range(1, column)]:
            roles[column] = "code"


def _grouped(roles: dict[int, str], *, by_subject: bool) -> list[Panel]:
    panels = [Panel()]
    for column, role in roles.items():
        panel = panels[-1]
        if role in ("code", "label", "line") and panel.amounts:
            if by_subject and not _repeats(roles, column):
                continue
            panel = Panel()
            panels.append(panel)
        if role == "code":
            panel.codes.append(column)
        elif role == "label":
            panel.labels.append(column)
        elif role == "amount":
            panel.amounts.append(column)
        elif role == "line":
            panel.line = column
        elif role in ("project_code", "project_name"):
            setattr(panel, role, column)
    return [panel for panel in panels if panel.amounts]


def _repeats(roles: dict[int, str], column: int) -> bool:
    """Whether a second panel with its own amounts begins here in a table by subject."""
    later = [role for place, role in roles.items() if place >= column]
    return "code" in later and "amount" in later
