"""Recognition never raises: whatever stands on a sheet, it is a form or has a reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juesuan.forms import recognise
from juesuan.workbook import CellError, Merge

WORDS = [
    "财决01表", "财决05-2表", "公开06表", "公开07表", "Z01", "收入支出决算总表", "支出决算表", "项目支出决算明细表",
    "财政拨款“三公”经费支出决算表", "编制单位：", "单位：元", "金额单位：万元", "2020年度", "项目", "行次", "栏次",
    "科目编码", "类", "款", "项", "科目名称", "项目代码", "项目名称", "合计", "小计", "总计", "决算数", "本年支出",
    "2101501", "210", "01", "一、基本支出", "其中：", "注：", "—", "工资福利支出", "30101", "说明资料", "编号", "内容",
    "单位名称", "年度",
]
VALUES = st.one_of(
    st.none(), st.sampled_from(WORDS), st.integers(-5, 2200000).map(Decimal), st.decimals(), st.booleans(),
    st.just(CellError("#REF!")), st.text(max_size=6),
)
NAMES = st.one_of(
    st.sampled_from(["Z01 收入支出决算总表", "Z05_2", "公开06", "封面", "说明资料", "说明资料-科目", "QB01", "Sheet1"]),
    st.text(min_size=1, max_size=31),
)
MERGES = st.builds(
    lambda top, left, down, right: Merge(top, left, top + down, left + right),
    st.integers(1, 8), st.integers(1, 6), st.integers(0, 2), st.integers(0, 3),
)


class StrangeSheet:
    """A sheet of any contents, as recognition sees one."""

    def __init__(self, name, rows, merges):
        self.name, self.merges = name, tuple(merges)
        self.filled = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value is not None}
        self.row_count = max((row for row, _ in self.filled), default=0)
        self.column_count = max((column for _, column in self.filled), default=0)

    def value(self, row, column):
        return self.filled.get((row, column))

    def anchor(self, row, column):
        return next(((m.top, m.left) for m in self.merges if m.top <= row <= m.bottom and m.left <= column <= m.right), (row, column))


class StrangeWorkbook:
    def __init__(self, sheets):
        self.sheets = sheets

    def value(self, cell):
        return next(sheet for sheet in self.sheets if sheet.name == cell.sheet).value(cell.row, cell.column)


SHEETS = st.builds(StrangeSheet, NAMES, st.lists(st.lists(VALUES, max_size=8), max_size=14), st.lists(MERGES, max_size=4))


WORKBOOKS = st.lists(SHEETS, max_size=3, unique_by=lambda sheet: sheet.name)


@settings(max_examples=100, deadline=None)
@given(WORKBOOKS)
def test_every_sheet_is_a_form_or_has_a_reason(sheets):
    judge(sheets)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(WORKBOOKS)
def test_three_thousand_workbooks_of_strange_sheets(sheets):
    judge(sheets)


def judge(sheets):
    found = recognise(StrangeWorkbook(sheets))
    named = [sheet for form in found.forms for sheet in form.sheets] + [unknown.sheet for unknown in found.unrecognised]
    assert sorted(named) == sorted(sheet.name for sheet in sheets)
    assert all(unknown.reason.endswith("。") and "出错" not in unknown.reason for unknown in found.unrecognised)
    for form in found.forms:
        for row in form.rows:
            for column in form.columns:
                cell = form.cell(row.id, column.number)
                if cell:
                    found.amount(form.code, row.id, column.number)
                    found.problem(cell)
