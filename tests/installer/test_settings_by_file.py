"""An administrator's settings file, written by hand: taken once, read by the window, never over a user's own."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
WRITTEN = "[外观]\n深色=true\n大小=150\n\n[说明]\n省份=hunan\n"


@pytest.fixture
def take_settings():
    """The Linux program's own start, which is no module of any package."""
    about = importlib.util.spec_from_file_location("linux_start", HOME / "installer/linux/start.py")
    module = importlib.util.module_from_spec(about)
    about.loader.exec_module(module)
    return module.take_settings


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Where the window itself looks for its user's settings."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("JUESUAN_HOME", raising=False)
    from juesuan.window.settings import settings_path

    return settings_path()


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "etc/决算工作台.ini"
    path.parent.mkdir()
    path.write_text(WRITTEN, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_notepad_writes_is_read(tmp_path, encoding):
    from juesuan.window.settings import Settings

    path = tmp_path / "决算工作台.ini"
    path.write_bytes(WRITTEN.replace("\n", "\r\n").encode(encoding))
    settings = Settings(path)
    assert (settings.dark, settings.scale, settings.province) == (True, 150, "hunan")


def test_a_new_user_starts_with_the_offices_settings(take_settings, own, office):
    take_settings(office)
    assert own.read_text(encoding="utf-8") == WRITTEN


def test_a_users_own_settings_stay(take_settings, own, office):
    own.parent.mkdir(parents=True)
    own.write_text("[外观]\n大小=100\n", encoding="utf-8")
    take_settings(office)
    assert "100" in own.read_text(encoding="utf-8")


def test_without_an_office_file_nothing_is_written(take_settings, own, tmp_path):
    take_settings(tmp_path / "none.ini")
    assert not own.parent.exists()


def test_the_guide_shows_a_file_that_works(tmp_path):
    """The example in 管理员部署, taken word for word."""
    from juesuan.window.settings import Settings

    text = (HOME / "resources/guide/管理员部署.md").read_text(encoding="utf-8")
    lines = text.partition("    [外观]")[2].splitlines()
    path = tmp_path / "决算工作台.ini"
    example = ["[外观]"]
    for line in lines[1:]:
        if line and not line.startswith("    "):
            break
        example.append(line.strip())
    path.write_text("\n".join(example), encoding="utf-8")
    settings = Settings(path)
    assert (settings.dark, settings.scale, settings.province) == (False, 125, "sichuan")
