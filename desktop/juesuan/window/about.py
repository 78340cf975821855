"""The about box: version, what the program is made of, the licences."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from juesuan import __version__
from juesuan.window.dressing import dressed
from juesuan.window.icons import pixmap
from juesuan.window.plain.licences import components, licence_texts
from juesuan.window.theme import Theme

_WHAT = "部门决算报表的填报、审核与决算情况说明。离线运行，数据不出本机。"
_OWN = "本程序按 MIT 许可证发布。Qt 与 PySide6 按 LGPL v3 使用，可以自行更换其动态库；字体按各自许可证（OFL、GPL 加字体例外）分发。"


class AboutBox(QDialog):
    """Attributes: tabs, with the components first and then a text for each licence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于决算工作台")
        self.resize(640, 480)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(pixmap("juesuan", theme.accent, 48, self.devicePixelRatioF()))
        head.addWidget(picture)
        head.addSpacing(8)
        self.words = QLabel(
            f"<h3>决算工作台 {__version__}</h3>{_WHAT}<br>Qt {qVersion()}，Python {platform.python_version()}", wordWrap=True
        )
        head.addWidget(self.words, 1)
        self.tabs = QTabWidget()
        self.tabs.addTab(_text("\n".join(components())), "开源组件")
        for name, text in licence_texts():
            self.tabs.addTab(_text(text), name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText("关闭")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(dressed(QLabel(_OWN, wordWrap=True), objectName="caption"))
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)


def _text(words: str) -> QPlainTextEdit:
    return dressed(QPlainTextEdit(words), readOnly=True)


def show_about(parent: QWidget, theme: Theme) -> None:
    AboutBox(theme, parent).exec()
