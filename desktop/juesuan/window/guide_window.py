"""F1: the user's guide, part of the package, in a window of its own: chapters, search, pictures."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QShowEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from juesuan.resources import resource
from juesuan.window.dressing import dressed
from juesuan.window.file_work import show_file
from juesuan.window.plain.guide_pages import Chapter, chapters_of, page_names, prepared
from juesuan.window.theme import Theme

_PLACE = Qt.ItemDataRole.UserRole
_PICTURE = 640
_SIZE = QSize(960, 660)


class GuideView(QTextBrowser):
    """Pictures drawn smoothly at the width they are shown in."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = resource("guide") / QUrl(name).fileName()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.exists():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        picture = QImage(str(path)).scaledToWidth(round(_PICTURE * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture


class GuideWindow(QDialog):
    """Attributes: list of chapters, view, search. `open_at` goes to a chapter by its title."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = ""
        self._folder = resource("guide")
        self.setWindowTitle("使用指南")
        self.resize(_SIZE.boundedTo(parent.size()) if parent is not None else _SIZE)
        self.search = dressed(QLineEdit(), objectName="search", placeholderText="在指南里查找，回车到下一处", clearButtonEnabled=True)
        self.list = dressed(QListWidget(), accessibleName="指南的章节")
        self.view = dressed(GuideView(), openLinks=False, accessibleName="指南正文", objectName="guide")
        self.found = dressed(QLabel(), objectName="caption")
        self._outside = dressed(QPushButton("在浏览器中打开"), autoDefault=False)
        self._outside.clicked.connect(lambda: show_file(self._folder / f"{self._page}.html"))
        self.search.returnPressed.connect(self.find_next)
        self.list.currentItemChanged.connect(lambda item, _: self._show(item.data(_PLACE)) if item else None)
        self.view.anchorClicked.connect(self._follow)
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 8, 10, 8)
        top.addWidget(self.search, 1)
        top.addWidget(self.found)
        top.addWidget(self._outside)
        across = QSplitter(Qt.Orientation.Horizontal, handleWidth=1)
        across.addWidget(self.list)
        across.addWidget(self.view)
        across.setSizes([220, 740])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(across, 1)

    def _fill(self) -> None:
        for page in page_names(self._folder):
            for chapter in chapters_of(self._folder / f"{page}.html"):
                item = QListWidgetItem(f"　{chapter.title}" if chapter.anchor else chapter.title)
                item.setData(_PLACE, chapter)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def open_at(self, title: str) -> None:
        """The chapter whose title holds these words; the first page where none does."""
        rows = (row for row in range(self.list.count()) if title in self.list.item(row).text())
        self.list.setCurrentRow(next(rows, 0))

    def find_next(self) -> None:
        """The next place that says what is searched for, on this page and then on the others."""
        words = self.search.text().strip()
        if not words or self.view.find(words):
            self.found.clear()
            return
        pages = page_names(self._folder)
        here = pages.index(self._page)
        for page in (*pages[here + 1 :], *pages[: here + 1]):
            self._load(page)
            if self.view.find(words):
                self.found.setText(f"在“{page}”")
                return
        self.found.setText("没有找到")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.setFocus()

    def _show(self, chapter: Chapter) -> None:
        self._load(chapter.page)
        if chapter.anchor:
            self.view.scrollToAnchor(chapter.anchor)
        else:
            self.view.verticalScrollBar().setValue(0)

    def _load(self, page: str) -> None:
        if page == self._page:
            return
        self._page = page
        theme = self._theme
        self.view.document().setMetaInformation(QTextDocument.MetaInformation.DocumentUrl, "")
        self.view.setSearchPaths([str(self._folder)])
        self.view.document().setDefaultStyleSheet(
            f"body {{ color: {theme.ink}; }} h1 {{ color: {theme.ink}; }} h2 {{ color: {theme.accent}; }} a {{ color: {theme.accent}; }}"
            f"table {{ border-collapse: collapse; border-style: solid; border-color: {theme.grid}; }}"
            f"code, pre {{ background: {theme.header}; }} th {{ background: {theme.accent_soft}; }} figcaption {{ color: {theme.muted}; }}"
        )
        self.view.setHtml(prepared(self._folder / f"{page}.html", _PICTURE))

    def _follow(self, url: QUrl) -> None:
        """Links between the pages stay here; others go to the system's own program."""
        target = Path(re.sub(r"#.*", "", url.toString()))
        if target.suffix == ".html" and (self._folder / target.name).exists():
            self.open_at(target.stem)
        elif url.fragment():
            self.view.scrollToAnchor(url.fragment())
