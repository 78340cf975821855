"""The text of the document, block by block; only blocks that differ are made anew."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from juesuan.document import Block, Cover, Document, Figure, Heading, Missing, Paragraph, Table
from juesuan.window.dressing import dressed
from juesuan.window.narrative.missing_box import InputBox
from juesuan.window.plain.document_html import Links, block_html, table_html
from juesuan.window.theme import Theme

_HINT = "单击数字到它的单元格，单击填写的文字可修改，右键可改写这一段"
_SIZES = {0: 17, 1: 15, 2: 14, 3: 13}


class TextView(QScrollArea):
    """Signals: asked_cells(cells) when a number was clicked; written(key, text) when something was typed that was missing;
    reworded(key, text) when a paragraph was worded anew; restored(key) when it is to be the template's again.
    """

    asked_cells = Signal(tuple)
    written = Signal(str, str)
    reworded = Signal(str, str)
    restored = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("text")
        self.setAccessibleName("情况说明正文")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._theme = theme
        self._blocks: list[Block] = []
        self._pictures: dict[Figure, QImage] = {}
        self._opened: str = ""
        self._texts: dict[str, str] = {}
        self._widgets: list[QWidget] = []
        self._page = dressed(QWidget(), objectName="centre")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(30, 20, 30, 40)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self.setWidget(self._page)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        blocks, self._blocks = self._blocks, []
        for number in reversed(range(len(self._widgets))):
            self._remove(number)
        self._fill(blocks)

    def show_document(self, document: Document, texts: dict[str, str]) -> None:
        """texts: what stands in 说明资料 by key, for changing it."""
        self._texts = texts
        self._fill(document.blocks)

    def show_pictures(self, pictures: dict[Figure, QImage]) -> None:
        """Figures drawn meanwhile."""
        self._pictures |= pictures
        for number, block in enumerate(self._blocks):
            if isinstance(block, Figure) and block in pictures:
                self._replace(number, block)

    def wanted_pictures(self) -> list[Figure]:
        """Figures that are not drawn yet."""
        return [block for block in self._blocks if isinstance(block, Figure) and block not in self._pictures]

    def show_block(self, number: int) -> None:
        """Scroll to a block."""
        if number < len(self._widgets):
            self._column.activate()
            self.verticalScrollBar().setValue(max(0, self._widgets[number].y() - 16))

    def boxes(self) -> list[InputBox]:
        """Where something can be typed now."""
        return self._page.findChildren(InputBox)

    def text(self) -> str:
        """Everything shown, for searching."""
        return "\n".join(label.text() for label in self._page.findChildren(QLabel))

    def _fill(self, blocks: Iterable[Block]) -> None:
        wanted = list(blocks)
        same = next(
            (n for n, (old, new) in enumerate(zip(self._blocks, wanted, strict=False)) if old != new), min(len(self._blocks), len(wanted))
        )
        if len(self._blocks) == len(wanted):
            for number in range(same, len(wanted)):
                if self._blocks[number] != wanted[number]:
                    self._replace(number, wanted[number])
        else:
            while len(self._blocks) > same:
                self._remove(len(self._blocks) - 1)
                self._blocks.pop()
            for number, block in enumerate(wanted[same:], same):
                self._insert(number, block)
        self._blocks = wanted

    def _replace(self, number: int, block: Block) -> None:
        self._remove(number)
        self._insert(number, block)

    def _insert(self, number: int, block: Block) -> None:
        widget = self._widget(block)
        self._widgets.insert(number, widget)
        self._column.insertWidget(number, widget)

    def _remove(self, number: int) -> None:
        widget = self._widgets.pop(number)
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _widget(self, block: Block) -> QWidget:
        if isinstance(block, Heading | Paragraph):
            return self._words(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, Table):
            words = table_html(block, self._theme.grid, self._theme.header)
            return dressed(QLabel(words), textFormat=Qt.TextFormat.RichText, wordWrap=True)
        widget = dressed(QLabel(_plain_words(block)), objectName="caption", alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        widget.setVisible(bool(_plain_words(block)))
        return widget

    def _words(self, block: Heading | Paragraph) -> QWidget:
        words, links = block_html(block, self._theme.accent, self._theme.confirm, self._theme.ink)
        label = QLabel(words, wordWrap=True, textFormat=Qt.TextFormat.RichText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setToolTip("" if isinstance(block, Heading) else _HINT)
        font = label.font()
        font.setPixelSize(_SIZES[min(block.level, 3)] if isinstance(block, Heading) else 14)
        label.setFont(font)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 10 if isinstance(block, Heading) else 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label)
        if isinstance(block, Paragraph) and block.key:
            self._offer_rewording(label, block, column)
        for run in block.runs:
            if isinstance(run, Missing):
                column.addWidget(self._box(run.key, run.prompt, run.explains, ""))
        label.linkActivated.connect(lambda link: self._follow(link, links, column))
        return holder

    def _offer_rewording(self, label: QLabel, block: Paragraph, column: QVBoxLayout) -> None:
        """A right click rewords the paragraph; a reworded one says so and offers the template's words."""
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        label.addAction("改写这一段…").triggered.connect(lambda: self.open_rewording(block, column))
        if block.rewritten:
            label.addAction("恢复模板原句").triggered.connect(lambda: self.restored.emit(block.key))
            link = f"<a href='restore' style='color:{self._theme.accent}'>恢复模板原句</a>"
            note = QLabel(f"<span style='color:{self._theme.held}'>已改写</span>　{link}")
            note.linkActivated.connect(lambda _: self.restored.emit(block.key))
            column.addWidget(note)

    def open_rewording(self, block: Paragraph, column: QVBoxLayout) -> InputBox:
        """A box with the paragraph's words to change."""
        box = InputBox(block.key, "改写这一段", "照抄的数字仍随表更新；清空则不写这一段。", block.text)
        box.written.connect(self.reworded)
        column.addWidget(box)
        box.field.setFocus()
        return box

    def _box(self, key: str, prompt: str, explains: str, text: str) -> InputBox:
        box = InputBox(key, prompt, explains, text)
        box.written.connect(self.written)
        return box

    def _follow(self, link: str, links: Links, column: QVBoxLayout) -> None:
        cells = links.cells(link)
        if cells:
            self.asked_cells.emit(cells)
            return
        key = links.input_key(link)
        holder = column.parentWidget()
        present = next((box for box in holder.findChildren(InputBox) if box.key == key), None) if holder else None
        if present is None:
            present = self._box(key, key, "", self._texts.get(key, ""))
            column.addWidget(present)
        present.field.setFocus()

    def _figure(self, figure: Figure) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 4)
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        image = self._pictures.get(figure)
        if image is not None:
            picture.setPixmap(QPixmap.fromImage(image))
        else:
            picture.setText("正在画图…")
        column.addWidget(picture)
        column.addWidget(QLabel(f"（图{figure.number}：{figure.caption}）", alignment=Qt.AlignmentFlag.AlignCenter))
        return holder


def _plain_words(block: Block) -> str:
    if isinstance(block, Cover):
        return f"封面：{block.unit_name}　{block.title}"
    return ""
