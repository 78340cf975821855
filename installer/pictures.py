#!/usr/bin/env python3
"""给说明书和自述拍照：打开真正的窗口和利州的案例，存成 resources/guide 里的图片：`python installer/pictures.py`。

Needs no display. After a change of the window run it again, then `python installer/guide.py`. What each picture shows is said in
tests/window/scenes.py, which also takes pictures of every screen at any size and in both themes.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
GUIDE = HOME / "resources/guide"
PICTURES = {"填报": "填报", "说明": "说明待填", "绩效": "绩效得分"}
"""Name of the picture → the scene it shows."""


def main() -> None:
    """Each workspace of the real window; nothing is left in the user's own folders."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(HOME / "desktop"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, USERPROFILE=folder, JUESUAN_HOME=folder)
        photograph(Path(folder))


def photograph(folder: Path) -> None:
    """Open the case and bring the window into one scene after the other."""
    scenes = runpy.run_path(str(HOME / "tests/window/scenes.py"))
    window = scenes["opened"](folder)
    for name, scene in PICTURES.items():
        scenes["SCENES"][scene](window)
        scenes["settle"]()
        scenes["picture"](window, GUIDE / f"{name}.png")
    window.files.ask_unsaved = lambda _session: "drop"
    window.close()


if __name__ == "__main__":
    main()
