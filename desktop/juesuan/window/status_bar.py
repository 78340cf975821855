"""The line at the foot: how the audit went, sums of the selection, unit, zoom, what is not saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from juesuan.window.dressing import dressed

if TYPE_CHECKING:
    from juesuan.window.plain.selection_sums import SelectionSums
    from juesuan.window.session import BookSession

_ZOOMS = (75, 100, 125, 150, 200)


class StatusBar(QFrame):
    """Signals: unit_asked() to switch 元/万元; zoom_asked(percent)."""

    unit_asked = Signal()
    zoom_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.audited = QLabel()
        self.sums = QLabel()
        self.saved = QLabel()
        self.unit = dressed(QToolButton(), text="元", toolTip="显示单位：元 / 万元", accessibleName="显示单位")
        self.unit.clicked.connect(self.unit_asked)
        self.zoom = dressed(
            QToolButton(),
            text="100%",
            toolTip="缩放（Ctrl+滚轮）",
            accessibleName="缩放",
            popupMode=QToolButton.ToolButtonPopupMode.InstantPopup,
        )
        menu = QMenu(self.zoom)
        for percent in _ZOOMS:
            menu.addAction(f"{percent}%").triggered.connect(partial(self.zoom_asked.emit, percent))
        self.zoom.setMenu(menu)
        self.zoom.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(14)
        for widget in (self.audited, self.unit):
            layout.addWidget(widget)
        layout.addStretch(1)
        for widget in (self.sums, self.zoom, self.saved):
            layout.addWidget(widget)
        self.setFixedHeight(25)

    def show_session(self, session: BookSession) -> None:
        """After opening and after every act."""
        counts = session.counts
        time = f" · {session.milliseconds:.1f} 毫秒" if session.milliseconds else ""
        self.audited.setText(f"已审核 {counts.checked:,} 条{time}" if session.desk.audited else "正在审核…")
        self.saved.setText(_saved_words(session))

    def show_sums(self, sums: SelectionSums) -> None:
        self.sums.setText(sums.words())

    def say(self, words: str) -> None:
        """In place of the audit, as long as nothing is open."""
        self.audited.setText(words)
        self.sums.clear()
        self.saved.clear()


def _saved_words(session: BookSession) -> str:
    if not session.modified:
        return "已保存" if session.path else ""
    return f"已改 {session.changed_cells} 格，未保存" if session.changed_cells else "有改动，未保存"
