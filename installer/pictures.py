#!/usr/bin/env python3
"""给说明书拍照：打开真正的窗口和示例工作簿，存成 resources/guide 里的图片：`python installer/pictures.py`。

Needs no display. After a change of the window run it again, then `python installer/guide.py`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

HOME = Path(__file__).resolve().parents[1]
GUIDE = HOME / "resources/guide"
SIZE = (1366, 768)
LONGEST = 60.0


def main() -> None:
    """Both workspaces of the real window on the sample; nothing is left in the user's own folders."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(HOME / "desktop"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, USERPROFILE=folder, JUESUAN_HOME=folder)
        photograph(Path(folder))


def photograph(folder: Path) -> None:
    """Open, wait for the audit, take one picture of each workspace."""
    from juesuan.window.application import start
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings

    application = start()
    window = MainWindow(Settings(folder / "settings.ini"))
    window.resize(*SIZE)
    window.show()
    window.files.open_sample()
    settle(application.processEvents, lambda: "部门决算" in window.windowTitle())
    window.grab().save(str(GUIDE / "填报.png"))
    window.commands.action("narrative").trigger()
    settle(application.processEvents, lambda: False, longest=12.0)
    window.grab().save(str(GUIDE / "说明.png"))
    window.close()


def settle(process: Callable[[], object], ready: Callable[[], bool], longest: float = LONGEST) -> None:
    """Let the window work until it is ready, and two seconds more for what it does in the background."""
    begun = monotonic()
    while not ready() and monotonic() - begun < longest:
        process()
    begun = monotonic()
    while monotonic() - begun < 2:  # noqa: PLR2004 - seconds
        process()


if __name__ == "__main__":
    main()
