"""Writing why a 核实性 finding is right as it stands."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from juesuan.audit.finding import Finding
from juesuan.window.dressing import dressed


class ExplainDialog(QDialog):
    """words: what was written; empty takes an earlier explanation back."""

    def __init__(self, finding: Finding, suggested: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("填写审核说明")
        self.setMinimumWidth(480)
        self.field = QPlainTextEdit(finding.explanation or suggested)
        self.field.setPlaceholderText("写明原因和依据。说明存进工作簿的“审核说明”表，数据不变就不再提示。")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("写入")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("取消")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(dressed(QLabel(finding.message, wordWrap=True), objectName="strong"))
        column.addWidget(QLabel(finding.equation, wordWrap=True))
        column.addWidget(self.field)
        column.addWidget(buttons)

    @property
    def words(self) -> str:
        return self.field.toPlainText().strip()
