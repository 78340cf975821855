"""A 公开表 as plain values: what is printed where, and the cells of the workbook that each figure comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from juesuan.workbook import Cell


@dataclass(frozen=True)
class Amount:
    """A figure on its way from a form to a table: exact in 元, as printed in 万元, and where it was read."""

    yuan: Decimal
    sources: tuple[Cell, ...] = ()
    wan: Decimal = Decimal(0)


@dataclass(frozen=True)
class GridCell:
    """One printed cell.

    role: `header`, `code`, `label`, `line`, `amount` or `blank`. text: as printed. wan, yuan: the amount, None for cells that hold none.
    sources: the cells of the 财决 forms it was computed from. columns, rows: how many it spans; bold: a total.
    """

    text: str = ""
    role: str = "blank"
    wan: Decimal | None = None
    yuan: Decimal | None = None
    sources: tuple[Cell, ...] = ()
    columns: int = 1
    rows: int = 1
    bold: bool = False


GridRow = tuple[GridCell | None, ...]
"""One row of the whole width; None where a cell is covered by one that spans."""


Names = Callable[[], dict[str, dict[str, GridCell]]]


@dataclass(frozen=True)
class DisclosureTable:
    """One 公开表 in 万元.

    code: canonical (`公开01`, `公开三公`); number: its place in the list, from 1; printed: the code as a sheet has it, empty where it has
    none, None for a table made here, which bears its number.
    header, body: rows of the grid; widths: of the columns, in characters; missing: forms that it needs and the workbook has not.
    """

    code: str
    number: int
    title: str
    unit_name: str
    edition: int
    header: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    widths: tuple[float, ...]
    notes: tuple[str, ...] = ()
    landscape: bool = False
    empty: bool = False
    missing: tuple[str, ...] = ()
    printed: str | None = None
    names: Names = field(default=dict, compare=False, repr=False)

    @cached_property
    def rows(self) -> dict[str, dict[str, GridCell]]:
        """Every figure by the names of its row and of its column; worked out when first asked for."""
        return self.names()

    @property
    def printed_code(self) -> str:
        """`公开07表`; empty where the sheet it was taken from has none."""
        return f"公开{self.number:02d}表" if self.printed is None else self.printed

    @property
    def grid(self) -> tuple[GridRow, ...]:
        """Header and body."""
        return self.header + self.body

    def amount(self, row: str, column: str) -> Decimal | None:
        """万元 as printed; row by code or label, column by its header joined by `/`; None where there is no such place.

        Where several panels have a row of that name, `收入/总计` and `支出/总计` tell them apart.
        """
        found = self.rows.get(row, {}).get(column)
        return found.wan if found else None

    def sources(self, row: str, column: str) -> tuple[Cell, ...]:
        """The cells behind the same place; empty where there is none."""
        found = self.rows.get(row, {}).get(column)
        return found.sources if found else ()

    def figures(self) -> Iterator[tuple[int, int, GridCell]]:
        """Every cell that holds an amount, with its row and column in `grid`, from 0."""
        for row_index, row in enumerate(self.grid):
            for column_index, cell in enumerate(row):
                if cell is not None and cell.wan is not None:
                    yield row_index, column_index, cell
