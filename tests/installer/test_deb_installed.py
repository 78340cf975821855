"""The Debian package, built and tried: installed, asked, run from /opt without Python, removed; nothing may be left.

Needs root and minutes; the command is in installer/README.md. `JUESUAN_DEB` may name a package built before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("apt-get") or os.geteuid() != 0, reason="needs root on Debian"),
]
HOME = Path(__file__).resolve().parents[2]
CASE = HOME / "tests/cases/lizhou-2020/利州区医疗保障局2020年度部门决算.xlsx"
KINDS = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    given = os.environ.get("JUESUAN_DEB")
    if given:
        return Path(given)
    folder = tmp_path_factory.mktemp("deb")
    subprocess.run([sys.executable, HOME / "installer/build.py", "--into", folder, "deb"], check=True)
    return next(folder.glob("*.deb"))


@pytest.fixture(scope="module")
def installed(package):
    """Installed while these tests run."""
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package.resolve()], check=True, capture_output=True)
    yield
    subprocess.run(["apt-get", "purge", "-y", "-qq", "juesuan"], check=True, capture_output=True)
    assert not Path("/opt/juesuan").exists()
    assert not Path("/usr/bin/juesuan").exists()
    assert not list(Path("/usr/share").rglob("*juesuan*"))


@pytest.fixture
def bare(tmp_path):
    """An environment without Python, without a virtual environment, with a home of its own."""
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


@pytest.mark.skipif(not shutil.which("xdg-mime"), reason="needs xdg-utils")
@pytest.mark.usefixtures("installed")
def test_the_desktop_offers_it_for_workbooks(bare):
    for kind in KINDS:
        answer = subprocess.run(["xdg-mime", "query", "default", kind], env=bare, capture_output=True, text=True, check=True).stdout
        assert answer.strip() == "juesuan.desktop"


@pytest.mark.usefixtures("installed")
def test_it_audits_and_writes_the_same_pdf_as_the_sources(bare, tmp_path):
    here = subprocess.run([sys.executable, "-m", "juesuan", "audit", CASE], capture_output=True, text=True, check=False)
    there = subprocess.run(["/usr/bin/juesuan", "audit", CASE], env=bare, capture_output=True, text=True, check=False)
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
    outs = [word for suffix in ("pdf", "docx", "txt") for word in ("-o", str(tmp_path / f"说明.{suffix}"))]
    subprocess.run(["/usr/bin/juesuan", "narrate", CASE, *outs], env=bare, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "juesuan", "narrate", CASE, "-o", tmp_path / "源.pdf"], check=True, capture_output=True)
    assert (tmp_path / "说明.pdf").read_bytes() == (tmp_path / "源.pdf").read_bytes()
    assert (tmp_path / "说明.docx").stat().st_size > 10_000
    assert "医疗保障局" in (tmp_path / "说明.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs a display")
@pytest.mark.usefixtures("installed")
def test_the_window_opens_the_workbook(bare, tmp_path):
    script = """/usr/bin/juesuan "$1" & program=$!
for second in $(seq 40); do sleep 0.5; grep -qs 表格.xlsx "$HOME/.local/share/juesuan/决算工作台.ini" && break; done
kill -0 $program && echo alive; kill $program"""
    book = shutil.copy(CASE, tmp_path / "表格.xlsx")
    command = ["xvfb-run", "-a", "bash", "-c", script, "bash", book]
    shown = subprocess.run(command, env=bare, capture_output=True, text=True, check=False, timeout=120)
    assert "alive" in shown.stdout, shown.stderr
    assert "表格.xlsx" in (tmp_path / ".local/share/juesuan/决算工作台.ini").read_text(encoding="utf-8")
