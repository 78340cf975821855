"""Findings as people take them in: one line for a whole column that disagrees, with its members below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from juesuan.audit.finding import Finding
from juesuan.forms.form import TOTAL
from juesuan.money import format_yuan

_MOST_NAMED, _MOST_COMPARED = 3, 60


@dataclass(frozen=True)
class Group:
    """Findings of one rule about one column, told in one line.

    head: the member that speaks for all, the one of 合计 where there is one. members: all of them, head included, in their order.
    """

    head: Finding
    members: tuple[Finding, ...]

    @property
    def severity(self) -> str:
        return self.head.severity

    @property
    def rule(self) -> str:
        return self.head.rule

    @property
    def form(self) -> str:
        return self.head.form

    @property
    def words(self) -> str:
        """`财决04 2栏 与 财决05-1 1栏：合计及 18 个科目不一致，差 6,987,800.00`; the equation itself where it stands alone."""
        head = self.head
        if len(self.members) == 1:
            return head.equation
        if head.left is None:
            return f"{self._extent()}，如 {head.equation}"
        gap = f"，差 {format_yuan(abs(head.difference))}" if head.difference else ""
        return f"{_place(head)}：{self._extent()}{'不一致' if ' ≠ ' in head.equation else '不成立'}{gap}"

    def _extent(self) -> str:
        rest = len(self.members) - (1 if _is_total(self.head) else 0)
        counted = f"{rest} {_measure(self.head)}"
        return f"合计及 {counted}" if _is_total(self.head) else counted


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings in groups, in the order of their first members; severities are not mixed."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.severity, finding.group or finding.key), []).append(finding)
    return tuple(Group(_head(members), tuple(members)) for members in found.values())


def _head(members: Sequence[Finding]) -> Finding:
    if len(members) == 1:
        return members[0]
    total = next((finding for finding in (members[0], members[-1]) if _is_total(finding)), None)
    return total or max(members[:_MOST_COMPARED], key=lambda finding: abs(finding.difference or Decimal(0)))


def _is_total(finding: Finding) -> bool:
    return f"[{TOTAL}" in finding.key


def _row(finding: Finding) -> str:
    return finding.cells[0].address.row if finding.cells else finding.form


def _measure(finding: Finding) -> str:
    """项目 have a / in their name, 科目 are codes, other rows are rows."""
    row = _row(finding)
    return "个项目" if "/" in row else "个科目" if row == TOTAL or (row.isdigit() and len(row) >= len("201")) else "行"


def _place(finding: Finding) -> str:
    """`财决04 2栏 与 财决05-1 1栏`: the columns that the equation speaks of, each once."""
    places = dict.fromkeys((cell.address.form, cell.address.column) for cell in finding.cells)
    named = [f"{form} {column}栏" if form != finding.form or not number else f"{column}栏" for number, (form, column) in enumerate(places)]
    first, rest = named[0] if named else finding.form, named[1 : 1 + _MOST_NAMED]
    more = " 等" if len(named) > 1 + _MOST_NAMED else ""
    return f"{first} 与 {'、'.join(rest)}{more}" if rest else f"{first} 上下级"
