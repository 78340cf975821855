"""说明: sections on the left, text in the middle, pages on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from juesuan.document import Document, Missing, Paragraph
from juesuan.window.dressing import dressed
from juesuan.window.jobs import Job, Work
from juesuan.window.narrative.foot import NarrativeFoot, template_words
from juesuan.window.narrative.pages_job import Drawn, draw_whole, draw_words
from juesuan.window.narrative.pages_view import PagesView
from juesuan.window.narrative.section_list import SectionList
from juesuan.window.narrative.text_view import TextView
from juesuan.window.plain.number_at import PrintedNumbers
from juesuan.window.plain.reason_facts import ReasonFacts, facts_of
from juesuan.window.plain.sections import missing_blocks, with_tables
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme

_PAUSE = 700
_WIDTH, _LIST, _PAGES = 1366, 248, 470
_LEAST_LIST, _LEAST_TEXT, _LEAST_PAGES = 190, 500, 200


class NarrativeWorkspace(QWidget):
    """went(Cell): to the cell of a number. Attributes: document, as shown; list, text, pages, foot; problem, why there is no text."""

    went = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session: BookSession | None = None
        self.document: Document | None = None
        self._composed: Document | None = None
        self._whole_document: Document | None = None
        self._job: Job | None = None
        self._stale = False
        self._tables_last = True
        self._moved = False
        self._pages: dict[str, int] = {}
        self._title = ""
        self.problem = dressed(QLabel(), objectName="problem", wordWrap=True)
        self.list = SectionList(theme)
        self.text = TextView(theme)
        self.text.explain = self._explain
        self.pages = PagesView(theme)
        self.foot = NarrativeFoot()
        self._whole = QTimer(self, singleShot=True, interval=_PAUSE)
        self._whole.timeout.connect(self._draw_whole)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_place)
        self.text.asked_cells.connect(lambda cells: self.went.emit(cells[0]))
        self.text.written.connect(self._write)
        self.text.reworded.connect(self._reword)
        self.text.restored.connect(self._restore)
        self.text.reached.connect(self._reach)
        self.pages.pressed.connect(self._press)
        self.foot.next_missing.connect(self.show_next_missing)

    def _lay_out(self) -> None:
        self._across = across = QSplitter(Qt.Orientation.Horizontal, handleWidth=1)
        for part in (self.list, self.text, self.pages):
            across.addWidget(part)
        across.setSizes(room_for(_WIDTH))
        across.setStretchFactor(1, 1)
        across.splitterMoved.connect(lambda *_: setattr(self, "_moved", True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.problem)
        layout.addWidget(across, 1)
        layout.addWidget(self.foot)
        self.problem.hide()

    def show_session(self, session: BookSession) -> None:
        """The text of this workbook, now and after every act."""
        if session is not self.session:
            if self.session is not None:
                self.session.text.composed.disconnect(self._follow)
            self.session, self.document = session, None
            self._composed = self._whole_document = None
            session.text.composed.connect(self._follow)
        if session.text.document is None or not session.ready:
            session.when_ready(session.text.compose)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        for part in (self.list, self.text, self.pages):
            part.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            self._across.setSizes(room_for(event.size().width()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        """The text was composed anew: show it where it differs; pages and figures follow from a thread."""
        if self.session is None or not self.isVisible():
            return
        text = self.session.text
        self._say_problem(text.problem)
        if not text.problem and text.document is not None and text.document != self._composed:
            self._composed = text.document
            self._show()
            self._draw()

    def _say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _show(self) -> None:
        """The words as composed, with the 公开表 of the last whole text where they stand."""
        composed, session = self._composed, self.session
        if composed is None or session is None:
            return
        document = replace(composed, blocks=with_tables(composed, self._whole_document))
        if document != self.document:
            self.document = document
            self.text.show_blocks(document.blocks, self._texts())
            self.list.show_document(document, f"{template_words(document)} 模板")
        self._say()

    def _say(self) -> None:
        if self.document is not None and self.session is not None:
            self.foot.show_document(self.document, self.pages.count, self.session.desk)

    def _texts(self) -> dict[str, str]:
        session = self.session
        form = session.recognition.form("说明资料") if session else None
        if session is None or form is None:
            return {}
        return {key: str(value) for key, cell in form.fields.items() if (value := session.workbook.value(cell)) is not None}

    def _explain(self, paragraph: Paragraph, missing: Missing) -> ReasonFacts:
        if self.session is None:
            return ReasonFacts(missing.explains, None)
        return facts_of(self.session.desk, paragraph, missing)

    # going about

    def _show_place(self, block: int, title: str) -> None:
        self.text.show_block(block)
        self.list.set_place(block)
        self._title = title or self._title_of(block)
        self.pages.show_page(self._pages.get(self._title, -1))

    def _title_of(self, block: int) -> str:
        """The section a block lies in."""
        return next((section.title for section in reversed(self.list.sections) if section.start <= block), "")

    def _reach(self, block: int) -> None:
        self.list.set_place(block)

    def show_section(self, title: str) -> None:
        """The section whose title begins so, in text and pages."""
        self.list.show_section(title)

    def show_next_missing(self) -> None:
        """To the next place in which something is missing, from the first one again after the last."""
        blocks = missing_blocks(self.document) if self.document is not None else ()
        if not blocks:
            return
        here = self.text.place()
        block = next((block for block in blocks if block > here), blocks[0])
        self._show_place(block, "")
        for box in self.text.boxes_of(block)[:1]:
            box.field.setFocus()

    def _press(self, line: str, place: int) -> None:
        """A click on the printed page: where a figure stands, to its cell."""
        document = self._whole_document or self.document
        cells = PrintedNumbers(document).cells_at(line, place) if document is not None else ()
        if cells:
            self.went.emit(cells[0])

    # what is typed

    def _write(self, key: str, text: str) -> None:
        """What was typed goes where the workbook keeps it, as one act."""
        from juesuan.narrative import AnswerPlace, answer_place

        session = self.session
        if session is None:
            return
        cell = session.desk.answer_cell(key)
        place = AnswerPlace(cell.sheet, cell, {}) if cell else answer_place(session.recognition, key)
        if place is None:
            session.spoke.emit("error", f"工作簿里没有填写“{key}”的地方，写不进去。请用“新建”生成的工作簿，或在“说明资料”表补上这一行。")
            return
        session.provide(place.sheet)
        typed = session.rules.read(place.cell, text)
        if typed.problem:
            session.spoke.emit("error", typed.problem)
        else:
            session.write({**place.beside, place.cell: typed.content}, f"填写 {key}")

    def _reword(self, key: str, text: str) -> None:
        if self.session is not None:
            self.session.reword(key, text)

    def _restore(self, key: str) -> None:
        if self.session is not None:
            self.session.restore(key)

    # pages

    def _draw(self) -> None:
        """One job at a time; what changes meanwhile is drawn after it. The words come first, the whole when the acts pause."""
        document = self._composed
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
            whole = drawn.document
            if whole is not None:
                self._tables_last, self._whole_document = drawn.tables_last, whole
                self._show()
            if whole is not None or (self._tables_last and self.pages.current < len(drawn.sizes)):
                self._pages = drawn.pages
                self.pages.show_pdf(drawn.pdf, drawn.sizes)
                if self._title and not self.pages.scrolled:
                    self.pages.show_page(self._pages.get(self._title, -1))
            self.text.show_pictures(drawn.pictures)
            self._say()
        if self._stale:
            self._draw()

    def _fail(self, sentence: str) -> None:
        self._job = None
        self._say_problem(sentence)
        if self._stale:
            self._draw()


def room_for(width: int) -> list[int]:
    """Widths of list, text and pages: on a small screen the pages give way first, then the list."""
    pages = min(_PAGES, width - _LIST - _LEAST_TEXT)
    if pages >= _LEAST_PAGES:
        return [_LIST, width - _LIST - pages, pages]
    listed = max(_LEAST_LIST, min(_LIST, width - _LEAST_TEXT))
    return [listed, width - listed, 0]
