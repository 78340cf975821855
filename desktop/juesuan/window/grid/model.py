"""A sheet as Qt's item model: texts to show, to edit and to read aloud."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from juesuan.forms.form import Form
from juesuan.money import format_amount, to_wan
from juesuan.window.plain.choosing import chosen, with_names
from juesuan.window.plain.finding_words import LEVELS
from juesuan.window.plain.navigation import Navigation, Place
from juesuan.window.plain.number_input import editable_text
from juesuan.window.session import BookSession
from juesuan.workbook import Cell, Formula, Sheet, column_letters

Index = QModelIndex | QPersistentModelIndex
_SPARE_ROWS, _SPARE_COLUMNS = 30, 6


class GridModel(QAbstractTableModel):
    """One sheet of one session.

    Attributes: session, sheet, form (None where none was recognised), in_wan: amounts in 元 are shown in 万元;
    refused: the last formula could not be carried out, so its text should not be lost.
    """

    def __init__(self, session: BookSession, sheet: Sheet) -> None:
        super().__init__()
        self.session = session
        self.sheet = sheet
        self.form: Form | None = session.form(sheet.name)
        self.in_wan = False
        self.refused = False
        self._navigation: Navigation | None = None

    def rowCount(self, _parent: Index | None = None) -> int:
        """Rows of the form; some blank ones below where no form was recognised."""
        return max(self.sheet.row_count, 1) + (0 if self.form else _SPARE_ROWS)

    def columnCount(self, _parent: Index | None = None) -> int:
        return max(self.sheet.column_count, 1) + (0 if self.form else _SPARE_COLUMNS)

    def cell(self, index: Index) -> Cell:
        return Cell(self.sheet.name, index.row() + 1, index.column() + 1)

    def index_of(self, place: Place) -> QModelIndex:
        return self.index(place[0] - 1, place[1] - 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row() + 1, index.column() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return editable_text(self.sheet.content(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        cell, rules = self.cell(index), self.session.rules
        self.refused = False
        text, problem = chosen(cell, str(value), rules)
        typed = rules.read(cell, text)
        if problem or typed.problem:
            self.session.spoke.emit("error", f"{rules.name(cell)}：{problem or typed.problem}")
            return False
        written = self.session.write(with_names({cell: typed.content}, rules), f"填写 {rules.name(cell)}")
        self.refused = not written and isinstance(typed.content, Formula) and self.sheet.content(cell.row, cell.column) != typed.content
        self.session.doubt([cell])
        return written

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def text(self, row: int, column: int) -> str:
        """As displayed."""
        value = self.sheet.value(row, column)
        if value is None or isinstance(value, str):
            return value or ""
        if self.in_wan and isinstance(value, Decimal) and self.form is not None and self.form.unit == "元" and self.is_amount(row, column):
            return format_amount(to_wan(value), thousands=True)
        return self.sheet.text(row, column)

    def is_amount(self, row: int, column: int) -> bool:
        return self.session.rules.is_amount(Cell(self.sheet.name, row, column))

    def spoken(self, row: int, column: int) -> str:
        """For a screen reader: row, column, value, problem."""
        cell = Cell(self.sheet.name, row, column)
        words = (self.form.words(cell) if self.form else "") or cell.a1
        problems = "，".join(f"{LEVELS.get(found.severity, '提示')} {found.message}" for found in self.session.marks.get(cell, ()))
        return "，".join(part for part in (words, self.text(row, column) or "空", problems) if part)

    def spoken_problems(self, row: int, column: int) -> str:
        """The equations that do not hold there, with their numbers."""
        return "；".join(finding.equation for finding in self.session.marks.get(Cell(self.sheet.name, row, column), ()))

    @property
    def navigation(self) -> Navigation:
        """Moves on this sheet."""
        known = self._navigation
        if known is None or (known.rows, known.columns) != (self.rowCount(), self.columnCount()):
            known = self._navigation = self._new_navigation()
        return known

    def _new_navigation(self) -> Navigation:
        spans = {
            (row, column): (merge.top, merge.left, merge.bottom, merge.right)
            for merge in self.sheet.merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        }
        look = self.sheet.look
        return Navigation(
            self.rowCount(),
            self.columnCount(),
            spans,
            look.hidden_row,
            look.hidden_column,
            lambda row, column: self.sheet.value(row, column) is not None,
        )

    def refresh(self) -> None:
        """Rows moved or the form is another."""
        self.beginResetModel()
        self.form = self.session.form(self.sheet.name)
        self._navigation = None
        self.endResetModel()
