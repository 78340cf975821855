"""The row of commands at the top, and the switch between the workspaces."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from juesuan.window.commands import EXPORTS, Commands
from juesuan.window.dressing import dressed
from juesuan.window.icons import icon
from juesuan.window.theme import Theme

EDITING, NARRATIVE, PERFORMANCE = 0, 1, 2
_WORKSPACES = ("填报", "说明", "绩效")
_GROUPS = (("new", "open", "save"), ("undo", "redo"), ("prior", "narrative"))
_ICON = QSize(18, 18)


class Toolbar(QFrame):
    """switched(workspace) when 填报, 说明 or 绩效 is chosen."""

    switched = Signal(int)

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self._commands = commands
        self._buttons: dict[str, QToolButton] = {}
        self._whole = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 10, 6)
        row.setSpacing(2)
        for number, group in enumerate(_GROUPS):
            if number:
                row.addSpacing(6)
                row.addWidget(_separator())
                row.addSpacing(6)
            for name in group:
                self._buttons[name] = _button(commands.action(name))
                row.addWidget(self._buttons[name])
        row.addSpacing(6)
        self._primary = _button(commands.action("export"))
        self._primary.setObjectName("primary")
        self._primary.setMenu(commands.menu(self, EXPORTS))
        self._primary.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        row.addWidget(self._primary)
        row.addStretch(1)
        self._more = dressed(
            QToolButton(), toolTip="更多", accessibleName="更多命令", popupMode=QToolButton.ToolButtonPopupMode.InstantPopup, iconSize=_ICON
        )
        self._more.setMenu(commands.menu(self))
        row.addWidget(self._more)
        row.addSpacing(6)
        row.addWidget(self._segments())
        self.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words beside the icons where there is room for them, icons alone on small screens at large sizes."""
        super().resizeEvent(event)
        self._whole = self._whole or self._needed()
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        style = beside if event.size().width() >= self._whole else alone
        for button in self._buttons.values():
            button.setToolButtonStyle(style)

    def _needed(self) -> int:
        """Width of everything with its words."""
        layout = self.layout()
        return layout.sizeHint().width() if layout is not None else 0

    def _segments(self) -> QFrame:
        frame = dressed(QFrame(), objectName="segments")
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(0)
        self._choice = QButtonGroup(self, exclusive=True)
        for number, words in enumerate(_WORKSPACES):
            button = dressed(QToolButton(), text=words, checkable=True, checked=number == EDITING, accessibleName=f"工作区：{words}")
            self._choice.addButton(button, number)
            layout.addWidget(button)
        self._choice.idClicked.connect(self.switched)
        return frame

    def open_menu(self) -> None:
        """F10: what has no place in the row."""
        self._more.showMenu()

    def choose(self, workspace: int) -> None:
        """Show which workspace is in view."""
        self._choice.button(workspace).setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Icons in the theme's ink; the primary one in the colour on the accent."""
        self._commands.set_theme(theme)
        self._commands.action("export").setIcon(icon("export", theme.on_accent, theme.muted))
        self._more.setIcon(icon("menu", theme.ink))

    def set_recent(self, menu: QMenu) -> None:
        """The open button's own list of recent files."""
        self._buttons["open"].setMenu(menu)
        self._buttons["open"].setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)


def _button(action: QAction) -> QToolButton:
    button = dressed(QToolButton(), toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon, iconSize=_ICON)
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _separator() -> QFrame:
    line = dressed(QFrame(), objectName="separator")
    line.setFixedSize(1, 20)
    line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return line
