"""Amount cells that are no amounts: text, a formula error, more than two decimals of a 元."""

from __future__ import annotations

from collections.abc import Container, Iterable

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

    def run(self, cells: Iterable[Cell]) -> None:
        """Look at the cells that may be no amounts."""
        self._found = {}
        for cell in sorted(cells):
            self._check(cell)

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

    def update(self, cells: Iterable[Cell], suspects: Container[Cell]) -> None:
        """Look at changed cells again; those that hold a plain amount and held one before need no look."""
        for cell in cells:
            if (cell in suspects or cell in self._found) and self.recognition.of_sheet(cell.sheet) is not None:
                self._check(cell)

    def current(self, cells: Iterable[Cell]) -> dict[str, Finding]:
        return {self._found[cell].key: self._found[cell] for cell in cells if cell in self._found}
