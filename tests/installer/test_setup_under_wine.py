"""The Windows setup program, built and tried under Wine: installed silently, used, upgraded, removed; nothing may be left.

Minutes long; the command is in installer/README.md. `JUESUAN_SETUP` may name a folder with setup programs of two versions built before.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOOLS = ("wine", "makensis", "x86_64-w64-mingw32-gcc")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(shutil.which(tool) for tool in TOOLS), reason="needs wine, NSIS and mingw"),
]
HOME = Path(__file__).resolve().parents[2]
CASE = HOME / "tests/cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
STUBS = Path(__file__).with_name("wine")
FOLDER = ("单位 文件", "决算 工具")
NEWER = "99.0.0"
OFFICE = "[外观]\n大小=125\n\n[说明]\n省份=sichuan\n"


class Wine:
    """A 64-bit Windows of its own."""

    def __init__(self, prefix: Path) -> None:
        self.disk = prefix / "drive_c"
        self.environment = dict(os.environ, WINEPREFIX=str(prefix), WINEARCH="win64", WINEDEBUG="-all", LC_ALL="C.UTF-8")
        self.environment["WINEDLLOVERRIDES"] = "mscoree=;mshtml="
        self.run("wineboot", "-i")
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        for source in STUBS.glob("*.c"):
            target = self.disk / "windows/system32" / f"{source.stem}.dll"
            subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-s", "-o", target, source, "-ladvapi32"], check=True)

    def run(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; its output is always a pipe, as Wine needs it."""
        command = ["wine", *words]
        return subprocess.run(command, env=self.environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=600)

    def install(self, setup: Path) -> None:
        """Silently into a path with Chinese and spaces; NSIS wants that path without quotes, so its words go one by one."""
        shutil.copy(setup, self.disk / "setup.exe")
        done = self.run(r"C:\setup.exe", "/S", *("/D=C:\\" + "\\".join(FOLDER)).split(" "))
        assert done.returncode == 0, done.stderr

    def registry(self) -> str:
        """The user's whole registry, as regedit writes it."""
        self.run("reg", "export", "HKCU", r"C:\all.reg", "/y")
        return (self.disk / "all.reg").read_text(encoding="utf-16")

    @property
    def program(self) -> Path:
        return self.disk.joinpath(*FOLDER)

    @property
    def settings(self) -> Path:
        """Where the program keeps what its user chose."""
        return self.disk / "users" / os.environ.get("USER", "root") / "AppData/Local/决算工作台/决算工作台.ini"


@pytest.fixture(scope="module")
def setups(tmp_path_factory):
    """Setup programs of this version and of a newer one."""
    given = os.environ.get("JUESUAN_SETUP")
    folder = Path(given) if given else tmp_path_factory.mktemp("setup")
    if not given:
        for more in ([], ["--version", NEWER]):
            subprocess.run([sys.executable, HOME / "installer/build.py", "--into", folder, "windows", "--fast", *more], check=True)
    found = sorted(folder.glob("决算工作台-*-win64.exe"))
    return found[0], next(path for path in found if NEWER in path.name)


@pytest.fixture(scope="module")
def wine(tmp_path_factory, setups):
    machine = Wine(tmp_path_factory.mktemp("wine"))
    machine.run("reg", "add", r"HKCU\Software\Classes\.xlsx\OpenWithProgids", "/v", "Another.Program", "/f")
    (machine.disk / "决算工作台.ini").write_text(OFFICE, encoding="utf-8")
    machine.install(setups[0])
    shutil.copy(CASE, machine.disk / FOLDER[0] / "表 格.xlsx")
    return machine


def test_the_registry_names_the_program_and_steals_nothing(wine):
    text = wine.registry().replace("\r", "")
    program = "C:\\\\单位 文件\\\\决算 工具\\\\决算工作台.exe"
    assert f'\\Juesuan.Workbook\\shell\\open\\command]\n@="\\"{program}\\" \\"%1\\""' in text
    for extension in (".xlsx", ".xls"):
        assert re.search(rf'\\Software\\Classes\\{re.escape(extension)}\\OpenWithProgids\][^\[]*"Juesuan.Workbook"=""', text)
        assert f"\\SystemFileAssociations\\{extension}\\shell\\Juesuan\\command]" in text
        assert not re.search(rf"\\Software\\Classes\\{re.escape(extension)}\]\n@=", text)
        assert re.search(rf'\\SystemFileAssociations\\{re.escape(extension)}\\shell\\Juesuan\]\n@="用决算工作台打开"', text)
        assert re.search(rf'\\Juesuan\\Capabilities\\FileAssociations\][^\[]*"{re.escape(extension)}"="Juesuan.Workbook"', text)
        assert re.search(rf'\\Applications\\决算工作台.exe\\SupportedTypes\][^\[]*"{re.escape(extension)}"=""', text)
    assert '"决算工作台"="Software\\\\Juesuan\\\\Capabilities"' in text
    assert not re.search(r"\\FileExts\\\.xlsx?\\UserChoice", text)


def test_the_offices_settings_are_taken(wine):
    assert wine.settings.read_text(encoding="utf-8") == OFFICE


def test_it_takes_no_more_room_than_promised(wine):
    assert sum(path.stat().st_size for path in wine.program.rglob("*") if path.is_file()) <= 300 * 10**6


def test_the_installed_program_audits_and_writes_the_same_pdf_as_the_sources(wine, tmp_path):
    book = r"C:\单位 文件\表 格.xlsx"
    program = str(wine.program / "juesuan.exe")
    audited = wine.run(program, "audit", book)
    assert audited.returncode in {0, 1}, audited.stderr
    here = subprocess.run([sys.executable, "-m", "juesuan", "audit", CASE], capture_output=True, text=True, check=False)
    assert audited.stdout.replace("\r", "").splitlines()[1:] == here.stdout.splitlines()[1:]
    assert wine.run(program, "narrate", book, "-o", r"C:\单位 文件\说明.pdf").returncode == 0
    assert (wine.disk / FOLDER[0] / "说明.pdf").read_bytes() == pdf_of_the_sources()


def pdf_of_the_sources() -> bytes:
    """What the source tree writes with the bundled fonts; Wine has no others."""
    from juesuan.desk import Desk
    from juesuan.render import pdf_bytes

    return pdf_bytes(Desk.open(CASE).document(), fonts="bundled")


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs a display")
def test_the_registered_command_opens_the_workbook_in_the_window(wine):
    script = """
(wine "$1" "$2" 2>&1 | cat) < /dev/null &
for second in $(seq 240); do sleep 1; grep -q '表 格.xlsx' "$3" 2>/dev/null && break; done
wine taskkill /im 决算工作台.exe /f | cat
"""
    settings = wine.settings
    registered = re.search(r'Juesuan\.Workbook\\shell\\open\\command\]\n@="\\"(.*?)\\" ', wine.registry().replace("\r", ""))
    program = registered[1].replace("\\\\", "\\")
    words = ["xvfb-run", "-a", "bash", "-c", script, "bash", program, r"C:\单位 文件\表 格.xlsx", str(settings)]
    subprocess.run(words, env=wine.environment, check=False, timeout=400, capture_output=True)
    assert "表 格.xlsx" in settings.read_text(encoding="utf-8")


def test_running_the_same_setup_again_repairs_damaged_and_lost_files(wine, setups):
    damaged, lost = wine.program / "site/juesuan/money.pyc", wine.program / "site/juesuan/errors.pyc"
    before = digests(wine.program)
    damaged.write_bytes(b"broken")
    lost.unlink()
    assert wine.run(str(wine.program / "juesuan.exe"), "rules").returncode != 0
    wine.install(setups[0])
    assert digests(wine.program) == before
    assert wine.run(str(wine.program / "juesuan.exe"), "rules").returncode == 0


def digests(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_a_newer_version_replaces_the_files_in_place(wine, setups):
    settings = wine.settings.read_bytes()
    left_over = wine.program / "site/juesuan/resources/旧版才有的.txt"
    left_over.write_text("由旧版的安装程序以外的谁放的", encoding="utf-8")
    wine.install(setups[1])
    text = wine.registry()
    assert f'"DisplayVersion"="{NEWER}"' in text
    assert text.count('"DisplayVersion"="') == 1
    assert left_over.exists()
    left_over.unlink()
    assert wine.settings.read_bytes() == settings
    assert (wine.disk / FOLDER[0] / "表 格.xlsx").read_bytes() == CASE.read_bytes()


def test_removal_leaves_nothing_but_what_is_the_users(wine):
    own = wine.program / "我的笔记.txt"
    own.write_text("用户自己的", encoding="utf-8")
    wine.run(str(wine.program / "卸载.exe"), "/S")
    for _ in range(120):
        if {path.name for path in wine.program.rglob("*")} == {own.name}:
            break
        time.sleep(1)
    assert [path.name for path in wine.program.rglob("*")] == [own.name]
    text = wine.registry()
    kept = [line for line in text.splitlines() if "juesuan" in line.lower() or "决算工作台" in line]
    assert not [line for line in kept if "MuiCache" not in line and "setup.exe" not in line], kept
    assert '"Another.Program"' in text
    assert not list((wine.disk / "users").rglob("决算工作台*.lnk"))
    assert (wine.disk / FOLDER[0] / "表 格.xlsx").exists()
