"""The forms of a workbook on paper or as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from juesuan.errors import JuesuanError, system_reason
from juesuan.window.file_work import show_file
from juesuan.window.jobs import CancelledError, Progress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from juesuan.window.files import Files
    from juesuan.window.quiet_bar import QuietBar
    from juesuan.window.session import BookSession

_NOT_PRINTED = "没有打印：打印机没有准备好。请检查打印机是否连接、有纸，再试一次。"


class Paper(QObject):
    """Paints in a thread; meanwhile the window lives and the workbook keeps still. `ask_printer` and `ask_path` put the questions;
    tests answer in their place.
    """

    def __init__(self, window: QWidget, bar: QuietBar, files: Files) -> None:
        super().__init__(window)
        self._window, self._bar, self._files = window, bar, files
        self.ask_printer: Callable[[QPrinter], bool] = self._ask_printer
        self.ask_path: Callable[[str], str] = self._ask_path

    def print(self, session: BookSession) -> None:
        """All official forms on the printer that the user chooses."""
        from juesuan.window.grid.printing import printer_for

        printer = printer_for()
        if self.ask_printer(printer):
            self._print(session, printer, None)

    def print_to_pdf(self, session: BookSession) -> None:
        """All official forms as one PDF."""
        from juesuan.window.grid.printing import printer_for

        suggested = str((session.path or Path(session.title)).with_name(f"{Path(session.title).stem}报表.pdf"))
        chosen = self.ask_path(suggested)
        if chosen:
            path = Path(chosen).with_suffix(".pdf")
            self._print(session, printer_for(str(path)), path)

    def _print(self, session: BookSession, printer: QPrinter, path: Path | None) -> None:
        def done(pages: int) -> None:
            said = f"已存为 {path.name}" if path else "已送到打印机"
            self._bar.say("info", f"{said}，共 {pages} 页。", [("打开文件", lambda: show_file(path))] if path else [])

        if session.locked or not session.ready:
            session.when_ready(lambda: self._print(session, printer, path))
            return
        session.locked = True
        title = f"把报表存为 {path.name}" if path else "打印报表"
        self._files.run(title, lambda progress: _printed(session, printer, path, progress), done)

    def _ask_path(self, suggested: str) -> str:
        return QFileDialog.getSaveFileName(self._window, "报表存为 PDF", suggested, "PDF 文件 (*.pdf)")[0]

    def _ask_printer(self, printer: QPrinter) -> bool:
        from PySide6.QtPrintSupport import QPrintDialog

        return bool(QPrintDialog(printer, self._window).exec())


def _printed(session: BookSession, printer: QPrinter, path: Path | None, progress: Progress) -> int:
    """In a thread: how many pages. What was begun is taken back when the user no longer wants it."""
    from juesuan.window.grid.model import GridModel
    from juesuan.window.grid.printing import print_forms

    forms = [form for form in session.recognition.forms if form.kind in ("fixed", "floating", "cover")]
    names = [name for form in forms for name in form.sheets]
    begun: list[str] = []

    def tell(code: str) -> None:
        progress(100 * len(begun) // max(1, len(names)), f"正在打印 {code}…")
        begun.append(code)

    try:
        _try_writing(path)
        pages = print_forms(printer, (GridModel(session, session.workbook.sheet(name)) for name in names), tell)
    except CancelledError:
        printer.abort()
        if path is not None:
            path.unlink(missing_ok=True)
        raise
    finally:
        session.locked = False
    if not pages:
        raise JuesuanError(_NOT_PRINTED)
    return pages


def _try_writing(path: Path | None) -> None:
    if path is None:
        return
    try:
        path.open("wb").close()
    except OSError as error:
        why = system_reason(error)
        raise JuesuanError(f"没有打印：{path.name} 不能写入（{why}）。请关闭正在看它的程序，或换一个位置再试。") from error
