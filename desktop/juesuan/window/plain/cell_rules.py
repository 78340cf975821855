"""What a cell is for and what may be typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.window.plain.number_input import Typed, read_typed
from juesuan.workbook import Cell, Formula, Workbook

_TEXT_COLUMNS = ("原因", "说明", "备注", "名称", "文字")


@dataclass(frozen=True)
class CellRules:
    """Asks the workbook and what was recognised of it."""

    workbook: Workbook
    recognition: Recognition

    def form(self, cell: Cell) -> Form | None:
        return self.recognition.of_sheet(cell.sheet)

    def is_computed(self, cell: Cell) -> bool:
        """A formula in an official form: it shows what the form computes and is not typed over unasked."""
        return isinstance(self.workbook.content(cell), Formula) and self.form(cell) is not None

    def is_amount(self, cell: Cell) -> bool:
        """Whether the cell lies in an amount column of an official form."""
        form = self.form(cell)
        address = form.address(cell) if form else None
        if form is None or address is None or form.kind not in ("fixed", "floating"):
            return False
        column = form.column(address.column)
        return column is None or not column.label.endswith(_TEXT_COLUMNS)

    def is_code(self, cell: Cell) -> bool:
        """Whether the cell holds the 科目编码 of a row of a form by subject: in one cell, not in three for 类, 款 and 项."""
        form = self.form(cell)
        if form is None or cell.row <= form.header_rows[1] or not form.keys.codes or cell.column != form.keys.codes[0]:
            return False
        merged = self.workbook.sheet(cell.sheet).anchor(cell.row, form.keys.codes[-1]) == (cell.row, form.keys.codes[0])
        return merged or len(form.keys.codes) == 1

    def year(self, cell: Cell) -> int:
        """Of the form, else of the workbook: whose 科目 are meant."""
        form = self.form(cell)
        return (form.edition if form else None) or self.recognition.edition or 0

    def is_printed(self, cell: Cell) -> bool:
        """Words of an official form with fixed rows: title, header, label, 行次, 栏次."""
        form = self.form(cell)
        return form is not None and form.kind == "fixed" and form.address(cell) is None and self.workbook.content(cell) is not None

    def scale(self, cell: Cell) -> Decimal:
        """How many 元 the unit of the cell's form is."""
        form = self.form(cell)
        return form.scale if form else Decimal(1)

    def read(self, cell: Cell, text: str) -> Typed:
        """What typing `text` there would put into the cell."""
        old = self.workbook.content(cell)
        keeps = isinstance(old, str) and old.strip().isdigit()
        keep_text = keeps or self.is_code(cell) or self._is_text_format(cell)
        return read_typed(text, amount=self.is_amount(cell), scale=self.scale(cell), keep_text=keep_text)

    def _is_text_format(self, cell: Cell) -> bool:
        return self.workbook.sheet(cell.sheet).look.style(cell.row, cell.column).number_format == "@"

    def name(self, cell: Cell) -> str:
        """The cell as people call it: `财决01 31行3栏`, else sheet and A1."""
        form = self.form(cell)
        address = form.address(cell) if form else None
        if form is None or address is None:
            return f"{form.code if form else cell.sheet} {cell.a1}"
        row = form.row(address.row)
        return f"{address.form} {address.row}{'行' if row and row.line else ' '}{address.column}栏"
