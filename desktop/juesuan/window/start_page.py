"""The first page: three large ways in, and what was open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from juesuan.window.dressing import dressed, emptied
from juesuan.window.icons import pixmap
from juesuan.window.theme import Theme

_WAYS = (
    ("new", "new", "新建决算", "按年度生成一套空白的\n官方报表，从头填报"),
    ("open", "open", "打开工作簿", "打开已有的 xlsx 或 xls，\n也可以把文件拖进窗口"),
    ("sample", "sample", "打开示例", "一个单位的真实公开决算，\n看看能做什么"),
)
_CARD = QSize(224, 148)
_MOST_RECENT = 6
_ABOVE_RECENT, _LINE = 340, 30


class StartPage(QFrame):
    """Signals: chosen(way) with `new`, `open` or `sample`; recent(path)."""

    chosen = Signal(str)
    recent = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self._pictures: list[tuple[QLabel, str]] = []
        self._ways: list[QPushButton] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._page = page = dressed(QWidget(), objectName="startPage")
        scroll = dressed(QScrollArea(), widgetResizable=True, frameShape=QFrame.Shape.NoFrame, objectName="startPage")
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addLayout(_centred(dressed(QLabel("决算工作台"), objectName="title")))
        column.addLayout(_centred(dressed(QLabel("填报决算报表，随填随审，写出情况说明。全程离线，数据不出本机。"), objectName="caption")))
        column.addSpacing(28)
        column.addLayout(self._cards())
        column.addSpacing(24)
        column.addLayout(_centred(self._list))
        column.addStretch(3)
        self.set_theme(theme)

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        for way, image, title, words in _WAYS:
            row.addWidget(self._card(way, image, title, words))
        row.addStretch(1)
        return row

    def _card(self, way: str, image: str, title: str, words: str) -> QPushButton:
        card = dressed(QPushButton(), objectName="way", accessibleName=f"{title}：{words}")
        card.setFixedSize(_CARD)
        card.clicked.connect(lambda: self.chosen.emit(way))
        picture = QLabel()
        self._pictures.append((picture, image))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 18, 16, 14)
        inside.addWidget(picture)
        inside.addSpacing(4)
        inside.addWidget(dressed(QLabel(title), objectName="strong"))
        inside.addWidget(dressed(QLabel(words), objectName="caption"))
        inside.addStretch(1)
        self._ways.append(card)
        return card

    def set_theme(self, theme: Theme) -> None:
        for label, image in self._pictures:
            label.setPixmap(pixmap(image, theme.accent, 32, self.devicePixelRatioF()))

    def set_recent(self, paths: list[str]) -> None:
        """The latest first; those that are gone are left out."""
        emptied(self._list)
        present = [Path(path) for path in paths if Path(path).exists()][:_MOST_RECENT]
        if present:
            self._list.addWidget(dressed(QLabel("最近打开"), objectName="caption"))
        for path in present:
            self._list.addWidget(self._recent_line(path))
        self._page.setMinimumHeight(_ABOVE_RECENT + _LINE * self._list.count())

    def _recent_line(self, path: Path) -> QWidget:
        line = dressed(QPushButton(f"{path.name}"), objectName="flat", flat=True, toolTip=str(path))
        line.setMinimumWidth(_CARD.width() * 3 + 32)
        line.setStyleSheet("text-align: left;")
        line.clicked.connect(lambda: self.recent.emit(str(path)))
        inside = QGridLayout(line)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addWidget(dressed(QLabel(str(path.parent)), objectName="caption"), 0, 0, Qt.AlignmentFlag.AlignRight)
        return line


def _centred(inner: QWidget | QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    if isinstance(inner, QWidget):
        row.addWidget(inner)
    else:
        row.addLayout(inner)
    row.addStretch(1)
    return row
