"""本格: what is known of the cell under the cursor."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from juesuan.audit import RuleVerdict
from juesuan.window.dressing import dressed
from juesuan.window.marks import mark_html
from juesuan.window.plain.cell_facts import CellFacts, facts_of
from juesuan.window.plain.cell_guidance import guidance
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell

_MOST_RULES = 14
_SOON = 30


class CellPanel(QFrame):
    """went(Cell): a source was clicked."""

    went = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._theme = theme
        self._links: list[Cell] = []
        self._next: tuple[BookSession, Cell] | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._show)
        self._words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText, alignment=Qt.AlignmentFlag.AlignTop)
        flags = Qt.TextInteractionFlag
        self._words.setTextInteractionFlags(flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard | flags.TextSelectableByMouse)
        self._words.setAccessibleName("本格")
        self._words.setContentsMargins(14, 12, 12, 12)
        self._words.linkActivated.connect(self._follow)
        area = dressed(
            QScrollArea(),
            widgetResizable=True,
            frameShape=QFrame.Shape.NoFrame,
            horizontalScrollBarPolicy=Qt.ScrollBarPolicy.ScrollBarAlwaysOff,
        )
        area.setWidget(self._words)
        area.setFocusProxy(self._words)
        area.setAccessibleName("本格")
        area.viewport().setAutoFillBackground(False)
        self._words.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    @property
    def text(self) -> str:
        """What it says, as rich text."""
        self._show()
        return self._words.text()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def show_cell(self, session: BookSession, cell: Cell) -> None:
        """The cursor stands here now. What is said of it follows a moment later, so that cells and marks are painted first."""
        self._next = (session, cell)
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        if self._next is None:
            return
        (session, cell), self._next = self._next, None
        facts = facts_of(cell, session.workbook, session.recognition, session.desk.prior)
        self._links = [source for _, source in facts.sources]
        parts = [
            self._caption("本格"),
            f"<b>{escape(facts.name)}</b>",
            self._amounts(facts),
            self._sources(facts),
            self._rules(session, cell),
            self._uses(session, cell),
            self._guidance(session, cell),
            self._comment(session, cell),
        ]
        self._words.setText(
            "".join(part if part.startswith("<t") else f"<div style='margin-bottom:4px'>{part}</div>" for part in parts if part)
        )
        if self._words.hasFocus():  # new text forgets the focus that leads Tab to its links
            self._words.clearFocus()
            self._words.setFocus()

    def _caption(self, words: str) -> str:
        return f"<div style='color:{self._theme.muted};margin-top:10px;margin-bottom:4px'>{words}</div>"

    def _amounts(self, facts: CellFacts) -> str:
        rows = [("本年", facts.amount, ""), ("上年", facts.prior, ""), ("增减", facts.difference, "c"), ("增减率", facts.rate, "c")]
        shown = [
            (name, amount, self._theme.confirm if tone and amount.startswith("-") else self._theme.ink)
            for name, amount, tone in rows
            if amount
        ]
        cells = "".join(
            f"<tr><td style='padding:2px 0'>{name}</td><td align='right' style='padding:2px 0;color:{color}'><b>{amount}</b></td></tr>"
            for name, amount, color in shown
        )
        return f"<table width='100%' cellspacing='0'>{cells}</table>" if cells else ""

    def _sources(self, facts: CellFacts) -> str:
        if not facts.sources:
            return ""
        lines = [self._link(number, words) for number, (words, _) in enumerate(facts.sources)]
        if facts.further_sources:
            lines.append(f"<span style='color:{self._theme.muted}'>另有 {facts.further_sources} 格</span>")
        return self._caption("取自") + "".join(f"<div style='margin-bottom:3px'>{line}</div>" for line in lines)

    def _link(self, number: int, words: str) -> str:
        return f"<a href='{number}' style='color:{self._theme.ink};text-decoration:none'>{escape(words)}</a>"

    def _rules(self, session: BookSession, cell: Cell) -> str:
        verdicts = [verdict for verdict in session.rules_of(cell) if verdict.verdict != "idle"][:_MOST_RULES]
        return self._caption("参与的公式") + "".join(self._rule(verdict) for verdict in verdicts) if verdicts else ""

    def _rule(self, verdict: RuleVerdict) -> str:
        failed = "error" if verdict.rule.severity == "error" else "confirm"
        mark, role = {"failed": ("✗" if failed == "error" else "!", failed), "not_judged": ("—", "muted")}.get(
            verdict.verdict, ("✓", "held")
        )
        color = getattr(self._theme, role)
        return f"<div style='margin-bottom:3px'>{mark_html(mark, color)} {escape(verdict.words)}</div>"

    def _uses(self, session: BookSession, cell: Cell) -> str:
        titles = session.text.uses.get(cell, ())
        lines = "".join(f"<div style='margin-bottom:3px'>{escape(title)}</div>" for title in titles)
        return self._caption("用在说明") + lines if lines else ""

    def _guidance(self, session: BookSession, cell: Cell) -> str:
        sentences = guidance(cell, session.recognition, session.rules_of(cell))
        lines = "".join(f"<div style='color:{self._theme.muted};margin-bottom:3px'>{escape(words)}</div>" for words in sentences)
        return self._caption("填报口径") + lines if lines else ""

    def _comment(self, session: BookSession, cell: Cell) -> str:
        words = session.workbook.sheet(cell.sheet).look.comments.get((cell.row, cell.column), "")
        return self._caption("批注") + escape(words).replace("\n", "<br>") if words else ""

    def _follow(self, link: str) -> None:
        if link.isdigit() and int(link) < len(self._links):
            self.went.emit(self._links[int(link)])
