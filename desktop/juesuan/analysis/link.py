"""Keeping last year's figures inside this year's workbook, in a sheet of its own that a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan.analysis.figures import WITH_AMOUNTS, figures_of
from juesuan.forms import TOTAL, Column, Form, Recognition, Row
from juesuan.workbook import Cell, CellEdit, Change, Content, Workbook

PRIOR_SHEET = "上年数据"
PATH_PLACE, UNIT_PLACE, YEAR_PLACE = (2, 2), (3, 2), (3, 5)
HEADER_ROW, FIRST_ROW = 5, 6
HEADER = ("表号", "行", "行代号", "项目", "分栏", "栏次", "栏目", "经济科目", "金额（元）")
_TITLE = "上年数据（程序保存，供与上年比较；打开上年工作簿重新关联即可更新，请勿改动）"


def link_prior(workbook: Workbook, prior: Recognition) -> Change:
    """The change that keeps the figures of `prior` in the sheet 上年数据, instead of any kept there before.

    Of forms by subject zeros are not kept. The sheet is added where the workbook has none yet. Apply it
    with `Workbook.apply`, so that it can be undone. Raises WorkbookError where the sheet cannot be added.
    """
    if PRIOR_SHEET not in {sheet.name for sheet in workbook.sheets}:
        workbook.add_sheet(PRIOR_SHEET)
    return _replaced(workbook, dict(_contents(prior)), f"关联上年数据：{prior.unit_name} {prior.edition or ''}".rstrip())


def unlink_prior(workbook: Workbook) -> Change:
    """The change that empties the sheet 上年数据; nothing to do where there is none."""
    present = PRIOR_SHEET in {sheet.name for sheet in workbook.sheets}
    return _replaced(workbook, {}, "解除上年数据") if present else Change("解除上年数据", ())


def _replaced(workbook: Workbook, contents: dict[tuple[int, int], Content], label: str) -> Change:
    sheet = workbook.sheet(PRIOR_SHEET)
    places = {(row, column) for row, column, _ in sheet.cells()} | contents.keys()
    edits = ((place, sheet.content(*place), contents.get(place)) for place in sorted(places))
    return Change(label, tuple(CellEdit(Cell(PRIOR_SHEET, *place), old, new) for place, old, new in edits if old != new))


def _contents(prior: Recognition) -> Iterator[tuple[tuple[int, int], Content]]:
    yield (1, 1), _TITLE
    yield (PATH_PLACE[0], 1), "文件"
    yield PATH_PLACE, prior.workbook.path.name if prior.workbook.path else ""  # its folder may name a person
    yield (UNIT_PLACE[0], 1), "编制单位"
    yield UNIT_PLACE, prior.unit_name
    yield (YEAR_PLACE[0], YEAR_PLACE[1] - 1), "年度"
    yield YEAR_PLACE, str(prior.edition or "")
    for column, title in enumerate(HEADER, 1):
        yield (HEADER_ROW, column), title
    row = FIRST_ROW
    for form in prior.forms:
        for line in _lines(prior, form) if form.kind in WITH_AMOUNTS and not form.code.startswith("说明资料") else ():
            for column, content in enumerate(line, 1):
                if content not in ("", None):
                    yield (row, column), content
            row += 1


def _lines(prior: Recognition, form: Form) -> Iterator[tuple[Content, ...]]:
    """A line for each amount worth keeping; then a line without amount for each row and column that had none, so that they stay known."""
    rows: set[tuple[str, int]] = set()
    columns: set[int] = set()
    for figure in figures_of(prior, form):
        if figure.amount or form.kind == "fixed" or (figure.row.level == TOTAL and not figure.column.econ):
            rows.add((figure.row.id, figure.row.panel))
            columns.add(figure.column.column)
            yield _line(form, figure.row, figure.column, figure.amount)
    first_rows = {row.panel: row for row in reversed(form.rows)}
    for column in form.columns:
        if column.column not in columns and column.panel in first_rows:
            rows.add((first_rows[column.panel].id, column.panel))
            yield _line(form, first_rows[column.panel], column, None)
    first_columns = {column.panel: column for column in reversed(form.columns)}
    for row in form.rows:
        if (row.id, row.panel) not in rows and row.panel in first_columns:
            yield _line(form, row, first_columns[row.panel], None)


def _line(form: Form, row: Row, column: Column, amount: Decimal | None) -> tuple[Content, ...]:
    panel = str(row.panel) if row.panel else ""
    return (form.code, row.id, row.key, row.label.strip(), panel, column.number, "/".join(column.path), column.econ, amount)
