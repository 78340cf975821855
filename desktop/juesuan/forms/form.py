"""A recognised official form: rows and columns by their printed coordinates, and the way from an address to a cell and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from juesuan.forms.labels import bare_label
from juesuan.workbook import Cell

TOTAL = "合计"
"""Row id of the 合计 row of a form whose rows are 科目."""


@dataclass(frozen=True)
class Row:
    """One row of one panel of a form.

    id: how an address names it: 行次 (`31`) in forms with fixed rows, 科目编码 (`2101501`) or `合计` in forms by subject, and for a project
    row its subject, `/` and the project's code or name (`2101502/医保专项经费`).
    row: row of the sheet, from 1. panel: which of the side-by-side panels, from 0.
    label: the text as printed; key: the symbolic name that rules and facts use (`收入总计`), empty where the form data has none.
    line: 行次 as printed or by definition, empty in forms by subject. subject: 科目编码 or empty. level: 类 款 项 项目 合计 or empty.
    block: 收入, 支出-功能 … as the form data has it. func / econ: the 功能分类 / 经济分类 code of a fixed row, else empty.
    not_applicable: 栏次 that the form marks with — in this row. sheet: where it stands, empty for the form's own sheet.
    """

    id: str
    row: int
    panel: int = 0
    label: str = ""
    key: str = ""
    line: str = ""
    subject: str = ""
    level: str = ""
    block: str = ""
    func: str = ""
    econ: str = ""
    not_applicable: frozenset[str] = frozenset()
    sheet: str = ""


@dataclass(frozen=True)
class Column:
    """One amount column: 栏次 (as printed or by definition), sheet column from 1, header labels from the top, economic code or empty.

    path: the labels of the form data where the column is known, else as printed. printed: as printed. sheet: as in `Row`.
    """

    number: str
    column: int
    path: tuple[str, ...] = ()
    panel: int = 0
    econ: str = ""
    printed: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def label(self) -> str:
        return self.path[-1] if self.path else ""


class KeyColumns(NamedTuple):
    """Sheet columns before the amounts of a form by subject, 0 where there is none: 科目编码 (one or three), 名称, 项目代码, 项目名称."""

    codes: tuple[int, ...] = ()
    name: int = 0
    project_code: int = 0
    project_name: int = 0


NO_KEYS = KeyColumns()


@dataclass(frozen=True)
class Address:
    """A place in an official form, independent of where it lies today: form code, row id, 栏次."""

    form: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.form}[{self.row},{self.column}]"


@dataclass(frozen=True)
class Form:
    """One official form as found on a sheet, or on several where it is continued.

    code: canonical, without 表: `财决01`, `财决05-1`, `财决附03`, `封面`, `公开01` … `公开06`, `公开三公`, `公开基金`, `公开国资`,
    `说明资料`, `绩效基础数据`, `绩效完成情况/城乡医疗救助` (one for each project, by its sheet).
    printed_code: what stands in the corner (`公开07表`), empty where nothing does. edition: year or None.
    unit: 元 or 万元 as printed. kind: `fixed`, `floating`, `cover`, `input`, `performance`.
    confidence: 0-1, how sure recognition is; reasons: Chinese sentences, what was decided and why.
    fields: for cover, input and 绩效 sheets, key → cell of the value. header_rows: first and last row of the header.
    continued: further sheets that carry the rest of the table. keys: the columns before the amounts, of a form by subject.
    """

    code: str
    sheet: str
    title: str
    kind: str
    edition: int | None = None
    unit: str = "元"
    printed_code: str = ""
    unit_name: str = ""
    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    fields: dict[str, Cell] = field(default_factory=dict, compare=False)
    header_rows: tuple[int, int] = (0, 0)
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    continued: tuple[str, ...] = ()
    keys: KeyColumns = NO_KEYS

    @cached_property
    def scale(self) -> Decimal:
        """How many 元 one printed unit is."""
        return Decimal(10000) if self.unit == "万元" else Decimal(1)

    @property
    def sheets(self) -> tuple[str, ...]:
        return self.sheet, *self.continued

    @cached_property
    def _rows_by_name(self) -> dict[str, list[Row]]:
        """By id and key first, then by label; a name that is some row's id or key does not mean another row's label."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            for name in {row.id, row.key} - {""}:
                found.setdefault(name, []).append(row)
        labelled: dict[str, list[Row]] = {}
        for row in self.rows:
            for name in {row.label.strip(), bare_label(row.label)} - {""}:
                labelled.setdefault(name, []).append(row)
        unique = {name: rows for name, rows in labelled.items() if len({row.id for row in rows}) == 1}
        return unique | found

    @cached_property
    def _columns_by_name(self) -> dict[str, list[Column]]:
        """栏次 and whole header paths first; then economic codes and the ends of header paths."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            for name in {column.number, "/".join(column.path)} - {""}:
                found.setdefault(name, []).append(column)
        looser: dict[str, list[Column]] = {}
        for column in self.columns:
            for name in _loose_column_names(column):
                looser.setdefault(name, []).append(column)
        return looser | found

    @cached_property
    def _by_place(self) -> dict[tuple[str, int, int], tuple[Row, Column]]:
        return {
            (row.sheet or self.sheet, row.row, column.column): (row, column)
            for row in self.rows
            for column in self.columns
            if row.panel == column.panel
        }

    def row(self, name: str) -> Row | None:
        """The row called `name` (id, key or label); None where none or, for a label, several are."""
        found = self.rows_named(name)
        return found[0] if found else None

    def rows_named(self, name: str) -> list[Row]:
        """Every row called `name`: one, but for a table that repeats its rows on a further sheet or names a subject twice."""
        return self._rows_by_name.get(name) or self._rows_by_name.get(bare_label(name), [])

    def column(self, name: str, panel: int | None = None) -> Column | None:
        """The column called `name`: 栏次, header path joined by `/`, the end of such a path (`基本支出/小计`, or `年末/合计` for
        年末结转和结余/合计), or `E` + economic code; None where none or, but for 栏次 and whole paths, several are.
        """
        named = self._columns_by_name.get(name)
        if named is None:
            named = self._columns_by_name[name] = _columns_like(self.columns, name)
        found = [column for column in named if panel is None or column.panel == panel]
        exact = [column for column in found if name == column.number or name == "/".join(column.path)]
        return exact[0] if exact else found[0] if len(found) == 1 else None

    def cell(self, row: str, column: str) -> Cell | None:
        """The cell where row and column meet; None where the form has no such place. Columns of another panel than the row's do not count,
        but the bottom rows of 财决01 (84 to 88) print their amounts in the last panel, whichever block their label stands in.
        """
        for found in self.rows_named(row):
            place = self.column(column, found.panel)
            if place:
                return Cell(found.sheet or self.sheet, found.row, place.column)
        return None

    def address(self, cell: Cell) -> Address | None:
        """The other way: what the cell is called; None for headers, labels and cells outside the table."""
        found = self._by_place.get(cell)
        return Address(self.code, found[0].id, found[1].number) if found else None

    def place(self, cell: Cell) -> tuple[Row, Column] | None:
        """Row and column of an amount cell; None outside the table."""
        return self._by_place.get(cell)

    def words(self, cell: Cell) -> str:
        """The address as people say it, empty outside the table: `财决01 · 31行 总计 · 3栏 决算数`, `财决04 · 2101501 行政运行 · 2栏 …`."""
        found = self._by_place.get(cell)
        return self.words_of(*found) if found else ""

    def words_of(self, row: Row, column: Column) -> str:
        """The same for a row and a column that meet."""
        label = row.label.strip()
        place = f"{row.line}行 {label}".strip() if row.line else row.id if row.id == label else f"{row.id} {label}".strip()
        number = f"{column.number}栏 " if column.number.isdigit() else ""
        return f"{self.code} · {place} · {number}{column.label}".rstrip()


def _loose_column_names(column: Column) -> set[str]:
    names = {"/".join(path[start:]) for path in (column.path, column.printed) for start in range(len(path))}
    return (names | {f"E{column.econ}"} if column.econ else names) - {""}


def _columns_like(columns: tuple[Column, ...], name: str) -> list[Column]:
    """Columns whose path ends with the pieces of `name`, each piece being the label or its beginning: `年末/合计`."""
    pieces = [bare_label(piece) for piece in name.split("/")]
    if "/" not in name:
        return []
    tails = [(column, [bare_label(label) for label in column.path[-len(pieces) :]]) for column in columns]
    return [c for c, tail in tails if len(tail) == len(pieces) and all(t.startswith(p) for t, p in zip(tail, pieces, strict=True))]
