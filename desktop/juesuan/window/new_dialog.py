"""新建决算: year, unit, province."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from juesuan.provinces import provinces
from juesuan.resources import template

PROVINCES = provinces()


class NewDialog(QDialog):
    """edition, unit and province as chosen."""

    def __init__(self, parent: QWidget | None = None, province: str = "national") -> None:
        super().__init__(parent)
        self.setWindowTitle("新建决算")
        self.setMinimumWidth(380)
        self._edition = QComboBox()
        self._edition.addItems([str(year) for year in editions()])
        self._unit = QLineEdit(placeholderText="单位全称，如 广元市利州区医疗保障局")
        self._unit.textChanged.connect(self._check)
        self._province = QComboBox()
        for key, words in PROVINCES.items():
            self._province.addItem(words, key)
        self._province.setCurrentIndex(max(0, self._province.findData(province)))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText("下一步：存到哪里")
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("取消")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("决算年度", self._edition)
        form.addRow("编制单位", self._unit)
        form.addRow("情况说明格式", self._province)
        form.addRow(self._buttons)
        self._check()

    @property
    def edition(self) -> int:
        return int(self._edition.currentText())

    @property
    def unit(self) -> str:
        return self._unit.text().strip()

    @property
    def province(self) -> str:
        return str(self._province.currentData())

    def suggested_name(self) -> str:
        return f"{self.unit}{self.edition}年度部门决算.xlsx"

    def _check(self) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.unit))


def editions() -> list[int]:
    """Years for which there are forms, the latest first."""
    years = {int(path.name[:4]) for path in template("").glob("20*") if path.name[:4].isdigit()}
    return sorted(years, reverse=True) or [datetime.now(UTC).year - 1]
