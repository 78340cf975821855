"""One heading or paragraph of the text: live numbers, the card of what is missing in it, its rewording."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from juesuan.document import Heading, Missing, Paragraph
from juesuan.window.dressing import dressed, polished
from juesuan.window.narrative.missing_box import InputBox
from juesuan.window.plain.document_html import block_html
from juesuan.window.plain.reason_facts import ReasonFacts
from juesuan.window.theme import Theme

_HINT = "单击数字到它的单元格，单击填写的文字可修改，右键可改写这一段"
_SIZES = {0: 17, 1: 15, 2: 14, 3: 13}
_TEXT_SIZE = 14
Explain = Callable[[Paragraph, Missing], ReasonFacts]


class BlockView(QFrame):
    """Signals: asked_cells(cells) of a figure; written(key, text); reworded(key, text); restored(key); chosen(self) when clicked.

    Attributes: block; label.
    """

    asked_cells = Signal(tuple)
    written = Signal(str, str)
    reworded = Signal(str, str)
    restored = Signal(str)
    chosen = Signal(object)

    def __init__(self, block: Heading | Paragraph, theme: Theme, explain: Explain, texts: dict[str, str]) -> None:
        super().__init__()
        self.block = block
        self._theme = theme
        self._texts = texts
        self.setObjectName("paragraph")
        words, self._links = block_html(block, theme.accent, theme.confirm, theme.ink)
        self.label = QLabel(words, wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setToolTip("" if isinstance(block, Heading) else _HINT)
        self.label.linkActivated.connect(self._follow)
        self.label.installEventFilter(self)
        font = self.label.font()
        font.setPixelSize(_SIZES[min(block.level, 3)] if isinstance(block, Heading) else _TEXT_SIZE)
        self.label.setFont(font)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(13, 10 if isinstance(block, Heading) else 1, 6, 1)
        self._column.setSpacing(6)
        self._column.addWidget(self.label)
        self._tools: QLabel | None = None
        if isinstance(block, Paragraph):
            self._add_tools(block)
            for run in block.runs:
                if isinstance(run, Missing):
                    self._column.addWidget(self._card(run, explain(block, run)))

    def set_current(self, current: bool) -> None:
        """Mark it as the paragraph in hand; its tools show."""
        self.setObjectName("paragraphNow" if current and isinstance(self.block, Paragraph) else "paragraph")
        polished(self)
        if self._tools is not None:
            self._tools.setVisible(current or self._is_reworded)

    @property
    def _is_reworded(self) -> bool:
        return isinstance(self.block, Paragraph) and self.block.rewritten

    def boxes(self) -> list[InputBox]:
        return self.findChildren(InputBox)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.chosen.emit(self)
        return super().eventFilter(watched, event)

    def _add_tools(self, block: Paragraph) -> None:
        """Rewording and giving back, as links below the paragraph and with the right mouse button."""
        if not block.key:
            return
        link = "<a href='{}' style='color:" + self._theme.accent + ";text-decoration:none'>{}</a>"
        parts = [link.format("reword", "再改" if block.rewritten else "改写这一段")]
        self.label.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.label.addAction("改写这一段…").triggered.connect(lambda _=False: self.open_rewording())
        if block.rewritten:
            parts = [f"<span style='color:{self._theme.held}'>已改写</span>", link.format("restore", "恢复模板原句"), *parts]
            self.label.addAction("恢复模板原句").triggered.connect(lambda: self.restored.emit(block.key))
        self._tools = QLabel("　".join(parts), textFormat=Qt.TextFormat.RichText)
        self._tools.linkActivated.connect(self._use_tool)
        self._tools.setVisible(block.rewritten)
        self._column.addWidget(self._tools)

    def _use_tool(self, link: str) -> None:
        if link == "restore" and isinstance(self.block, Paragraph):
            self.restored.emit(self.block.key)
        else:
            self.open_rewording()

    def open_rewording(self) -> InputBox:
        """A box with the paragraph's words to change."""
        key = self.block.key
        present = next((box for box in self.boxes() if box.key == key), None)
        if present is None:
            present = InputBox(key, "改写这一段", "照抄的数字仍随表更新；清空则不写这一段。", self.block.text)
            present.written.connect(self.reworded)
            self._column.addWidget(present)
        present.field.setFocus()
        return present

    def _card(self, missing: Missing, facts: ReasonFacts) -> InputBox:
        box = InputBox(missing.key, missing.prompt, facts.explains, "", facts.words)
        box.written.connect(self.written)
        if facts.cell is not None:
            cell = facts.cell
            box.offer("转到这个数", lambda: self.asked_cells.emit((cell,)))
        return box

    def _follow(self, link: str) -> None:
        cells = self._links.cells(link)
        if cells:
            self.asked_cells.emit(cells)
            return
        key = self._links.input_key(link)
        present = next((box for box in self.boxes() if box.key == key), None)
        if present is None:
            present = InputBox(key, key, "", self._texts.get(key, ""))
            present.written.connect(self.written)
            self._column.addWidget(present)
        present.field.setFocus()


class TableView(QFrame):
    """A 公开表 where it stands in the text: its title, and its lines when opened. asked_cells(cells) of a figure."""

    asked_cells = Signal(tuple)

    def __init__(self, title: str, size: str, words: Callable[[], tuple[str, Callable[[str], tuple[object, ...]]]], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("tableCard")
        self._make = words
        self._body: QLabel | None = None
        self._theme = theme
        self._title, self._size = title, size
        self.head = QLabel(textFormat=Qt.TextFormat.RichText, wordWrap=True)
        self.head.linkActivated.connect(lambda _: self.toggle())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 8)
        self._column.addWidget(self.head)
        self._say()

    def _say(self) -> None:
        word = "展开" if self._body is None or self._body.isHidden() else "收起"
        link = f"<a href='open' style='color:{self._theme.accent};text-decoration:none'>{word}</a>"
        self.head.setText(f"<b>{self._title}</b>　<span style='color:{self._theme.muted}'>{self._size}</span>　{link}")

    def toggle(self) -> None:
        """Show or hide its lines."""
        if self._body is None:
            words, cells = self._make()
            self._body = dressed(QLabel(words), textFormat=Qt.TextFormat.RichText, wordWrap=True)
            self._body.linkActivated.connect(lambda link: self.asked_cells.emit(cells(link)))
            self._column.addWidget(self._body)
        else:
            self._body.setVisible(self._body.isHidden())
        self._say()
