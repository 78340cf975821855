"""One sheet read as one official form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from juesuan.forms.binding import PrintedColumn, bind_columns, bind_rows
from juesuan.forms.catalogue import EditionSpec, FormSpec
from juesuan.forms.form import NO_KEYS, Column, Form, KeyColumns, Row
from juesuan.forms.grid import Grid
from juesuan.forms.headers import Header, find_header, header_paths
from juesuan.forms.heading import Heading
from juesuan.forms.identify import Candidate, candidates, no_form_reason
from juesuan.forms.lines import fixed_rows, subject_rows
from juesuan.forms.panels import Panel, find_panels

_ENOUGH = 0.3
"""Share of rows and columns that the form data must know on a sheet whose code or title says what it is."""
_PLENTY = 0.6
"""The same for a sheet whose title only resembles the form's."""
_TRIED = 4
"""Forms that a sheet is tried as."""
_NEAR = 2.0
"""So much weight the unit of amounts makes: forms of one title are this near to each other, and their shape has a say too."""
_SHAPE = 5
"""Points of weight that a table is worth which has all of the defined rows and columns, and again one which has no others."""
_NAMED = 5
"""So many rows unknown to the form data are called by name."""


@dataclass(frozen=True)
class Table:
    """A sheet's table named after one edition.

    known: share of the printed rows and columns that the form data knows, 0-1. fit: how well printed and defined agree, 1 where both are
    the same set, less for every row or column that only one side has.
    """

    edition: EditionSpec
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    header: Header
    known: float
    fit: float
    keys: KeyColumns = NO_KEYS


def read_form(grid: Grid, heading: Heading, year: int | None, family: str = "") -> Form | str:
    """The official form on the sheet, or the sentence why there is none. `year`: of the workbook, for sheets that do not print one.
    `family`: 财决 or 公开 where the rest of the workbook says which of two forms of the same title this is.
    """
    found = candidates(grid.name, heading, family)
    likely: list[tuple[Candidate, Table]] = []
    for candidate in found[:_TRIED]:
        if likely and candidate.weight < likely[0][0].weight - _NEAR:
            break
        table = read_table(grid, heading, candidate.spec, heading.year or year)
        if table and table.known >= (_ENOUGH if candidate.sure else _PLENTY):
            likely.append((candidate, table))
    if not likely:
        return _why_not(grid, heading, found)
    candidate, table = max(likely, key=lambda pair: _SHAPE * (pair[1].fit + pair[1].known) + pair[0].weight)
    return _form(grid, heading, candidate, table, year)


def _why_not(grid: Grid, heading: Heading, found: list[Candidate]) -> str:
    if found:
        return f"{'，'.join(found[0].reasons)}，像{found[0].spec.code}表，但表头和行都与该表对不上，没有当作{found[0].spec.code}表处理。"
    return no_form_reason(grid.name, heading, empty=not (grid.height and grid.width))


def _form(grid: Grid, heading: Heading, candidate: Candidate, table: Table, year: int | None) -> Form:
    spec, edition = candidate.spec, table.edition
    decided = heading.year or year or max(edition.years)
    return Form(
        code=spec.code,
        sheet=grid.name,
        title=heading.title or edition.title,
        kind=spec.kind,
        edition=decided,
        unit=heading.unit or spec.unit,
        printed_code=heading.printed_code,
        unit_name=heading.unit_name,
        rows=table.rows,
        columns=table.columns,
        header_rows=(table.header.first, table.header.last),
        confidence=round(min(1.0, candidate.weight / 10 + 0.2) * (0.5 + table.known / 2), 2),
        reasons=(f"{'，'.join(candidate.reasons)}，认作{spec.code}表。", *_remarks(heading, spec, table, year)),
        keys=table.keys,
    )


def _remarks(heading: Heading, spec: FormSpec, table: Table, year: int | None) -> list[str]:
    remarks = []
    if heading.year is None:
        source = "按工作簿中其他报表" if year else "按所列的行和栏推断"
        remarks.append(f"表上没有年度，{source}为 {year or max(table.edition.years)} 年度。")
    elif heading.year not in spec.years and heading.year > max(spec.years):
        remarks.append(f"没有 {heading.year} 年度的表样，按 {max(spec.years)} 年度的表样识别。")
    elif heading.year not in table.edition.years:
        remarks.append(f"{heading.year} 年度的目录里没有此表，按 {max(table.edition.years)} 年度的表样识别。")
    if table.edition.variant:
        remarks.append(f"栏目是{table.edition.variant}格式。")
    if not heading.unit:
        remarks.append(f"表上没有金额单位，按{spec.unit}处理。")
    if not table.header.number_row and spec.kind != "cover":
        remarks.append("没有栏次行，各栏按表头文字对应。")
    remarks.extend(_unknown(table))
    return remarks


def _unknown(table: Table) -> list[str]:
    unknown = [row.label or f"{row.line}行" for row in table.rows if row.label and not (row.key or row.subject or row.level or row.econ)]
    if not unknown or not table.edition.rows:
        return []
    return [f"有 {len(unknown)} 行不在表样中：{'、'.join(unknown[:_NAMED])}{'等' if len(unknown) > _NAMED else ''}。"]


def read_table(grid: Grid, heading: Heading, spec: FormSpec, year: int | None) -> Table | None:
    """The table named after the edition of `spec` that fits best among those of the year; None where there is no table."""
    editions = spec.variants(year) or spec.variants(None)
    tables = [table for edition in editions if (table := _table_of(grid, heading, spec, edition))]
    return max(tables, key=lambda table: (round(table.fit, 2), _told(heading, table.edition)), default=None)


def _told(heading: Heading, edition: EditionSpec) -> int:
    """How much of the printed title is the edition's: 一般公共预算财政拨款“三公”经费… until 2021, 财政拨款“三公”经费… since."""
    return len(edition.title) if heading.title.endswith(edition.title) else 0


def _table_of(grid: Grid, heading: Heading, spec: FormSpec, edition: EditionSpec) -> Table | None:
    labels = edition.row_labels
    header = find_header(grid, heading.last_row, labels)
    panels = find_panels(grid, header, labels, by_subject=spec.kind == "floating")
    if header.last < header.first or not panels:
        return None
    columns, known_columns = _columns(header, panels, edition)
    if spec.kind == "floating":
        rows = _subject_rows(grid, header, panels, edition)
        table = _table(edition, rows, columns, header, (known_columns, len(columns), len(edition.columns)))
        return replace(table, keys=_key_columns(panels[0]))
    named, known_rows = bind_rows(fixed_rows(grid, header, panels), edition, len(panels))
    rows = [row for row in named if row.key or row.label or row.line]
    if edition.rows and not any(panel.keys for panel in panels):
        rows, known_rows = [_only_row(edition, named[0])], 1
    told = sum(bool(row.label or row.key) for row in rows)
    defined = len(edition.rows) + len(edition.columns)
    return _table(edition, rows, columns, header, (known_rows + known_columns, told + len(columns), defined))


def _key_columns(panel: Panel) -> KeyColumns:
    name = panel.labels[0] if panel.labels else 0
    return KeyColumns(tuple(panel.codes), name, panel.project_code, panel.project_name)


def _table(edition: EditionSpec, rows: list[Row], columns: list[Column], header: Header, counts: tuple[int, int, int]) -> Table:
    """`counts`: how many rows and columns are known, printed, defined."""
    known, printed, defined = counts
    if not defined:
        return Table(edition, tuple(rows), tuple(columns), header, 0.5, 0.5)
    return Table(edition, tuple(rows), tuple(columns), header, known / max(printed, 1), 2 * known / (printed + defined))


def _only_row(edition: EditionSpec, row: Row) -> Row:
    """The one row of 公开三公, which prints neither label nor 行次."""
    spec = edition.rows[0]
    return Row(spec.id, row.row, row.panel, "", spec.key, spec.line, block=spec.block)


def _columns(header: Header, panels: list[Panel], edition: EditionSpec) -> tuple[list[Column], int]:
    places = [(column, index) for index, panel in enumerate(panels) for column in panel.amounts]
    paths = header_paths(header.cells)
    printed = [PrintedColumn(column, index, header.numbers.get(column, ""), paths.get(column, ())) for column, index in places]
    return bind_columns(printed, edition.columns, repeated=len(edition.columns) == 1)


def _subject_rows(grid: Grid, header: Header, panels: list[Panel], edition: EditionSpec) -> list[Row]:
    projects = bool(edition.floating and "项目" in edition.floating.levels)
    return subject_rows(grid, header, panels, projects=projects)
