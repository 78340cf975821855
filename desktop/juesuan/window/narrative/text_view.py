"""The text of the document, block by block; only blocks that differ are made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from juesuan.document import Block, Cover, Figure, Heading, Missing, Paragraph, Table
from juesuan.window.dressing import dressed
from juesuan.window.narrative.missing_box import InputBox
from juesuan.window.narrative.paragraph import BlockView, Explain, TableView
from juesuan.window.plain.document_html import table_html
from juesuan.window.plain.reason_facts import ReasonFacts
from juesuan.window.theme import Theme

_NARROW = 8
_SHORT = 40


class TextView(QScrollArea):
    """Signals: asked_cells(cells) when a number was clicked; written(key, text) when something was typed that was missing;
    reworded(key, text) when a paragraph was worded anew; restored(key) when it is to be the template's again; reached(block) when a
    block was clicked. explain: tells what a missing reason has to explain.
    """

    asked_cells = Signal(tuple)
    written = Signal(str, str)
    reworded = Signal(str, str)
    restored = Signal(str)
    reached = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("text")
        self.setAccessibleName("情况说明正文")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.explain: Explain = _only_words
        self._theme = theme
        self._blocks: list[Block] = []
        self._pictures: dict[Figure, QImage] = {}
        self._texts: dict[str, str] = {}
        self._widgets: list[QWidget] = []
        self._current: BlockView | None = None
        self._anchor: tuple[QWidget, int] | None = None
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._return())
        self.verticalScrollBar().actionTriggered.connect(self._let_go)
        self._page = dressed(QWidget(), objectName="centre")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(18, 16, 24, 40)
        self._column.setSpacing(7)
        self._column.addStretch(1)
        self.setWidget(self._page)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        blocks, self._blocks = self._blocks, []
        for number in reversed(range(len(self._widgets))):
            self._remove(number)
        self._fill(blocks)

    def show_blocks(self, blocks: Sequence[Block], texts: dict[str, str]) -> None:
        """texts: what stands in 说明资料 by key, for changing it."""
        self._texts = texts
        if self._anchor is None and self._widgets:
            top = self._widgets[self.place()]
            self._anchor = (top, self.verticalScrollBar().value() - top.y())
        self._fill(list(blocks))
        self._return()

    def _return(self) -> None:
        """What is to be in view is in view, however much came or went above it."""
        if self._anchor is not None and self._anchor[0] in self._widgets:
            widget, offset = self._anchor
            self.verticalScrollBar().setValue(widget.y() + offset)

    def _let_go(self, _action: int = 0) -> None:
        """The user scrolls."""
        self._anchor = None

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
        """Scroll to a block and mark it."""
        if 0 <= number < len(self._widgets):
            widget = self._widgets[number]
            self._anchor = (widget, -4)
            self._mark(widget)
            self._column.activate()
            self._return()

    def place(self) -> int:
        """The first block in view."""
        top = self.verticalScrollBar().value()
        return next((number for number, widget in enumerate(self._widgets) if widget.geometry().bottom() > top), 0)

    def boxes(self) -> list[InputBox]:
        """Where something can be typed now."""
        return self._page.findChildren(InputBox)

    def boxes_of(self, number: int) -> list[InputBox]:
        """Those of one block."""
        return self._widgets[number].findChildren(InputBox) if 0 <= number < len(self._widgets) else []

    def views(self) -> list[BlockView]:
        """The headings and paragraphs."""
        return [widget for widget in self._widgets if isinstance(widget, BlockView)]

    def tables(self) -> list[TableView]:
        return [widget for widget in self._widgets if isinstance(widget, TableView)]

    def text(self) -> str:
        """Everything shown, for searching."""
        return "\n".join(label.text() for label in self._page.findChildren(QLabel))

    def _fill(self, wanted: list[Block]) -> None:
        """Blocks that are equal at the beginning and at the end keep their widgets."""
        old = self._blocks
        start = next((n for n, (one, other) in enumerate(zip(old, wanted, strict=False)) if one != other), min(len(old), len(wanted)))
        most = min(len(old), len(wanted)) - start
        end = next((n for n in range(most) if old[-1 - n] != wanted[-1 - n]), most)
        if len(old) == len(wanted):
            for number in range(start, len(wanted) - end):
                if old[number] != wanted[number]:
                    self._replace(number, wanted[number])
        else:
            for number in reversed(range(start, len(old) - end)):
                self._remove(number)
            for number in range(start, len(wanted) - end):
                self._insert(number, wanted[number])
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
        if widget is self._current:
            self._current = None
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _widget(self, block: Block) -> QWidget:
        if isinstance(block, Heading | Paragraph):
            return self._words(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, Table):
            return self._table(block)
        words = f"封面　{block.unit_name}　{block.title}" if isinstance(block, Cover) else ""
        widget = dressed(QLabel(words), objectName="caption", wordWrap=True, indent=13)
        widget.setVisible(bool(words))
        return widget

    def _words(self, block: Heading | Paragraph) -> BlockView:
        view = BlockView(block, self._theme, self.explain, self._texts)
        view.asked_cells.connect(self.asked_cells)
        view.written.connect(self.written)
        view.reworded.connect(self.reworded)
        view.restored.connect(self.restored)
        view.chosen.connect(self._choose)
        return view

    def _choose(self, view: BlockView) -> None:
        self._mark(view)
        if view in self._widgets:
            self.reached.emit(self._widgets.index(view))

    def _mark(self, widget: QWidget) -> None:
        if widget is self._current:
            return
        if self._current is not None:
            self._current.set_current(False)
        self._current = widget if isinstance(widget, BlockView) else None
        if self._current is not None:
            self._current.set_current(True)

    def _table(self, table: Table) -> TableView:
        columns = sum(cell.columns for cell in table.header[0]) if table.header else 0
        theme = self._theme

        def make() -> tuple[str, Callable[[str], tuple[object, ...]]]:
            words, links = table_html(table, theme.grid, theme.header, theme.accent)
            return words, links.cells

        view = TableView(table.title, f"{len(table.body)} 行 × {columns} 列", make, theme)
        view.asked_cells.connect(self.asked_cells)
        if columns <= _NARROW and len(table.body) <= _SHORT:
            view.toggle()
        return view

    def _figure(self, figure: Figure) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(13, 4, 0, 4)
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        image = self._pictures.get(figure)
        if image is not None:
            picture.setPixmap(QPixmap.fromImage(image))
            picture.setAccessibleName(f"图{figure.number} {figure.caption}")
        else:
            picture.setText("正在画图…")
        column.addWidget(picture)
        column.addWidget(QLabel(f"（图{figure.number}：{figure.caption}）", alignment=Qt.AlignmentFlag.AlignCenter))
        return holder


def _only_words(_paragraph: Paragraph, missing: Missing) -> ReasonFacts:
    return ReasonFacts(missing.explains, None)
