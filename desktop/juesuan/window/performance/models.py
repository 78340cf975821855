"""The two lists of the page 绩效 as Qt tables: projects with their totals, and the indicators of one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from juesuan.window.plain.project_lines import (
    IndicatorLine,
    ProjectLine,
    ProjectTotals,
    money_words,
    percent_words,
    score_words,
    shown_columns,
    totals_of,
)
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole.UserRole
HEADS = ("项目", "预算数（万元）", "执行数（万元）", "执行率", "得分", "建议", "等级", "状态")
RATE, STATUS = HEADS.index("执行率"), HEADS.index("状态")
SUGGESTED = "建议"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FULL = 100


class ProjectsModel(QAbstractTableModel):
    """A line for each project and a last one with the totals where there are several."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ProjectLine, ...] = ()
        self.totals: ProjectTotals = totals_of(())

    def show(self, lines: tuple[ProjectLine, ...]) -> None:
        if lines == self.lines:
            return
        same = len(lines) == len(self.lines)
        if not same:
            self.beginResetModel()
        self.lines, self.totals = lines, totals_of(lines)
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADS) - 1))
        else:
            self.endResetModel()

    def line(self, row: int) -> ProjectLine | None:
        """None for the totals."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.lines) + (self.totals.count > 1)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return (_texts(line) if line else self._total_texts())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role == Qt.ItemDataRole.FontRole and line is None:
            font = QFont()
            font.setBold(True)
            return font
        if role == ROLE and line is not None:
            return line.rate if index.column() == RATE else line.role if index.column() == STATUS else None
        return line.name if role == Qt.ItemDataRole.ToolTipRole and line and index.column() == 0 else None

    def _total_texts(self) -> tuple[str, ...]:
        totals = self.totals
        return (
            f"合计（{totals.count} 个项目）",
            money_words(totals.budget),
            money_words(totals.executed),
            percent_words(totals.rate),
            *[""] * 4,
        )


def _texts(line: ProjectLine) -> tuple[str, ...]:
    return (
        line.name,
        money_words(line.budget),
        money_words(line.executed),
        percent_words(line.rate),
        score_words(line.score),
        score_words(line.suggested),
        line.grade,
        line.status,
    )


def _side(column: int) -> Qt.AlignmentFlag:
    return _LEFT if column in (0, STATUS) else Qt.AlignmentFlag.AlignCenter if HEADS[column] == "等级" else _RIGHT


class ProjectDelegate(QStyledItemDelegate):
    """Draws the rate with a bar under it and the state in its colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == STATUS and index.data(ROLE):
            option.palette.setColor(option.palette.ColorRole.Text, self.theme.color(index.data(ROLE)))
            option.palette.setColor(option.palette.ColorRole.HighlightedText, self.theme.color(index.data(ROLE)))
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rate = index.data(ROLE) if index.column() == RATE else None
        if rate is not None:
            rect: QRect = option.rect
            track = QRect(rect.left() + 8, rect.bottom() - 5, rect.width() - 16, 3)
            painter.fillRect(track, self.theme.color("line"))
            share = min(_FULL, max(0, float(rate))) / _FULL
            color = "error" if rate > _FULL else "accent"
            painter.fillRect(QRect(track.left(), track.top(), round(track.width() * share), 3), self.theme.color(color))


class IndicatorsModel(QAbstractTableModel):
    """The indicators of one form; texts are typed in place through `write`, a suggested score is taken by a double click."""

    def __init__(self, write: Callable[[Cell, str], object]) -> None:
        super().__init__()
        self._write = write
        self.lines: tuple[IndicatorLine, ...] = ()
        self.columns: tuple[str, ...] = ()

    def show(self, lines: tuple[IndicatorLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        shown = shown_columns(lines)
        place = shown.index("得分") + 1 if "得分" in shown else 0
        self.columns = (*shown[:place], SUGGESTED, *shown[place:]) if place else shown
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.lines)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        names = {"一级": "一级指标", "二级": "二级指标", "三级": "三级指标"}
        return names.get(self.columns[section], self.columns[section])

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if self._cell(index) else base

    def _cell(self, index: Index) -> Cell | None:
        name = self.columns[index.column()]
        return None if name in ("一级", "二级", SUGGESTED) else self.lines[index.row()].cell(name)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, name = self.lines[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            if name == SUGGESTED:
                return score_words(line.suggestion.score) if line.suggestion else ""
            repeated = name in ("一级", "二级") and self._repeats(index.row(), name)
            return "" if repeated and role != Qt.ItemDataRole.ToolTipRole else line.texts[name]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if name in ("分值", "得分", SUGGESTED) else _LEFT
        return None

    def _repeats(self, row: int, name: str) -> bool:
        above = self.lines[row - 1].texts if row else {}
        names = ("一级",) if name == "一级" else ("一级", "二级")
        return all(above.get(each) == self.lines[row].texts[each] for each in names)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self._cell(index)
        if cell is None or role != Qt.ItemDataRole.EditRole or str(value) == self.data(index):
            return False
        self._write(cell, str(value))
        return True
