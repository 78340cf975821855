"""填报: forms on the left, the form in the middle with its findings below, the cell on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from juesuan.audit.finding import Finding
from juesuan.desk import Outcome
from juesuan.errors import JuesuanError
from juesuan.forms.inserting import delete_rows
from juesuan.window.address_bar import AddressBar
from juesuan.window.cell_panel import CellPanel
from juesuan.window.disclosure_view import DisclosureView
from juesuan.window.dressing import dressed
from juesuan.window.find_bar import FIND, FindBar
from juesuan.window.findings_panel import FindingsPanel
from juesuan.window.form_list import FormList
from juesuan.window.grid.accessible import tell_moved
from juesuan.window.grid.acts import selected_values
from juesuan.window.grid.card import FindingCard
from juesuan.window.grid.model import GridModel
from juesuan.window.grid.view import GridView
from juesuan.window.plain.find_text import find_all, find_next
from juesuan.window.plain.formula_sources import sources
from juesuan.window.plain.go_to import PlaceNotFoundError, go_to
from juesuan.window.plain.replacing import replaced
from juesuan.window.plain.selection_sums import SelectionSums, sums_of
from juesuan.window.quiet_bar import QuietBar
from juesuan.window.row_dialog import RowDialog
from juesuan.window.session import BookSession
from juesuan.window.theme import Theme
from juesuan.workbook import Cell, Change, Formula


class EditingWorkspace(QWidget):
    """Shows one session. summed(SelectionSums) after the selection differs; explaining(Finding) when a 说明 is to be written."""

    summed = Signal(object)
    explaining = Signal(object)

    def __init__(self, bar: QuietBar, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self.session: BookSession | None = None
        self._theme = theme
        self._models: dict[tuple[int, str], GridModel] = {}
        self._in_wan = False
        self.forms = FormList(theme)
        self.address = AddressBar()
        self.find_bar = FindBar(theme)
        self.grid = GridView()
        self.grid.set_theme(theme)
        self.findings = FindingsPanel(theme)
        self.panel = CellPanel(theme)
        self.disclosure = DisclosureView(theme)
        self.card = FindingCard(self)
        self._bar = bar
        self.ask_row: Callable[[RowDialog], bool] = lambda dialog: bool(dialog.exec())
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        upper = dressed(QWidget(), objectName="centre")
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.address, self.find_bar):
            column.addWidget(widget)
        self.sheets = QStackedWidget()
        self.sheets.addWidget(self.grid)
        self.sheets.addWidget(self.disclosure)
        column.addWidget(self.sheets, 1)
        self.middle = QSplitter(Qt.Orientation.Vertical, handleWidth=1, childrenCollapsible=False)
        self.middle.addWidget(upper)
        self.middle.addWidget(self.findings)
        self.middle.setSizes([470, 195])
        self.middle.setStretchFactor(0, 1)
        self.across = QSplitter(Qt.Orientation.Horizontal, handleWidth=1)
        for part in (self.forms, self.middle, self.panel):
            self.across.addWidget(part)
        self.across.setSizes([232, 886, 248])
        self.across.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.across)

    def _connect(self) -> None:
        self.forms.chosen.connect(self._choose)
        self.grid.moved.connect(self._show_cell)
        self.grid.selected.connect(lambda: self.summed.emit(self.sums()))
        self.grid.blocked.connect(self._offer_source)
        self.grid.hovered.connect(self._show_card)
        self.address.going.connect(lambda: self.find_bar.open("go_to"))
        self.address.typed.connect(self._type)
        self.address.left.connect(self.grid.setFocus)
        self.find_bar.searched.connect(self._find)
        self.find_bar.going.connect(self._go_to)
        self.find_bar.replacing.connect(self._replace)
        self.find_bar.left.connect(self.grid.setFocus)
        self.disclosure.went.connect(self.go)
        self.findings.jumped.connect(self.jump)
        self.findings.went.connect(self.go)
        self.findings.explaining.connect(self.explaining)
        self.panel.went.connect(self.go)
        self.card.asked.connect(self._ask_card)

    def show_session(self, session: BookSession) -> None:
        """Another workbook."""
        if self.session is not None:
            self.session.changed.disconnect(self._follow)
            self.session.rebuilt.disconnect(self._rebuild)
            self.session.focused.disconnect(self._repaint)
            self.session.audited.disconnect(self._refresh_marks)
            self.session.text.composed.disconnect(self._take_text)
        self.session = session
        session.changed.connect(self._follow)
        session.rebuilt.connect(self._rebuild)
        session.focused.connect(self._repaint)
        session.audited.connect(self._refresh_marks)
        session.text.composed.connect(self._take_text)
        self.forms.show_session(session)
        self.findings.show_session(session)
        first = next((sheet.name for sheet in session.sheets() if (form := session.form(sheet.name)) and form.kind == "fixed"), None)
        sheets = session.sheets()
        if sheets:
            self.show_sheet(first or sheets[0].name)

    def show_sheet(self, name: str) -> None:
        """One sheet of the session."""
        session = self.session
        self._show_grid(session is not None)
        if session is None or (self.grid.grid is not None and self.grid.grid.sheet.name == name and self.grid.grid.session is session):
            return
        key = (id(session), name)
        if key not in self._models:
            self._models[key] = GridModel(session, session.workbook.sheet(name))
        self._models[key].in_wan = self._in_wan
        self.card.hide()
        self.grid.show_model(self._models[key])
        self.forms.set_current(name)

    def go(self, cell: Cell) -> None:
        """Show a cell and put the cursor there."""
        self.show_sheet(cell.sheet)
        self.grid.reach((cell.row, cell.column))
        self.grid.setFocus()

    def jump(self, finding: Finding) -> None:
        """To the first cell of a finding; all its cells light up. Again on the same finding: to its next cell."""
        if self.session is None or not finding.cells:
            return
        cells = [part.cell for part in finding.cells]
        here = self.grid.cell
        again = self.session.finding is not None and self.session.finding.key == finding.key and here in cells
        self.session.focus(finding)
        self.findings.select_key(finding.key)
        target = cells[(cells.index(here) + 1) % len(cells)] if again and here is not None else cells[0]
        self.go(target)
        self._show_card(target, self.grid.rect_of((target.row, target.column)))

    def step_form(self, direction: int) -> None:
        """Ctrl+PgDn and Ctrl+PgUp."""
        if self.session is not None and self.grid.grid is not None:
            names = [sheet.name for sheet in self.session.sheets()]
            here = names.index(self.grid.grid.sheet.name)
            self.show_sheet(names[max(0, min(len(names) - 1, here + direction))])

    def open_find(self, mode: str = FIND) -> None:
        self.find_bar.open(mode)

    def switch_unit(self) -> bool:
        """元 or 万元, for display only; answers whether it is 万元 now."""
        self._in_wan = not self._in_wan
        if self.grid.grid is not None:
            self.grid.grid.in_wan = self._in_wan
            self.grid.lay_out()
        return self._in_wan

    def sums(self) -> SelectionSums:
        return sums_of(selected_values(self.grid))

    def insert_row(self) -> None:
        """A blank row in a sheet without rules of its own; in a form by subject, a 科目 in its place."""
        session, grid = self.session, self.grid.grid
        if session is None or grid is None:
            return
        form = grid.form
        if form is not None and form.kind == "floating" and form.keys.codes:
            dialog = RowDialog(session, form, self)
            if self.ask_row(dialog):
                self._perform(dialog.change)
        elif form is not None and form.kind == "fixed":
            session.spoke.emit("info", f"{form.code} 的行是固定的，不能插入。")
        else:
            session.insert_rows(grid.sheet.name, self.grid.current[0] + 1)

    def delete_rows(self) -> None:
        session, grid = self.session, self.grid.grid
        if session is None or grid is None:
            return
        top, _, bottom, _ = self.grid.selection[-1]
        form = grid.form
        if form is not None and form.kind in ("fixed", "floating") and form.columns:
            self._perform(lambda: delete_rows(session.recognition, form.code, range(top, bottom + 1)))
        else:
            session.delete_rows(grid.sheet.name, top, bottom - top + 1)

    def _perform(self, make: Callable[[], Change]) -> None:
        """Carry out a change that may be refused with a sentence."""
        session = self.session
        if session is None:
            return
        try:
            change = make()
        except JuesuanError as error:
            session.spoke.emit("error", str(error))
            return
        session.perform(change)

    def _replace(self, text: str, new: str, everywhere: bool) -> None:
        """In the cell under the cursor, or everywhere as one act; what may not be typed into stays."""
        session, here = self.session, self.grid.cell
        if session is None or here is None:
            return
        if not everywhere and not replaced([here], text, new, session.rules):
            self._find(text, False)
            return
        cells = [cell for sheet in session.sheets() for cell in find_all(sheet, text)] if everywhere else [here]
        contents = replaced(cells, text, new, session.rules)
        session.write(contents, f"替换 {len(contents)} 格")
        self.find_bar.say(f"替换了 {len(contents)} 格，共找到 {len(cells)} 处。" if everywhere else "")
        if not everywhere:
            self._find(text, False)

    def model_of(self, sheet: str) -> GridModel | None:
        """The sheet as the grid shows it."""
        return GridModel(self.session, self.session.workbook.sheet(sheet)) if self.session else None

    def explain_here(self) -> None:
        """Shift+F2: write why the 核实性 finding in focus, or at the cursor, is right as it stands."""
        session, cell = self.session, self.grid.cell
        if session is None or cell is None:
            return
        found = [session.finding] if session.finding is not None and cell in session.related else session.marks.get(cell, [])
        confirm = next((finding for finding in found if finding.severity == "confirm"), None)
        if confirm is None:
            session.spoke.emit("info", "这一格没有待核实的结果。用 F8 转到一条“核实”再填写说明。")
        else:
            self.explaining.emit(confirm)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.forms, self.grid, self.findings, self.panel, self.disclosure):
            part.set_theme(theme)
        if self.grid.cell is not None:
            self._show_cell(self.grid.cell)

    def _show_grid(self, shown: bool) -> None:
        if shown and self.sheets.currentWidget() is not self.grid:
            self.sheets.setCurrentWidget(self.grid)
            if self.grid.grid is not None:
                self.forms.set_current(self.grid.grid.sheet.name)

    def show_disclosure(self, code: str) -> None:
        """A 公开表 in place of the grid."""
        if self.session is not None:
            self.card.hide()
            self.sheets.setCurrentWidget(self.disclosure)
            self.disclosure.show_table(self.session, code)
            self.disclosure.table.setFocus()

    def _choose(self, cell: Cell) -> None:
        if cell.row < 0:
            self.show_disclosure(cell.sheet)
        elif cell.row:
            self.go(cell)
        else:
            self.show_sheet(cell.sheet)
            self.grid.setFocus()

    def _show_cell(self, cell: Cell) -> None:
        if self.session is not None:
            self.address.show_cell(self.session, cell)
            if self.grid.grid is not None:
                self.grid.setAccessibleDescription(self.grid.grid.spoken(cell.row, cell.column))
                tell_moved(self.grid)
            self.panel.show_cell(self.session, cell)
            if self.session.finding is not None and cell not in self.session.related:
                self.session.focus(None)

    def _follow(self, outcome: Outcome) -> None:
        grid = self.grid.grid
        if grid is not None:
            change = outcome.findings
            marked = (part.cell for found in (*change.appeared, *change.revised, *change.vanished) for part in found.cells)
            touched = frozenset(cell for cell in (*outcome.effect.cells, *marked) if cell.sheet == grid.sheet.name)
            self.grid.refresh(touched)
        self._follow_marks({cell.sheet for cell in outcome.effect.cells})

    def _rebuild(self) -> None:
        for (owner, _), model in self._models.items():
            if owner == id(self.session):
                model.refresh()
        self.forms.rebuild()
        if self.grid.grid is not None:
            self.forms.set_current(self.grid.grid.sheet.name)
        self._refresh_marks()

    def _refresh_marks(self) -> None:
        self._follow_marks()
        self.grid.viewport().update()

    def _follow_marks(self, sheets: Iterable[str] = ()) -> None:
        self.card.hide()
        self.findings.refresh()
        self.forms.refresh(sheets)
        if self.grid.cell is not None:
            self._show_cell(self.grid.cell)
        self.summed.emit(self.sums())

    def _take_text(self) -> None:
        """The text was composed: how much is missing in it, and where this cell is used."""
        document = self.session.text.document if self.session else None
        if document is not None:
            self.forms.set_missing(len(document.missing()))
        if self.session is not None and self.grid.cell is not None:
            self.panel.show_cell(self.session, self.grid.cell)

    def _repaint(self) -> None:
        self.grid.viewport().update()

    def _type(self, cell: Cell, text: str) -> None:
        if self.grid.grid is not None:
            self.grid.grid.setData(self.grid.grid.index_of((cell.row, cell.column)), text)

    def _offer_source(self, cell: Cell) -> None:
        """A computed cell was typed into: say so quietly, offer the way to the source, and the way to insist."""
        if self.session is None:
            return
        content = self.session.workbook.content(cell)
        read = sources(content, cell.sheet, self.session.workbook) if isinstance(content, Formula) else ()
        first = next((source for source in read if self.session.workbook.value(source) is not None), read[0] if read else None)
        offers = [("转到来源", lambda: self.go(first))] if first is not None else []
        offers.append(("仍要手工填写", lambda: self._insist(cell)))
        self._bar.say("info", f"{self.session.rules.name(cell)} 是自动计算的，不直接填写。请改它取数的单元格。", offers)

    def _insist(self, cell: Cell) -> None:
        self.go(cell)
        self.grid.unlock(cell)
        self.grid.begin_edit()

    def _show_card(self, cell: Cell | None, rect: QRect) -> None:
        findings = self.session.findings_at(cell) if cell is not None and self.session is not None else []
        if not findings:
            if not self.card.underMouse():
                self.card.hide()
            return
        place = QRect(self.grid.viewport().mapTo(self, rect.topLeft()), rect.size())
        within = QRect(self.grid.viewport().mapTo(self, QPoint(0, 0)), self.grid.viewport().size())
        self.card.show_at(findings, place, self._theme, within)

    def _ask_card(self, key: str) -> None:
        if self.session is not None:
            finding = next((found for found in self.session.findings if found.key == key), None)
            self.session.focus(finding)
            self.findings.select_key(key)
            self.card.hide()

    def _find(self, text: str, backward: bool) -> None:
        if self.session is None or self.grid.cell is None:
            return
        found = find_next(self.session.sheets(), text, self.grid.cell, backward=backward)
        self.find_bar.say("" if found else f"没有找到“{text}”。")
        if found:
            self.show_sheet(found.sheet)
            self.grid.reach((found.row, found.column))

    def _go_to(self, text: str) -> None:
        if self.session is None or self.grid.cell is None:
            return
        try:
            cell = go_to(text, self.session.recognition, self.session.workbook, self.grid.cell.sheet)
        except PlaceNotFoundError as error:
            code = self.forms.automatic(text)
            self.find_bar.say("" if code else str(error))
            if code:
                self.find_bar.leave()
                self.show_disclosure(code)
            return
        self.find_bar.leave()
        self.go(cell)

    @property
    def corner(self) -> QPoint:
        """Where the grid begins, for what floats above it."""
        return self.grid.mapTo(self, QPoint(0, 0))
