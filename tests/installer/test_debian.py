"""The Debian package: its control files, its desktop entry, and a tiny one really built."""

from __future__ import annotations

import configparser
import shutil
import subprocess

import pytest
from installer.packing import linux
from installer.packing.places import INSTALLER, version


def test_the_desktop_entry_opens_workbooks_of_both_kinds():
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(INSTALLER / "linux/juesuan.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Name"] == "决算工作台"
    assert entry["Desktop Entry"]["Exec"] == "/usr/bin/juesuan %F"
    assert entry["Desktop Entry"]["MimeType"].split(";")[:2] == [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
    ]


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="needs desktop-file-utils")
def test_the_desktop_entry_is_valid():
    checked = subprocess.run(["desktop-file-validate", INSTALLER / "linux/juesuan.desktop"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg")
def test_a_tiny_package_is_built_and_read_back(tmp_path):
    tree = tmp_path / "tree"
    (tree / "opt/juesuan").mkdir(parents=True)
    (tree / "opt/juesuan/juesuan").write_text("#!/bin/sh\n", encoding="ascii")
    linux.write_desktop(tree)
    linux.write_control(tree)
    package = linux.pack(tree, tmp_path / "juesuan.deb")
    fields = subprocess.run(["dpkg-deb", "--field", package], capture_output=True, text=True, check=True).stdout
    assert f"Version: {version()}\n" in fields
    assert f"Architecture: {linux.architecture()}\n" in fields
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
    assert "./usr/bin/juesuan -> /opt/juesuan/juesuan" in listed
    assert all(f"./usr/share/icons/hicolor/{edge}x{edge}/apps/juesuan.png" in listed for edge in linux.ICON_SIZES)
    assert "./usr/share/applications/juesuan.desktop" in listed
