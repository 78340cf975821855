"""What stands in the cells that rules read: one slot a cell, amounts in 元, and why a cell cannot be counted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from juesuan.forms.form import Address, Column, Form, Row
from juesuan.forms.labels import bare_label
from juesuan.money import is_not_applicable, parse_amount, round_half_up
from juesuan.workbook import Cell, CellError, Value, Workbook

ZERO = Decimal(0)
BLANK = 0
"""A slot that no cell has: always blank, so that a missing row can be read like any other."""
_CENT, _TENTH, _ONE = Decimal("0.01"), Decimal("0.1"), Decimal(1)
_CENTS = -2
_NOISE = Decimal("0.000001")


class Grid:
    """A form's cells as slots: `first + row × columns + column`.

    Attributes: form; workbook; prior: last year's; first: the first slot; width: columns.
    """

    def __init__(self, form: Form, workbook: Workbook, first: int, *, prior: bool) -> None:
        self.form, self.workbook, self.first, self.prior = form, workbook, first, prior
        self.width = len(form.columns)
        self.size = len(form.rows) * self.width
        self.row_index = {id(row): index for index, row in enumerate(form.rows)}
        self.column_index = {id(column): index for index, column in enumerate(form.columns)}

    @cached_property
    def _rows_at(self) -> dict[tuple[str, int], list[Row]]:
        found: dict[tuple[str, int], list[Row]] = {}
        for row in self.form.rows:
            found.setdefault((row.sheet or self.form.sheet, row.row), []).append(row)
        return found

    @cached_property
    def _columns_at(self) -> dict[int, list[Column]]:
        found: dict[int, list[Column]] = {}
        for column in self.form.columns:
            found.setdefault(column.column, []).append(column)
        return found

    @cached_property
    def leading(self) -> dict[str, int]:
        """Sheet columns before the amounts by what the header calls them."""
        first, last = self.form.header_rows
        sheet = self.workbook.sheet(self.form.sheet)
        before = min((column.column for column in self.form.columns), default=1)
        texts = ((sheet.value(row, column), column) for row in range(max(first, 1), last + 1) for column in range(1, before))
        return {bare_label(text): column for text, column in texts if isinstance(text, str)}

    def base(self, row: Row) -> int:
        """The first slot of a row."""
        return self.first + self.row_index[id(row)] * self.width

    def slot(self, row: Row, column: Column) -> int:
        return self.first + self.row_index[id(row)] * self.width + self.column_index[id(column)]

    def place(self, slot: int) -> tuple[Row, Column]:
        row, column = divmod(slot - self.first, self.width)
        return self.form.rows[row], self.form.columns[column]

    def slots_at(self, cell: Cell) -> list[int]:
        """The slots of a cell, none outside the table; several where damaged labels make two lines of one row."""
        return [
            self.slot(row, column)
            for row in self._rows_at.get((cell.sheet, cell.row), ())
            for column in self._columns_at.get(cell.column, ())
            if row.panel == column.panel and column.sheet in ("", cell.sheet)
        ]

    def cells(self) -> Iterator[tuple[Cell, int]]:
        """Every cell of the table with its slot."""
        for row in self.form.rows:
            for column in self.form.columns:
                cell = self.where(row, column)
                if row.panel == column.panel and column.sheet in ("", cell.sheet):
                    yield cell, self.slot(row, column)

    def cell(self, slot: int) -> Cell:
        return self.where(*self.place(slot))

    def where(self, row: Row, column: Column) -> Cell:
        return Cell(row.sheet or self.form.sheet, row.row, column.column)


class Values:
    """Amounts and texts by slot, kept up to date cell by cell.

    Attributes: amounts in 元 (blank is 0); filled: 1 where something stands; trouble: slot → why it is no amount; texts: of cover fields;
    suspects: cells met that hold something else than a number of at most two decimals.
    """

    def __init__(self) -> None:
        self.grids: dict[tuple[str, bool], Grid] = {}
        self.fields: dict[tuple[str, str, bool], int] = {}
        self.amounts: list[Decimal] = [ZERO]
        self.filled = bytearray(1)
        self.trouble: dict[int, str] = {}
        self.suspects: set[Cell] = set()
        self.texts: dict[int, str] = {}
        self._field_slots: dict[Cell, int] = {}
        self._on_sheet: dict[str, Grid] = {}
        self._parts: dict[int, tuple[Address, Cell, str]] = {}
        self._owners: list[Grid] = []
        self._starts: list[int] = []
        self._field_cells: dict[int, tuple[Cell, Workbook]] = {}

    def add_form(self, form: Form, workbook: Workbook, *, prior: bool) -> None:
        """Make slots for a form and read them."""
        grid = Grid(form, workbook, len(self.amounts), prior=prior)
        self.grids[form.code, prior] = grid
        self._extend(grid.size)
        self._owners.append(grid)
        self._starts.append(grid.first)
        if not prior:
            self._on_sheet |= dict.fromkeys(form.sheets, grid)
        self._read_form(grid)
        for key, cell in form.fields.items():
            self.add_field(form.code, key, cell, workbook, prior=prior)

    def _read_form(self, grid: Grid) -> None:
        """Every filled cell of the table; amounts of two decimals, which is nearly all of them, by the short way."""
        form, amounts, filled = grid.form, self.amounts, self.filled
        sheets = {name: grid.workbook.sheet(name) for name in form.sheets}
        whole = form.scale if form.unit == "万元" else None
        columns = [(index, column.panel, column.sheet, column.column) for index, column in enumerate(form.columns)]
        base = grid.first
        for row in form.rows:
            sheet = sheets[row.sheet or form.sheet]
            value_of, number, panel = sheet.value, row.row, row.panel
            for index, of_panel, of_sheet, at in columns:
                if of_panel != panel or (of_sheet and of_sheet != sheet.name):
                    continue
                value = value_of(number, at)
                if type(value) is Decimal and (value.same_quantum(_CENT) or value.same_quantum(_TENTH) or value.same_quantum(_ONE)):
                    amounts[base + index] = value if whole is None else value * whole
                    filled[base + index] = 1
                elif value is not None:
                    self._read(base + index, grid, value, Cell(sheet.name, number, at))
            base += grid.width

    def add_field(self, form: str, name: str, cell: Cell, workbook: Workbook, *, prior: bool) -> int:
        slot = len(self.amounts)
        self._extend(1)
        self.fields[form, name, prior] = slot
        self._field_cells[slot] = (cell, workbook)
        if not prior:
            self._field_slots[cell] = slot
        self._read_field(slot)
        return slot

    def text_slot(self, grid: Grid, row: Row, name: str) -> int:
        """The slot of a text that stands before the amounts of a row, such as 基建项目属性; the form must have that column."""
        form = grid.form
        key = (form.code, f"{row.id} {name}", grid.prior)
        if key not in self.fields:
            cell = Cell(row.sheet or form.sheet, row.row, grid.leading[name])
            self.add_field(*key[:2], cell, grid.workbook, prior=grid.prior)
        return self.fields[key]

    def _extend(self, count: int) -> None:
        self.amounts.extend([ZERO] * count)
        self.filled.extend(bytes(count))

    def slot_of(self, cell: Cell) -> int | None:
        """The first slot of a cell of this workbook; None where no rule can read it."""
        return next(iter(self.slots_of(cell)), None)

    def slots_of(self, cell: Cell) -> list[int]:
        """All slots of a cell of this workbook; none where no rule can read it."""
        grid = self._on_sheet.get(cell.sheet)
        slots = grid.slots_at(cell) if grid else []
        return slots or ([self._field_slots[cell]] if cell in self._field_slots else [])

    def cells(self) -> Iterator[tuple[Cell, int]]:
        """Every amount cell of this workbook with its slot."""
        for grid in self._owners:
            if not grid.prior:
                yield from grid.cells()

    def owner(self, slot: int) -> Grid | None:
        """The form a slot belongs to; None for a field."""
        place = bisect_right(self._starts, slot) - 1
        grid = self._owners[place] if place >= 0 else None
        return grid if grid is not None and slot < grid.first + grid.size else None

    def part(self, slot: int) -> tuple[Address, Cell, str]:
        """Address, cell and words of an amount's slot; they do not change while rows stay where they are."""
        if slot not in self._parts:
            grid = self.owner(slot)
            if grid is None:
                raise LookupError(slot)
            row, column = grid.place(slot)
            cell = grid.where(row, column)
            self._parts[slot] = (Address(grid.form.code, row.id, column.number), cell, grid.form.words_of(row, column))
        return self._parts[slot]

    def cell_of(self, slot: int) -> Cell:
        grid = self.owner(slot)
        return grid.cell(slot) if grid else self._field_cells[slot][0]

    def refresh(self, cells: Iterable[Cell]) -> list[int]:
        """Read cells anew → slots whose value differs."""
        changed = []
        for cell in cells:
            for slot in self.slots_of(cell):
                before = self.state(slot)
                grid = self.owner(slot)
                if grid is None:
                    self._read_field(slot)
                else:
                    self._read(slot, grid, grid.workbook.value(cell), cell)
                if self.state(slot) != before:
                    changed.append(slot)
        return changed

    def state(self, slot: int) -> tuple[Decimal, int, str | None, str | None]:
        return self.amounts[slot], self.filled[slot], self.trouble.get(slot), self.texts.get(slot)

    def _read(self, slot: int, grid: Grid, value: Value, cell: Cell) -> None:
        if value is None:
            if self.filled[slot]:
                self.amounts[slot], self.filled[slot] = ZERO, 0
                self.trouble.pop(slot, None)
            return
        amount, problem = amount_of(value)
        if not grid.prior and (problem or not isinstance(value, Decimal) or int(value.as_tuple().exponent) < _CENTS):
            self.suspects.add(cell)
        self.amounts[slot] = _yuan(amount, grid.form) if amount else ZERO
        self.filled[slot] = amount is not None or problem is not None
        if problem:
            self.trouble[slot] = f"{grid.form.code} {cell.a1} {problem}"
        else:
            self.trouble.pop(slot, None)

    def _read_field(self, slot: int) -> None:
        cell, workbook = self._field_cells[slot]
        text = text_of(workbook.value(cell))
        self.texts[slot] = text
        self.filled[slot] = bool(text)
        self.amounts[slot] = parse_amount(text) or ZERO


def _yuan(amount: Decimal, form: Form) -> Decimal:
    """In 元; what binary arithmetic left behind below a millionth of a 元 is dropped."""
    yuan = amount * form.scale if form.unit == "万元" else amount
    if int(yuan.as_tuple().exponent) >= _CENTS:
        return yuan
    rounded = round_half_up(yuan)
    return rounded if abs(yuan - rounded) < _NOISE else yuan


def amount_of(value: Value) -> tuple[Decimal | None, str | None]:
    """A cell's value → (amount in the form's unit or None where blank, what is wrong or None). Dashes count as blank."""
    if isinstance(value, Decimal):
        return value, None
    if isinstance(value, CellError):
        return None, f"公式错误 {value.code}"
    if isinstance(value, str):
        if not value.strip() or is_not_applicable(value):
            return None, None
        amount = parse_amount(value)
        return (amount, None) if amount is not None else (None, f"是文字“{value.strip()[:12]}”，不是金额")
    return (None, "不是金额") if value is not None else (None, None)


def text_of(value: Value) -> str:
    """A field's value as text: codes typed as numbers lose their decimals, `21-参公` stays."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.strip() if isinstance(value, str) else ""
