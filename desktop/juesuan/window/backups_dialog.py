"""Earlier versions of a file, to go back to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from juesuan.window.dressing import dressed
from juesuan.workbook.disk import Backup


class BackupsDialog(QDialog):
    """chosen: the version the user picked."""

    def __init__(self, title: str, versions: tuple[Backup, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("以前的版本")
        self.setMinimumSize(420, 320)
        self.versions = dressed(QListWidget(), accessibleName="以前的版本")
        for version in versions:
            size = version.path.stat().st_size // 1024
            item = QListWidgetItem(f"{version.made:%Y-%m-%d %H:%M:%S}　　{size:,} KB")
            item.setData(Qt.ItemDataRole.UserRole, version.path)
            self.versions.addItem(item)
        self.versions.setCurrentRow(0)
        self.versions.itemDoubleClicked.connect(lambda _: self.accept())
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText("打开它的副本")
        buttons.button(kinds.Cancel).setText("取消")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(f"{title} 每次保存前的样子。打开的是副本，现在的文件不动。", wordWrap=True))
        column.addWidget(self.versions, 1)
        column.addWidget(buttons)

    @property
    def chosen(self) -> Path:
        return Path(self.versions.currentItem().data(Qt.ItemDataRole.UserRole))
