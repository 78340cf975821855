"""Findings as rows: 级别 公式 位置 左边 右边 差额 说明."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from juesuan.audit.finding import Finding, NotJudged
from juesuan.audit.grouping import Group
from juesuan.window.plain.finding_words import amount, level, place
from juesuan.window.theme import Theme

Index = QModelIndex | QPersistentModelIndex
FINDING = Qt.ItemDataRole.UserRole
_HEADERS = ("级别", "公式", "位置", "左边", "右边", "差额", "说明")
_AMOUNTS = (3, 4, 5)


class Line(NamedTuple):
    """One row. group: what it stands for, where that is more than its item; opened: its members follow; inner: it is such a member."""

    item: Finding | NotJudged
    group: Group | None = None
    opened: bool = False
    inner: bool = False


class FindingsModel(QAbstractTableModel):
    """lines: the rows, in order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[Line] = []
        self._open: set[str] = set()
        self._groups: tuple[Group, ...] = ()
        self._others: tuple[NotJudged, ...] = ()
        self._answers: dict[int, Callable[[Line, int], Any]] = {
            FINDING: lambda line, _column: line.item,
            Qt.ItemDataRole.DisplayRole: _text,
            Qt.ItemDataRole.TextAlignmentRole: lambda _line, column: _alignment(column),
            Qt.ItemDataRole.ForegroundRole: self._color,
            Qt.ItemDataRole.ToolTipRole: lambda line, _column: line.item.equation if isinstance(line.item, Finding) else line.item.reason,
        }

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.layoutChanged.emit()

    def show(self, groups: Sequence[Group], others: Sequence[NotJudged] = ()) -> None:
        """Other rows: findings of one rule about one column are one line, with its members below it while it is open."""
        lines = [line for group in groups for line in self._lines_of(group)] + [Line(item) for item in others]
        if [line.item.key for line in lines] == [line.item.key for line in self.lines]:
            self._repaint(lines)
        elif lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
        self._groups, self._others = tuple(groups), tuple(others)

    def _repaint(self, lines: list[Line]) -> None:
        """The same findings in the same order: only those that differ are painted anew."""
        changed = [row for row, (new, old) in enumerate(zip(lines, self.lines, strict=True)) if new != old]
        self.lines = lines
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(_HEADERS) - 1))

    def _lines_of(self, group: Group) -> Iterator[Line]:
        several = len(group.members) > 1
        opened = several and group.head.key in self._open
        yield Line(group.head, group if several else None, opened=opened)
        if opened:
            yield from (Line(member, inner=True) for member in group.members if member is not group.head)

    def toggle(self, row: int, *, opened: bool | None = None) -> bool:
        """Open or close the group of a line; False where it has none or stands so already."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        if line is None or line.group is None or line.opened is opened:
            return False
        self._open ^= {line.item.key}
        self.show(self._groups, self._others)
        return True

    @property
    def items(self) -> list[Finding | NotJudged]:
        """What the rows show, in order."""
        return [line.item for line in self.lines]

    def row_of(self, key: str) -> int:
        """The line of a finding, or of its group while that is closed; -1 where the finding is not listed."""
        exact = next((row for row, line in enumerate(self.lines) if line.item.key == key), -1)
        if exact >= 0:
            return exact
        return next(
            (row for row, line in enumerate(self.lines) if line.group and any(member.key == key for member in line.group.members)), -1
        )

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.lines)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return _HEADERS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        answer = self._answers.get(role)
        return answer(self.lines[index.row()], index.column()) if answer else None

    def _color(self, line: Line, column: int) -> QColor | None:
        item = line.item
        if isinstance(item, NotJudged):
            return self._theme.color("muted")
        if column == 0:
            return self._theme.color({"error": "error", "confirm": "confirm"}.get(item.severity, "muted"))
        return self._theme.color("muted") if line.inner else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column in _AMOUNTS else Qt.AlignmentFlag.AlignLeft)


def _text(line: Line, column: int) -> str:
    item = line.item
    if isinstance(item, NotJudged):
        return ("— 未判", item.rule, item.cells[0].a1 if item.cells else "", "", "", "", item.reason)[column]
    if line.group is not None:
        fold = f"{level(item)} {'▾' if line.opened else '▸'}{len(line.group.members)}"
        return (fold, item.rule, place(item), amount(item.left), amount(item.right), amount(item.difference), line.group.words)[column]
    words = f"{item.message}　已填说明：{item.explanation}" if item.explanation else item.message
    mark = "　└" if line.inner else level(item)
    return (mark, item.rule, place(item), amount(item.left), amount(item.right), amount(item.difference), words)[column]
