"""设置: theme, size of the interface, the format of the text for new workbooks."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from juesuan.window.dressing import dressed
from juesuan.window.new_dialog import PROVINCES
from juesuan.window.settings import SCALES, Settings


class SettingsDialog(QDialog):
    """Shows what is set; `store` keeps what was chosen."""

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
        form.addRow(buttons)

    @property
    def dark(self) -> bool:
        return self.theme.currentIndex() == 1

    def store(self) -> None:
        self._settings.scale = int(self.scale.currentData())
        self._settings.province = str(self.province.currentData())
