"""Scenes of the window on a real case, for the README, the guide and for looking at.

`python tests/window/scenes.py 文件夹 [--dark] [--scale 150]`.

Each scene is a function that brings an open window into a state worth a picture; `picture` writes it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from juesuan.window.main_window import MainWindow

SIZE = (1366, 768)
CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"
SCORED = CASE.parent / "ziyang-2022" / "资阳区医疗保障事务中心2022年度绩效自评.xlsx"
_PATIENCE = 60.0
Scene = Callable[["MainWindow"], None]


def wait(until: Callable[[], object], seconds: float = _PATIENCE) -> None:
    """Let the window work until something is so; raises TimeoutError where it never is."""
    from PySide6.QtTest import QTest

    end = monotonic() + seconds
    while not until():
        QTest.qWait(20)
        if monotonic() > end:
            raise TimeoutError(until)


def settle() -> None:
    """Let everything queued happen, and threads end."""
    from PySide6.QtCore import QThreadPool
    from PySide6.QtTest import QTest

    for _ in range(6):
        QTest.qWait(60)
        QThreadPool.globalInstance().waitForDone(20000)


def opened(folder: Path, *, dark: bool = False) -> MainWindow:
    """A window of the usual size with the case of 利州 open, last year's figures beside it."""
    from juesuan.desk import Desk
    from juesuan.window.application import start
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings
    from juesuan.window.theme import DARK, LIGHT

    start()
    books = [Path(shutil.copy(book, folder)) for book in sorted(CASE.glob("[!~]*年度*.xlsx"))]
    window = MainWindow(Settings(folder / "settings.ini"))
    window.set_theme(DARK if dark else LIGHT)
    window.resize(*SIZE)
    window.show()
    desk = Desk.open(books[-1])
    desk.set_prior(books[0])
    desk.save()
    window.files.open_path(books[-1])
    wait(lambda: (window.session is not None and window.session.text.document is not None) or window.bar.objectName() == "barError")
    if window.session is None:
        raise RuntimeError(window.bar.words)
    settle()
    return window


def editing(window: MainWindow) -> None:
    """填报: 财决01 with the card of its failing total."""
    session = window.session
    assert session is not None
    window.editing.show_sheet(next(form.sheet for form in session.recognition.forms if form.code == "财决01"))
    wrong = [finding for finding in session.findings if finding.severity == "error" and finding.form == "财决01"]
    total = next(finding for finding in wrong if "11,633,200.00" in finding.equation)
    window.editing.jump(total)


def narrative(window: MainWindow) -> None:
    """说明: the first section of the second part, its text and its page."""
    from juesuan.window.toolbar import NARRATIVE

    window.show_workspace(NARRATIVE)
    settle()
    page = window.narrative
    page.show_section("一、收入支出")


def asking(window: MainWindow) -> None:
    """说明: a reason is missing; its card says what it must explain."""
    session = window.session
    assert session is not None
    cell = session.recognition.form("说明资料").fields["原因.支出总计"]  # type: ignore[union-attr]
    session.write({cell: None}, "清空")
    narrative(window)
    window.narrative.show_next_missing()


def tables(window: MainWindow) -> None:
    """说明: the 公开表 where they stand in the text."""
    narrative(window)
    window.narrative.show_section("第五部分")
    session = window.session
    assert session is not None
    session.undo()


def groups(window: MainWindow) -> None:
    """填报: a group of findings open, its members below."""
    from juesuan.window.toolbar import EDITING

    window.show_workspace(EDITING)
    panel = window.editing.findings
    row = next(row for row, line in enumerate(panel.model.lines) if line.group is not None)
    panel.model.toggle(row, opened=True)
    panel.table.setCurrentIndex(panel.model.index(row, 0))
    panel.table.scrollTo(panel.model.index(row, 0), panel.table.ScrollHint.PositionAtTop)


def disclosure(window: MainWindow) -> None:
    """A 公开表 as it follows from the forms."""
    from juesuan.window.toolbar import EDITING

    window.show_workspace(EDITING)
    window.editing.show_disclosure("公开01")


def comparison(window: MainWindow) -> None:
    """与上年比较, over the form."""
    editing(window)
    window.commands.action("compare").trigger()


def guide(window: MainWindow) -> None:
    """The guide at its first chapter on the window."""
    window.pages.show_guide()
    assert window.pages.guide is not None
    window.pages.guide.open_at("一、窗口")


def about(window: MainWindow) -> None:
    """The about box."""
    from juesuan.window.about import AboutBox

    AboutBox(window.theme, window).show()


def combine(window: MainWindow) -> None:
    """汇总: the units to add up."""
    from juesuan.window.combine_dialog import CombineDialog

    CombineDialog([Path(f"{name}.xlsx") for name in ("局机关", "信息中心", "第一中学")], list, window).show()


def insert(window: MainWindow) -> None:
    """A new 科目 row, searched by initials."""
    from juesuan.window.row_dialog import RowDialog

    session = window.session
    assert session is not None
    form = session.recognition.form("财决04")
    assert form is not None
    dialog = RowDialog(session, form, window)
    dialog.field.setText("ylbz")
    dialog.show()


def prior(window: MainWindow) -> None:
    """上年数据 as it is linked."""
    from juesuan.window.prior_dialog import PriorDialog

    assert window.session is not None
    PriorDialog(window.session, window).show()


def settings(window: MainWindow) -> None:
    """The settings."""
    from juesuan.window.settings_dialog import SettingsDialog

    SettingsDialog(window.settings, window).show()


def menu(window: MainWindow) -> None:
    """The menu of what has no place in the toolbar."""
    from PySide6.QtCore import QPoint

    made = window.commands.menu(window)
    made.popup(window.mapToGlobal(QPoint(900, 44)))


def start_page(window: MainWindow) -> None:
    """The first page, with what was open lately."""
    window.stack.setCurrentWidget(window.start)


def projects(window: MainWindow) -> None:
    """绩效: the projects of the accounts, none with a form yet."""
    from juesuan.window.toolbar import PERFORMANCE

    window.show_workspace(PERFORMANCE)


def scores(window: MainWindow) -> None:
    """绩效: forms with scores, one project chosen, its indicators below."""
    from juesuan.window.toolbar import PERFORMANCE

    path = Path(shutil.copy(SCORED, Path(os.environ["JUESUAN_HOME"])))
    window.files.open_path(path)
    wait(lambda: window.session is not None and window.session.path == path and window.session.ready)
    window.show_workspace(PERFORMANCE)


SCENES: dict[str, Scene] = {
    "填报": editing,
    "分组": groups,
    "公开表": disclosure,
    "与上年比较": comparison,
    "插入科目": insert,
    "上年数据": prior,
    "汇总": combine,
    "设置": settings,
    "指南": guide,
    "关于": about,
    "菜单": menu,
    "说明": narrative,
    "说明待填": asking,
    "说明附表": tables,
    "绩效": projects,
    "绩效得分": scores,
    "首页": start_page,
}


def put_away(window: MainWindow) -> None:
    """Close what a scene opened beside the window."""
    from PySide6.QtWidgets import QDialog, QMenu

    for shown in (*window.findChildren(QDialog), *window.findChildren(QMenu)):
        if shown.isVisible():
            shown.close()


def picture(window: MainWindow, target: Path) -> None:
    """The window as it stands, with the dialogs over it, as PNG of 256 colours chosen from it, so that it stays small."""
    from PIL import Image
    from PySide6.QtGui import QImage

    image = grabbed(window).convertToFormat(QImage.Format.Format_RGB888)
    whole = Image.frombuffer("RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)
    whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)


def grabbed(window: MainWindow) -> QImage:
    """The window, and in its middle whatever is open over it."""
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QDialog, QMenu

    whole = window.grab()
    painter = QPainter(whole)
    for shown in (*window.findChildren(QDialog), *window.findChildren(QMenu)):
        if shown.isVisible():
            picture = shown.grab()
            left, top = (window.width() - shown.width()) // 2, (window.height() - shown.height()) // 2
            painter.fillRect(left - 1, top - 1, shown.width() + 2, shown.height() + 2, window.theme.color("muted"))
            painter.drawPixmap(left, top, picture)
    painter.end()
    return whole.toImage()


def main() -> None:
    """Write every scene into a folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--scale", type=int, default=100, help="percent")
    parser.add_argument("--screen", default="", help="size of the screen in its own pixels, 1366x768; else the window has it at any scale")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = str(options.scale / 100)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from juesuan.window.application import start

    start()
    options.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        os.environ["JUESUAN_HOME"] = folder
        window = opened(Path(folder), dark=options.dark)
        if options.screen:
            window.resize(*(100 * int(side) // options.scale for side in options.screen.split("x")))
            settle()
        for name, scene in SCENES.items():
            if options.only in name:
                put_away(window)
                scene(window)
                settle()
                picture(window, options.folder / f"{name}{'-深色' if options.dark else ''}.png")
        window.files.ask_unsaved = lambda _session: "drop"
        window.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
    main()
