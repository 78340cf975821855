"""The Windows setup script: what it lays down it takes away, and NSIS accepts it."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from installer.packing.places import INSTALLER
from installer.packing.runtime import numbers
from installer.packing.script import write_lists
from installer.packing.windows import make_command


@pytest.fixture
def payload(tmp_path):
    folder = tmp_path / "载荷"
    for name in ("决算工作台.exe", "juesuan.exe", "site/pack age/$odd.txt", "site/juesuan/resources/guide/用户手册.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 50)
    return folder


def test_each_file_laid_down_is_deleted_again_and_each_folder_after_its_files(payload, tmp_path):
    write_lists(payload, tmp_path)
    laid = (tmp_path / "install.nsh").read_text(encoding="utf-8").splitlines()
    taken = (tmp_path / "remove.nsh").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("File ") for line in laid) == 4
    assert 'Delete "$INSTDIR\\site\\pack age\\$$odd.txt"' in taken
    assert 'Delete "$INSTDIR\\决算工作台.exe"' in taken
    folders = [line for line in taken if line.startswith("RMDir ")]
    assert folders.index('RMDir "$INSTDIR\\site\\juesuan\\resources"') < folders.index('RMDir "$INSTDIR\\site"')
    assert not any("/r" in line for line in taken)


def test_the_default_program_is_never_touched():
    script = (INSTALLER / "windows/setup.nsi").read_text(encoding="utf-8")
    assert "UserChoice" not in script
    assert 'WriteRegStr HKCU "${CLASSES}\\${extension}" ""' not in script
    assert "HKLM" not in script
    assert "RequestExecutionLevel user" in script


def test_a_version_becomes_four_numbers():
    assert [numbers(version) for version in ("0.1.0", "1.2.3.4", "2.0")] == ["0.1.0.0", "1.2.3.4", "2.0.0.0"]


@pytest.mark.skipif(not shutil.which("makensis"), reason="needs NSIS")
def test_nsis_makes_a_64_bit_setup_program_of_a_tiny_payload(payload, tmp_path):
    write_lists(payload, tmp_path / "lists")
    target = tmp_path / "安装.exe"
    made = subprocess.run(make_command(tmp_path / "lists", target, "9.9.9", 1, fast=True), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "warning" not in made.stdout.lower()
    content = target.read_bytes()
    header = int.from_bytes(content[0x3C:0x40], "little")
    assert content[header + 4 : header + 6] == b"\x64\x86"
