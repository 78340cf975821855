"""A workbook in memory: opened from a file, changed by `apply` and nothing else, saved without loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.workbook.cells import Cell, CellEdit, Change, Content, Edit, Effect, Formula, RowsDeleted, RowsInserted, Value, WorkbookError
from juesuan.workbook.collecting import collection_paused
from juesuan.workbook.formulas import LAST_COLUMN, LAST_ROW
from juesuan.workbook.sheet import Sheet
from juesuan.workbook.source import Source
from juesuan.workbook.state import BookState

if TYPE_CHECKING:
    from juesuan.workbook.engine import Engine
    from juesuan.workbook.saving import Saved

LONGEST_TEXT = 32767
LONGEST_FORMULA = 8192
_NAMED_IN_WARNING = 8


class Workbook(BookState):
    """An open workbook; the only way to change a cell is `apply`."""

    def __init__(self, path: Path | None, sheets: tuple[Sheet, ...], source: Source) -> None:
        super().__init__(path, sheets, source)
        self._engine: Engine | None = None

    def replace(self, cells: Mapping[Cell, Content], label: str) -> Change:
        """A Change that puts new contents into cells, with the old ones filled in."""
        return Change(label, tuple(CellEdit(cell, self.content(cell), new) for cell, new in cells.items()))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know about this workbook, Chinese sentences."""
        found = list(self.source.layout.warnings)
        if self._engine is not None:
            unsupported = sorted(self._engine.unsupported)
            if unsupported:
                cells = _listed(unsupported)
                found.append(f"有 {len(unsupported)} 个公式本程序不能计算，沿用文件中原有的数值：{cells}。需要时请在 Excel/WPS 中重算。")
            circles = self._engine.circles()
            if circles:
                found.append(f"公式循环引用，得不出数值：{_listed(circles)}。请修改其中一个公式。")
        return tuple(found)

    @property
    def needs_full_calculation(self) -> bool:
        """Whether Excel must recalculate when it opens the file, because we could not do it all."""
        return self._engine is not None and bool(self._engine.unsupported)

    def prepare(self) -> None:
        """Load the formula engine ahead of the first edit (below 1 s for a full set of forms); another thread may, before any edit."""
        self._ready_engine()

    def _ready_engine(self) -> Engine:
        if self._engine is None:
            from juesuan.workbook.engine import Engine

            with collection_paused():
                self._engine = Engine(self.sheets, self.names)
        return self._engine

    def calculate_missing(self, cells: Iterable[Cell], doubtful: Iterable[Cell] = ()) -> None:
        """Compute formulas that the file stores no values for; they are written with the next save, but the workbook is not modified.

        `doubtful` ones hold #VALUE!, which may be how a circle was stored.
        """
        wanted, lacking = [*cells, *doubtful], set(cells)
        if wanted:
            for cell, value in self._ready_engine().recalculated(wanted).items():
                sheet = self._by_name[cell.sheet]
                sheet.filled[cell.row, cell.column] = value
                if cell in lacking:
                    sheet.stale.add((cell.row, cell.column))

    def read_by(self, formula: Cell) -> list[Cell]:
        """The filled cells that a formula reads; none for a cell that is no formula."""
        return self._ready_engine().read_by(formula)

    def tried(self, values: Mapping[Cell, Value]) -> dict[Cell, Value]:
        """What the formulas that follow from these cells would show if these values stood in them; nothing changes."""
        engine = self._ready_engine()
        for cell, value in values.items():
            engine.put(cell, value, value)
        try:
            return engine.recalculated(values)
        finally:
            for cell in values:
                engine.put(cell, self.content(cell), self.value(cell))
            engine.recalculated(values)

    def apply(self, change: Change) -> Effect:
        """Carry out a change and recalculate what follows from it. Raises WorkbookError where it cannot be; then nothing has changed."""
        for edit in change.edits:
            self._check(edit)
        engine = self._ready_engine()
        before: dict[Cell, Value] = {}
        applied: list[Edit] = []
        moved: set[str] = set()
        for edit in change.edits:
            if isinstance(edit, CellEdit):
                applied.append(self._put(edit, engine, before))
            else:
                applied.append(self._move(edit, engine, before))
                moved.add(edit.sheet)
                engine = self._ready_engine()
        self._settle(engine, before)
        changed = {cell for cell, old in before.items() if cell.sheet not in moved and _differs(self.value(cell), old)}
        changed |= {Cell(name, *place) for name in moved for place in self._by_name[name].filled}
        self.modified = True
        return Effect(Change(change.label, tuple(applied)), frozenset(changed | _edited(applied)), frozenset(moved))

    def _put(self, edit: CellEdit, engine: Engine, before: dict[Cell, Value]) -> CellEdit:
        cell, sheet = edit.cell, self._by_name[edit.cell.sheet]
        old = sheet.content(cell.row, cell.column)
        before.setdefault(cell, sheet.value(cell.row, cell.column))
        sheet.put((cell.row, cell.column), edit.new)
        engine.put(cell, edit.new, self.value(cell))
        return CellEdit(cell, old, edit.new)

    def _move(self, edit: RowsInserted | RowsDeleted, engine: Engine, before: dict[Cell, Value]) -> Edit:
        from juesuan.workbook.structure import move_rows

        sheet, names = self._by_name[edit.sheet], dict(self.names)
        places = list(sheet.filled)
        applied, rewritten = move_rows(self, edit, before)
        if names != self.names:
            self._engine = None
            engine = self._ready_engine()
            rewritten = [Cell(other.name, *place) for other in self.sheets for place in other.formulas]
        else:
            engine.reload(sheet, places, edit.row)
            for cell in rewritten:
                engine.put(cell, self.content(cell), self.value(cell))
        shifted = (Cell(sheet.name, *place) for place in {*places, *sheet.filled} if place[0] >= edit.row)
        for cell in (*rewritten, *shifted):
            before.setdefault(cell, self.value(cell))
        return applied

    def _settle(self, engine: Engine, before: dict[Cell, Value]) -> None:
        for cell, value in engine.recalculated(before).items():
            sheet, place = self._by_name[cell[0]], cell[1:]
            before.setdefault(cell, sheet.filled.get(place))
            sheet.show(place, value)

    def _check(self, edit: Edit) -> None:
        name = edit.cell.sheet if isinstance(edit, CellEdit) else edit.sheet
        if name not in self._by_name:
            raise WorkbookError(f"没有名为“{name}”的工作表，修改没有进行。")
        if not isinstance(edit, CellEdit):
            if edit.count < 1 or edit.row < 1 or edit.row + edit.count > LAST_ROW:
                raise WorkbookError(f"工作表“{name}”第 {edit.row} 行处不能插入或删除 {edit.count} 行，修改没有进行。")
            return
        if not (1 <= edit.cell.row <= LAST_ROW and 1 <= edit.cell.column <= LAST_COLUMN):
            raise WorkbookError(f"工作表“{name}”没有第 {edit.cell.row} 行第 {edit.cell.column} 列，修改没有进行。")
        _check_content(edit.cell, edit.new)

    def add_sheet(self, name: str) -> Sheet:
        """A plain empty sheet at the end, part of the next save. Raises WorkbookError where the name is taken or not possible."""
        if name.lower() in {sheet.name.lower() for sheet in self.sheets}:
            raise WorkbookError(f"已有名为“{name}”的工作表。请换一个名称。")
        if not 1 <= len(name) <= 31 or set(name) & set("[]:*?/\\") or name.startswith("'"):  # noqa: PLR2004  (Excel's own limit)
            raise WorkbookError(f"“{name}”不能作工作表名称：最长 31 个字，不能含 [ ] : * ? / \\。")
        sheet = self._append(name)
        if self._engine is not None and not self._engine.takes(sheet):
            self._engine = None
        self.modified = True
        return sheet

    def save(self, path: Path | str | None = None, *, force: bool = False) -> Saved:
        """Write the workbook, atomically and with a backup of the previous version. See `saving.save`."""
        from juesuan.workbook.saving import save

        return save(self, Path(path) if path else None, force=force)


def _edited(edits: Iterable[Edit]) -> set[Cell]:
    return {edit.cell for edit in edits if isinstance(edit, CellEdit) and _differs(edit.old, edit.new)}


def _differs(one: object, other: object) -> bool:
    return one != other or type(one) is not type(other)


def _check_content(cell: Cell, content: Content) -> None:
    where = f"工作表“{cell.sheet}” {cell.a1}"
    if isinstance(content, str) and len(content) > LONGEST_TEXT:
        raise WorkbookError(f"{where} 的文字有 {len(content)} 个字，一个单元格最多 {LONGEST_TEXT} 个。请缩短后再填。")
    if isinstance(content, Formula):
        from juesuan.workbook.engine import is_well_formed

        if len(content.text) > LONGEST_FORMULA or not is_well_formed(content.text):
            raise WorkbookError(f"{where} 的公式“={content.text[:60]}”写得不完整或有误，没有填入。请检查括号、逗号和引号。")


def _listed(cells: list[Cell]) -> str:
    shown = "、".join(f"{cell.sheet}!{cell.a1}" for cell in cells[:_NAMED_IN_WARNING])
    return shown if len(cells) <= _NAMED_IN_WARNING else f"{shown} 等 {len(cells)} 处"
