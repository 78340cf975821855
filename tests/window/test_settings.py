"""Settings: where they lie, what they take over, what the dialog shows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from juesuan.window import settings_dialog
from juesuan.window.settings import Settings, settings_path
from juesuan.window.settings_dialog import SettingsDialog


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUESUAN_HOME", str(tmp_path / "家"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "旧"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "旧"))
    return tmp_path


def test_settings_lie_beside_the_journals(home: Path) -> None:
    assert settings_path() == home / "家" / "决算工作台.ini"


def test_settings_of_older_versions_are_taken_over_once(home: Path) -> None:
    older = Settings(home / "旧" / "juesuan" / "决算工作台" / "决算工作台.ini")
    older.province = "sichuan"
    older.sync()
    mine = Settings()
    assert mine.province == "sichuan"
    mine.province = "hunan"
    mine.sync()
    assert Settings().province == "hunan"
    assert older.path.exists()


def test_the_dialog_keeps_what_was_chosen(application: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    assert application is not None
    dialog = SettingsDialog(Settings(tmp_path / "设置.ini"))
    qtbot.addWidget(dialog)
    dialog.theme.setCurrentIndex(1)
    dialog.scale.setCurrentIndex(dialog.scale.findData(150))
    dialog.province.setCurrentIndex(dialog.province.findData("gansu"))
    dialog.store()
    kept = Settings(tmp_path / "设置.ini")
    assert (dialog.dark, kept.scale, kept.province) == (True, 150, "gansu")


@pytest.mark.parametrize(("system", "opened", "said"), [("nt", ["ms-settings:defaultapps"], "默认应用"), ("posix", [], "xdg-mime")])
def test_the_way_to_the_default_program(
    application: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, opened: list[str], said: str
) -> None:
    assert application is not None
    dialog = SettingsDialog(Settings(tmp_path / "设置.ini"))
    qtbot.addWidget(dialog)
    asked: list[str] = []
    dialog.open_address = asked.append
    monkeypatch.setattr(settings_dialog, "os", type("System", (), {"name": system, "environ": os.environ}))
    dialog.default_program.click()
    assert asked == opened
    assert said in dialog.way.text()
