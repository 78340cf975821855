"""说明: sections on the left, text in the middle, pages on the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLabel, QListView, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from juesuan.document import Document
from juesuan.window.dressing import dressed
from juesuan.window.form_list import CELL, STATUS, BadgeDelegate, FormStatus
from juesuan.window.jobs import Job, Work
from juesuan.window.narrative.pages_job import Drawn, draw_whole, draw_words
from juesuan.window.narrative.pages_view import PagesView
from juesuan.window.narrative.text_view import TextView
from juesuan.window.plain.sections import Section, sections_of
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

_PAUSE = 700


class NarrativeWorkspace(QWidget):
    """went(Cell): to the cell of a number."""

    went = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session: BookSession | None = None
        self.document: Document | None = None
        self._sections: tuple[Section, ...] = ()
        self._job: Job | None = None
        self._stale = False
        self._items = QStandardItemModel(self)
        self._list = dressed(QListView(), accessibleName="章节", editTriggers=QListView.EditTrigger.NoEditTriggers)
        self._list.setModel(self._items)
        self._delegate = BadgeDelegate(theme, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._show_section)
        self._list.activated.connect(self._show_section)
        self.words = dressed(QLabel(), objectName="caption", wordWrap=True)
        self.words.setContentsMargins(14, 10, 14, 8)
        self.text = TextView(theme)
        self.text.asked_cells.connect(lambda cells: self.went.emit(cells[0]))
        self.text.written.connect(self._write)
        self.text.reworded.connect(self._reword)
        self.text.restored.connect(self._restore)
        self.pages = PagesView(theme)
        self._tables_last = True
        self._pages: dict[str, int] = {}
        self._whole = QTimer(self, singleShot=True, interval=_PAUSE)
        self._whole.timeout.connect(self._draw_whole)
        self._lay_out()

    def _lay_out(self) -> None:
        side = dressed(QFrame(), objectName="side")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self._list, 1)
        across = QSplitter(Qt.Orientation.Horizontal, handleWidth=1)
        for part in (side, self.text, self.pages):
            across.addWidget(part)
        across.setSizes([248, 648, 470])
        across.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(across)

    def show_session(self, session: BookSession) -> None:
        """The text of this workbook, now and after every act."""
        if session is not self.session:
            if self.session is not None:
                self.session.text.composed.disconnect(self._follow)
            self.session, self.document = session, None
            session.text.composed.connect(self._follow)
        if session.text.document is None or not session.ready:
            session.when_ready(session.text.compose)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        for part in (self.text, self.pages):
            part.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        """The text was composed anew: show it where it differs; pages and figures follow from a thread."""
        if self.session is None or not self.isVisible():
            return
        text = self.session.text
        if text.problem:
            self.words.setText(text.problem)
        elif text.document is not None and text.document != self.document:
            self.document = text.document
            self.text.show_document(text.document, self._texts())
            self._fill_sections(text.document)
            self._say()
            self._draw()

    def _say(self) -> None:
        if self.document is not None:
            missing, own = len(self.document.missing()), len(self.document.rewritings)
            pages = [f"共 {self.pages.count} 页"] if self.pages.count else []
            parts = [*pages, f"待填 {missing} 处" if missing else "没有待填", *([f"已改写 {own} 段"] if own else [])]
            self.words.setText(" · ".join(parts))

    def _texts(self) -> dict[str, str]:
        session = self.session
        form = session.recognition.form("说明资料") if session else None
        if session is None or form is None:
            return {}
        return {key: str(value) for key, cell in form.fields.items() if (value := session.workbook.value(cell)) is not None}

    def _fill_sections(self, document: Document) -> None:
        here = self._list.currentIndex().row()
        self._sections = sections_of(document)
        self._items.clear()
        for number, section in enumerate(self._sections):
            item = QStandardItem(section.title)
            item.setToolTip(section.title)
            item.setData(Cell("", 0, number) if section.level else None, CELL)
            status = _status(section)
            item.setData(status if section.level else None, STATUS)
            self._items.appendRow(item)
        if here >= 0:
            self._list.setCurrentIndex(self._items.index(min(here, self._items.rowCount() - 1), 0))

    def _show_section(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._sections):
            section = self._sections[index.row()]
            self.text.show_block(section.start)
            self.pages.show_page(self._pages.get(section.title, -1))

    def show_section(self, title: str) -> None:
        """The section whose title begins so, in text and pages."""
        row = next((number for number, section in enumerate(self._sections) if section.title.startswith(title) and section.level), -1)
        if row >= 0:
            self._list.setCurrentIndex(self._items.index(row, 0))
            self._show_section(self._items.index(row, 0))

    def _write(self, key: str, text: str) -> None:
        """What was typed goes where the workbook keeps it, as one act."""
        session = self.session
        if session is None:
            return
        cell = session.desk.answer_cell(key)
        if cell is None:
            session.spoke.emit("error", f"工作簿里没有填写“{key}”的地方，写不进去。请用“新建”生成的工作簿，或在“说明资料”表补上这一行。")
            return
        typed = session.rules.read(cell, text)
        if typed.problem:
            session.spoke.emit("error", typed.problem)
        else:
            session.write({cell: typed.content}, f"填写 {key}")

    def _reword(self, key: str, text: str) -> None:
        if self.session is not None:
            self.session.reword(key, text)

    def _restore(self, key: str) -> None:
        if self.session is not None:
            self.session.restore(key)

    # pages

    def _draw(self) -> None:
        """One job at a time; what changes meanwhile is drawn after it. The words come first, the whole when the acts pause."""
        document = self.document
        if self._job is not None or document is None or self.session is None:
            self._stale = document is not None
            return
        self._stale = False
        figures, ratio = self.text.wanted_pictures(), self.devicePixelRatioF()
        self._start(lambda progress: draw_words(document, figures, ratio, progress))
        self._whole.start(_PAUSE if self._tables_last else 0)

    def _draw_whole(self) -> None:
        session = self.session
        if session is None or not self.isVisible():
            return
        if self._job is not None or not session.ready:
            self._whole.start()
            return
        acts, desk = session.text.acts, session.desk
        self._start(lambda progress: draw_whole(desk, progress), lambda: session is self.session and acts == session.text.acts)

    def _start(self, work: Work, still: Callable[[], bool] = lambda: True) -> None:
        """still: whether the result may be used when it comes; the window may be gone by then."""
        self._job = Job("生成页面", work)
        self._job.finished.connect(lambda drawn: self._take(drawn if still() else None) if isValid(self) else None)
        self._job.failed.connect(lambda sentence: self._fail(sentence if still() else "") if isValid(self) else None)
        self._job.cancelled.connect(lambda: self._fail("") if isValid(self) else None)
        self._job.start()

    def _take(self, drawn: Drawn | None) -> None:
        self._job = None
        if drawn is not None:
            self._tables_last = drawn.tables_last if drawn.whole else self._tables_last
            if drawn.whole or self._tables_last:
                self._pages = drawn.pages
                self.pages.show_pdf(drawn.pdf, drawn.sizes)
            self.text.show_pictures(drawn.pictures)
            self._say()
        if self._stale:
            self._draw()

    def _fail(self, sentence: str) -> None:
        self._job = None
        if sentence:
            self.words.setText(sentence)
        if self._stale:
            self._draw()


def _status(section: Section) -> FormStatus:
    if section.missing:
        return FormStatus(f"待填 {section.missing}", "confirm")
    return FormStatus("已改写", "held") if section.rewritten else FormStatus("✓", "held")
