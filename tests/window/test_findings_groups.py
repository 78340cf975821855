"""A column that disagrees is one line, with its members below it while it is open."""

from __future__ import annotations

from juesuan.audit.finding import Finding, FindingCell
from juesuan.audit.grouping import grouped
from juesuan.forms import Address
from juesuan.window.findings_model import FindingsModel
from juesuan.window.theme import LIGHT
from juesuan.workbook import Cell


def finding(number: int, group: str = "") -> Finding:
    cell = FindingCell(Address("财决04", str(number), "2"), Cell("表", number, 3), None)
    equation = f"{number} ≠ 0"
    return Finding(f"规则[{number}]", "规则", "逻辑性", "error", "财决04", equation, None, None, None, (cell,), "不一致", None, group=group)


def test_members_show_while_their_group_is_open(qtbot: object) -> None:
    model = FindingsModel(LIGHT)
    members = [finding(number, "列") for number in (7, 8, 9)]
    model.show(grouped([*members, finding(20)]))
    assert model.rowCount() == 2
    assert model.row_of(members[2].key) == 0
    assert model.toggle(0)
    assert model.rowCount() == 4
    assert model.row_of(members[2].key) > 0
    assert not model.toggle(0, opened=True)
    assert model.toggle(0, opened=False)
    assert not model.toggle(1)
    assert model.rowCount() == 2
