"""The card beside a failing cell: the equation with its numbers, the likely cause, a way to it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from juesuan.audit.finding import Finding
from juesuan.window.dressing import polished
from juesuan.window.marks import mark_html
from juesuan.window.plain.finding_words import LEVELS, MARKS
from juesuan.window.theme import Theme

_WIDTH = 420
_PADDING = 12
_MOST = 3


class FindingCard(QFrame):
    """A child of the grid's window; asked(key) when the user wants to see the finding in the list."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setFixedWidth(_WIDTH)
        self._words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._words.linkActivated.connect(self.asked)
        self._words.setFixedWidth(_WIDTH - 2 * _PADDING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, 8, _PADDING, 8)
        layout.addWidget(self._words)
        self.hide()

    def show_at(self, findings: list[Finding], place: QRect, theme: Theme, within: QRect | None = None) -> None:
        """Below the cell, or above where there is no room; `place` and `within` in the parent's pixels.

        What lies outside `within` (the findings below, the panel beside) is covered only where there is no other way.
        """
        self.setObjectName("card" if findings[0].severity == "error" else "cardConfirm")
        polished(self)
        self._words.setText("<hr>".join(_words(finding, theme) for finding in findings[:_MOST]) + _rest(findings))
        self.setFixedHeight(self._words.heightForWidth(self._words.width()) + 18)
        room = within or self._room.rect()
        left = max(room.left() + 4, min(place.left() - 60, room.right() - self.width() - 4))
        below = place.bottom() + 6
        above = place.top() - self.height() - 6
        top = below if below + self.height() < room.bottom() or above < 0 else above
        self.move(left, top)
        self.show()
        self.raise_()

    @property
    def words(self) -> str:
        return self._words.text() if self.isVisible() else ""


def _words(finding: Finding, theme: Theme) -> str:
    color = theme.error if finding.severity == "error" else theme.confirm
    mark, kind = MARKS.get(finding.severity, "·"), finding.kind or LEVELS.get(finding.severity, "")
    title = f"{mark_html(mark, color)} <b style='color:{color}'>{escape(finding.message)}</b>"
    source = f"<span style='color:{theme.muted}'>{escape(kind)} · {escape(finding.rule)}</span>"
    lines = [f"{title}&nbsp;&nbsp;{source}", escape(finding.equation)]
    if finding.causes:
        lines.append(escape(finding.causes[0]))
    if finding.explanation:
        lines.append(f"已填说明：{escape(finding.explanation)}")
    link = f"<a style='color:{theme.accent};text-decoration:none' href='{escape(finding.key)}'>查看相关各格</a>"
    return "<br>".join([*lines, link])


def _rest(findings: list[Finding]) -> str:
    return f"<br>另有 {len(findings) - _MOST} 条" if len(findings) > _MOST else ""
