"""The window: toolbar, workbooks in tabs, the two workspaces, the line at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from juesuan.window.book_tabs import BookTabs
from juesuan.window.commands import Commands
from juesuan.window.disk_watch import DiskWatch
from juesuan.window.exporting import EXPORTS, Exporter
from juesuan.window.file_work import warmed
from juesuan.window.files import Files
from juesuan.window.find_bar import GO_TO, REPLACE
from juesuan.window.jobs import Job, wait_for_all
from juesuan.window.pages import Pages
from juesuan.window.panes import first_focusable, panes_of, step
from juesuan.window.paper import Paper
from juesuan.window.quiet_bar import QuietBar
from juesuan.window.settings import Settings
from juesuan.window.start_page import StartPage
from juesuan.window.status_bar import StatusBar
from juesuan.window.theme import DARK, LIGHT, Theme, palette, stylesheet
from juesuan.window.toolbar import EDITING, NARRATIVE, PERFORMANCE, Toolbar

if TYPE_CHECKING:
    from juesuan.audit.finding import Finding
    from juesuan.desk import Outcome
    from juesuan.window.editing_workspace import EditingWorkspace
    from juesuan.window.narrative.workspace import NarrativeWorkspace
    from juesuan.window.session import BookSession

_SUFFIXES = (".xlsx", ".xlsm", ".xls")


class MainWindow(QMainWindow):
    """Attributes: sessions, the open workbooks in the order of their tabs; files; editing; bar; status."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.theme: Theme = DARK if self.settings.dark else LIGHT
        self.sessions: list[BookSession] = []
        self.bar = QuietBar(self.theme)
        self.files = Files(self, self.bar, self.settings)
        self.exporter = Exporter(self.files, self.bar)
        self.pages = Pages(self)
        self.disk = DiskWatch(self)
        self.paper = Paper(self, self.bar, self.files)
        self.commands = Commands(self, self._acts())
        self.toolbar = Toolbar(self.commands, self.theme)
        self.tabs = BookTabs(self.theme)
        self.start = StartPage(self.theme)
        self._editing: EditingWorkspace | None = None
        self._leaving = False
        self.status = StatusBar()
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 360)  # 1366 × 768 at 200 %
        self._restore()
        self.set_theme(self.theme)
        self._refresh()

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self.ask_new,
            "open": self.files.open_some,
            "save": lambda: self._with(self.files.save),
            "save_as": lambda: self._with(self.files.save_as),
            "undo": lambda: self._with(lambda session: session.undo()),
            "redo": lambda: self._with(lambda session: session.redo()),
            "prior": lambda: self._with(self.pages.ask_prior),
            "compare": lambda: self._with(self.pages.show_comparison),
            "narrative": lambda: self.show_workspace(NARRATIVE),
            **{name: partial(self._export, name) for name in EXPORTS},
            "find": lambda: self._in_editing(lambda editing: editing.open_find()),
            "go_to": lambda: self._in_editing(lambda editing: editing.open_find(GO_TO)),
            "replace": lambda: self._in_editing(lambda editing: editing.open_find(REPLACE)),
            "next_pane": lambda: self._step_pane(1),
            "previous_pane": lambda: self._step_pane(-1),
            "next_book": lambda: self._step_book(1),
            "previous_book": lambda: self._step_book(-1),
            "show_editing": lambda: self.show_workspace(EDITING),
            "show_narrative": lambda: self.show_workspace(NARRATIVE),
            "show_performance": lambda: self.show_workspace(PERFORMANCE),
            "explain": lambda: self._in_editing(lambda editing: editing.explain_here()),
            "menu": self._open_menu,
            "print": lambda: self._with(self.paper.print),
            "print_pdf": lambda: self._with(self.paper.print_to_pdf),
            "combine": self.files.combine,
            "backups": lambda: self._with(self.files.choose_backup),
            "settings": self._settings,
            "guide": lambda: self.pages.show_guide(),  # noqa: PLW0108 - pages come later
            "next_finding": lambda: self._in_editing(lambda editing: editing.findings.step(1)),
            "previous_finding": lambda: self._in_editing(lambda editing: editing.findings.step(-1)),
            "next_form": lambda: self._in_editing(lambda editing: editing.step_form(1)),
            "previous_form": lambda: self._in_editing(lambda editing: editing.step_form(-1)),
            "insert_row": lambda: self._in_editing(lambda editing: editing.insert_row()),
            "delete_row": lambda: self._in_editing(lambda editing: editing.delete_rows()),
            "unit": self.switch_unit,
            "theme": lambda: self.set_theme(LIGHT if self.theme.dark else DARK),
            "close": lambda: self.close_tab(self.tabs.currentIndex()),
            "about": self._about,
        }

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.toolbar, 0), (self.tabs, 0), (self.bar, 0), (self.stack, 1), (self.status, 0)):
            column.addWidget(widget, stretch)
        self.setCentralWidget(centre)
        self._recent_menu = QMenu(self)
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        self.toolbar.set_recent(self._recent_menu)

    def _connect(self) -> None:
        self.files.opened.connect(self._add)
        self.files.stored.connect(lambda _: self._refresh())
        self.files.remembered.connect(lambda: self.start.set_recent(self.settings.recent()))
        self.start.chosen.connect(self._start_way)
        self.start.recent.connect(lambda path: self.files.open_path(Path(path)))
        self.tabs.currentChanged.connect(self._switch)
        self.tabs.tabCloseRequested.connect(self.close_tab)
        self.toolbar.switched.connect(self.show_workspace)
        self.status.unit_asked.connect(self.switch_unit)
        self.status.zoom_asked.connect(self._zoom)

    @property
    def editing(self) -> EditingWorkspace:
        """填报; made when a workbook is first opened, so that the first page comes at once."""
        if self._editing is None:
            from juesuan.window.editing_workspace import EditingWorkspace

            made = EditingWorkspace(self.bar, self.theme)
            made.explaining.connect(self.explain)
            made.findings.exporting.connect(self.commands.action("export_findings").trigger)
            made.summed.connect(self.status.show_sums)
            made.grid.zoomed.connect(lambda percent: self.status.zoom.setText(f"{percent}%"))
            made.across.restoreState(self.settings.layout("左右"))
            made.middle.restoreState(self.settings.layout("上下"))
            self.stack.addWidget(made)
            self._editing = made
        return self._editing

    def warm(self) -> None:
        """While the user looks at the first page: make what the first workbook will need, here and in a thread."""
        Job("准备", warmed).start()
        QTimer.singleShot(0, self, lambda: self.editing)

    @property
    def session(self) -> BookSession | None:
        """The workbook in view."""
        index = self.tabs.currentIndex()
        return self.sessions[index] if 0 <= index < len(self.sessions) else None

    def open_paths(self, paths: Sequence[str | Path]) -> None:
        """Open files, or show those that are open already."""
        for path in paths:
            shown = next((number for number, session in enumerate(self.sessions) if session.path and _same(session.path, Path(path))), None)
            if shown is None:
                self.files.open_path(Path(path))
            else:
                self.tabs.setCurrentIndex(shown)

    def take_over(self, paths: Sequence[str]) -> None:
        """A second start named these files: open them and come to the front."""
        self.open_paths(paths)
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def recover(self) -> None:
        """Offer what a crash left unsaved."""
        self.files.offer_recovery()

    def ask_new(self) -> None:
        """A small form: year, unit, province, where."""
        from juesuan.window.new_dialog import NewDialog

        dialog = NewDialog(self, self.settings.province)
        if dialog.exec():
            path = self.files.ask_save("新建决算", dialog.suggested_name(), "工作簿 (*.xlsx)")
            if path:
                self.files.new_book(dialog.edition, dialog.unit, dialog.province, Path(path).with_suffix(".xlsx"))

    def show_workspace(self, workspace: int) -> None:
        """填报, 说明 or 绩效."""
        if self.session is None:
            self.toolbar.choose(EDITING)
            return
        if workspace == EDITING:
            self.stack.setCurrentWidget(self.editing)
            self.editing.grid.setFocus()
        else:
            self.pages.show(workspace, self.session)
        self.status.setVisible(not self.pages.has_own_foot)
        self.toolbar.choose(workspace)

    def explain(self, finding: Finding) -> None:
        """Ask why a 核实性 finding is right as it stands."""
        from juesuan.window.explain_dialog import ExplainDialog

        session = self.session
        if session is None:
            return
        dialog = ExplainDialog(finding, session.desk.audit.notes.suggested(finding.key) or "", self)
        if dialog.exec():
            session.explain(finding, dialog.words)

    def _step_pane(self, direction: int) -> None:
        page = self.stack.currentWidget() or self
        around = [*panes_of(page), *first_focusable(self.status), *first_focusable(self.toolbar), *first_focusable(self.bar)]
        step(around, self.focusWidget(), direction)

    def _open_menu(self) -> None:
        self.toolbar.open_menu()

    def _step_book(self, direction: int) -> None:
        if self.sessions:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + direction) % len(self.sessions))

    def _zoom(self, percent: int) -> None:
        self.editing.grid.set_zoom(percent)

    def switch_unit(self) -> None:
        self.status.unit.setText("万元" if self.editing.switch_unit() else "元")

    def set_theme(self, theme: Theme) -> None:
        """Light or dark, remembered."""
        self.theme = theme
        self.settings.dark = theme.dark
        application = QApplication.instance()
        if isinstance(application, QApplication):
            sheet = stylesheet(theme)
            if application.styleSheet() != sheet:
                application.setPalette(palette(theme))
                application.setStyleSheet(sheet)
        for part in (self.toolbar, self.tabs, self.start, self._editing, self.pages):
            if part is not None:
                part.set_theme(theme)

    def close_tab(self, number: int) -> None:
        """Close a workbook; asks where something is not saved."""
        if 0 <= number < len(self.sessions):
            session = self.sessions[number]
            self.files.may_close(session, lambda: self.drop(session))

    def _add(self, session: BookSession) -> None:
        self.sessions.append(session)
        session.changed.connect(self._follow)
        session.rebuilt.connect(self._refresh)
        session.audited.connect(self._refresh)
        session.spoke.connect(self.bar.say)
        number = self.tabs.addTab(session.title)
        self.tabs.setTabToolTip(number, str(session.path or ""))
        self.tabs.setCurrentIndex(number)
        self._switch(number)

    def drop(self, session: BookSession) -> None:
        """Close a workbook; what is not saved is not wanted."""
        number = self.sessions.index(session)
        session.desk.close()
        self.sessions.remove(session)
        self.tabs.removeTab(number)
        self._switch(self.tabs.currentIndex())

    def _switch(self, number: int) -> None:
        if not 0 <= number < len(self.sessions):
            self.stack.setCurrentWidget(self.start)
            self.toolbar.choose(EDITING)
        elif self.sessions[number] is not self.editing.session or self.stack.currentWidget() is self.start:
            self.editing.show_session(self.sessions[number])
            self.show_workspace(EDITING)
        self._refresh()

    def _follow(self, _outcome: Outcome) -> None:
        self._refresh()

    def _refresh(self) -> None:
        """Title, commands and the foot, after anything happened."""
        session = self.session
        self.tabs.setVisible(len(self.sessions) > 1)
        self.status.setVisible(session is not None and not self.pages.has_own_foot)
        for number, other in enumerate(self.sessions):
            self.tabs.setTabText(number, f"{'● ' if other.modified else ''}{other.title}")
        if session is None:
            self.setWindowTitle("决算工作台")
            self.start.set_recent(self.settings.recent())
            self.commands.set_open(book=False)
            return
        history = session.desk.history
        self.commands.set_open(book=True, undo=history.undo_label, redo=history.redo_label)
        changed = f" · 已改 {session.changed_cells} 格" if session.modified and session.changed_cells else ""
        self.setWindowTitle(f"{session.title}{changed} — 决算工作台")
        self.status.show_session(session)

    def _with(self, act: Callable[[BookSession], object]) -> None:
        if self.session is not None:
            act(self.session)

    def _in_editing(self, act: Callable[[EditingWorkspace], object]) -> None:
        if self.session is not None:
            if self.stack.currentWidget() is not self.editing:
                self.show_workspace(EDITING)
            act(self.editing)

    @property
    def narrative(self) -> NarrativeWorkspace:
        """说明; made when first shown."""
        return self.pages.narrative

    def _export(self, name: str) -> None:
        self._with(lambda session: self.exporter.export(name, session))

    def _start_way(self, way: str) -> None:
        {"new": self.ask_new, "open": self.files.open_some, "sample": self.files.open_sample}[way]()

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.settings.recent():
            action = self._recent_menu.addAction(Path(path).name)
            action.setToolTip(path)
            action.triggered.connect(partial(self.open_paths, [path]))

    def _about(self) -> None:
        from juesuan.window.about import show_about

        show_about(self, self.theme)

    def _settings(self) -> None:
        from juesuan.window.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.settings, self)
        if dialog.exec():
            dialog.store()
            self.set_theme(DARK if dialog.dark else LIGHT)

    def _restore(self) -> None:
        if not self.restoreGeometry(self.settings.layout("位置")):
            self.resize(1366, 768)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            QTimer.singleShot(0, self.disk.look)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(Path(url.toLocalFile()).suffix.lower() in _SUFFIXES for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.open_paths([url.toLocalFile() for url in event.mimeData().urls() if Path(url.toLocalFile()).suffix.lower() in _SUFFIXES])
        event.acceptProposedAction()

    def _close_without(self, dropped: Sequence[BookSession]) -> None:
        """What of these is not saved is not wanted."""
        for session in dropped:
            self.drop(session)
        if not self._leaving:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        unsaved = [session for session in self.sessions if session.modified]
        if unsaved:
            self._leaving = True
            self.files.may_close_all(unsaved, lambda: self._close_without(unsaved))
            self._leaving = False
        if any(session.modified for session in self.sessions):
            event.ignore()
            return
        for session in self.sessions:
            session.desk.close()
        self.settings.set_layout("位置", self.saveGeometry())
        if self._editing is not None:
            self.settings.set_layout("左右", self._editing.across.saveState())
            self.settings.set_layout("上下", self._editing.middle.saveState())
        self.settings.sync()
        wait_for_all()
        super().closeEvent(event)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
