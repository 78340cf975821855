"""A 公开表 as it follows from the forms right now: to look at, every figure leads to the cells it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QTableView, QVBoxLayout, QWidget

from juesuan.disclosure import DisclosureTable, GridCell, disclose
from juesuan.errors import JuesuanError
from juesuan.window.dressing import dressed
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_SOON, _ROW, _CHARACTER = 200, 24, 8
_WIDEST = 360


class DisclosureView(QFrame):
    """went(Cell): to where a figure comes from. Attributes: title, table, model."""

    went = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self._session: BookSession | None = None
        self._code = ""
        self.title = dressed(QLabel(), objectName="strong", margin=10)
        self.model = TableModel(theme)
        self.table = dressed(QTableView(), accessibleName="公开表")
        self.table.setModel(self.model)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.clicked.connect(self._follow)
        self.table.activated.connect(self._follow)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.table, 1)

    def set_theme(self, theme: Theme) -> None:
        self.model.set_theme(theme)

    def show_table(self, session: BookSession, code: str) -> None:
        """One table of the workbook, now and after every act."""
        if session is not self._session:
            if self._session is not None:
                self._session.changed.disconnect(self._later)
            session.changed.connect(self._later)
        self._session, self._code = session, code
        self._fill()

    def _later(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _fill(self) -> None:
        session = self._session
        if session is None:
            return
        try:
            tables = disclose(session.recognition, session.desk.prior, session.desk.province)
        except JuesuanError as error:
            self.title.setText(str(error))
            return
        table = next((found for found in tables if found.code == self._code), None)
        if table is not None:
            self.title.setText(f"{table.printed_code}　{table.title}　　单位：万元　　单击数字到它取数的单元格")
            self._lay(table)

    def _lay(self, table: DisclosureTable) -> None:
        same = self.model.shape() == (len(table.grid), len(table.widths)) and self.model.code == table.code
        self.model.show(table)
        if same:
            return
        self.table.clearSpans()
        for number, width in enumerate(table.widths):
            self.table.setColumnWidth(number, min(_WIDEST, round(width * _CHARACTER)))
        for row, cells in enumerate(table.grid):
            for column, cell in enumerate(cells):
                if cell is not None and (cell.rows > 1 or cell.columns > 1):
                    self.table.setSpan(row, column, cell.rows, cell.columns)

    def _follow(self, index: QModelIndex) -> None:
        cell = self.model.cell(index)
        if cell is not None and cell.sources:
            self.went.emit(cell.sources[0])


class TableModel(QAbstractTableModel):
    """The printed cells of one table. code: of the table shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[tuple[GridCell | None, ...], ...] = ()
        self._width = 0
        self.code = ""

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.layoutChanged.emit()

    def shape(self) -> tuple[int, int]:
        return len(self._rows), self._width

    def show(self, table: DisclosureTable) -> None:
        self.beginResetModel()
        self._rows, self._width, self.code = table.grid, len(table.widths), table.code
        self.endResetModel()

    def cell(self, index: Index) -> GridCell | None:
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else ()
        return row[index.column()] if 0 <= index.column() < len(row) else None

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        return self._width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            sides = {"amount": Qt.AlignmentFlag.AlignRight, "header": Qt.AlignmentFlag.AlignHCenter, "line": Qt.AlignmentFlag.AlignHCenter}
            return sides.get(cell.role, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.BackgroundRole and cell.role == "header":
            return self._theme.color("header")
        if role == Qt.ItemDataRole.ForegroundRole and cell.sources:
            return self._theme.color("accent")
        return None
