"""Small 绩效 forms for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from juesuan.forms.performance_layout import layout_for
from juesuan.performance.building import Content
from juesuan.performance.writing import FilledForm

Fields = Mapping[str, object]
COLUMNS = ("一级", "二级", "三级", "指标值", "完成值", "分值", "得分", "偏差原因")


def form(code: str, province: str, fields: Fields, rows: Sequence[Sequence[object]] = (), year: int = 2022, sheet: str = "") -> FilledForm:
    """A filled form; rows are indicators in the order of COLUMNS."""
    indicators = [dict(zip(COLUMNS, row, strict=False)) for row in rows]
    return FilledForm(layout_for(code, province, year), sheet or code, Content(fields, indicators, year))
