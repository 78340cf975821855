"""Where everything of a form will stand on its sheet: columns, rows, headers, before a single cell is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from juesuan.forms.catalogue import ColumnSpec, EditionSpec, FormSpec, RowSpec
from juesuan.workbook.cells import column_letters, column_number

SHEET_NAME_LIMIT = 31
_CAPTION_ROWS = 3
_SIDE_COLUMNS = 2  # 项目 and 行次 stand before the amounts of every panel


@dataclass(frozen=True)
class PlannedColumn:
    """An amount column: 栏次, sheet column from 1, header labels that are printed above it, panel from 0, economic code."""

    number: str
    column: int
    path: tuple[str, ...]
    panel: int = 0
    econ: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.column)


@dataclass(frozen=True)
class PlannedRow:
    """A fixed row: its definition, sheet row, panel whose amounts it fills, and the panel its label starts in."""

    spec: RowSpec
    row: int
    panel: int
    label_panel: int


@dataclass(frozen=True)
class Plan:
    """The sheet of one form in one edition.

    leading: (first column, last column, name) of the columns before 栏1. header: first and last header row; the 栏次 row follows.
    total_row is 0 in fixed forms. last_row: the last row of the table. project_column: the one that only project rows fill, 0 where none.
    """

    code: str
    printed_code: str
    title: str
    unit: str
    sheet: str
    columns: tuple[PlannedColumn, ...]
    header: tuple[int, int]
    first_row: int
    last_row: int
    rows: tuple[PlannedRow, ...] = ()
    leading: tuple[tuple[int, int, str], ...] = ()
    total_row: int = 0
    project_column: int = 0
    confidence: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def number_row(self) -> int:
        return self.header[1] + 1

    @property
    def floating(self) -> bool:
        return bool(self.total_row)

    @property
    def last_column(self) -> int:
        return max((column.column for column in self.columns), default=self.leading[-1][1] if self.leading else 1)

    @property
    def end_row(self) -> int:
        """The row below the table: ranges reach down to it, so that rows inserted anywhere above it count."""
        return self.last_row + 1

    @cached_property
    def panels(self) -> tuple[tuple[PlannedColumn, ...], ...]:
        """Amount columns of each panel."""
        return tuple(tuple(c for c in self.columns if c.panel == panel) for panel in sorted({c.panel for c in self.columns}))

    def column(self, name: str) -> PlannedColumn | None:
        """By 栏次 or `E` + economic code."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, PlannedColumn]:
        """The first column of each name."""
        names = {f"E{c.econ}": c for c in reversed(self.columns) if c.econ}
        return names | {c.number: c for c in reversed(self.columns)}

    def row(self, name: str) -> PlannedRow | None:
        """By 行次, key or economic code."""
        return next((row for row in self.rows if name and name in (row.spec.line, row.spec.key, row.spec.econ)), None)


def plan_form(spec: FormSpec, edition: EditionSpec, *, year: int, empty_rows: int) -> Plan:
    """The plan of a form; a form by subject gets `empty_rows` rows to fill."""
    plan = _plan_floating(edition, empty_rows) if edition.floating else _plan_fixed(edition)
    return replace(
        plan, code=spec.code, printed_code=edition.code, title=edition.title, unit=spec.unit, sheet=sheet_name(spec, year),
        confidence=edition.confidence, notes=edition.notes,
    )


def sheet_name(spec: FormSpec, year: int) -> str:
    """The sheet's name as the official export writes it, cut at 31 characters."""
    edition = spec.edition(year)
    name = spec.sheet_name.replace(spec.title, edition.title) if edition else spec.sheet_name
    return name[:SHEET_NAME_LIMIT]


def _plan_floating(edition: EditionSpec, empty_rows: int) -> Plan:
    geometry = edition.geometry
    first_header, last_header = geometry.header_first_row or _CAPTION_ROWS + 1, geometry.header_last_row or _CAPTION_ROWS + 4
    leading = tuple(_leading_places(edition))
    columns = tuple(_following_columns(edition.columns, leading[-1][1] + 1))
    total = last_header + 2
    project = leading[2][0] if edition.floating and "项目" in edition.floating.levels and len(leading) > len(("编码", "名称")) else 0
    return Plan("", "", "", "", "", columns, (first_header, last_header), total + 1, total + empty_rows, (), leading, total, project)


def _leading_places(edition: EditionSpec) -> Iterator[tuple[int, int, str]]:
    following = 1
    for leading in edition.leading:
        first, _, last = leading.letters.partition(":")
        start = column_number(first) if first.isalpha() else following
        end = column_number(last) if last else start
        following = end + 1
        yield start, end, leading.name


def _following_columns(specs: tuple[ColumnSpec, ...], start: int) -> Iterator[PlannedColumn]:
    for offset, spec in enumerate(specs):
        place = column_number(spec.letters) if spec.letters else start + offset
        yield PlannedColumn(spec.number, place, spec.path, 0, spec.econ)


def _plan_fixed(edition: EditionSpec) -> Plan:
    columns = tuple(_panel_columns(edition))
    header_first = edition.geometry.header_first_row or _CAPTION_ROWS + 1
    levels = max((len(printed_path(column)) for column in columns), default=1)
    header_last = max(header_first + levels - 1, edition.geometry.number_row - 1)
    rows = tuple(_placed_rows(edition, header_last + 2, len({c.panel for c in columns})))
    last = max((row.row for row in rows), default=header_last + 2)
    return Plan("", "", "", "", "", columns, (header_first, header_last), header_last + 2, last, rows)


def printed_path(column: PlannedColumn) -> tuple[str, ...]:
    """The header labels above the amount column itself; what names the whole panel (按功能分类) stands over 项目 instead."""
    return tuple(label for label in column.path if not label.startswith("按"))


def printed_leading(name: str) -> str:
    """What the header calls a column before the amounts: without the remarks of the form data (`项目名称(中央样本)/项目代码`)."""
    return re.split(r"\(|（名称", name, maxsplit=1)[0]


def panel_caption(columns: tuple[PlannedColumn, ...]) -> str:
    """What is printed over the labels of a panel: 项目, or 项目（按功能分类）."""
    by = next((label for label in columns[0].path if label.startswith("按")), "")
    return f"项目（{by}）" if by else "项目"


def _panel_columns(edition: EditionSpec) -> Iterator[PlannedColumn]:
    panel, following = 0, _SIDE_COLUMNS + 1
    for spec in edition.columns:
        place = column_number(spec.letters) if spec.letters else following
        panel += place > following
        following = place + 1
        yield PlannedColumn(spec.number, place, spec.path, panel, spec.econ)


def _placed_rows(edition: EditionSpec, first_row: int, panel_count: int) -> Iterator[PlannedRow]:
    """Rows where the official export has them (moved down if the headers need more room), else one after another within their block."""
    given = edition.geometry.first_data_row or first_row
    blocks = [block for block in edition.blocks if not block.endswith("底部")]
    free = dict.fromkeys(range(panel_count), first_row)
    for spec in edition.rows:
        bottom = spec.block.endswith("底部")
        panel = panel_count - 1 if bottom else blocks.index(spec.block)
        row = spec.sheet_row + first_row - given if spec.sheet_row else free[panel]
        free[panel] = row + 1
        yield PlannedRow(spec, row, panel, panel - 1 if bottom else panel)


def is_total(row: RowSpec) -> bool:
    """Whether the row is one of the totals that official forms print in the middle."""
    return row.label.replace(" ", "").endswith(("总计", "合计")) and not re.match(r"[（一二三四五六七八九十\d]", row.label)


def indent_of(plan: Plan, row: RowSpec) -> int:
    """How far a label stands in: 一、 none, （一） one, 1． two, （1） three; a row that another one adds up, further than that one."""
    patterns = ((r"[一二三四五六七八九十]+、", 0), (r"（[一二三四五六七八九十]+）", 1), (r"\d+[．.、]", 2), (r"（\d+）|其中", 3))
    by_number = next((depth for pattern, depth in patterns if re.match(pattern, row.label)), 0)
    parent = next((other.spec for other in plan.rows if row.line and _adds(other.spec, row.line)), None)
    return by_number if parent is None else max(by_number, indent_of(plan, parent) + 1)


def _adds(total: RowSpec, line: str) -> bool:
    """Whether a row that is not one of the form's grand totals adds up the row with this 行次."""
    if is_total(total):
        return False
    ranges = re.findall(r"SUM\((\d+):(\d+)\)", total.formula)
    return line in re.findall(r"\d+", re.sub(r"SUM\([^)]*\)", "", total.formula)) or any(int(a) <= int(line) <= int(b) for a, b in ranges)
