"""Where the answer to a 待填 is typed, and what must stand beside it where the workbook has no such line yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.narrative.catalogue import ASKED, BEFORE, load_catalogue
from juesuan.narrative.facts import INPUT_SHEET, SUBJECT_SHEET, Book, Facts
from juesuan.narrative.inputs import Input, load_inputs
from juesuan.narrative.subject_table import SubjectTable
from juesuan.subjects import Subjects
from juesuan.workbook import Cell, Content, Sheet

_TEXT_HEADER = ("编号", "类别", "项目", "内容", "单位", "填写要求")
_SUBJECT_HEADER = ("科目编码", "科目名称", "资金性质", "年初预算数", "全年预算数", "变动原因")
_FIRST_HEADER = 4
_KIND, _GROUP, _HINT = "科目", "补充数据", "工作簿里没有载着这个数的报表时填写。"


class AnswerPlace(NamedTuple):
    """The sheet (which the workbook may lack), the cell for the answer, and what to write beside it in the same act."""

    sheet: str
    cell: Cell
    beside: dict[Cell, Content]


def answer_cell(recognition: Recognition, key: str) -> Cell | None:
    """The cell that a `Missing.key` is answered in: 说明资料 by 编号, 说明资料-科目 for `科目.编码.栏名`; None where the workbook lacks it.

    Amounts are typed in 元.
    """
    form = recognition.form(INPUT_SHEET)
    if form and key in form.fields:
        return form.fields[key]
    code, column = _subject_of(key)
    if not column:
        return None
    book = Book(recognition)
    funds = [table.fund for table in load_catalogue().subjects.values()]
    return next((cell for fund in funds if (cell := book.subject_cell(code, column, fund))), None)


def answer_place(recognition: Recognition, key: str) -> AnswerPlace | None:
    """Where to answer, also where the workbook lacks the row, the column or the sheet: then `beside` makes the row (and heads the column).

    None for a key that is no question of 说明资料 or 说明资料-科目.
    """
    cell = answer_cell(recognition, key)
    if cell:
        return AnswerPlace(cell.sheet, cell, {})
    code, column = _subject_of(key)
    if column:
        return _new_subject(recognition, code, column)
    definition = load_inputs().get(key) or _of_a_fact(key)
    if definition is None:
        return None
    form = recognition.form(INPUT_SHEET)
    name, header, places, row = _laid_out(recognition, form, INPUT_SHEET, _TEXT_HEADER)
    words = dict(zip(_TEXT_HEADER, (key, definition.group, definition.label, None, definition.unit, definition.hint), strict=True))
    cells = {Cell(name, row, place): words[head] for head, place in places.items() if words.get(head)}
    return AnswerPlace(name, Cell(name, row, places["内容"]), {**header, **cells})


def _of_a_fact(key: str) -> Input | None:
    """The question for a figure that no form of the workbook holds."""
    kind, _, name = key.partition(".")
    definition = load_catalogue().facts.get(name.removeprefix(BEFORE))
    if kind != ASKED or definition is None:
        return None
    amount = definition.unit == "元"
    return Input(key, _GROUP, name, "amount" if amount else "count", _HINT, definition.unit)


def _subject_of(key: str) -> tuple[str, str]:
    kind, _, rest = key.partition(".")
    code, _, column = rest.partition(".")
    return (code, column) if kind == _KIND else ("", "")


def _new_subject(recognition: Recognition, code: str, column: str) -> AnswerPlace:
    """The row of a 科目, new or not, and the column, new or not."""
    form = recognition.form(SUBJECT_SHEET)
    name, cells, places, row = _laid_out(recognition, form, SUBJECT_SHEET, _SUBJECT_HEADER)
    known = next((each.row for each in form.rows if each.subject == code), 0) if form else 0
    if column not in places:
        places[column] = max(places.values()) + 1
        header = form.header_rows[0] if form else _FIRST_HEADER
        cells[Cell(name, header, places[column])] = column
    if not known:
        cells[Cell(name, row, places["科目编码"])] = code
        words = {"科目名称": _name_of(recognition, code), "资金性质": _fund_of(recognition, code)}
        blank = {Cell(name, row, places[head]): text for head, text in words.items() if head in places and text}
        cells |= {cell: text for cell, text in blank.items() if not form or recognition.workbook.content(cell) is None}
    return AnswerPlace(name, Cell(name, known or row, places[column]), cells)


def _laid_out(
    recognition: Recognition, form: Form | None, name: str, header: tuple[str, ...]
) -> tuple[str, dict[Cell, Content], dict[str, int], int]:
    """The sheet's name, the cells of a header that it lacks, its columns by header, and the first row that is free."""
    if form is None:
        places = {head: column for column, head in enumerate(header, 1)}
        return name, {Cell(name, _FIRST_HEADER, column): head for head, column in places.items()}, places, _FIRST_HEADER + 1
    sheet, top = recognition.workbook.sheet(form.sheet), form.header_rows[0]
    places = {str(value).strip(): column for row, column, value in sheet.cells() if row == top and value is not None}
    return form.sheet, {}, places, _free_row(sheet, top, places[header[0]])


def _free_row(sheet: Sheet, header: int, column: int) -> int:
    taken = {row for row, place, value in sheet.cells() if place == column and value is not None}
    return max({row for row in taken if row > header}, default=header) + 1


def _name_of(recognition: Recognition, code: str) -> str:
    edition = recognition.edition
    found = Subjects.for_year(edition).find(code) if edition else None
    return found.name if found else ""


def _fund_of(recognition: Recognition, code: str) -> str:
    """The fund whose form spends on the subject; nothing, which counts for all, where several do."""
    funds = list(_funds_of(recognition, code))
    return funds[0] if len(funds) == 1 else ""


def _funds_of(recognition: Recognition, code: str) -> Iterator[str]:
    facts = Facts(recognition)
    for definition in load_catalogue().subjects.values():
        if code in SubjectTable(definition, facts).entries:
            yield definition.fund
