"""A small workbook of two official forms, and a window to open it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from juesuan.desk import Desk
    from juesuan.window.main_window import MainWindow


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from juesuan.forms.build import build_template

    path = tmp_path_factory.mktemp("template") / "医保局2020年度部门决算.xlsx"
    build_template(2020, path, "医保局", forms=["财决01", "财决03", "说明资料"])
    return path


@pytest.fixture
def workbook_path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
def desk(workbook_path: Path) -> Desk:
    from juesuan.desk import Desk

    return Desk.open(workbook_path)


@pytest.fixture(scope="session")
def application(qapp: QApplication) -> QApplication:
    """Fonts and style as the program sets them, once."""
    from juesuan.window.application import prepare

    prepare(qapp)
    return qapp


@pytest.fixture
def window(application: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QGuiApplication

    from juesuan.window.jobs import wait_for_all
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings

    made = MainWindow(Settings(tmp_path / "settings.ini"))
    made.files.ask_unsaved = lambda _session: "drop"
    made.files.ask_several = lambda _sessions: "drop"
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    wait_for_all()
    QGuiApplication.clipboard().clear()
    QCoreApplication.processEvents()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def open_book(window: MainWindow, qtbot: QtBot, workbook_path: Path) -> Callable[[], MainWindow]:
    """Opens the small workbook as a double click would, and waits for it."""

    def open_it() -> MainWindow:
        window.open_paths([workbook_path])
        qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=30000)
        return window

    return open_it
