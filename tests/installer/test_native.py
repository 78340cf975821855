"""Reading and checking Windows libraries, and the small programs that we compile ourselves."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from installer.packing.authenticode import check_signature
from installer.packing.places import BuildError
from installer.packing.runtime import COMPILER, build_launchers, exports, forward_python3

needs_compiler = pytest.mark.skipif(not shutil.which(COMPILER), reason="needs the compiler for Windows")


@pytest.fixture
def library(tmp_path):
    source = tmp_path / "library.c"
    words = "".join(f"__declspec(dllexport) int {name}(void) {{return 1;}}\n" for name in ("one", "two"))
    source.write_text(words, encoding="ascii")
    made = tmp_path / "python311.dll"
    subprocess.run([COMPILER, "-shared", "-nostdlib", "-Wl,-e,one", "-s", "-o", made, source], check=True)
    return made


@needs_compiler
def test_exports_are_read_from_the_library(library):
    assert exports(library.read_bytes()) == ["one", "two"]


@needs_compiler
def test_an_unsigned_library_is_refused(library):
    with pytest.raises(BuildError, match="没有数字签名"):
        check_signature(library, "Python Software Foundation")


@needs_compiler
def test_python3_forwards_every_export(library, tmp_path):
    (tmp_path / "work").mkdir()
    forward_python3(library.parent, tmp_path / "work")
    forwarded = (library.parent / "python3.dll").read_bytes()
    assert exports(forwarded) == ["one", "two"]
    assert b"python311.one" in forwarded


@needs_compiler
def test_the_launchers_carry_version_and_manifest(tmp_path):
    (tmp_path / "work").mkdir()
    build_launchers(tmp_path, tmp_path / "work", "3.4.5")
    for name in ("决算工作台.exe", "juesuan.exe"):
        content = (tmp_path / name).read_bytes()
        assert "3.4.5".encode("utf-16-le") in content
        assert "决算工作台".encode("utf-16-le") in content
        assert b"longPathAware" in content
        assert b"PerMonitorV2" in content
        assert b"UTF-8</activeCodePage>" in content
