"""Where the answer to a 待填 is typed."""

from __future__ import annotations

from juesuan.forms import Recognition
from juesuan.narrative.catalogue import load_catalogue
from juesuan.narrative.facts import INPUT_SHEET, Book
from juesuan.workbook import Cell


def answer_cell(recognition: Recognition, key: str) -> Cell | None:
    """The cell that a `Missing.key` is answered in: 说明资料 by 编号, 说明资料-科目 for `科目.编码.栏名`; None where the workbook lacks it.

    Amounts are typed in 元.
    """
    form = recognition.form(INPUT_SHEET)
    if form and key in form.fields:
        return form.fields[key]
    kind, _, rest = key.partition(".")
    code, _, column = rest.partition(".")
    if kind != "科目" or not column:
        return None
    book = Book(recognition)
    funds = [table.fund for table in load_catalogue().subjects.values()]
    return next((cell for fund in funds if (cell := book.subject_cell(code, column, fund))), None)
