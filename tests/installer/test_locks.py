"""Whatever pyproject.toml asks for is locked, in a version that it allows, for both systems."""

from __future__ import annotations

import string
import subprocess
import sys
from types import SimpleNamespace

import pytest
from installer.packing import linux
from installer.packing.locking import ARM64_TARGET, Locked, lock_path, read_lock
from installer.packing.places import BuildError, recipe, requirements
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SYSTEMS = ("windows", "linux", "linux-arm64")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_requirement_is_locked_within_its_range(system):
    locked = {canonicalize_name(wheel.name): wheel.version for wheel in read_lock(system)}
    for line in (*requirements(), *recipe()["constraints"][system]):
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line


@pytest.mark.parametrize("system", [*SYSTEMS, "tools", "tools-arm64"])
def test_every_wheel_has_a_whole_hash_and_stands_once(system):
    wheels = read_lock(system)
    assert all(len(wheel.sha256) == 64 and set(wheel.sha256) <= set(string.hexdigits) for wheel in wheels)
    assert len({canonicalize_name(wheel.name) for wheel in wheels}) == len(wheels) > 0


def test_all_systems_run_the_same_versions_but_for_the_qt_of_arm():
    windows, linux, arm = ({wheel.name: wheel.version for wheel in read_lock(system)} for system in SYSTEMS)
    assert windows == linux
    assert {name for name in linux if linux[name] != arm[name]} == {"PySide6_Essentials", "shiboken6"}


@pytest.mark.parametrize(("machine", "lock"), [("x86_64", "linux"), ("aarch64", "linux-arm64")])
def test_each_processor_has_its_own_lock(machine, lock, monkeypatch):
    monkeypatch.setattr("os.uname", lambda: SimpleNamespace(machine=machine))
    assert linux.lock_name() == lock
    assert f"libc6 (>= {'2.34' if machine == 'x86_64' else '2.31'})" in linux.control(1)


@pytest.mark.slow
def test_pip_finds_every_wheel_for_arm_with_its_hash(tmp_path):
    """Downloads some 250 MB."""
    for name in ("linux-arm64", "tools-arm64"):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", *ARM64_TARGET, "-d", tmp_path]
        subprocess.run([*command, "-r", lock_path(name)], check=True)
    assert len(list(tmp_path.glob("*.whl"))) == len(read_lock("linux-arm64")) + len(read_lock("tools-arm64"))


def test_a_line_without_its_hash_is_refused(tmp_path, monkeypatch):
    (tmp_path / "odd.lock").write_text("lark==1.3.1\n", encoding="utf-8")
    monkeypatch.setattr("installer.packing.locking.INSTALLER", tmp_path)
    with pytest.raises(BuildError, match="没有版本或哈希"):
        read_lock("odd")


def test_a_locked_wheel_is_written_as_pip_reads_it():
    assert Locked("lark", "1.3.1", "ab").line == "lark==1.3.1 --hash=sha256:ab"
