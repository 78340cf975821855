"""与上年比较: what moved from a threshold on; a double click goes to the cell. Stays open beside the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from juesuan.window.dressing import dressed
from juesuan.window.plain.comparison_lines import HEADS, ComparisonLine, as_text, comparison_lines, forms_compared, rows_of_one_year
from juesuan.window.session import BookSession

Index = QModelIndex | QPersistentModelIndex
_SOON = 300
_RATE, _WAN, _MOST = 20.0, 1.0, 99_999_999.0
_WIDTHS = {"上年": 124, "本年": 124, "增减": 124, "%": 84, "位置": 150}

_SIZE = QSize(940, 540)


class ComparisonWindow(QDialog):
    """went(Cell) to a figure. Attributes: rate (percent), amount (万元), forms, once: what is listed; model, table."""

    went = Signal(object)

    def __init__(self, session: BookSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("与上年比较")
        self.resize(_SIZE.boundedTo(parent.size()) if parent is not None else _SIZE)
        self.rate = dressed(QDoubleSpinBox(), minimum=0.0, maximum=_MOST, decimals=0, value=_RATE, suffix=" %", accessibleName="增减幅度")
        self.amount = dressed(QDoubleSpinBox(), minimum=0.0, maximum=_MOST, decimals=2, value=_WAN, suffix=" 万元", accessibleName="增减额")
        self.forms = dressed(QComboBox(), accessibleName="报表")
        self.forms.addItems(["全部报表", *forms_compared(session.desk)])
        self.once = QCheckBox("只有一年有的科目")
        self.words = dressed(QLabel(), objectName="caption")
        self.model = ComparisonModel()
        self.table = _table(self.model)
        self._copy = dressed(QPushButton("复制"), autoDefault=False)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for part in (QLabel("增减达到"), self.rate, QLabel("并且"), self.amount, self.forms, self.once):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.rate.valueChanged.connect(self._soon.start)
        self.amount.valueChanged.connect(self._soon.start)
        self.forms.currentIndexChanged.connect(self.refresh)
        self.once.toggled.connect(self.refresh)
        self._soon.timeout.connect(self.refresh)
        self._session.changed.connect(self._soon.start)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(as_text(self.model.lines)))
        self.table.doubleClicked.connect(self._go)
        self.table.activated.connect(self._go)

    def refresh(self) -> None:
        """List anew, with the thresholds as they stand."""
        desk = self._session.desk
        form = self.forms.currentText() if self.forms.currentIndex() > 0 else ""
        if self.once.isChecked():
            lines = rows_of_one_year(desk, form)
        else:
            lines = comparison_lines(desk, Decimal(str(self.rate.value())), Decimal(str(self.amount.value())), form)
        self.model.show(lines)
        base = (
            "没有上年数据。先用“上年数据”关联上年的决算工作簿。" if desk.prior is None else f"{len(lines)} 处，双击到它的单元格；单位：元"
        )
        self.words.setText(base)

    def _go(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        if line.cell is not None:
            self.went.emit(line.cell)


class ComparisonModel(QAbstractTableModel):
    """The lines as they were listed last."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ComparisonLine, ...] = ()

    def show(self, lines: tuple[ComparisonLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.lines)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return HEADS[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            line = self.lines[index.row()]
            return line.texts[index.column()] if line.now is not None or index.column() < 2 else ""  # noqa: PLR2004 - place and label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if HEADS[index.column()] in ("位置", "项目") else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def _table(model: ComparisonModel) -> QTableView:
    table = dressed(QTableView(), accessibleName="与上年比较", showGrid=False, wordWrap=False)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    for number, head in enumerate(HEADS):
        if head == "项目":
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        else:
            header.resizeSection(number, _WIDTHS[head])
    return table
