"""Tables continued on a further sheet, and sheets that are a second copy of a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from juesuan.forms.catalogue import FormSpec, catalogue
from juesuan.forms.form import Form
from juesuan.forms.heading import Heading
from juesuan.forms.labels import bare_label


def joined(forms: list[Form], headings: Mapping[str, Heading]) -> tuple[list[Form], dict[str, str]]:
    """One form for each code, and the sheets left out with their reasons. A further sheet of the same code continues the table where it
    says 续, or where it has no row or no 栏次 in common with the sheets before; otherwise it is a second copy.
    """
    found: dict[str, Form] = {}
    refused: dict[str, str] = {}
    for form in _apart(forms):
        first = found.get(form.code)
        if first is None:
            found[form.code] = form
        elif _continues(first, form, headings[form.sheet]):
            found[form.code] = _with_continuation(first, form)
        else:
            refused[form.sheet] = f"与工作表“{first.sheet}”都是{form.code}表，以先出现的为准；如应以本表为准，请删除或移动前一张。"
    return list(found.values()), refused


def _apart(forms: list[Form]) -> list[Form]:
    """Where a province publishes a table beside the one that elsewhere stands for both (`beside` in the form data), its own code."""
    sheets = Counter(form.code for form in forms)
    beside = {spec.data["beside"]: spec for spec in catalogue() if "beside" in spec.data} if sheets and max(sheets.values()) > 1 else {}
    both = {code: spec for code, spec in beside.items() if sheets[code] > 1}
    return [replace(form, code=both[form.code].code) if form.code in both and _titled(form, both[form.code]) else form for form in forms]


def _titled(form: Form, spec: FormSpec) -> bool:
    return bare_label(form.title).endswith(bare_label(spec.title))


def _continues(first: Form, further: Form, heading: Heading) -> bool:
    if "续" in further.sheet or any("续" in title for title in heading.titles):
        return True
    rows = {row.id for row in first.rows} & {row.id for row in further.rows}
    columns = {column.number for column in first.columns} & {column.number for column in further.columns}
    return bool(further.rows and further.columns) and not (rows and columns)


def _with_continuation(first: Form, further: Form) -> Form:
    """The further sheet's panels follow the first's; places that the first already has are left out."""
    offset = 1 + max((*(row.panel for row in first.rows), *(column.panel for column in first.columns)), default=0)
    places = {(row.id, column.number) for row in first.rows for column in first.columns if row.panel == column.panel}
    columns = tuple(replace(column, panel=column.panel + offset, sheet=further.sheet) for column in further.columns)
    numbers = {column.number for column in further.columns}
    rows = tuple(
        replace(row, panel=row.panel + offset, sheet=further.sheet)
        for row in further.rows
        if any((row.id, number) not in places for number in numbers)
    )
    return replace(
        first,
        rows=(*first.rows, *rows),
        columns=(*first.columns, *columns),
        continued=(*first.continued, further.sheet),
        reasons=(*first.reasons, f"续表在工作表“{further.sheet}”。"),
    )
