"""绩效: the list of projects above, the indicators of the chosen one below, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from juesuan.errors import JuesuanError
from juesuan.performance import PerformanceSheet
from juesuan.performance.indicators import move_indicator, remove_indicator
from juesuan.performance.scoring import fill_scores
from juesuan.window.dressing import dressed
from juesuan.window.performance.models import HEADS, SUGGESTED, IndicatorsModel, ProjectDelegate, ProjectsModel
from juesuan.window.plain.project_lines import (
    IndicatorLine,
    ProjectLine,
    added_below,
    indicator_lines,
    performance_sheets,
    project_lines,
)
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell, Change

_ROW, _SOON = 32, 40
_COLUMN, _LEAST_STRETCHED = 100, 200
_ABOVE_LIST, _LEAST_ROOM = 82, 600
_WIDTHS = {"预算数（万元）": 128, "执行数（万元）": 128, "执行率": 104, "得分": 72, "建议": 72, "等级": 64, "状态": 92}
_INDICATOR_WIDTHS = {"一级": 110, "二级": 110, "指标值": 120, "完成值": 120, "分值": 58, "得分": 58, SUGGESTED: 58, "偏差原因": 190}
_EMPTY = (
    "<h3>还没有项目</h3><p>财决06（或财决05-2）填好以后，这里列出每个项目的预算、执行和执行率，<br>"
    "再由“生成自评表”为每个项目做一张绩效自评表。<br>已有绩效自评表的，直接用“打开”打开它。</p>"
)


class PerformanceWorkspace(QWidget):
    """Signals: went(Cell) to a form in the grid; making(BookSession) when the forms are to be made from the list;
    reporting(BookSession) when the report is to be written.
    """

    went = Signal(object)
    making = Signal(object)
    reporting = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self.session: BookSession | None = None
        self.model = ProjectsModel()
        self.indicators = IndicatorsModel(self._write)
        self.totals = dressed(QLabel(), objectName="caption")
        self.named = dressed(QLabel(), objectName="strong")
        self._make = dressed(QPushButton("生成自评表…"), toolTip="按财决06（没有时按财决05-2）为每个项目做一张表，预算和执行已填好")
        self._report = dressed(QPushButton("导出绩效报告…"), toolTip="绩效自评报告和各表，PDF、Word 或纯文本")
        self._make.clicked.connect(lambda: self.making.emit(self.session))
        self._report.clicked.connect(lambda: self.reporting.emit(self.session))
        self.table = _table("绩效项目", self.model)
        self._delegate = ProjectDelegate(theme, self.table)
        self.table.setItemDelegate(self._delegate)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_indicators())
        self.list = _table("绩效指标", self.indicators)
        self.list.doubleClicked.connect(self._take_suggested)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self._buttons: dict[str, QPushButton] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        upper, self.below = QWidget(), dressed(QFrame(), objectName="findings")
        _column(upper, self._head(), self.table)
        _column(self.below, self._tools(), self.list)
        self._across = QSplitter(Qt.Orientation.Vertical, handleWidth=1, childrenCollapsible=False)
        self._across.addWidget(upper)
        self._across.addWidget(self.below)
        self._empty = dressed(
            QLabel(_EMPTY, textFormat=Qt.TextFormat.RichText), objectName="caption", alignment=Qt.AlignmentFlag.AlignCenter
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._across)
        self._stack.addWidget(self._empty)
        _column(self, self._stack)

    def _head(self) -> QFrame:
        head = dressed(QFrame(), objectName="findingsHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 8, 12, 8)
        row.addWidget(dressed(QLabel("绩效项目"), objectName="strong"))
        row.addSpacing(8)
        row.addWidget(self.totals, 1)
        row.addWidget(self._make)
        row.addWidget(self._report)
        return head

    def _tools(self) -> QFrame:
        head = dressed(QFrame(), objectName="findingsHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 6, 12, 6)
        row.addWidget(self.named, 1)
        acts: dict[str, Callable[[], object]] = {
            "增加指标": self._add,
            "删除": self._remove,
            "上移": lambda: self._move(up=True),
            "下移": lambda: self._move(up=False),
            "填入建议得分": self._fill,
            "打开这张表": lambda: self._open(self.table.currentIndex().row()),
        }
        for words, act in acts.items():
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
            self._buttons[words] = button
        return head

    def button(self, words: str) -> QPushButton:
        """A button below the projects by what it says."""
        return self._buttons[words]

    @property
    def make_button(self) -> QPushButton:
        return self._make

    @property
    def is_empty(self) -> bool:
        """Whether the page says what to do first."""
        return self._stack.currentWidget() is self._empty

    def show_session(self, session: BookSession) -> None:
        """The projects of this workbook, now and after every act."""
        if session is not self.session:
            if self.session is not None:
                self.session.changed.disconnect(self._later)
                self.session.audited.disconnect(self._later)
            self.session = session
            session.changed.connect(self._later)
            session.audited.connect(self._later)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.table.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _later(self, _outcome: object = None) -> None:
        if self.isVisible():
            self._soon.start()

    def refresh(self) -> None:
        """Read the projects anew; the chosen one stays chosen."""
        session = self.session
        if session is None:
            return
        row = max(0, self.table.currentIndex().row())
        lines, known = project_lines(session.desk), len(self.model.lines)
        self.model.show(lines)
        if len(lines) != known:
            self._share_room()
        self.totals.setText(self.model.totals.words)
        self._stack.setCurrentWidget(self._across if self.model.lines else self._empty)
        _set_widths(self.table, HEADS, _WIDTHS, 0)
        if self.model.lines:
            self.table.setCurrentIndex(self.model.index(min(row, len(self.model.lines) - 1), 0))
        self._make.setEnabled(bool(self.model.totals.without) or not self.model.lines)
        self._report.setEnabled(session.desk.has_performance)
        self._show_indicators()

    def _share_room(self) -> None:
        """The list takes what it needs, up to half; the indicators have the rest."""
        room = max(self.height(), _LEAST_ROOM)
        wanted = min(room // 2, _ABOVE_LIST + _ROW * (self.model.rowCount() + 1))
        self._across.setSizes([wanted, room - wanted])

    # the chosen project

    @property
    def line(self) -> ProjectLine | None:
        """The project chosen."""
        return self.model.line(self.table.currentIndex().row())

    @property
    def form(self) -> PerformanceSheet | None:
        """The form of the chosen project."""
        line, session = self.line, self.session
        return performance_sheets(session.desk).get(line.sheet) if line and session else None

    @property
    def indicator(self) -> IndicatorLine | None:
        """The indicator chosen."""
        row = self.list.currentIndex().row()
        return self.indicators.lines[row] if 0 <= row < len(self.indicators.lines) else None

    def _show_indicators(self) -> None:
        form, line, row = self.form, self.line, self.list.currentIndex().row()
        self.indicators.show(indicator_lines(form) if form else ())
        self.below.setVisible(form is not None)
        self.named.setText(line.name if line else "")
        if self.indicators.columns:
            _set_widths(self.list, self.indicators.columns, _INDICATOR_WIDTHS, self.indicators.columns.index("三级"))
        if self.indicators.lines:
            place = min(max(0, row), len(self.indicators.lines) - 1)
            self.list.setCurrentIndex(self.indicators.index(place, self.indicators.columns.index("三级")))
        self._enable()

    def _enable(self) -> None:
        form, chosen = self.form, self.indicator
        row, last = self.list.currentIndex().row(), len(self.indicators.lines) - 1
        can = {
            "增加指标": form is not None,
            "删除": chosen is not None and last > 0,
            "上移": chosen is not None and row > 0,
            "下移": chosen is not None and row < last,
            "填入建议得分": form is not None and bool(fill_scores(form).edits),
            "打开这张表": form is not None,
        }
        for words, button in self._buttons.items():
            button.setEnabled(can[words])

    # acts, each one step of 撤销

    def _add(self) -> None:
        form = self.form
        if form is None:
            return
        lines = self.indicators.lines
        if not lines:
            self.went.emit(Cell(form.sheet, max(1, form.header_row + 1), 1))
            return
        after = (self.indicator or lines[-1]).indicator
        row = next(number for number, line in enumerate(lines) if line.indicator is after)
        if self._perform(lambda: added_below(form, after)):
            self._choose(row + 1)

    def _remove(self) -> None:
        form, chosen = self.form, self.indicator
        if form is not None and chosen is not None:
            self._perform(lambda: remove_indicator(form, chosen.indicator))

    def _move(self, *, up: bool) -> None:
        form, chosen, row = self.form, self.indicator, self.list.currentIndex().row()
        if form is not None and chosen is not None and self._perform(lambda: move_indicator(form, chosen.indicator, up=up)):
            self._choose(row + (-1 if up else 1))

    def _fill(self) -> None:
        form = self.form
        if form is not None:
            self._perform(lambda: fill_scores(form))

    def _take_suggested(self, index: QModelIndex) -> None:
        """A double click on a suggested score takes it."""
        line = self.indicators.lines[index.row()]
        session, suggestion = self.session, line.suggestion
        if session and suggestion and self.indicators.columns[index.column()] == SUGGESTED:
            session.write({suggestion.cell: suggestion.score}, f"采用建议得分 {suggestion.name}")

    def _perform(self, change: Callable[[], Change]) -> bool:
        session = self.session
        if session is None:
            return False
        try:
            made = change()
        except JuesuanError as error:
            session.spoke.emit("error", str(error))
            return False
        done = session.perform(made)
        self.refresh()
        return done

    def _write(self, cell: Cell, text: str) -> None:
        session = self.session
        if session is None:
            return
        typed = session.rules.read(cell, text)
        if typed.problem:
            session.spoke.emit("error", typed.problem)
        else:
            session.write({cell: typed.content}, f"填写 {cell.sheet}")

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.indicators.lines):
            self.list.setCurrentIndex(self.indicators.index(row, self.indicators.columns.index("三级")))

    def _open(self, row: int) -> None:
        """The form in the grid; a project without one offers to make it."""
        line = self.model.line(row)
        if line is not None and line.sheet:
            self.went.emit(Cell(line.sheet, 0, 0))
        elif line is not None:
            self.making.emit(self.session)


def _table(name: str, model: ProjectsModel | IndicatorsModel) -> QTableView:
    table = dressed(QTableView(), accessibleName=name, showGrid=False, wordWrap=False, alternatingRowColors=False)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.horizontalHeader().setHighlightSections(False)
    table.setObjectName("roomy")
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def _set_widths(table: QTableView, names: tuple[str, ...], widths: dict[str, int], stretched: int) -> None:
    header = table.horizontalHeader()
    others = sum(widths.get(name, _COLUMN) for number, name in enumerate(names) if number != stretched)
    roomy = table.viewport().width() >= others + _LEAST_STRETCHED
    for number, name in enumerate(names):
        if number == stretched and roomy:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        else:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(number, _LEAST_STRETCHED if number == stretched else widths.get(name, _COLUMN))


def _column(holder: QWidget, *parts: QWidget) -> None:
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for number, part in enumerate(parts):
        layout.addWidget(part, number == len(parts) - 1)
