"""审核结果: the live list of findings, its filters, its jumps."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from juesuan.audit.finding import Finding, NotJudged
from juesuan.audit.grouping import grouped
from juesuan.window.dressing import dressed
from juesuan.window.findings_model import FINDING, FindingsModel
from juesuan.window.icons import icon
from juesuan.window.marks import split_mark
from juesuan.window.plain.finding_words import as_line
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

_ROW = 28
_WIDTHS = (84, 84, 160, 112, 112, 112)
_FILTERS = (("error", "错误", "chipError"), ("confirm", "! 核实", "chipConfirm"), ("not_judged", "未判", "chip"))


class FindingsPanel(QFrame):
    """Signals: jumped(Finding) on a double click, Enter or F8; went(Cell) for what was not judged; explaining(Finding) to write why;
    exporting() for the 审核报告.
    """

    jumped = Signal(object)
    went = Signal(object)
    explaining = Signal(object)
    exporting = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._session: BookSession | None = None
        self.model = FindingsModel(theme)
        self.chips = {kind: self._chip(words, style) for kind, words, style in _FILTERS}
        self.chips["not_judged"].setChecked(False)
        self.search = dressed(QLineEdit(), placeholderText="筛选", clearButtonEnabled=True, maximumWidth=160, accessibleName="筛选审核结果")
        self.search.textChanged.connect(self.refresh)
        self.table = self._table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        self.empty = dressed(QLabel(), objectName="caption", margin=14)
        layout.addWidget(self.empty)
        layout.addWidget(self.table, 1)
        self.setMinimumHeight(96)
        self.set_theme(theme)

    def _head(self) -> QFrame:
        head = dressed(QFrame(), objectName="findingsHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(dressed(QLabel("审核结果"), objectName="strong"))
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addWidget(dressed(QLabel("F8 下一处"), objectName="caption"))
        return head

    def _chip(self, words: str, style: str) -> QToolButton:
        chip = dressed(QToolButton(), objectName=style, text=words, checkable=True, checked=True, iconSize=QSize(10, 10))
        if style == "chipError":
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.toggled.connect(self.refresh)
        return chip

    def _table(self) -> QTableView:
        table = dressed(_FindingsTable(), accessibleName="审核结果")
        table.setModel(self.model)
        table.setItemDelegate(_KeepingColor(table))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._menu)
        table.doubleClicked.connect(self._jump)
        table.entered_row.connect(self._jump)
        table.clicked.connect(self._click)
        table.folded.connect(self._fold)
        return table

    def set_theme(self, theme: Theme) -> None:
        self.chips["error"].setIcon(icon("mark_error", theme.error))
        self.model.set_theme(theme)

    def show_session(self, session: BookSession) -> None:
        self._session = session
        self.refresh()

    def refresh(self) -> None:
        """The list follows the audit; the line in focus stays where it was."""
        if self._session is None:
            return
        session = self._session
        open_findings = [finding for finding in session.findings if finding.severity in ("error", "confirm", "info")]
        counts = {
            kind: sum(finding.severity == kind and not finding.explanation for finding in open_findings) for kind in ("error", "confirm")
        }
        counts["not_judged"] = session.counts.not_judged
        for kind, words, _ in _FILTERS:
            self.chips[kind].setText(f"{words} {counts[kind]}")
        shown = grouped(finding for finding in open_findings if self._wanted(finding))
        asked = session.not_judged if self.chips["not_judged"].isChecked() else ()
        kept = self.current_key()
        self.model.show(shown, [item for item in asked if self._contains(item.rule + item.reason)])
        self.select_key(kept)
        self.empty.setVisible(not self.model.lines)
        nothing = "没有发现问题。" if session.desk.audited else "正在审核…"
        self.empty.setText(nothing if not open_findings else "没有符合筛选条件的结果。")

    def _wanted(self, finding: Finding) -> bool:
        kind = finding.severity if finding.severity in self.chips else "confirm"
        return self.chips[kind].isChecked() and (not self.search.text() or self._contains(as_line(finding)))

    def _contains(self, text: str) -> bool:
        return self.search.text().strip().casefold() in text.casefold()

    def current_key(self) -> str:
        """Of the line in focus; empty where none is."""
        item = self.table.currentIndex().data(FINDING)
        return item.key if item is not None else ""

    def select_key(self, key: str) -> None:
        """Put the focus on a finding's line."""
        row = self.model.row_of(key) if key else -1
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def step(self, direction: int) -> None:
        """F8 and Shift+F8: the next or previous finding, around."""
        rows = [row for row, item in enumerate(self.model.items) if isinstance(item, Finding)]
        if not rows:
            return
        here = self.table.currentIndex().row()
        following = [row for row in rows if row > here] if direction > 0 else [row for row in reversed(rows) if row < here]
        row = following[0] if following else rows[0 if direction > 0 else -1]
        self.table.setCurrentIndex(self.model.index(row, 0))
        self._jump(self.model.index(row, 0))

    def _jump(self, index: QModelIndex) -> None:
        item = index.data(FINDING)
        if isinstance(item, Finding):
            self.jumped.emit(item)
        elif isinstance(item, NotJudged) and item.cells:
            self.went.emit(Cell(*item.cells[0]))

    def _click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self._fold(index.row(), None)
        self._focus(self.table.currentIndex())

    def _fold(self, row: int, opened: bool | None) -> None:
        """Open or close a group, by the mark before it or by → and ←."""
        if self.model.toggle(row, opened=opened):
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _focus(self, index: QModelIndex) -> None:
        item = index.data(FINDING)
        if self._session is not None and isinstance(item, Finding):
            self._session.focus(item)

    def copy_all(self) -> None:
        """Everything that the filters let through, members of groups too."""
        _copy([finding for finding in (self._session.findings if self._session else ()) if self._wanted(finding)])

    def _menu(self, point: QPoint) -> None:
        item = self.table.indexAt(point).data(FINDING)
        menu = QMenu(self)
        if isinstance(item, Finding):
            menu.addAction("转到", lambda: self.jumped.emit(item))
            if item.severity == "confirm":
                menu.addAction("填写说明…", lambda: self.explaining.emit(item))
            menu.addAction("复制这一条", lambda: _copy([item]))
        menu.addAction("复制全部", self.copy_all)
        menu.addAction("导出审核报告…", self.exporting.emit)
        menu.popup(self.table.viewport().mapToGlobal(point))


def _copy(findings: list[Finding]) -> None:
    QGuiApplication.clipboard().setText("\n".join(as_line(finding) for finding in findings))


class _KeepingColor(QStyledItemDelegate):
    """A selected line keeps the colour of its severity; its mark is drawn."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == 0:
            self._draw_mark(option, index)
        state: QStyle.StateFlag = option.state
        color = index.data(Qt.ItemDataRole.ForegroundRole) if state & QStyle.StateFlag.State_Selected else None
        if color is not None:
            palette: QPalette = option.palette
            palette.setColor(QPalette.ColorRole.HighlightedText, color)
            option.palette = palette

    @staticmethod
    def _draw_mark(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        name, rest = split_mark(str(index.data()))
        if name:
            option.text = rest
            option.icon = icon(name, index.data(Qt.ItemDataRole.ForegroundRole).name())
            option.decorationSize = QSize(10, 10)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration


class _FindingsTable(QTableView):
    entered_row = Signal(QModelIndex)
    folded = Signal(int, bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and not event.modifiers():
            self.folded.emit(self.currentIndex().row(), event.key() == Qt.Key.Key_Right)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy) and isinstance(self.currentIndex().data(FINDING), Finding):
            _copy([self.currentIndex().data(FINDING)])
        else:
            super().keyPressEvent(event)
