"""The line at the foot of 说明: pages, what is missing, what was worded anew; template and last year's file."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from juesuan.desk import Desk
from juesuan.document import Document
from juesuan.errors import JuesuanError
from juesuan.provinces import provinces
from juesuan.window.dressing import dressed


class NarrativeFoot(QFrame):
    """next_missing() when the count of what is missing was clicked."""

    next_missing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.words = QLabel()
        self.missing = dressed(QToolButton(), toolTip="到下一处待填", accessibleName="到下一处待填")
        self.missing.clicked.connect(self.next_missing)
        self.sources = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.missing)
        row.addWidget(QLabel("文字中的每个数字都连着单元格：单击可查"))
        row.addStretch(1)
        row.addWidget(self.sources)
        self.setFixedHeight(25)

    def show_document(self, document: Document, pages: int, desk: Desk) -> None:
        """pages: 0 while they are not drawn."""
        own, missing = len(document.rewritings), len(document.missing())
        parts = [*([f"共 {pages} 页"] if pages else []), *([f"已改写 {own} 段"] if own else [])]
        self.words.setText(" · ".join(parts))
        self.missing.setText(f"待填 {missing} 处 ›" if missing else "没有待填")
        self.missing.setEnabled(bool(missing))
        self.sources.setText(f"模板：{template_words(document)}　　上年数据：{prior_words(desk)}")

    @property
    def said(self) -> str:
        """All of it, for whoever reads the line."""
        return f"{self.words.text()} {self.missing.text()} {self.sources.text()}"


def template_words(document: Document) -> str:
    """`四川 2020`: the province and the year of the template that is used."""
    from juesuan.narrative.templates import load_template

    name = provinces().get(document.province, document.province)
    try:
        return f"{name} {load_template(document.province, document.edition).year}"
    except JuesuanError:
        return name


def prior_words(desk: Desk) -> str:
    """The file of last year's figures, else its year, else that there is none."""
    prior = desk.prior
    if prior is None:
        return "没有"
    path = getattr(prior, "path", "") or str(prior.workbook.path or "")
    name = PurePath(path.replace("\\", "/")).name
    return name or f"{prior.edition or '上'} 年"
