"""科目编码 as forms keep them: text, so that 类 = Σ款 finds the rows whose code begins like its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from juesuan.forms.recognise import Recognition
from juesuan.subjects import plain_code
from juesuan.workbook import CellEdit, Change, Content, Edit

_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_LENGTHS = (3, 5, 7)


def normal_code(content: Content) -> Content:
    """A 科目编码 as text without spaces, dots or dashes: 2101501 → `2101501`, `210 15 01` → `2101501`; anything else as it is.

    A spreadsheet's sums by the beginning of a code (`210??`) overlook codes that are numbers.
    """
    if isinstance(content, Decimal) and content.is_finite() and content == content.to_integral_value():
        text = str(int(content))
        return text if len(text) in _LENGTHS and _CODE.fullmatch(text) else content
    if isinstance(content, str):
        text = plain_code(content)
        return text if len(text) in _LENGTHS and _CODE.fullmatch(text) else content
    return content


def with_text_codes(recognition: Recognition, change: Change) -> Change:
    """The change with every code that it puts into a 科目编码 column as `normal_code`; call it on what a user typed or pasted."""
    return Change(change.label, tuple(_edits(recognition, change)))


def _edits(recognition: Recognition, change: Change) -> Iterator[Edit]:
    for edit in change.edits:
        form = recognition.of_sheet(edit.cell.sheet) if isinstance(edit, CellEdit) else None
        below = form is not None and isinstance(edit, CellEdit) and edit.cell.row > form.header_rows[1]
        if form and below and isinstance(edit, CellEdit) and edit.cell.column in form.keys.codes:
            yield replace(edit, new=normal_code(edit.new))
        else:
            yield edit


