"""Tables with a line for each 科目 or economic code, and tables of a single line: filling their block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from juesuan.disclosure.block import Block, Line
from juesuan.disclosure.definition import ColumnDefinition, TableDefinition
from juesuan.disclosure.panels import class_parts, economic_line
from juesuan.disclosure.source import Source, find_column, total
from juesuan.disclosure.table import Amount
from juesuan.forms import TOTAL, Column, Form, Row
from juesuan.subjects import Subjects

_LEVELS = ("类", "款", "项")
_PROJECT = "项目"


def subject_block(definition: TableDefinition, source: Source) -> Block:
    """合计 and every 科目 with an amount in one of the columns; projects too where the definition says so."""
    form = source.form(definition.form)
    if form is None:
        return Block(definition.columns, [])
    wide = [*_economic_columns(form, source)] if definition.data.get("economic") else []
    shown = (*definition.columns, *(column for column, _ in wide))
    places = [find_column(form, column.source) for column in definition.columns] + [place for _, place in wide]
    rows: dict[str, Row] = {}
    for row in form.rows:
        if row.id == TOTAL or row.level in _wanted_levels(definition):
            rows.setdefault(row.id, row)
    lines = [_subject_line(form, row, places, source) for row in sorted(rows.values(), key=lambda row: row.id != TOTAL)]
    lines = [line for line in lines if line.bold or not line.zero]
    return Block(_parts_of_wide(shown, len(definition.columns)), lines, _subject_parts(lines))


def _wanted_levels(definition: TableDefinition) -> tuple[str, ...]:
    return (*_LEVELS, _PROJECT) if definition.data.get("projects") else _LEVELS


def _subject_line(form: Form, row: Row, places: list[Column | None], source: Source) -> Line:
    amounts: list[Amount | None] = [source.at(form, row, place) for place in places]
    code = row.subject if row.level != _PROJECT else ""
    label = row.label.strip() or _name(code, source)
    if row.id == TOTAL:
        return Line((TOTAL,), TOTAL, amounts, bold=True)
    return Line(tuple(dict.fromkeys((row.id, label))), label, amounts, code=code)


def _name(code: str, source: Source) -> str:
    year = source.recognition.edition
    subject = Subjects.for_year(year).functional(code) if year else None
    return subject.name if subject else ""


def _subject_parts(lines: list[Line]) -> dict[int, list[int]]:
    """合计 is the sum of the 类, each of its 款, each of their 项; a project belongs to the 项 above it."""
    parts: dict[int, list[int]] = {}
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        if line.bold:
            last[""] = index
            continue
        above = line.code[:-2] if len(line.code) > len("201") else "" if line.code else _latest_code(lines, index)
        if above in last:
            parts.setdefault(last[above], []).append(index)
        if line.code:
            last[line.code] = index
    return parts


def _latest_code(lines: list[Line], index: int) -> str:
    return next((line.code for line in reversed(lines[:index]) if line.code), "")


def _economic_columns(form: Form, source: Source) -> Iterator[tuple[ColumnDefinition, Column]]:
    """Every class column (小计) and each 款 column with an amount in 合计."""
    row = form.row(TOTAL)
    year = source.recognition.edition
    for column in form.columns:
        amount = source.at(form, row, column) if row and column.econ else None
        if amount and amount.yuan:
            group = Subjects.for_year(year).economic(column.econ[:3]) if year else None
            title = group.name if group else column.path[0]
            yield ColumnDefinition((title, "小计" if len(column.econ) == len("301") else column.label)), column


def _parts_of_wide(shown: tuple[ColumnDefinition, ...], first: int) -> tuple[ColumnDefinition, ...]:
    """合计 = Σ小计, 小计 = Σ款 of the same class, among the economic columns from index `first` on."""
    totals = [index for index, column in enumerate(shown) if index >= first and column.path[-1] == "小计"]
    if not totals:
        return shown
    inner = {
        place: tuple(i for i, column in enumerate(shown) if i > place and column.path[0] == shown[place].path[0]) for place in totals
    }
    parts = {0: tuple(totals), **inner}
    return tuple(replace(column, parts=parts.get(index, column.parts)) for index, column in enumerate(shown))


def economic_rows_block(definition: TableDefinition, source: Source) -> Block:
    """A line for each economic code that any of the forms has an amount in, and 合计 first; each column sums its forms."""
    by_column = [[form for code in column.forms if (form := source.form(code))] for column in definition.columns]
    codes = sorted({column.econ for forms in by_column for form in forms for column in form.columns if column.econ})
    names = {column.econ: column.label for forms in by_column for form in forms for column in form.columns}
    head = Line((TOTAL,), TOTAL, [total(_of_code(form, TOTAL, source) for form in forms) for forms in by_column], bold=True)
    lines = [
        economic_line(code, names[code], [total(_of_code(form, f"E{code}", source) for form in forms) for forms in by_column], source)
        for code in codes
    ]
    shown = [head, *(line for line in lines if not line.zero)]
    classes = [index for index, line in enumerate(shown) if len(line.code) == len("301")]
    return Block(definition.columns, shown, {0: classes, **class_parts(shown)} if classes else {})


def _of_code(form: Form, name: str, source: Source) -> Amount | None:
    row = form.row(TOTAL)
    return source.at(form, row, find_column(form, f"{name}|1" if name == TOTAL else name)) if row else None


def single_block(definition: TableDefinition, source: Source) -> Block:
    """The one line of a table whose columns each say where they are read."""
    amounts = [source.stated(column.source, prior=column.prior) for column in definition.columns]
    return Block(definition.columns, [Line((definition.title,), "", amounts)])
