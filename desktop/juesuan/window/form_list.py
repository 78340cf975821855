"""报表导航: the forms in groups, each with how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from juesuan.forms.form import Form
from juesuan.window.dressing import dressed
from juesuan.window.marks import marked_width, paint_marked
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

CELL, STATUS, SEVERITY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_AUTOMATIC = "公开表（自动）"
_GROUPS = ("封面", "决算报表", "公开表", _AUTOMATIC, "绩效", "说明资料", "其他表")
_PLAIN = ("held", "plain")
_MOST_ROWS = 40
_HEIGHT = 28


@dataclass(frozen=True)
class FormStatus:
    """What the badge says: words, and the colour's role."""

    words: str
    role: str


class FormList(QFrame):
    """chosen(Cell): go to a form (row 0: wherever its cursor was) or to a row found by search."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._session: BookSession | None = None
        self._missing = 0
        self._filled: dict[str, bool] = {}
        self.search = dressed(
            QLineEdit(), objectName="search", placeholderText="搜索报表、科目、行次", clearButtonEnabled=True, accessibleName="搜索报表"
        )
        self.search.textChanged.connect(self.rebuild)
        self.search.returnPressed.connect(self._choose_first)
        self.items = QStandardItemModel(self)
        self.view = dressed(
            QListView(), accessibleName="报表导航", editTriggers=QListView.EditTrigger.NoEditTriggers, uniformItemSizes=True
        )
        self.view.setModel(self.items)
        self._delegate = BadgeDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        row = QVBoxLayout()
        row.setContentsMargins(10, 0, 10, 4)
        row.addWidget(self.search)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.view.viewport().update()

    def set_missing(self, count: int) -> None:
        """How many places of the narrative are 待填."""
        if count != self._missing:
            self._missing = count
            self.refresh()

    def automatic(self, name: str) -> str:
        """The code of the 公开表 called so among those that follow from the forms; empty where there is none."""
        wanted = name.strip().removesuffix("表")
        cells = [self.items.item(row).data(CELL) for row in range(self.items.rowCount())]
        return next((cell.sheet for cell in cells if cell is not None and cell.row < 0 and cell.sheet.removesuffix("表") == wanted), "")

    def show_session(self, session: BookSession) -> None:
        self._session = session
        self.rebuild()

    def rebuild(self) -> None:
        """Lay the list anew: another workbook, other rows, another search."""
        self.items.clear()
        self._filled.clear()
        if self._session is None:
            return
        wanted = self.search.text().strip().casefold()
        groups: dict[str, list[QStandardItem]] = {group: [] for group in _GROUPS}
        for sheet in self._session.sheets():
            form = self._session.form(sheet.name)
            name = form_name(form, sheet.name)
            if wanted in name.casefold():
                groups[_group(form)].append(_item(name, Cell(sheet.name, 0, 0)))
        groups[_AUTOMATIC] = [_item(name, Cell(code, -1, 0)) for code, name in self._automatic(groups) if wanted in name.casefold()]
        for group, items in groups.items():
            if items:
                if group != "封面":
                    self.items.appendRow(_heading(group))
                for item in items:
                    self.items.appendRow(item)
        if wanted:
            self._add_rows(wanted)
        self.refresh()

    def _automatic(self, groups: dict[str, list[QStandardItem]]) -> list[tuple[str, str]]:
        """公开表 that follow from the forms: code and name; none without 财决 forms or where the workbook has its own."""
        session = self._session
        if session is None or groups["公开表"] or not groups["决算报表"]:
            return []
        from juesuan.disclosure import own_province, table_list

        province = session.desk.province or own_province(session.recognition)
        tables = table_list(province, session.recognition.edition or 0)
        return [(table.code, f"公开{number:02d}　{table.title.format(年度='').strip()}") for number, table in enumerate(tables, 1)]

    def refresh(self, sheets: Iterable[str] = ()) -> None:
        """The badges, after an act on these sheets."""
        if self._session is None:
            return
        for sheet in sheets:
            self._filled.pop(sheet, None)
        statuses = self._statuses()
        for number in range(self.items.rowCount()):
            item = self.items.item(number)
            cell = item.data(CELL)
            status = statuses.get(cell.sheet) if cell is not None and cell.row == 0 else None
            if item.data(STATUS) != status:
                item.setData(status, STATUS)
                item.setData(f"{item.text()} {status.words if status else ''}", Qt.ItemDataRole.AccessibleTextRole)

    def set_current(self, sheet: str) -> None:
        """The form in view."""
        for number in range(self.items.rowCount()):
            cell = self.items.item(number).data(CELL)
            if cell is not None and cell.row == 0 and cell.sheet == sheet:
                self.view.setCurrentIndex(self.items.index(number, 0))
                return

    def _statuses(self) -> dict[str, FormStatus]:
        session = self._session
        if session is None:
            return {}
        counts: dict[str, dict[str, set[str]]] = {}
        for cell, findings in session.marks.items():
            for finding in findings:
                if not finding.explanation:
                    counts.setdefault(cell.sheet, {}).setdefault(finding.severity, set()).add(finding.key)
        return {sheet.name: self._status(session.form(sheet.name), counts.get(sheet.name, {})) for sheet in session.sheets()}

    def _status(self, form: Form | None, counts: dict[str, set[str]]) -> FormStatus:
        if form is None:
            return FormStatus("", "muted")
        session = self._session
        if session is not None and form.columns and not self._has_amounts(session, form):
            return FormStatus("—", "plain")
        if counts.get("error"):
            return FormStatus(f"✗ {len(counts['error'])}", "error")
        if counts.get("confirm"):
            return FormStatus(f"! {len(counts['confirm'])}", "confirm")
        if form.code == "说明资料" and self._missing:
            return FormStatus(f"待填 {self._missing}", "confirm")
        return FormStatus("✓", "held")

    def _has_amounts(self, session: BookSession, form: Form) -> bool:
        """Looked up once, and again after an act on its sheet."""
        if form.sheet not in self._filled:
            self._filled[form.sheet] = _has_amounts(session, form)
        return self._filled[form.sheet]

    def _add_rows(self, wanted: str) -> None:
        found: list[QStandardItem] = []
        for sheet in self._session.sheets() if self._session else ():
            form = self._session.form(sheet.name) if self._session else None
            for row in form.rows if form else ():
                name = f"{row.line or row.subject} {row.label.strip()}"
                if form and wanted in name.casefold() and len(found) < _MOST_ROWS:
                    column = next((column.column for column in form.columns if column.panel == row.panel), 1)
                    found.append(_item(f"{form.code}　{name}", Cell(sheet.name, row.row, column)))
        if found:
            self.items.appendRow(_heading("科目和行次"))
            for item in found:
                self.items.appendRow(item)

    def _choose(self, index: QModelIndex) -> None:
        cell = index.data(CELL)
        if cell is not None:
            self.chosen.emit(cell)

    def _choose_first(self) -> None:
        for number in range(self.items.rowCount()):
            if self.items.item(number).data(CELL) is not None:
                self._choose(self.items.index(number, 0))
                return


def form_name(form: Form | None, sheet: str) -> str:
    """`财决01　收入支出决算总表`; a sheet that is no form goes by its own name."""
    if form is None:
        return sheet
    title = form.title.split("(")[0].split("（")[0].strip()
    return form.code if title in ("", form.code) or form.kind == "cover" else f"{form.code}　{title}"


def _has_amounts(session: BookSession, form: Form) -> bool:
    """Whether any number other than zero stands in the table."""
    workbook = session.workbook
    places = {(row.row, column.column) for row in form.rows for column in form.columns}
    return any(
        isinstance(value, Decimal) and value and (row, column) in places for row, column, value in workbook.sheet(form.sheet).cells()
    )


def _group(form: Form | None) -> str:
    if form is None:
        return "其他表"
    if form.kind == "cover":
        return "封面"
    if form.kind == "input" or form.code.startswith("说明资料"):
        return "说明资料"
    if form.code.startswith("绩效"):
        return "绩效"
    return "公开表" if form.code.startswith("公开") else "决算报表"


def _item(text: str, cell: Cell) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(cell, CELL)
    item.setToolTip(text)
    return item


def _heading(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class BadgeDelegate(QStyledItemDelegate):
    """Paints one line: name on the left, badge on the right, the current one on the accent's ground."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, max(_HEIGHT, option.fontMetrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if current:
            painter.fillRect(rect, self.theme.color("accent_soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self.theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver and index.data(CELL) is not None:
            painter.fillRect(rect, self.theme.color("hover"))
        font = QFont(option.font)
        font.setBold(current)
        heading = index.data(CELL) is None
        painter.setFont(font)
        taken = 0 if heading else self._badge(painter, rect, index.data(STATUS))
        painter.setFont(font)
        painter.setPen(self.theme.color("muted" if heading else "accent" if current else "ink"))
        room = rect.adjusted(14, 4 if heading else 0, -taken - (20 if taken else 12), 0)
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _badge(self, painter: QPainter, rect: QRect, status: FormStatus | None) -> int:
        """Width taken."""
        if status is None or not status.words:
            return 0
        font = painter.font()
        font.setBold(False)
        painter.setFont(font)
        width = marked_width(painter, status.words) + (14 if status.role not in _PLAIN else 0)
        place = QRect(rect.right() - 12 - width, rect.center().y() - 9, width, 19)
        if status.role in _PLAIN:
            painter.setPen(self.theme.color("held" if status.role == "held" else "muted"))
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color(status.role))
            painter.drawRoundedRect(place, 9, 9)
            painter.setPen(self.theme.color("on_accent"))
        paint_marked(painter, place, status.words)
        return width
