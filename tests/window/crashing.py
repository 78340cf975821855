"""A program of its own that types into a workbook and then waits to be killed: `python tests/window/crashing.py 工作簿`."""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    """Open the window, type 55 and 66 below each other as a user does, take 66 back, and say so."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from juesuan.window.application import start
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings

    application = start()
    window = MainWindow(Settings(Path(sys.argv[1]).with_suffix(".ini")))
    window.show()
    window.open_paths([sys.argv[1]])
    while window.session is None or not window.session.ready:
        application.processEvents()
    cell = window.session.recognition.cell("财决01", "1", "1")
    assert cell is not None
    window.editing.go(cell)
    for text in ("55", "66"):
        for character in text:
            QTest.keyClicks(window.editing.grid.editor or window.editing.grid, character)
        assert window.editing.grid.editor is not None
        QTest.keyClick(window.editing.grid.editor, Qt.Key.Key_Return)
    window.commands.action("undo").trigger()
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main()
