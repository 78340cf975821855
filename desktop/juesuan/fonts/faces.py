"""A face is a chain of font files: the first that has a character draws it, and a file is read when the one before it lacks something."""

from __future__ import annotations

import threading
import tomllib
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from juesuan.fonts.machine import find
from juesuan.fonts.truetype import register
from juesuan.resources import resource

ROLES = ("title", "body", "heading", "subheading", "song")
_FALLBACK = "song"
_lock = threading.RLock()
_registered: dict[Path, tuple[str, Any]] = {}


class Glyph(NamedTuple):
    """How a character is drawn: the font known to ReportLab, and the advance in ems."""

    font: str
    advance: float


@cache
def _roles() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resource("fonts/fonts.toml").read_text(encoding="utf-8"))


def bundled_file(role: str) -> Path:
    """The first of the bundled files of a role (`title` `body` `heading` `subheading` `song`), for whoever draws text otherwise."""
    return resource("fonts") / str(_roles()[role]["bundled"][0])


def word_name(role: str) -> str:
    """The font name that a Word file asks for."""
    return str(_roles()[role]["word"])


def _load(path: Path) -> tuple[str, Any]:
    """The ReportLab name and font of a file, read once; the font is None where it cannot be used."""
    with _lock:
        if path not in _registered:
            name = f"juesuan-{len(_registered)}-{path.stem}"
            _registered[path] = (name, register(name, path))
        return _registered[path]


@dataclass
class Face:
    """One role's chain of files. Attributes: role; files, best first."""

    role: str
    files: tuple[Path, ...]
    _glyphs: dict[str, Glyph] = field(default_factory=dict, repr=False)

    def glyph(self, character: str) -> Glyph:
        """The font and advance (in ems) of one character; the last file's empty box where none has it."""
        found = self._glyphs.get(character)
        if found is None:
            found = self._glyphs[character] = self._look_up(character)
        return found

    def _look_up(self, character: str) -> Glyph:
        code = ord(character)
        candidates = (self._usable(path, code) for path in self.files)
        name, font = next((loaded for loaded in candidates if loaded), None) or self._first()
        return Glyph(name, font.face.getCharWidth(code) / 1000)

    def _usable(self, path: Path, code: int) -> tuple[str, Any] | None:
        name, font = _load(path)
        return (name, font) if font is not None and font.face.charToGlyph.get(code) else None

    def _first(self) -> tuple[str, Any]:
        return next(loaded for loaded in map(_load, self.files) if loaded[1] is not None)

    def width(self, text: str, size: float) -> float:
        """Width in pt of a text on one line."""
        return sum(self.glyph(character).advance for character in text) * size

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """The text cut wherever the font changes: (font, part)."""
        return [(font, "".join(part)) for font, part in groupby(text, lambda character: self.glyph(character).font)]


@dataclass
class Faces:
    """The five faces of a document."""

    title: Face
    body: Face
    heading: Face
    subheading: Face
    song: Face


def _chain(role: str, *, machine: bool) -> Face:
    folder = resource("fonts")
    described = _roles()[role]
    own = find(described["machine"])[:2] if machine else ()
    bundled = [*described["bundled"], *(_roles()[_FALLBACK]["bundled"] if role != _FALLBACK else ())]
    return Face(role, (*own, *(folder / name for name in bundled)))


@cache
def faces(fonts: str = "machine") -> Faces:
    """`machine`: the computer's own 小标宋, 仿宋, 黑体, 楷体, 宋体 where it has them; `bundled`: always those that come along."""
    return Faces(*(_chain(role, machine=fonts == "machine") for role in ROLES))
