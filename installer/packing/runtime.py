"""The private CPython of the Windows package: signed libraries, the standard library as one archive, python3.dll."""

from __future__ import annotations

import hashlib
import py_compile
import re
import shutil
import struct
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from installer.packing.authenticode import check_signature
from installer.packing.places import INSTALLER, BuildError, recipe, run

COMPILER = "x86_64-w64-mingw32-gcc"
_LINES = ("python311.zip", "DLLs", "site", ".")


def fetch_runtime(cache: Path) -> Path:
    """The locked wheel that carries CPython's libraries, downloaded once; BuildError where its hash differs."""
    wanted = recipe()["runtime"]
    wheel = cache / f"{wanted['project']}-{wanted['release']}-cp311-cp311-win_amd64.whl"
    if not wheel.exists():
        run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--platform", "win_amd64",
             "--python-version", "3.11", "-d", cache, f"{wanted['project']}=={wanted['release']}"])  # fmt: skip
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != wanted["wheel_sha256"]:
        raise BuildError(f"{wheel.name} 的哈希与 packing.toml 里的不符，请删除它再试。")
    return wheel


def lay_runtime(payload: Path, source: Path) -> str:
    """Put CPython into the payload, from the wheel or from an official embeddable zip; its version is the answer.

    Raises BuildError where the file is no such archive or a library is not what its signer signed.
    """
    wanted = recipe()["runtime"]
    libraries = payload / "DLLs"
    libraries.mkdir(parents=True)
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in _wanted_entries(archive, wanted["leave_out"]):
                target = payload if Path(entry).name.startswith("python") else libraries
                (target / Path(entry).name).write_bytes(archive.read(entry))
    except (OSError, zipfile.BadZipFile) as error:
        raise BuildError(f"{source} 打不开，或不是压缩包。请给出官方的 python-3.11.x-embed-amd64.zip。") from error
    if not (payload / wanted["dll"]).exists():
        raise BuildError(f"{source.name} 里没有 {wanted['dll']}。请给出官方的 python-3.11.x-embed-amd64.zip。")
    for library in (*payload.glob("python3*.dll"), *libraries.glob("*.pyd")):
        check_signature(library, wanted["signer"])
    if not (payload / "python311.zip").exists():
        archive_library(payload / "python311.zip")
    (payload / "python311._pth").write_text("\n".join(_LINES) + "\n", encoding="utf-8")
    return _version_of(payload / wanted["dll"])


def _version_of(library: Path) -> str:
    """The version that a library's own resources state."""
    label = "ProductVersion".encode("utf-16-le")
    text = library.read_bytes().partition(label)[2][:64].decode("utf-16-le", "replace")
    found = re.search(r"3\.11\.\d+", text)
    return found.group() if found else str(recipe()["runtime"]["version"])


def _wanted_entries(archive: zipfile.ZipFile, left_out: list[str]) -> Iterator[str]:
    """Libraries (and, in an embeddable zip, the standard library); no programs, no papers."""
    folder = recipe()["runtime"]["folder"] + "/"
    inside = any(name.startswith(folder) for name in archive.namelist())
    for name in archive.namelist():
        right_place = name.startswith(folder) if inside else "/" not in name
        right_kind = name.endswith((".dll", ".pyd")) or name == "python311.zip"
        if right_place and right_kind and not any(fnmatch(Path(name).name.lower(), pattern.lower()) for pattern in left_out):
            yield name


def archive_library(target: Path) -> None:
    """The standard library of the running Python 3.11 as compiled modules in one archive; the same bytes every time.

    Stored, not deflated: Python starts sooner, and the setup program packs the whole tighter.
    """
    if sys.version_info[:2] != (3, 11):
        raise BuildError("做 Windows 安装程序需要用 Python 3.11 运行本脚本（或用 --runtime 给出官方的 embeddable zip）。")
    library = Path(sysconfig.get_path("stdlib"))
    left_out = recipe()["library"]["leave_out"]
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target, "w") as archive:
        for path in sorted(library.rglob("*.py")):
            inner = path.relative_to(library)
            if any(fnmatch(part, pattern) for part in inner.parts for pattern in left_out):
                continue
            archive.writestr(_entry(inner), compiled(path, inner.as_posix(), Path(folder)))


def _entry(inner: Path) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(inner.with_suffix(".pyc").as_posix(), (2020, 1, 1, 0, 0, 0))


def compiled(path: Path, shown: str, folder: Path) -> bytes:
    """A module's bytecode that never looks for its source, whose tracebacks show `shown`."""
    target = folder / "module.pyc"
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(path), str(target), dfile=shown, doraise=True, quiet=2, invalidation_mode=mode)
    return target.read_bytes()


def forward_python3(payload: Path, work: Path) -> None:
    """python3.dll, which libraries of the stable ABI ask for: every export of python311.dll, forwarded."""
    if (payload / "python3.dll").exists():
        return
    library = recipe()["runtime"]["dll"]
    lines = [f"{name}={Path(library).stem}.{name}" for name in exports((payload / library).read_bytes())]
    definition = work / "python3.def"
    definition.write_text("LIBRARY python3.dll\nEXPORTS\n" + "\n".join(lines) + "\n", encoding="ascii")
    run([COMPILER, "-shared", "-nostartfiles", "-Wl,-e,DllMain", "-Wl,--no-insert-timestamp", "-s", "-o", payload / "python3.dll",
         INSTALLER / "windows/forwarder.c", definition])  # fmt: skip


def exports(content: bytes) -> list[str]:
    """The names that a 64-bit Windows library exports, read from its export table."""
    header = struct.unpack_from("<I", content, 0x3C)[0]
    count, optional_size = struct.unpack_from("<H", content, header + 6)[0], struct.unpack_from("<H", content, header + 20)[0]
    sections = [struct.unpack_from("<8sIIII", content, header + 24 + optional_size + 40 * number)[1:] for number in range(count)]
    table = _place(struct.unpack_from("<I", content, header + 24 + 112)[0], sections)
    names = struct.unpack_from("<I", content, table + 24)[0]
    first = _place(struct.unpack_from("<I", content, table + 32)[0], sections)
    places = [_place(address, sections) for address in struct.unpack_from(f"<{names}I", content, first)]
    return [content[place : content.index(b"\0", place)].decode("ascii") for place in places]


def _place(address: int, sections: list[tuple[Any, ...]]) -> int:
    """Where a virtual address lies in the file."""
    for size, virtual, raw_size, raw in sections:
        if virtual <= address < virtual + max(size, raw_size):
            return int(address - virtual + raw)
    raise BuildError("python311.dll 的导出表读不出来。")


def build_launchers(payload: Path, work: Path, version: str) -> None:
    """决算工作台.exe with a window, juesuan.exe for the console."""
    sources = INSTALLER / "windows"
    shutil.copy(sources / "launcher.manifest", work / "launcher.manifest")
    shutil.copy(INSTALLER.parent / "resources/icons/app.ico", work / "app.ico")
    told = f'#define VERSION "{version}"\n#define NUMBERS {numbers(version).replace(".", ",")}\n'
    (work / "launcher.rc").write_text(told + (sources / "launcher.rc").read_text(encoding="utf-8"), encoding="utf-8")
    run(["x86_64-w64-mingw32-windres", "--codepage=65001", "launcher.rc", "launcher.o"], cwd=work)
    for name, kind in (("决算工作台.exe", "-mwindows"), ("juesuan.exe", "-mconsole")):
        plain = work / "launcher.exe"
        run([COMPILER, "-municode", kind, "-O2", "-s", "-Wl,--no-insert-timestamp", "-finput-charset=UTF-8", "-o", plain,
             sources / "launcher.c", work / "launcher.o", "-lshell32"])  # fmt: skip
        shutil.move(plain, payload / name)


def numbers(version: str) -> str:
    """A version as Windows counts it: four numbers."""
    parts = [part for part in version.split(".") if part.isdigit()][:4]
    return ".".join([*parts, *("0",) * (4 - len(parts))])


