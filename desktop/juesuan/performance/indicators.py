"""Indicators added, removed and moved: each one change of the user, which undo takes back at once."""

from __future__ import annotations

from juesuan.errors import JuesuanError
from juesuan.forms.performance_reading import Indicator, PerformanceSheet
from juesuan.workbook import Cell, CellEdit, Change, Edit, RowsDeleted, RowsInserted

_GROUPS = ("一级", "二级")


def add_indicator(sheet: PerformanceSheet, after: Indicator) -> Change:
    """An empty indicator below another, within its 一级 and 二级指标."""
    return Change(f"{sheet.name} 增加指标", (RowsInserted(sheet.sheet, after.row + 1, 1, after.row),))


def remove_indicator(sheet: PerformanceSheet, indicator: Indicator) -> Change:
    """Takes an indicator out; names of 一级 and 二级 that stood in its row go to the row that follows in their merge."""
    if len(sheet.indicators) == 1:
        raise JuesuanError(f"“{sheet.name}”只有这一项指标，不能删除。请先增加别的指标。")
    edits: list[Edit] = [RowsDeleted(sheet.sheet, indicator.row, 1)]
    grid = sheet.workbook.sheet(sheet.sheet)
    for merge in grid.merges:
        content = grid.content(merge.top, merge.left)
        if merge.top == indicator.row and merge.bottom > merge.top and content is not None:
            edits.append(CellEdit(Cell(sheet.sheet, merge.top, merge.left), None, content))
    return Change(f"{sheet.name} 删除指标 {indicator.name}", tuple(edits))


def move_indicator(sheet: PerformanceSheet, indicator: Indicator, *, up: bool) -> Change:
    """Changes place with the indicator above or below: everything but 一级 and 二级, which stay with their rows."""
    place = sheet.indicators.index(indicator) + (-1 if up else 1)
    if not 0 <= place < len(sheet.indicators):
        raise JuesuanError(f"“{indicator.name}”已经是{'第一' if up else '最后一'}项指标，不能再{'上' if up else '下'}移。")
    other, workbook = sheet.indicators[place], sheet.workbook
    contents = {}
    for name in indicator.cells.keys() - set(_GROUPS):
        mine, theirs = indicator.cells[name], other.cells[name]
        contents[mine], contents[theirs] = workbook.content(theirs), workbook.content(mine)
    return workbook.replace(contents, f"{sheet.name} 移动指标 {indicator.name}")
