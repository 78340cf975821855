"""Another program may write a file that is open here: noticed before anything is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from juesuan.window.main_window import MainWindow
    from juesuan.window.session import BookSession


class DiskWatch:
    """Looks when the window comes to the front."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def look(self) -> None:
        """Say so where the file of the workbook in view is another than the one that was opened."""
        session = self._window.session
        if session is not None and session.path is not None and not session.locked and session.workbook.file_changed():
            words = f"{session.title} 已被其他程序改动。保存前请先核对，或重新打开。"
            self._window.bar.say("error", words, [("重新打开", lambda: self._reopen(session))])

    def _reopen(self, session: BookSession) -> None:
        path = session.path
        if path is not None:
            self._window.files.may_close(session, lambda: self._open_again(session, path))

    def _open_again(self, session: BookSession, path: Path) -> None:
        self._window.drop(session)
        self._window.files.open_path(path)
