"""Findings as rows: 级别 公式 位置 左边 右边 差额 说明."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from juesuan.audit.finding import Finding, NotJudged
from juesuan.window.plain.finding_words import amount, level, place
from juesuan.window.theme import Theme

Index = QModelIndex | QPersistentModelIndex
FINDING = Qt.ItemDataRole.UserRole
_HEADERS = ("级别", "公式", "位置", "左边", "右边", "差额", "说明")
_AMOUNTS = (3, 4, 5)


class FindingsModel(QAbstractTableModel):
    """items: what the rows show, in order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.items: list[Finding | NotJudged] = []
        self._answers: dict[int, Callable[[Finding | NotJudged, int], Any]] = {
            FINDING: lambda item, _column: item,
            Qt.ItemDataRole.DisplayRole: _text,
            Qt.ItemDataRole.TextAlignmentRole: lambda _item, column: _alignment(column),
            Qt.ItemDataRole.ForegroundRole: self._color,
            Qt.ItemDataRole.ToolTipRole: lambda item, _column: item.equation if isinstance(item, Finding) else item.reason,
        }

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.layoutChanged.emit()

    def show(self, items: Sequence[Finding | NotJudged]) -> None:
        """Other rows."""
        if list(items) != self.items:
            self.beginResetModel()
            self.items = list(items)
            self.endResetModel()

    def row_of(self, key: str) -> int:
        """-1 where the finding is not listed."""
        return next((row for row, item in enumerate(self.items) if item.key == key), -1)

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.items)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return _HEADERS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.items):
            return None
        answer = self._answers.get(role)
        return answer(self.items[index.row()], index.column()) if answer else None

    def _color(self, item: Finding | NotJudged, column: int) -> QColor | None:
        if isinstance(item, NotJudged):
            return self._theme.color("muted")
        if column == 0:
            return self._theme.color({"error": "error", "confirm": "confirm"}.get(item.severity, "muted"))
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column in _AMOUNTS else Qt.AlignmentFlag.AlignLeft)


def _text(item: Finding | NotJudged, column: int) -> str:
    if isinstance(item, NotJudged):
        return ("— 未判", item.rule, item.cells[0].a1 if item.cells else "", "", "", "", item.reason)[column]
    words = f"{item.message}　已填说明：{item.explanation}" if item.explanation else item.message
    return (level(item), item.rule, place(item), amount(item.left), amount(item.right), amount(item.difference), words)[column]
