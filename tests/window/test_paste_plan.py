"""A pasted block: what it fills, what refuses it."""

from __future__ import annotations

from decimal import Decimal

from juesuan.desk import Desk
from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.paste_plan import plan_paste
from juesuan.workbook import Cell

EXTENT = (60, 20)


def place(desk: Desk, row: str, column: str) -> Cell:
    form = desk.recognition.form("财决01")
    assert form is not None
    cell = form.cell(row, column)
    assert cell is not None
    return cell


def test_amounts_are_read_and_wrong_ones_refused_with_the_reason(desk: Desk) -> None:
    cell = place(desk, "1", "1")
    plan = plan_paste([["1,200.50"], ["一百"], ["3.456"]], (cell.row, cell.column, cell.row, cell.column), cell.sheet, EXTENT, rules(desk))
    assert plan.cells == {cell: Decimal("1200.50")}
    assert [refused.text for refused in plan.refused] == ["一百", "3.456"]
    assert "已粘贴 1 格，2 格没有粘贴" in plan.report()


def test_computed_cells_and_printed_words_are_left_alone(desk: Desk) -> None:
    total = place(desk, "27", "1")
    label = total.column - 2
    plan = plan_paste([["别的字", "27", "5"]], (total.row, label, total.row, label), total.sheet, EXTENT, rules(desk))
    assert plan.cells == {}
    assert {refused.reason for refused in plan.refused} == {"自动计算", "是表样文字"}


def test_one_cell_fills_the_selection_and_a_block_fills_it_whole_times(desk: Desk) -> None:
    cell = place(desk, "1", "1")
    span = (cell.row, cell.column, cell.row + 3, cell.column)
    assert len(plan_paste([["7"]], span, cell.sheet, EXTENT, rules(desk)).cells) == 4
    assert list(plan_paste([["1"], ["2"]], span, cell.sheet, EXTENT, rules(desk)).cells.values()) == [1, 2, 1, 2]
    assert len(plan_paste([["1"], ["2"], ["3"]], span, cell.sheet, EXTENT, rules(desk)).cells) == 3


def test_what_lies_outside_the_form_is_refused(desk: Desk) -> None:
    cell = place(desk, "1", "1")
    plan = plan_paste([["1", "2"]], (cell.row, cell.column, cell.row, cell.column), cell.sheet, (60, cell.column), rules(desk))
    assert [refused.reason for refused in plan.refused] == ["超出表格"]


def rules(desk: Desk) -> CellRules:
    return CellRules(desk.workbook, desk.recognition)
