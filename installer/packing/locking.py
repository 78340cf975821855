"""The exact wheels of a package: names, versions and hashes, asked of pip once and then kept in a file."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installer.packing.places import INSTALLER, BuildError, recipe, requirements

WINDOWS_TARGET = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311",
                  "--abi", "abi3", "--abi", "none")  # fmt: skip
_ARM64_LIBRARIES = [f"manylinux_2_{minor}" for minor in (31, 28, 27, 26, 24, 17)] + ["manylinux2014"]
ARM64_TARGET = ("--only-binary=:all:", *(word for name in _ARM64_LIBRARIES for word in ("--platform", f"{name}_aarch64")),
                "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "abi3", "--abi", "none")  # fmt: skip
"""glibc 2.31, as 银河麒麟 V10 SP1 has it."""
_HEAD = "# 由 `python installer/build.py lock` 生成，不要手改。安装时用 pip --require-hashes。\n"


@dataclass(frozen=True, slots=True)
class Locked:
    """One wheel: project, version, the sha256 of its file in hexadecimal."""

    name: str
    version: str
    sha256: str

    @property
    def line(self) -> str:
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


def lock_path(system: str) -> Path:
    return INSTALLER / f"{system}.lock"


def read_lock(system: str) -> tuple[Locked, ...]:
    """The wheels of installer/<system>.lock; BuildError where a line lacks its hash."""
    lines = lock_path(system).read_text(encoding="utf-8").splitlines()
    return tuple(_read(line) for line in lines if line and not line.startswith("#"))


def _read(line: str) -> Locked:
    pinned, _, digest = line.partition(" --hash=sha256:")
    name, _, version = pinned.partition("==")
    if not version or not digest:
        raise BuildError(f"锁定文件里有一行没有版本或哈希：{line}。请重新运行 build.py lock。")
    return Locked(name, version, digest)


def write_locks() -> None:
    """Ask pip which wheels satisfy pyproject.toml today, for Windows, for Linux on both processors, and for the tools of the build."""
    _write("windows", _resolve([*requirements(), *recipe()["constraints"]["windows"]], WINDOWS_TARGET))
    _write_linux("linux", "tools", ("--only-binary=:all:",))
    _write_linux("linux-arm64", "tools-arm64", ARM64_TARGET)


def _write_linux(system: str, tools: str, target: tuple[str, ...]) -> None:
    """The program's wheels, and the further ones that only the build needs."""
    rules = recipe()["constraints"]
    wheels = _resolve([*requirements(), *rules[system]], target)
    _write(system, wheels)
    known = {locked.name for locked in wheels}
    both = _resolve([*rules["tools"], *(f"{locked.name}=={locked.version}" for locked in wheels)], target)
    _write(tools, [locked for locked in both if locked.name not in known])


def _resolve(wanted: list[str], target: tuple[str, ...]) -> list[Locked]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", str(report),
                   "--target", str(Path(folder) / "target"), *target, *wanted]  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            raise BuildError("pip 没有找到满足 pyproject.toml 的轮子。")
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return sorted((_locked(entry) for entry in found), key=lambda locked: locked.name.lower())


def _locked(entry: dict[str, dict[str, dict[str, dict[str, str]]]]) -> Locked:
    about: dict[str, object] = dict(entry["metadata"])
    return Locked(str(about["name"]), str(about["version"]), entry["download_info"]["archive_info"]["hashes"]["sha256"])


def _write(system: str, wheels: list[Locked]) -> None:
    lock_path(system).write_text(_HEAD + "\n".join(locked.line for locked in wheels) + "\n", encoding="utf-8")
    print(f"{lock_path(system).name}：{len(wheels)} 个轮子")
