"""The about box: version, licences."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from juesuan import __version__

_WORDS = """<h3>决算工作台 {version}</h3>
<p>部门决算报表的填报、审核与决算情况说明。离线运行，数据不出本机。</p>
<p>本程序按 MIT 许可证发布。使用的开源组件：Qt {qt} 与 PySide6（LGPL v3）、ReportLab、pypdfium2、lxml、openpyxl、pandas 等，
许可证文本随程序安装；字体按各自许可证（OFL、GPL 加字体例外）分发。</p>"""


def show_about(parent: QWidget) -> None:
    QMessageBox.about(parent, "关于决算工作台", _WORDS.format(version=__version__, qt=qVersion()))
