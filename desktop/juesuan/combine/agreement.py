"""Whether a template's formula gives the sum of the units, judged from the sums themselves.

A formula is kept where it gives its cell's sum from the sums of the cells it reads; if that is so everywhere, recalculation changes
nothing. So every formula is worked out once, below the table, over cells that hold the sums and no formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import formualizer

Place = tuple[int, int]
_HALF_A_CENT = 0.005
_BELOW = 10_000
"""So many rows below its own place a formula is worked out; its references are not moved."""


@dataclass
class SheetSums:
    """What a sheet will hold: amounts and texts (codes, projects) by row and column, and the template's formulas, without `=`."""

    numbers: dict[Place, Decimal] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)

    def number(self, place: Place) -> Decimal:
        return self.numbers.get(place, Decimal(0))


def agreeing(sheets: Mapping[str, SheetSums]) -> dict[str, set[Place]]:
    """By sheet, the places whose formula gives the sum that stands there, to the 分; a blank counts as zero."""
    book = _book(sheets)
    book.evaluate_all()
    return {name: {place for place in sums.formulas if _agrees(_result(book, name, place), sums, place)} for name, sums in sheets.items()}


def _agrees(result: object, sums: SheetSums, place: Place) -> bool:
    return isinstance(result, int | float) and abs(result - float(sums.number(place))) < _HALF_A_CENT


def _result(book: formualizer.Workbook, sheet: str, place: Place) -> Any:
    value = book.get_value(sheet, place[0] + _BELOW, place[1])
    return value or 0


def _book(sheets: Mapping[str, SheetSums]) -> formualizer.Workbook:
    import formualizer

    settings = formualizer.EvaluationConfig()
    settings.enable_parallel = False
    mode = formualizer.WorkbookMode.Interactive
    book = formualizer.Workbook(config=formualizer.WorkbookConfig(mode=mode, eval_config=settings, enable_changelog=False))
    for name in sheets:
        book.add_sheet(name)
    for name, sums in sheets.items():
        _load(book.sheet(name), sums)
    return book


def _load(sheet: Any, sums: SheetSums) -> None:
    values = {place: float(amount) for place, amount in sums.numbers.items()} | sums.texts
    if values:
        sheet.set_values_batch(1, 1, *_size(values), _table(values, None))
    if sums.formulas:
        formulas = {place: f"={text}" for place, text in sums.formulas.items()}
        sheet.set_formulas_batch(1 + _BELOW, 1, *_size(formulas), _table(formulas, ""))


def _size(filled: Mapping[Place, object]) -> Place:
    return max(row for row, _ in filled), max(column for _, column in filled)


def _table(filled: Mapping[Place, Any], blank: Any) -> list[list[Any]]:
    rows, columns = _size(filled)
    table = [[blank] * columns for _ in range(rows)]
    for (row, column), content in filled.items():
        table[row - 1][column - 1] = content
    return table
