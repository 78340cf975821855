"""A pasted block: which cells it fills and which refuse it, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.clipboard_table import Table
from juesuan.window.plain.navigation import Span
from juesuan.workbook import Cell, Content


@dataclass(frozen=True)
class Refused:
    """A cell that a paste left as it was."""

    cell: Cell
    text: str
    reason: str


@dataclass(frozen=True)
class PastePlan:
    """cells: new contents; refused: what was left out; the paste is one act."""

    cells: dict[Cell, Content]
    refused: tuple[Refused, ...]

    def report(self) -> str:
        """One sentence for the quiet bar; empty where nothing was refused."""
        if not self.refused:
            return ""
        reasons = Counter(refused.reason for refused in self.refused)
        words = "，".join(f"{reason} {count} 格" for reason, count in reasons.most_common())
        first = self.refused[0]
        return f"已粘贴 {len(self.cells)} 格，{len(self.refused)} 格没有粘贴：{words}。第一处是 {first.cell.a1}（“{first.text}”）。"


def plan_paste(table: Table, target: Span, sheet: str, extent: tuple[int, int], rules: CellRules) -> PastePlan:
    """Lay a block at the top left of the selection; a single cell, or a block that fits into it whole times, fills the selection.

    extent: how many rows and columns the grid has.
    """
    cells: dict[Cell, Content] = {}
    refused: list[Refused] = []
    for cell, text in _laid(table, target, sheet):
        if cell.row > extent[0] or cell.column > extent[1]:
            refused.append(Refused(cell, text, "超出表格"))
            continue
        outcome = _try(cell, text, rules)
        if isinstance(outcome, Refused):
            refused.append(outcome)
        elif outcome is not None:
            cells[cell] = outcome[0]
    return PastePlan(cells, tuple(refused))


def _laid(table: Table, target: Span, sheet: str) -> list[tuple[Cell, str]]:
    top, left, bottom, right = target
    height, width = len(table), len(table[0]) if table else 0
    if not height or not width:
        return []
    tall, wide = bottom - top + 1, right - left + 1
    times_down = tall // height if tall % height == 0 else 1
    times_right = wide // width if wide % width == 0 else 1
    return [
        (Cell(sheet, top + row, left + column), table[row % height][column % width])
        for row in range(height * times_down)
        for column in range(width * times_right)
    ]


def _try(cell: Cell, text: str, rules: CellRules) -> Refused | tuple[Content] | None:
    """The new content; None where the cell already holds it or a merge covers it."""
    anchor = rules.workbook.sheet(cell.sheet).anchor(cell.row, cell.column)
    if anchor != (cell.row, cell.column):
        return Refused(cell, text, "在合并单元格里") if text.strip() else None
    old = rules.workbook.content(cell)
    typed = rules.read(cell, text)
    if not typed.problem and typed.content == old:
        return None
    if rules.is_computed(cell):
        same = not typed.problem and typed.content == rules.workbook.value(cell)
        return None if same or not text.strip() else Refused(cell, text, "自动计算")
    if rules.is_printed(cell):
        return None if text.strip() in (str(old).strip(), "") else Refused(cell, text, "是表样文字")
    if typed.problem:
        return Refused(cell, text, "不是两位小数的金额")
    return (typed.content,)
