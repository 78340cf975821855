"""The left side of 说明: search, the sections with how they stand, the paragraphs that were worded anew."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from juesuan.document import Document
from juesuan.window.dressing import dressed
from juesuan.window.form_list import CELL, STATUS, BadgeDelegate, FormStatus
from juesuan.window.plain.sections import Section, rewritten_blocks, search, sections_of
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

_TITLE = Qt.ItemDataRole.UserRole + 7
_MOST_HITS = 60


class SectionList(QFrame):
    """chosen(block, title): go to a block of the document; title of its section where it was one."""

    chosen = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._document: Document | None = None
        self._template = ""
        self.sections: tuple[Section, ...] = ()
        self.search = dressed(
            QLineEdit(), objectName="search", placeholderText="搜索章节和正文", clearButtonEnabled=True, accessibleName="搜索情况说明"
        )
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._choose_next)
        self.items = QStandardItemModel(self)
        self.view = dressed(QListView(), accessibleName="章节", editTriggers=QListView.EditTrigger.NoEditTriggers)
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

    def show_document(self, document: Document, template: str) -> None:
        """template: what the text is written from, `四川 2020 模板`."""
        self._document, self._template = document, template
        self.sections = sections_of(document)
        self._fill()

    def show_section(self, title: str) -> None:
        """Choose the section whose title begins so."""
        section = next((section for section in self.sections if section.title.startswith(title)), None)
        if section is not None:
            self.search.clear()
            self.set_place(section.start)
            self.chosen.emit(section.start, section.title)

    def set_place(self, block: int) -> None:
        """Mark the section that a block lies in."""
        at = max((section.start for section in self.sections if section.start <= block), default=-1)
        for number in range(self.items.rowCount()):
            item = self.items.item(number)
            if item.data(_TITLE) and item.data(CELL) is not None and item.data(CELL).column == at:
                self.view.setCurrentIndex(self.items.index(number, 0))

    def titles(self) -> list[str]:
        """Everything listed."""
        return [self.items.item(number).text() for number in range(self.items.rowCount())]

    def statuses(self) -> dict[str, str]:
        """What the badge of each line says."""
        items = [self.items.item(number) for number in range(self.items.rowCount())]
        return {item.text(): item.data(STATUS).words for item in items if item.data(STATUS) is not None}

    def _fill(self) -> None:
        here = self.view.currentIndex().data(CELL)
        self.items.clear()
        document = self._document
        if document is None:
            return
        wanted = self.search.text().strip()
        if wanted:
            self._add_found(document, wanted)
            return
        self._add_heading(self._template)
        for section in self.sections:
            if section.level == 0 and not section.leaf:
                self._add_heading(section.shown)
            else:
                self._add(section.shown, section.start, section.title, _status(section))
        self._add_rewritten(document)
        if here is not None:
            self.set_place(here.column)

    def _add_found(self, document: Document, wanted: str) -> None:
        for section in self.sections:
            if wanted.casefold() in section.title.casefold():
                self._add(section.shown, section.start, section.title, _status(section))
        hits = search(document, wanted)
        self._add_heading(f"正文 {len(hits)} 处" if hits else "正文里没有找到")
        for block, words in hits[:_MOST_HITS]:
            self._add(words, block, "", None)

    def _add_rewritten(self, document: Document) -> None:
        blocks = rewritten_blocks(document)
        if blocks:
            self._add_heading(f"已改写的段落（{len(blocks)}）")
        for block, words in blocks:
            self._add(words, block, "", None)

    def _add_heading(self, words: str) -> None:
        item = QStandardItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.items.appendRow(item)

    def _add(self, words: str, block: int, title: str, status: FormStatus | None) -> None:
        item = QStandardItem(words)
        item.setToolTip(title or words)
        item.setData(Cell("", 0, block), CELL)
        item.setData(title, _TITLE)
        item.setData(status, STATUS)
        item.setData(f"{words} {status.words if status else ''}", Qt.ItemDataRole.AccessibleTextRole)
        self.items.appendRow(item)

    def _choose(self, index: QModelIndex) -> None:
        cell = index.data(CELL)
        if cell is not None:
            self.chosen.emit(cell.column, index.data(_TITLE) or "")

    def _choose_next(self) -> None:
        """Enter in the search field: the next line found, from the first one again after the last."""
        lines = [row for row in range(self.items.rowCount()) if self.items.item(row).data(CELL) is not None]
        if lines:
            here = self.view.currentIndex().row()
            row = next((row for row in lines if row > here), lines[0])
            self.view.setCurrentIndex(self.items.index(row, 0))
            self._choose(self.items.index(row, 0))


def _status(section: Section) -> FormStatus | None:
    if section.missing:
        return FormStatus(f"待填 {section.missing}", "confirm")
    if section.rewritten:
        return FormStatus("已改写", "held")
    return FormStatus("✓", "held") if section.level else None
