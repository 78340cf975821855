"""The forms of a workbook on paper or as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from juesuan.window.quiet_bar import QuietBar

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from juesuan.window.session import BookSession


class Paper(QObject):
    """`ask_printer` and `ask_path` put the questions; tests answer in their place."""

    def __init__(self, window: QWidget, bar: QuietBar) -> None:
        super().__init__(window)
        self._window, self._bar = window, bar
        self._wanted = True
        self.ask_printer: Callable[[QPrinter], bool] = self._ask_printer
        self.ask_path: Callable[[str], str] = self._ask_path

    def print(self, session: BookSession) -> None:
        """All official forms on the printer that the user chooses."""
        from juesuan.window.grid.printing import printer_for

        printer = printer_for()
        if self.ask_printer(printer):
            self._print(session, printer, "已送到打印机")

    def print_to_pdf(self, session: BookSession) -> None:
        """All official forms as one PDF."""
        from juesuan.window.grid.printing import printer_for

        suggested = str((session.path or Path(session.title)).with_name(f"{Path(session.title).stem}报表.pdf"))
        chosen = self.ask_path(suggested)
        if chosen:
            path = Path(chosen).with_suffix(".pdf")
            self._print(session, printer_for(str(path)), f"已存为 {path.name}")

    def _print(self, session: BookSession, printer: QPrinter, done: str) -> None:
        """Painting is the window's own work, so it goes form by form and lets the window breathe between them."""
        from juesuan.window.grid.model import GridModel
        from juesuan.window.grid.printing import print_forms

        forms = [form for form in session.recognition.forms if form.kind in ("fixed", "floating", "cover")]
        models = [GridModel(session, session.workbook.sheet(name)) for form in forms for name in form.sheets]
        count = len(models)
        printed: list[str] = []

        def tell(code: str) -> None:
            printed.append(code)
            self._bar.show_progress(f"正在打印 {code}…", 100 * len(printed) // max(1, count), self._stop)
            QApplication.processEvents()

        self._wanted = True
        pages = print_forms(printer, (model for model in models if self._wanted), tell)
        self._bar.end_progress()
        if pages:
            self._bar.say("info", f"{done}，共 {pages} 页。" if self._wanted else f"已停止，打印了 {pages} 页。")
        else:
            self._bar.say("error", "没有打印：打印机没有准备好，或文件不能写入。请检查打印机，或换一个位置。")

    def _stop(self) -> None:
        self._wanted = False

    def _ask_path(self, suggested: str) -> str:
        return QFileDialog.getSaveFileName(self._window, "报表存为 PDF", suggested, "PDF 文件 (*.pdf)")[0]

    def _ask_printer(self, printer: QPrinter) -> bool:
        from PySide6.QtPrintSupport import QPrintDialog

        return bool(QPrintDialog(printer, self._window).exec())
