"""What a package leaves out, and the papers it carries."""

from __future__ import annotations

import json

import pytest
from installer.packing.bill import collect_licences, write_bill
from installer.packing.locking import Locked
from installer.packing.places import BuildError, requirements, version
from installer.packing.runtime import archive_library, fetch_runtime
from installer.packing.trimming import trim_site
from installer.packing.windows import check_size, compile_modules

WHEEL = Locked("Some-Wheel", "1.2", "ab" * 32)


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path):
    information = tmp_path / "some_wheel-1.2.dist-info"
    write(information, "licenses/LICENSE", "RECORD")
    (information / "METADATA").write_text("Name: Some-Wheel\nVersion: 1.2\nLicense-Expression: MIT\n", encoding="utf-8")
    return tmp_path


def test_qt_is_trimmed_to_what_the_program_uses(tmp_path):
    kept = {"PySide6/QtCore.pyd", "PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll", "PySide6/translations/qtbase_zh_CN.qm"}
    write(tmp_path, *kept, "PySide6/QtQml.pyd", "PySide6/Qt6Quick.dll", "PySide6/plugins/sqldrivers/qsqlite.dll")
    write(tmp_path, "PySide6/translations/qtbase_de.qm", "PySide6/qml/QtQuick/qmldir", "PySide6/designer.exe", "pandas/tests/test_x.py")
    trim_site(tmp_path)
    assert names(tmp_path) == kept


def test_the_bill_names_each_wheel_with_version_hash_and_licence(site, tmp_path):
    write_bill(tmp_path / "bill.json", [WHEEL], site, "windows", "3.11.9")
    bill = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", version())
    wheel = bill["components"][0]
    assert (wheel["purl"], wheel["hashes"][0]["content"]) == ("pkg:pypi/some-wheel@1.2", "ab" * 32)
    assert wheel["licenses"] == [{"license": {"name": "MIT"}}]
    assert ("CPython", "3.11.9") in {(component["name"], component["version"]) for component in bill["components"]}


def test_the_same_package_has_the_same_bill(site, tmp_path):
    for number in (1, 2):
        write_bill(tmp_path / f"{number}.json", [WHEEL], site, "linux", "3.11.7")
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()


def test_licences_are_collected(site, tmp_path):
    collect_licences(tmp_path / "papers", [WHEEL], site)
    found = names(tmp_path / "papers")
    assert {"决算工作台-MIT.txt", "Some-Wheel-1-LICENSE.txt", "GPL-3.0.txt", "CPython-PSF.txt", "字体-OFL.txt"} <= found


def test_modules_are_compiled_in_place_of_their_source(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/module.py").write_text("ANSWER = 42\n", encoding="ascii")
    compile_modules(tmp_path)
    assert names(tmp_path) == {"pack/module.pyc"}
    assert str(tmp_path).encode() not in (tmp_path / "pack/module.pyc").read_bytes()


def test_a_runtime_wheel_with_another_hash_is_refused(tmp_path):
    (tmp_path / "panda3d-1.10.16-cp311-cp311-win_amd64.whl").write_bytes(b"something else")
    with pytest.raises(BuildError, match="哈希"):
        fetch_runtime(tmp_path)


def test_another_python_cannot_give_the_standard_library(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.version_info", (3, 12, 1))
    with pytest.raises(BuildError, match=r"3\.11"):
        archive_library(tmp_path / "python311.zip")


def test_what_the_program_needs_is_known():
    assert any(line.startswith("PySide6-Essentials") for line in requirements())


def test_a_setup_that_grew_too_large_is_refused(capsys):
    check_size("安装程序", 75 * 10**6, "setup")
    assert "75.0 MB" in capsys.readouterr().out
    with pytest.raises(BuildError, match="太大"):
        check_size("安装程序", 75 * 10**6 + 1, "setup")
