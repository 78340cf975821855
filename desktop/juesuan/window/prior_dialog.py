"""上年数据: what is linked now, and what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from juesuan.window.dressing import dressed
from juesuan.window.narrative.foot import prior_words
from juesuan.window.session import BookSession

CHOOSE, REMOVE, COMPARE = "choose", "remove", "compare"


class PriorDialog(QDialog):
    """way: what was chosen, `choose`, `remove` or `compare`; empty where nothing."""

    def __init__(self, session: BookSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = ""
        self.setWindowTitle("上年数据")
        self.setMinimumWidth(520)
        self.words = QLabel(linked_words(session), wordWrap=True)
        self.buttons = {
            CHOOSE: QPushButton("换一个工作簿…"),
            REMOVE: QPushButton("解除"),
            COMPARE: dressed(QPushButton("与上年比较"), default=True),
        }
        row = QHBoxLayout()
        row.addStretch(1)
        for way, button in self.buttons.items():
            button.clicked.connect(lambda _=False, way=way: self._choose(way))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(
            dressed(
                QLabel("上年数字存在本工作簿的“上年数据”表里，随文件一起走；解除和更换都可以撤销。", wordWrap=True), objectName="caption"
            )
        )
        column.addLayout(row)

    def _choose(self, way: str) -> None:
        self.way = way
        self.accept()


def linked_words(session: BookSession) -> str:
    """Whose figures of which year, from which file."""
    prior = session.desk.prior
    if prior is None:
        return "还没有关联上年数据。"
    unit = f"{prior.unit_name} " if prior.unit_name else ""
    return f"已关联：{unit}{prior.edition or ''}年度，{len(prior.forms)} 张表，取自 {prior_words(session.desk)}。"
