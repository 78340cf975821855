"""One tab for each open workbook: its name shortened in the middle, a quiet cross to close it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from juesuan.window.dressing import dressed
from juesuan.window.icons import icon
from juesuan.window.theme import Theme

_CROSS = QSize(12, 12)


class BookTabs(QTabBar):
    """A tab bar without a frame; tabCloseRequested(number) as of any tab bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("tabs")
        dressed(self, movable=False, expanding=False, documentMode=True, drawBase=False, elideMode=Qt.TextElideMode.ElideMiddle)

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        cross = dressed(QToolButton(self), objectName="flat", toolTip="关闭（Ctrl+W）", accessibleName="关闭这个工作簿", iconSize=_CROSS)
        cross.setIcon(icon("close", self._theme.muted))
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(lambda: self._close(cross))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, cross)

    def _close(self, cross: QToolButton) -> None:
        places = [number for number in range(self.count()) if self.tabButton(number, QTabBar.ButtonPosition.RightSide) is cross]
        for number in places:
            self.tabCloseRequested.emit(number)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for number in range(self.count()):
            cross = self.tabButton(number, QTabBar.ButtonPosition.RightSide)
            if isinstance(cross, QToolButton):
                cross.setIcon(icon("close", theme.muted))
