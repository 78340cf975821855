"""汇总: which workbooks, for whom, and who should be among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from juesuan.window.dressing import dressed
from juesuan.window.file_work import Units


class CombineDialog(QDialog):
    """Attributes: list, name, expected; `units` is what was asked for. choose: asks for more files."""

    def __init__(self, paths: Iterable[Path], choose: Callable[[], list[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose = choose
        self.setWindowTitle("汇总多个单位")
        self.setMinimumSize(560, 460)
        self.list = dressed(QListWidget(), accessibleName="要汇总的工作簿", selectionMode=QListWidget.SelectionMode.ExtendedSelection)
        self.name = QLineEdit(placeholderText="如 某某市教育局（部门汇总）；不填写作“汇总”")
        self.expected = QPlainTextEdit(placeholderText="应报单位，一行一个；汇总后说明缺了谁。不填则不核对")
        self.expected.setMaximumHeight(110)
        self.count = dressed(QLabel(), objectName="caption")
        self.add_button, self.remove_button = (
            dressed(QPushButton("添加…"), autoDefault=False),
            dressed(QPushButton("移出"), autoDefault=False),
        )
        self.add_button.clicked.connect(lambda: self.add(Path(path) for path in self._choose()))
        self.remove_button.clicked.connect(self._remove)
        self.buttons = _buttons(self)
        self._lay_out()
        self.add(paths)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.addWidget(self.add_button)
        side.addWidget(self.remove_button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(side)
        form = QFormLayout()
        form.addRow("汇总单位名称", self.name)
        form.addRow("应报单位", self.expected)
        column = QVBoxLayout(self)
        column.addWidget(QLabel("各单位的决算工作簿（同一年度）"))
        column.addLayout(row, 1)
        column.addWidget(self.count)
        column.addLayout(form)
        column.addWidget(self.buttons)

    @property
    def paths(self) -> list[Path]:
        return [Path(self.list.item(row).toolTip()) for row in range(self.list.count())]

    @property
    def units(self) -> Units:
        """What was asked for."""
        expected = [line.strip() for line in self.expected.toPlainText().splitlines() if line.strip()]
        return Units(self.paths, self.name.text().strip(), expected)

    def add(self, paths: Iterable[Path]) -> None:
        """More workbooks; one that is there already is not taken twice."""
        known = set(self.paths)
        for path in paths:
            if path not in known:
                self.list.addItem(path.name)
                self.list.item(self.list.count() - 1).setToolTip(str(path))
                known.add(path)
        self._say()

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._say()

    def _say(self) -> None:
        enough = self.list.count() > 1
        self.count.setText(f"{self.list.count()} 个工作簿" if enough else "至少要有两个工作簿")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(enough)


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    buttons.button(kinds.Ok).setText("汇总到…")
    buttons.button(kinds.Cancel).setText("取消")
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
