"""Amount cells that are no amounts: text, a formula error, more than two decimals of a 元."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from juesuan.audit.finding import Finding, FindingCell
from juesuan.forms import Recognition
from juesuan.workbook import Cell

RULE = "格式"


class CellChecks:
    """Findings about single cells, kept by cell."""

    def __init__(self, recognition: Recognition) -> None:
        self.recognition = recognition
        self._found: dict[Cell, Finding] = {}

    @property
    def findings(self) -> list[Finding]:
        return list(self._found.values())

    def run(self) -> None:
        """Look at every amount cell that holds something."""
        self._found = {}
        for form in self.recognition.forms:
            for name in form.sheets:
                self._check_sheet(
                    name, {(row.sheet or form.sheet, row.row) for row in form.rows}, {column.column for column in form.columns}
                )

    def _check_sheet(self, name: str, rows: set[tuple[str, int]], columns: set[int]) -> None:
        sheet = self.recognition.workbook.sheet(name)
        for row, column, value in sheet.cells():
            if column in columns and (name, row) in rows and not _sound(value):
                self._check(Cell(name, row, column))

    def _check(self, cell: Cell) -> None:
        problem = self.recognition.problem(cell)
        form = self.recognition.of_sheet(cell.sheet)
        address = form.address(cell) if form else None
        self._found.pop(cell, None)
        if problem and form and address and form.kind in ("fixed", "floating"):
            part = FindingCell(address, cell, None, form.words(cell))
            self._found[cell] = Finding(
                f"{RULE}[{cell.sheet}!{cell.a1}]",
                RULE,
                "逻辑性",
                "error",
                form.code,
                problem,
                None,
                None,
                None,
                (part,),
                "金额格内应是到分为止的金额",
            )

    def update(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if self.recognition.of_sheet(cell.sheet) is not None:
                self._check(cell)

    def current(self, cells: Iterable[Cell]) -> dict[str, Finding]:
        return {self._found[cell].key: self._found[cell] for cell in cells if cell in self._found}


def _sound(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_finite() and int(value.as_tuple().exponent) >= -2  # noqa: PLR2004
