"""设置: theme, size of the interface, the format of the text for new workbooks, what opens workbooks, where the settings lie."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QWidget

from juesuan.window.dressing import dressed
from juesuan.window.new_dialog import PROVINCES
from juesuan.window.settings import SCALES, Settings

_DEFAULT_PROGRAMS = "ms-settings:defaultapps"
_ON_LINUX = (
    "在文件管理器里右键一个工作簿，“属性 - 打开方式”里选决算工作台并设为默认；或在终端运行：\n"
    "xdg-mime default juesuan.desktop application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
_ON_WINDOWS = "在打开的“默认应用”里找到 .xlsx，选决算工作台。不设也可以：右键工作簿，“打开方式”里有它。"


class SettingsDialog(QDialog):
    """Shows what is set; `store` keeps what was chosen. `open_address` shows a page of the system; tests answer in its place."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self.setMinimumWidth(400)
        self._settings = settings
        self.theme = QComboBox()
        self.theme.addItems(["浅色", "深色"])
        self.theme.setCurrentIndex(1 if settings.dark else 0)
        self.scale = QComboBox()
        for percent in SCALES:
            self.scale.addItem("随系统" if not percent else f"{percent}%", percent)
        self.scale.setCurrentIndex(max(0, self.scale.findData(settings.scale)))
        self.province = QComboBox()
        for key, words in PROVINCES.items():
            self.province.addItem(words, key)
        self.province.setCurrentIndex(max(0, self.province.findData(settings.province)))
        self.open_address: Callable[[str], object] = lambda address: QDesktopServices.openUrl(QUrl(address))
        self.default_program = QPushButton("设为打开工作簿的默认程序…")
        self.default_program.clicked.connect(self._show_default_programs)
        self.way = dressed(QLabel(wordWrap=True), objectName="caption", visible=False)
        self.way.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        folder = QPushButton("打开设置所在的文件夹")
        folder.setToolTip(str(settings.path.parent))
        folder.clicked.connect(lambda: self.open_address(QUrl.fromLocalFile(str(settings.path.parent)).toString()))
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText("确定")
        buttons.button(kinds.Cancel).setText("取消")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("外观", self.theme)
        form.addRow("界面大小", self.scale)
        form.addRow("情况说明格式", self.province)
        hint = "界面大小下次启动时生效；格式用于新建的工作簿，已有的工作簿在“说明资料”里改。"
        form.addRow(dressed(QLabel(hint, wordWrap=True), objectName="caption"))
        form.addRow("文件关联", self.default_program)
        form.addRow(self.way)
        form.addRow("设置文件", folder)
        form.addRow(buttons)

    def _show_default_programs(self) -> None:
        """Windows lets nobody but its user choose: open its page; elsewhere say how."""
        if os.name == "nt":
            self.open_address(_DEFAULT_PROGRAMS)
        self.way.setText(_ON_WINDOWS if os.name == "nt" else _ON_LINUX)
        self.way.show()

    @property
    def dark(self) -> bool:
        return self.theme.currentIndex() == 1

    def store(self) -> None:
        self._settings.scale = int(self.scale.currentData())
        self._settings.province = str(self.province.currentData())
