"""说明: sections on the left, text in the middle, pages on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLabel, QListView, QSplitter, QVBoxLayout, QWidget

from juesuan.document import Document, Figure
from juesuan.errors import JuesuanError
from juesuan.window.dressing import dressed
from juesuan.window.form_list import CELL, STATUS, BadgeDelegate, FormStatus
from juesuan.window.jobs import Job, Progress
from juesuan.window.narrative.pages_view import PagesView
from juesuan.window.narrative.text_view import TextView
from juesuan.window.plain.sections import Section, sections_of
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

_SOON = 80
_FIGURE_WIDTH = 420.0
_FIGURE_SCALE = 1.25


class NarrativeWorkspace(QWidget):
    """Signals: went(Cell) to the cell of a number; composed(Document) after the text is up to date."""

    went = Signal(object)
    composed = Signal(object)

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
        self.pages = PagesView(theme)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.refresh)
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
                self.session.changed.disconnect(self._later)
                self.session.rebuilt.disconnect(self._later)
            self.session = session
            session.changed.connect(self._later)
            session.rebuilt.connect(self._later)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        for part in (self.text, self.pages):
            part.set_theme(theme)

    def _later(self) -> None:
        if self.isVisible():
            self._soon.start()

    def refresh(self) -> None:
        """Compose anew; pages and figures follow from a thread."""
        if self.session is None:
            return
        try:
            document = self.session.desk.document()
        except JuesuanError as error:
            self.words.setText(str(error))
            return
        self.words.setText(f"{len(document.missing())} 处待填" if document.missing() else "没有待填")
        if document != self.document:
            self.document = document
            self.text.show_document(document, self._texts())
            self._fill_sections(document)
            self._draw()
        self.composed.emit(document)

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
            status = FormStatus(f"待填 {section.missing}", "confirm") if section.missing else FormStatus("✓", "held")
            item.setData(status if section.level else None, STATUS)
            self._items.appendRow(item)
        if here >= 0:
            self._list.setCurrentIndex(self._items.index(min(here, self._items.rowCount() - 1), 0))

    def _show_section(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._sections):
            self.text.show_block(self._sections[index.row()].start)

    def _write(self, key: str, text: str) -> None:
        """What was typed goes into 说明资料, as one act."""
        session = self.session
        form = session.recognition.form("说明资料") if session else None
        cell = form.fields.get(key) if form else None
        if session is None:
            return
        if cell is None:
            session.spoke.emit("error", f"工作簿的“说明资料”表里没有“{key}”这一项，写不进去。请用“新建”生成的工作簿，或在该表补上这一行。")
            return
        typed = session.rules.read(cell, text)
        session.write({cell: typed.content}, f"填写 {key}")

    def _draw(self) -> None:
        """One job at a time; what changes meanwhile is drawn after it."""
        if self._job is not None:
            self._stale = True
            return
        document, figures = self.document, self.text.wanted_pictures()
        if document is None:
            return
        self._stale = False
        ratio = self.devicePixelRatioF()
        self._job = Job("生成页面", lambda progress: _drawn(document, figures, ratio, progress))
        self._job.finished.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(lambda: self._fail(""))
        self._job.start()

    def _take(self, drawn: tuple[bytes, list[tuple[float, float]], dict[Figure, QImage]]) -> None:
        pdf, sizes, pictures = drawn
        self._job = None
        self.pages.show_pdf(pdf, sizes)
        self.text.show_pictures(pictures)
        if self.document is not None:
            missing = len(self.document.missing())
            self.words.setText(f"共 {len(sizes)} 页 · {f'待填 {missing} 处' if missing else '没有待填'}")
        if self._stale:
            self._draw()

    def _fail(self, sentence: str) -> None:
        self._job = None
        if sentence:
            self.words.setText(sentence)


def _drawn(
    document: Document, figures: list[Figure], ratio: float, progress: Progress
) -> tuple[bytes, list[tuple[float, float]], dict[Figure, QImage]]:
    from juesuan import charts, render

    pdf = render.pdf_bytes(document, progress=lambda done, total: progress(100 * done // max(1, total), ""))
    pictures = {}
    for figure in figures:
        raster = charts.rasterise(charts.pdf_bytes(figure, _FIGURE_WIDTH), 0, _FIGURE_SCALE * ratio)
        image = QImage(raster.pixels, raster.width, raster.height, raster.width * 4, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(ratio)
        pictures[figure] = image
    return pdf, _page_sizes(pdf), pictures


def _page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """In pt."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        boxes = [[float(edge) for edge in page.mediabox] for page in file.pages]
    return [(right - left, top - bottom) for left, bottom, right, top in boxes]
