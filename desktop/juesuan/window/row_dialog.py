"""A new 科目 or project row: searched by code, name or 拼音, put where it belongs in every form that must show it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from juesuan.forms import Form
from juesuan.forms.inserting import insert_project, insert_subject
from juesuan.subjects import Subjects
from juesuan.window.dressing import dressed
from juesuan.window.session import BookSession
from juesuan.workbook import Change

_MOST = 60


class RowDialog(QDialog):
    """Attributes: field, found, project, project_code; `change()` is what was asked for."""

    def __init__(self, session: BookSession, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self._subjects = Subjects.for_year(form.edition or session.recognition.edition or 0)
        self.setWindowTitle(f"{form.code} 插入科目")
        self.setMinimumSize(460, 420)
        self.field = QLineEdit(placeholderText="科目编码、名称或拼音首字母，如 2101501、行政运行、xzyx")
        self.found = dressed(QListWidget(), accessibleName="找到的科目")
        self.project = QLineEdit(placeholderText="不填则插入科目行")
        self.project_code = QLineEdit()
        layout = QFormLayout(self)
        layout.addRow("科目", self.field)
        layout.addRow(self.found)
        if form.keys.project_name or form.keys.project_code:
            layout.addRow("项目名称", self.project)
            layout.addRow("项目代码", self.project_code)
        layout.addRow(dressed(QLabel("缺少的类、款和其他报表中的同一科目会一起插入，一步即可撤销。", wordWrap=True), objectName="caption"))
        self._buttons = _buttons(self)
        layout.addRow(self._buttons)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self.accept)
        self.found.itemDoubleClicked.connect(lambda _: self.accept())

    def _search(self, text: str) -> None:
        self.found.clear()
        for subject in self._subjects.search(text, _MOST):
            if len(subject.code) in (3, 5, 7):
                item = QListWidgetItem(f"{subject.code}　{subject.name}")
                item.setData(Qt.ItemDataRole.UserRole, subject.code)
                self.found.addItem(item)
        self.found.setCurrentRow(0)

    @property
    def code(self) -> str:
        """What is chosen, else what was typed."""
        item = self.found.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else self.field.text().strip()

    def change(self) -> Change:
        """Raises JuesuanError with a sentence where it cannot be done."""
        if self.project.text().strip():
            return insert_project(
                self._session.recognition, self._form.code, self.code, self.project.text().strip(), self.project_code.text().strip()
            )
        return insert_subject(self._session.recognition, self._form.code, self.code)


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    buttons.button(kinds.Ok).setText("插入")
    buttons.button(kinds.Cancel).setText("取消")
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
