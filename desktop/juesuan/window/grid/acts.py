"""What acts on the whole selection: copy, cut, paste, clear, fill; each is one act to undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from juesuan.window.plain.choosing import with_names
from juesuan.window.plain.clipboard_table import Table, parse_html, parse_tsv, write_html, write_tsv
from juesuan.window.plain.navigation import Span
from juesuan.window.plain.paste_plan import plan_paste
from juesuan.workbook import Cell, Content, Formula, Value, column_letters

if TYPE_CHECKING:
    from juesuan.window.grid.view import GridView


_copied: list[str] = []
"""What was last put on the clipboard."""


def selected_cells(view: GridView) -> Iterator[Cell]:
    """Anchors of the selected cells that show."""
    model = view.grid
    if model is None:
        return
    look = model.sheet.look
    for top, left, bottom, right in view.selection:
        for row in range(top, bottom + 1):
            if look.hidden_row(row):
                continue
            for column in range(left, right + 1):
                if not look.hidden_column(column) and model.sheet.anchor(row, column) == (row, column):
                    yield Cell(model.sheet.name, row, column)


def selected_values(view: GridView) -> Iterator[Value]:
    """For 求和 平均 计数."""
    if view.grid is not None:
        sheet = view.grid.sheet
        if len(view.selection) == 1 and _size(view.selection[0]) > len(view.selection):
            top, left, bottom, right = view.selection[0]
            yield from (value for row, column, value in sheet.cells() if top <= row <= bottom and left <= column <= right)
        else:
            yield from (sheet.value(cell.row, cell.column) for cell in selected_cells(view))


def _size(span: Span) -> int:
    return (span[2] - span[0] + 1) * (span[3] - span[1] + 1)


def table_of(view: GridView) -> Table:
    """The selection as displayed; hidden rows and columns are left out."""
    if view.grid is None:
        return []
    top, left, bottom, right = view.selection[-1]
    look = view.grid.sheet.look
    columns = [column for column in range(left, right + 1) if not look.hidden_column(column)]
    return [[view.grid.text(row, column) for column in columns] for row in range(top, bottom + 1) if not look.hidden_row(row)]


def copy(view: GridView) -> None:
    table = table_of(view)
    data = QMimeData()
    _copied[:] = [write_tsv(table)]
    data.setText(_copied[-1])
    data.setHtml(write_html(table))
    QGuiApplication.clipboard().setMimeData(data)


def leave_plain_text() -> None:
    """Before the program ends: what was copied stays on the clipboard as text alone, since a table of ours would outlive its owner."""
    clipboard = QGuiApplication.clipboard()
    if _copied and clipboard.text() == _copied[-1]:
        clipboard.setText(_copied[-1])


def cut(view: GridView) -> None:
    copy(view)
    clear(view)


def paste(view: GridView) -> None:
    """Lay the clipboard's table at the selection; what was refused is said once, with the reason."""
    model = view.grid
    table = _clipboard_table()
    if model is None or not table:
        return
    extent = (model.rowCount(), model.columnCount())
    plan = plan_paste(table, view.selection[-1], model.sheet.name, extent, model.session.rules)
    if plan.cells:
        model.session.write(with_names(plan.cells, model.session.rules), f"粘贴 {len(plan.cells)} 格")
        top, left = view.selection[-1][:2]
        view.select((top, left, min(top + len(table) - 1, extent[0]), min(left + len(table[0]) - 1, extent[1])))
    model.session.doubt(plan.cells)
    if plan.refused:
        model.session.spoke.emit("info", plan.report())


def _clipboard_table() -> Table:
    data = QGuiApplication.clipboard().mimeData()
    from_html = parse_html(data.html()) if data.hasHtml() else None
    return from_html or parse_tsv(data.text())


def clear(view: GridView) -> None:
    """Delete: the contents of what may be typed into."""
    model = view.grid
    if model is None:
        return
    rules = model.session.rules
    cells = [cell for cell in selected_cells(view) if model.session.workbook.content(cell) is not None]
    kept = [cell for cell in cells if rules.is_computed(cell) or rules.is_printed(cell)]
    contents: dict[Cell, Content] = dict.fromkeys((cell for cell in cells if cell not in kept), None)
    model.session.write(contents, f"清除 {len(contents)} 格")
    if kept and not contents:
        view.blocked.emit(kept[0])


def fill_down(view: GridView) -> None:
    _fill(view, down=True)


def fill_right(view: GridView) -> None:
    _fill(view, down=False)


def _fill(view: GridView, *, down: bool) -> None:
    """The first row (or column) of the selection into the others; formulas keep their relative references."""
    model = view.grid
    if model is None:
        return
    top, left, bottom, right = view.selection[-1]
    if (down and top == bottom) or (not down and left == right):
        top, left = (top - 1, left) if down else (top, left - 1)
    rules, cells = model.session.rules, {}
    for row in range(top + 1 if down else top, bottom + 1):
        for column in range(left if down else left + 1, right + 1):
            source, cell = (top, column) if down else (row, left), Cell(model.sheet.name, row, column)
            if min(source) > 0 and not rules.is_computed(cell) and not rules.is_printed(cell):
                cells[cell] = _translated(model.sheet.content(*source), Cell(model.sheet.name, *source), cell)
    model.session.write(cells, f"填充 {len(cells)} 格")


def _translated(content: Content, source: Cell, target: Cell) -> Content:
    if not isinstance(content, Formula):
        return content
    from openpyxl.formula.translate import Translator

    place = f"{column_letters(target.column)}{target.row}"
    return Formula(Translator("=" + content.text, origin=source.a1).translate_formula(place)[1:])


def fill_typed(view: GridView, text: str) -> None:
    """Ctrl+Enter: what was typed into every selected cell that may be typed into, as one act."""
    model = view.grid
    if model is None:
        return
    rules = model.session.rules
    free = [cell for cell in selected_cells(view) if not rules.is_computed(cell) and not rules.is_printed(cell)]
    read = {cell: rules.read(cell, text) for cell in free}
    contents = {cell: typed.content for cell, typed in read.items() if not typed.problem}
    model.session.write(contents, f"填写 {len(contents)} 格")


def select_all(view: GridView) -> None:
    if view.grid is not None:
        view.select((1, 1, view.grid.rowCount(), view.grid.columnCount()))
