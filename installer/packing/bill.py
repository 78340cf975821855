"""The software bill of materials (CycloneDX 1.5) and the licence texts of everything in a package."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from installer.packing.locking import Locked
from installer.packing.places import HOME, INSTALLER, NAME, recipe, version

_TEXTS = ("licens", "licence", "copying", "notice", "copyright")


def write_bill(path: Path, wheels: Iterable[Locked], site: Path, system: str, cpython: str) -> None:
    """One JSON file; the same package always gives the same bytes. `cpython` is the version of the runtime."""
    components = [_wheel(locked, site) for locked in wheels]
    components += [{**entry, "version": cpython} if entry["name"] == "CPython" else dict(entry) for entry in recipe()["bill"][system]]
    subject = {"type": "application", "name": "juesuan", "description": NAME, "version": version(), "licenses": [_licence("MIT")]}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([subject, components]))}",
        "version": 1,
        "metadata": {"component": subject},
        "components": components,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _wheel(locked: Locked, site: Path) -> dict[str, Any]:
    return {
        "type": "library",
        "name": locked.name,
        "version": locked.version,
        "purl": f"pkg:pypi/{locked.name.lower().replace('_', '-')}@{locked.version}",
        "hashes": [{"alg": "SHA-256", "content": locked.sha256}],
        "licenses": [_licence(_declared(locked, site))],
    }


def _licence(words: str) -> dict[str, Any]:
    return {"license": {"name": words}}


def _declared(locked: Locked, site: Path) -> str:
    """What the wheel's own metadata says of its licence."""
    folder = information(locked, site)
    metadata = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
    words = str(metadata.get("License-Expression") or metadata.get("License") or "").strip()
    if words and "\n" not in words:
        return words
    classified = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    return "、".join(classified) or words.split("\n")[0] or "见许可证文本"


def information(locked: Locked, site: Path) -> Path:
    """The .dist-info folder of a wheel."""
    wanted = f"{locked.name}-{locked.version}".lower().replace("-", "_").replace(".", "_")
    return next(folder for folder in site.glob("*.dist-info") if folder.stem.lower().replace("-", "_").replace(".", "_") == wanted)


def collect_licences(into: Path, wheels: Iterable[Locked], site: Path) -> None:
    """Copy every licence text: our own, the wheels', the fonts', and those in installer/licences."""
    into.mkdir(parents=True, exist_ok=True)
    shutil.copy(HOME / "LICENSE", into / f"{NAME}-MIT.txt")
    for text in sorted((INSTALLER / "licences").iterdir()):
        shutil.copy(text, into / text.name)
    for text in (HOME / "resources/fonts").glob("*.txt"):
        shutil.copy(text, into / f"字体-{text.name}")
    for locked in wheels:
        for number, text in enumerate(_texts(information(locked, site))):
            shutil.copy(text, into / (f"{locked.name}-{number + 1}-{text.name}".removesuffix(".txt") + ".txt"))


def _texts(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(word in str(path.relative_to(folder)).lower() for word in _TEXTS):
            yield path
