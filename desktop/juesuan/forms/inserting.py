"""Rows of forms by subject: a new 科目 or project in its place, in every form that must show it; rows taken out again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from juesuan.errors import JuesuanError
from juesuan.forms.build_formulas import template_data
from juesuan.forms.codes import normal_code
from juesuan.forms.form import Form, KeyColumns
from juesuan.forms.recognise import Recognition
from juesuan.forms.row_places import Body, body_of, taken_over, with_parents
from juesuan.subjects import Subjects
from juesuan.workbook import Cell, CellEdit, Change, Content, Edit, Formula, RowsDeleted, RowsInserted
from juesuan.workbook.formulas import RowShift, moved

_BY_SUBJECT = re.compile(r"(财决[^\[]*)\[科目,")
_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_ITEM_LENGTH = 7
_SUMMING_LEVELS = ("类", "款")
_PROJECT = "项目"


@dataclass(frozen=True)
class NewRow:
    """A row to be made: 科目编码, its name, and the project's code and name, empty for a 科目 row; own_name: not the classification's."""

    subject: str
    name: str
    project: str = ""
    project_code: str = ""
    own_name: bool = False

    @property
    def level(self) -> str:
        return _PROJECT if self.project else {3: "类", 5: "款", 7: "项"}[len(self.subject)]


def insert_subject(recognition: Recognition, form_code: str, subject_code: str, name: str = "") -> Change:
    """Put a 科目 into a form by subject, in code order, with the 款 and 类 above it where they are missing.

    Every linked form (财决04 takes its 科目 from 05-1 … by resources/template_formulas.toml) gets the rows it lacks as well. The sums of
    totals, 类 and 款 take the new rows in. `name` empty: the name of the year's classification. One change, not yet applied.
    Raises JuesuanError: no such form, no form by subject, not a code, the 科目 is there already.
    """
    form, code = _form(recognition, form_code), _code(subject_code)
    if code in body_of(recognition.workbook, form).subjects:
        raise JuesuanError(f"{form.code}已有科目 {code}，没有再插入。请直接在该行填写。")
    edits = [edit for linked in _with_linked(recognition, form) for edit in _subject_edits(recognition, linked, code, name)]
    return Change(f"{form.code} 插入科目 {code}", tuple(edits))


def insert_project(recognition: Recognition, form_code: str, subject_code: str, name: str, project_code: str = "") -> Change:
    """Put a project below its 项 in 财决05-2, 06, 08-2 or 10-2, with the 项, 款 and 类 where they are missing, there and in linked forms.

    Raises JuesuanError as `insert_subject`, and where the form has no projects, the code is no 项 or the name is empty.
    """
    form, code = _form(recognition, form_code), _code(subject_code)
    if not (form.keys.project_code or form.keys.project_name):
        raise JuesuanError(f"{form.code}不填项目。请在项目支出的明细表（如财决05-2、08-2）中插入。")
    if len(code) != _ITEM_LENGTH or not name.strip():
        raise JuesuanError("插入项目要有 7 位的项级科目编码和项目名称，请补齐。")
    new = NewRow(code, name.strip(), name.strip(), project_code.strip())
    edits = list(_project_edits(recognition, form, new))
    for linked in _with_linked(recognition, form)[1:]:
        edits += _subject_edits(recognition, linked, code, "")
    return Change(f"{form.code} 插入项目 {name.strip()}", tuple(edits))


def delete_rows(recognition: Recognition, form_code: str, rows: Iterable[int]) -> Change:
    """Take rows (numbers of the sheet) out of a form by subject; rows of other forms stay.

    Raises JuesuanError: a row is not one of its data rows, it has rows below it that would stay, or no row would be left.
    """
    form = _form(recognition, form_code)
    body, wanted = body_of(recognition.workbook, form), sorted(set(rows))
    known = {row.row for row in body.rows} | set(body.empty)
    if not wanted or not known.issuperset(wanted):
        raise JuesuanError(f"只能删除{form.code}的科目行和空行，不能删除表头、合计和表下的说明。请重新选择。")
    if known == set(wanted):
        raise JuesuanError(f"{form.code}至少要留一行，否则以后没有行可填。请少选一行，或只清除内容。")
    _refuse_orphans(body, set(wanted))
    groups = reversed(list(_runs(wanted)))
    return Change(f"{form.code} 删除 {len(wanted)} 行", tuple(RowsDeleted(body.sheet.name, first, count) for first, count in groups))


def _refuse_orphans(body: Body, gone: set[int]) -> None:
    going = {row.subject for row in body.rows if row.row in gone and row.level != _PROJECT}
    for row in body.rows:
        above = next((code for code in going if row.subject.startswith(code)), "")
        if above and row.row not in gone:
            raise JuesuanError(f"{body.form.code}的科目 {above} 下面还有 {row.subject} {row.label}（第 {row.row} 行）。请先删除下级各行。")


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, count) of consecutive rows."""
    first = rows[0]
    for row, following in pairwise([*rows, 0]):
        if following != row + 1:
            yield first, row - first + 1
            first = following


def _form(recognition: Recognition, code: str) -> Form:
    form = recognition.form(code)
    if form is None:
        raise JuesuanError(f"工作簿里没有{code}，不能插入或删除行。")
    if form.kind != "floating" or not form.keys.codes or not form.columns:
        raise JuesuanError(f"{code}不是按科目填列的表，行是固定的，不能插入或删除。")
    return form


def _code(text: str) -> str:
    code = normal_code(text)
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise JuesuanError(f"“{text}”不是 3 位（类）、5 位（款）或 7 位（项）数字的科目编码，请核对。")
    return code


@cache
def _takers() -> Mapping[str, tuple[str, ...]]:
    """Form → forms whose rows look amounts up in it by 科目编码."""
    found: dict[str, list[str]] = {}
    rules: Mapping[str, Mapping[str, str]] = template_data()["floating"]
    for taker, columns in rules.items():
        for source in dict.fromkeys(name for expression in columns.values() for name in _BY_SUBJECT.findall(expression)):
            found.setdefault(source, []).append(taker)
    return {source: tuple(takers) for source, takers in found.items()}


def _with_linked(recognition: Recognition, form: Form) -> list[Form]:
    """The form and those of the workbook that must show its 科目 too, each once."""
    found, waiting = {form.code: form}, [form.code]
    while waiting:
        for code in _takers().get(waiting.pop(0), ()):
            taker = recognition.form(code)
            if taker and code not in found and taker.kind == "floating" and taker.keys.codes:
                found[code] = taker
                waiting.append(code)
    return list(found.values())


def _subject_edits(recognition: Recognition, form: Form, code: str, name: str) -> list[Edit]:
    body = body_of(recognition.workbook, form)
    missing = [new for new in with_parents(code) if new not in body.subjects]
    if not missing:
        return []
    rows = [_subject_row(recognition, form, new, name if new == code else "") for new in missing]
    return list(_row_edits(body, body.place_of_subject(missing[0]), rows))


def _project_edits(recognition: Recognition, form: Form, new: NewRow) -> Iterator[Edit]:
    body = body_of(recognition.workbook, form)
    missing = [code for code in with_parents(new.subject) if code not in body.subjects]
    above = [_subject_row(recognition, form, code, "") for code in missing]
    place = body.place_of_subject(missing[0]) if missing else body.place_of_project(new.subject)
    yield from _row_edits(body, place, [*above, new])


def _subject_row(recognition: Recognition, form: Form, code: str, name: str) -> NewRow:
    year = form.edition or recognition.edition
    subject = Subjects.for_year(year).functional(code) if year else None
    official = subject.name if subject else ""
    return NewRow(code, name.strip() or official, own_name=name.strip() not in ("", official))


def new_rows(recognition: Recognition, form: Form, rows: Sequence[NewRow]) -> tuple[list[Edit], list[int]]:
    """Rows after those that a form has, in the order given: the edits that make them, and their sheet rows afterwards."""
    body = body_of(recognition.workbook, form)
    return list(_row_edits(body, body.next, rows)), [body.next + index for index in range(len(rows))]


def _row_edits(body: Body, place: int, rows: Sequence[NewRow]) -> Iterator[Edit]:
    """Make consecutive rows from `place` on: empty rows that wait there are used, and as many inserted as are missing."""
    waiting = len(body.empty) - body.empty.index(place) if place in body.empty else 0
    missing = max(len(rows) - waiting, 0)
    below = waiting or any(row.row == place for row in body.rows)
    pattern = place if below else place - 1 if place > body.first else 0
    shift = RowShift(body.sheet.name, place, missing, place)
    if missing:
        yield RowsInserted(body.sheet.name, place, missing, pattern)
        if pattern == place - 1 >= 1:
            yield from _grown(body, pattern, shift)
    for index, new in enumerate(rows):
        filled_from = place if index < missing else place + index - missing
        yield from _contents(body, place + index, new, shift, filled_from if below else 0)


def _grown(body: Body, row: int, shift: RowShift) -> Iterator[Edit]:
    """The last row of a table adds up what follows below it; its ranges begin at the new rows."""
    for (at, column), formula in body.sheet.formulas.items():
        text = moved(formula.text, body.sheet.name, 0, shift) if at == row else formula.text
        if text != formula.text and not formula.array:
            yield CellEdit(Cell(body.sheet.name, row, column), formula, Formula(text))


def _contents(body: Body, row: int, new: NewRow, shift: RowShift, filled_from: int) -> Iterator[Edit]:
    """What the row must hold and does not hold yet; `filled_from`: the row (as placed before) whose formulas it has already, or 0.

    An empty row has all that a row needs.
    """
    wanted = _key_contents(body, row, new, shift)
    for column in () if filled_from in body.empty else body.form.columns:
        donor = next(body.donors(column.column, (new.level, *_SUMMING_LEVELS)), 0)
        if donor:
            wanted[column.column] = taken_over(body.sheet, donor, column.column, row, shift)
    for column_number, content in wanted.items():
        there = taken_over(body.sheet, filled_from, column_number, row, shift) if filled_from else None
        if content != there:
            yield CellEdit(Cell(body.sheet.name, row, column_number), there, content)


def _key_contents(body: Body, row: int, new: NewRow, shift: RowShift) -> dict[int, Content]:
    """Code, name and project of a row; a name that a formula of the form looks up stays a formula."""
    keys = body.form.keys
    contents: dict[int, Content] = dict(_code_cells(body, keys, new.subject))
    contents |= _project_cells(body, keys, new) if new.project else {}
    if keys.name and keys.name not in contents:
        donor = 0 if new.own_name else next(body.donors(keys.name, (new.level, *_SUMMING_LEVELS)), 0)
        contents[keys.name] = taken_over(body.sheet, donor, keys.name, row, shift) if donor else new.name or None
    return contents


def _code_cells(body: Body, keys: KeyColumns, code: str) -> Iterator[tuple[int, Content]]:
    """The whole code in one cell, or 类 款 项 in three where the form's rows have it so."""
    items = [row for row in body.rows if len(row.subject) == _ITEM_LENGTH]
    in_three = items and all(normal_code(body.sheet.value(row.row, keys.codes[0])) != row.subject for row in items)
    if in_three and len(keys.codes) > 1:
        yield from zip(keys.codes, (code[:3], code[3:5] or None, code[5:] or None), strict=False)
    else:
        yield keys.codes[0], code


def _project_cells(body: Body, keys: KeyColumns, new: NewRow) -> dict[int, Content]:
    cells: dict[int, Content] = {keys.project_name or keys.name: new.project}
    number = new.project_code or ("" if keys.project_name else _next_number(body, keys))
    if keys.project_code and number:
        cells[keys.project_code] = number
    return cells


def _next_number(body: Body, keys: KeyColumns) -> str:
    """Where only its code marks a row as a project's: a running number."""
    used = [str(body.sheet.value(row.row, keys.project_code) or "") for row in body.rows]
    return f"{max((int(text) for text in used if text.isdigit()), default=0) + 1:03d}"
