"""CPython for Windows out of an official embeddable zip: what is taken, what is checked, what is refused."""

from __future__ import annotations

import hashlib
import struct
import zipfile

import pytest
from installer.packing.places import BuildError
from installer.packing.runtime import lay_runtime

SIGNER = "Python Software Foundation"
TAKEN = ("python311.dll", "python3.dll", "_ctypes.pyd", "_decimal.pyd", "unicodedata.pyd", "libffi-8.dll")
LEFT = ("_ssl.pyd", "libcrypto-3.dll", "sqlite3.dll", "vcruntime140.dll", "vcruntime140_1.dll")
PAPERS = ("python.exe", "pythonw.exe", "python.cat", "LICENSE.txt", "python311._pth")


def library(signer=SIGNER, *, changed=False, version="3.11.4"):
    """The least that Authenticode asks of a 64-bit library, signed over all but what signing itself writes."""
    start = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0".ljust(24, b"\0") + struct.pack("<H", 0x20B).ljust(64, b"\0")
    rest = b"\0" * (112 - 68 + 32)
    resources = b"\0" * 40 + "ProductVersion\0".encode("utf-16-le") + version.encode("utf-16-le")
    signature = hashlib.sha256(start + rest + resources).digest() + signer.encode()
    place = len(start) + 4 + len(rest) + 8 + len(resources)
    entry = struct.pack("<II", place, len(signature))
    return start + b"\1\2\3\4" + rest + entry + (resources.swapcase() if changed else resources) + signature


@pytest.fixture
def official(tmp_path):
    """Writes a zip with the names of python-3.11.x-embed-amd64.zip; `changes` replaces or (None) leaves out files."""

    def write(**changes):
        files = {name: library() for name in (*TAKEN, *LEFT) if not name.startswith("vcruntime")}
        files |= {name: b"from another signer" for name in LEFT if name.startswith("vcruntime")}
        files |= dict.fromkeys(PAPERS, b"x") | {"python311.zip": b"PK the standard library"}
        path = tmp_path / "python-3.11.4-embed-amd64.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in {**files, **changes}.items():
                if content is not None:
                    archive.writestr(name, content)
        return path

    return write


def test_libraries_and_standard_library_are_taken_and_nothing_else(official, tmp_path):
    payload = tmp_path / "payload"
    assert lay_runtime(payload, official()) == "3.11.4"
    assert {path.name for path in payload.iterdir()} == {"python311.dll", "python3.dll", "python311.zip", "python311._pth", "DLLs"}
    assert {path.name for path in (payload / "DLLs").iterdir()} == {name for name in TAKEN if not name.startswith("python")}
    assert (payload / "python311.zip").read_bytes() == b"PK the standard library"
    assert (payload / "python311._pth").read_text(encoding="utf-8").split() == ["python311.zip", "DLLs", "site", "."]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"_decimal.pyd": library(changed=True)}, "_decimal.pyd 的内容与数字签名不符"),
        ({"python3.dll": library("Somebody Else")}, "签名者不是"),
        ({"python311.dll": None}, "没有 python311.dll"),
    ],
)
def test_what_is_not_as_signed_is_refused(official, tmp_path, changes, says):
    with pytest.raises(BuildError, match=says):
        lay_runtime(tmp_path / "payload", official(**changes))


@pytest.mark.parametrize("content", [b"no archive", None])
def test_what_is_no_archive_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "python.zip"
    if content:
        path.write_bytes(content)
    with pytest.raises(BuildError, match="embed-amd64"):
        lay_runtime(tmp_path / "payload", path)
