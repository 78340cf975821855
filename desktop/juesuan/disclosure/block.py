"""Lines and columns of amounts before they are laid out: what every layout fills, rounds and hands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from juesuan.disclosure.balance import balance_grid
from juesuan.disclosure.definition import ColumnDefinition
from juesuan.disclosure.table import Amount, GridCell
from juesuan.money import format_amount, to_wan


@dataclass
class Line:
    """One line: names it may be asked for by, code and label as printed, one amount per column, whether it is a total."""

    names: tuple[str, ...]
    label: str
    amounts: list[Amount | None]
    code: str = ""
    bold: bool = False

    @property
    def zero(self) -> bool:
        return not any(amount and amount.yuan for amount in self.amounts)


@dataclass
class Block:
    """Lines under the same columns; `parts` says which lines (by index) a line is the sum of. `heading` stands above the panel."""

    columns: tuple[ColumnDefinition, ...]
    lines: list[Line]
    parts: dict[int, list[int]] = field(default_factory=dict)
    heading: str = ""

    @property
    def zero(self) -> bool:
        return all(line.zero for line in self.lines)

    def rounded(self, *, balanced: bool) -> Block:
        """With 万元 in every amount: each from its own 元, or balanced so that what is printed adds up."""
        shown = self._balanced() if balanced else [[to_wan(_yuan(amount)) for amount in line.amounts] for line in self.lines]
        return replace(self, lines=[_with_wan(line, wan) for line, wan in zip(self.lines, shown, strict=True)])

    def _balanced(self) -> list[list[Decimal]]:
        column_parts = {index: list(column.parts) for index, column in enumerate(self.columns) if column.parts}
        return balance_grid([[_yuan(amount) for amount in line.amounts] for line in self.lines], self.parts, column_parts)


def amount_cell(amount: Amount | None, zero: str, *, bold: bool = False) -> GridCell:
    """The printed cell of an amount; a zero is printed as `zero` (blank or 0.00)."""
    if amount is None:
        return GridCell(role="amount", text=zero, wan=Decimal(0) if zero else None, bold=bold)
    text = format_amount(amount.wan) if amount.yuan else zero
    return GridCell(text=text, role="amount", wan=amount.wan, yuan=amount.yuan, sources=amount.sources, bold=bold)


def name_rows(blocks: Iterable[Block], zero: str) -> dict[str, dict[str, GridCell]]:
    """Every figure by the names of its line and of its column."""
    found: dict[str, dict[str, GridCell]] = {}
    for block in blocks:
        names = column_names(block.columns)
        for line in block.lines:
            cells = [amount_cell(amount, zero, bold=line.bold) for amount in line.amounts]
            row = {name: cell for cell, of_cell in zip(cells, names, strict=True) for name in of_cell}
            for name in (*line.names, f"{block.heading}/{line.label}"):
                found.setdefault(name, row)
    return found


def column_names(columns: Sequence[ColumnDefinition]) -> list[list[str]]:
    """Header path joined by `/`, 栏次, and the last label where it is the only one."""
    last = [column.path[-1] for column in columns]
    return [
        ["/".join(column.path), str(index), *([column.path[-1]] if last.count(column.path[-1]) == 1 else [])]
        for index, column in enumerate(columns, 1)
    ]


def _yuan(amount: Amount | None) -> Decimal:
    return amount.yuan if amount else Decimal(0)


def _with_wan(line: Line, wan: Sequence[Decimal]) -> Line:
    return replace(line, amounts=[replace(a, wan=value) if a else None for a, value in zip(line.amounts, wan, strict=True)])
