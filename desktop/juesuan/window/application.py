"""Start: one program per user, fonts, theme, the window, the files named."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from juesuan.resources import resource
from juesuan.window.grid.accessible import install
from juesuan.window.icons import application_icon
from juesuan.window.main_window import MainWindow
from juesuan.window.settings import Settings
from juesuan.window.single_instance import Listener, hand_over

_INTERFACE_FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)


def run(paths: Sequence[str] = ()) -> int:
    """The window with these files; a window that runs already takes them over. Answers the exit code."""
    application = start()
    files = [str(Path(path).resolve()) for path in paths]
    if hand_over(files):
        return 0
    window = MainWindow()
    listener = Listener()
    listener.arrived.connect(window.take_over)
    window.show()
    window.warm()
    window.recover()
    window.open_paths(files)
    return int(application.exec())


def start() -> QApplication:
    """The application object with fonts and style set; the running one where there is one."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    scale = Settings().scale
    if scale:
        os.environ["QT_SCALE_FACTOR"] = str(scale / 100)
        os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"  # the size chosen here is the whole size, not on top of the system's
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    prepare(application)
    return application


def prepare(application: QApplication) -> None:
    """Name, style, fonts and the words of Qt's own dialogs in Chinese."""
    application.setOrganizationName("juesuan")
    application.setApplicationName("决算工作台")
    application.setStyle("Fusion")
    application.setFont(interface_font())
    application.setWindowIcon(application_icon())
    install()
    application.aboutToQuit.connect(_leave_clipboard)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def _leave_clipboard() -> None:
    if "juesuan.window.grid.acts" in sys.modules:
        from juesuan.window.grid.acts import leave_plain_text

        leave_plain_text()


def interface_font() -> QFont:
    """The system's own Chinese font at 9 pt; the bundled one where the machine has none."""
    families = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    chosen = next((name for name in _INTERFACE_FONTS if name in families), None) or next(iter(sorted(families)), None)
    font = QFont(chosen or _bundled_family())
    font.setPixelSize(13)
    return font


def _bundled_family() -> str:
    for path in sorted(resource("fonts").glob("*.ttf"), key=lambda path: "Sans" not in path.name):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            return QFontDatabase.applicationFontFamilies(number)[0]
    return ""


__all__ = ["Settings", "interface_font", "prepare", "run", "start"]
