"""Whatever pyproject.toml asks for is locked, in a version that it allows, for both systems."""

from __future__ import annotations

import string

import pytest
from installer.packing.locking import Locked, read_lock
from installer.packing.places import BuildError, recipe, requirements
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SYSTEMS = ("windows", "linux")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_requirement_is_locked_within_its_range(system):
    locked = {canonicalize_name(wheel.name): wheel.version for wheel in read_lock(system)}
    for line in (*requirements(), *recipe()["constraints"][system]):
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line


@pytest.mark.parametrize("system", [*SYSTEMS, "tools"])
def test_every_wheel_has_a_whole_hash_and_stands_once(system):
    wheels = read_lock(system)
    assert all(len(wheel.sha256) == 64 and set(wheel.sha256) <= set(string.hexdigits) for wheel in wheels)
    assert len({canonicalize_name(wheel.name) for wheel in wheels}) == len(wheels) > 0


def test_both_systems_run_the_same_versions():
    windows, linux = ({wheel.name: wheel.version for wheel in read_lock(system)} for system in SYSTEMS)
    assert windows == linux


def test_a_line_without_its_hash_is_refused(tmp_path, monkeypatch):
    (tmp_path / "odd.lock").write_text("lark==1.3.1\n", encoding="utf-8")
    monkeypatch.setattr("installer.packing.locking.INSTALLER", tmp_path)
    with pytest.raises(BuildError, match="没有版本或哈希"):
        read_lock("odd")


def test_a_locked_wheel_is_written_as_pip_reads_it():
    assert Locked("lark", "1.3.1", "ab").line == "lark==1.3.1 --hash=sha256:ab"
