"""The whole 决算情况说明: the accounts' text with the 绩效 parts in their places, or the 绩效 report alone where there are no accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juesuan.forms import Recognition
from juesuan.forms.inputs import PERFORMANCE_INPUTS
from juesuan.forms.performance_form import PERFORMANCE

if TYPE_CHECKING:
    from juesuan.document import Document
    from juesuan.workbook import Cell


def whole_document(
    recognition: Recognition,
    prior: Recognition | None = None,
    province: str | None = None,
    *,
    tables: bool = True,
    performance: Recognition | None = None,
) -> Document:
    """The text of a workbook. `performance` is the workbook of the 绩效 forms where that is another.

    Raises TemplateError where a template is wrong, JuesuanError with a sentence where nothing can be written.
    """
    from juesuan.narrative import compose
    from juesuan.narrative.composing import own_province
    from juesuan.narrative.facts import Facts
    from juesuan.performance import compose_report
    from juesuan.performance.annexes import annexes

    if performance is None and only_performance(recognition):
        return compose_report(recognition, prior, province)
    province = province or own_province(Facts(recognition, prior))
    found = annexes(performance or recognition, prior, province, recognition)
    return compose(recognition, prior, province, tables=tables, annexes=found)


def only_performance(recognition: Recognition) -> bool:
    """Whether the workbook holds 绩效 forms or 绩效资料, and none of the accounts."""
    return bool(recognition.forms) and all(form.kind == PERFORMANCE or form.code == PERFORMANCE_INPUTS for form in recognition.forms)


def answer_cell(recognition: Recognition, key: str) -> Cell | None:
    """The cell that a 待填 of the whole text is answered in: 说明资料, 说明资料-科目 or 绩效资料; None where the workbook lacks it."""
    from juesuan import narrative
    from juesuan.performance import inputs

    return narrative.answer_cell(recognition, key) or inputs.answer_cell(recognition.workbook, key)
