"""The workspaces beside 填报, made when first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from juesuan.window.toolbar import EDITING, NARRATIVE

if TYPE_CHECKING:
    from juesuan.window.comparison_window import ComparisonWindow
    from juesuan.window.guide_window import GuideWindow
    from juesuan.window.main_window import MainWindow
    from juesuan.window.narrative.workspace import NarrativeWorkspace
    from juesuan.window.performance.workspace import PerformanceWorkspace
    from juesuan.window.session import BookSession
    from juesuan.window.theme import Theme
    from juesuan.workbook import Cell


class Pages:
    """说明 and 绩效 of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._narrative: NarrativeWorkspace | None = None
        self._performance: PerformanceWorkspace | None = None
        self.comparison: ComparisonWindow | None = None
        self.guide: GuideWindow | None = None

    @property
    def narrative(self) -> NarrativeWorkspace:
        if self._narrative is None:
            from juesuan.window.narrative.workspace import NarrativeWorkspace

            self._narrative = NarrativeWorkspace(self._window.theme)
            self._narrative.went.connect(self._go)
            self._window.stack.addWidget(self._narrative)
        return self._narrative

    @property
    def performance(self) -> PerformanceWorkspace:
        if self._performance is None:
            from juesuan.window.performance.workspace import PerformanceWorkspace

            made = PerformanceWorkspace(self._window.theme)
            made.went.connect(self._go)
            made.making.connect(lambda session: self._window.exporter.export("new_performance", session))
            made.reporting.connect(lambda session: self._window.exporter.export("export_performance", session))
            self._window.stack.addWidget(made)
            self._performance = made
        return self._performance

    def show(self, workspace: int, session: BookSession) -> None:
        """One of them, on a workbook."""
        page = self.narrative if workspace == NARRATIVE else self.performance
        self._window.stack.setCurrentWidget(page)
        page.show_session(session)

    def show_comparison(self, session: BookSession) -> None:
        """What changed against last year, beside the form."""
        from juesuan.window.comparison_window import ComparisonWindow

        self.comparison = ComparisonWindow(session, self._window)
        self.comparison.went.connect(self._go)
        self.comparison.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.comparison.show()

    def show_guide(self) -> None:
        """The user's guide, at the chapter on what is in view."""
        from juesuan.window.guide_window import GuideWindow

        self.guide = GuideWindow(self._window.theme, self._window)
        self.guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = self._window.stack.currentWidget()
        self.guide.open_at("情况说明" if here is not None and here is self._narrative else "绩效" if here is self._performance else "")
        self.guide.show()

    def ask_prior(self, session: BookSession) -> None:
        """Link last year's workbook; where one is linked, ask whether to compare, change or remove it."""
        from juesuan.window.prior_dialog import CHOOSE, COMPARE, REMOVE, PriorDialog

        way = CHOOSE
        if session.desk.prior is not None:
            dialog = PriorDialog(session, self._window)
            dialog.exec()
            way = dialog.way
        if way == CHOOSE:
            self._window.files.choose_prior(session)
        elif way == REMOVE:
            self._window.files.remove_prior(session)
        elif way == COMPARE:
            self.show_comparison(session)

    @property
    def has_own_foot(self) -> bool:
        """Whether the page in view says at its own foot what there is to know."""
        return self._narrative is not None and self._window.stack.currentWidget() is self._narrative

    def set_theme(self, theme: Theme) -> None:
        for page in (self._narrative, self._performance):
            if page is not None:
                page.set_theme(theme)

    def _go(self, cell: Cell) -> None:
        """Show where a figure stands; row 0: the sheet as it was left."""
        self._window.show_workspace(EDITING)
        if cell.row:
            self._window.editing.go(cell)
        else:
            self._window.editing.show_sheet(cell.sheet)
