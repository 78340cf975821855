"""A face is a chain of font files: the first that has a character draws it, and a file is read when the one before it lacks something."""

from __future__ import annotations

import threading
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from juesuan.fonts.machine import find
from juesuan.fonts.truetype import register
from juesuan.resources import resource

ROLES = ("title", "body", "heading", "subheading", "song")
_FALLBACK, _RARE = "song", "rare"
NO_GLYPH = "〓"
"""What is printed for a character that no font has, as compositors did while they sent for the type."""
_INVISIBLE, _BLANK = {"Cc", "Cf", "Mn", "Me", "Cs"}, {"Zs", "Zl", "Zp"}
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
    _stand_ins: dict[str, str] = field(default_factory=dict, repr=False)

    def glyph(self, character: str) -> Glyph:
        """The font and advance (in ems) of one character; of `NO_GLYPH` where no file has it."""
        found = self._glyphs.get(character)
        if found is None:
            found = self._glyphs[character] = self._look_up(character)
        return found

    def printable(self, text: str) -> str:
        """The text as the files can print it.

        A character that none has gives way to one of equal meaning, an invisible one to nothing, any other to `NO_GLYPH`.
        """
        for character in text:
            if character not in self._glyphs:
                self.glyph(character)
        if self._stand_ins.keys().isdisjoint(text):
            return text
        return "".join(self._stand_ins.get(character, character) for character in text)

    def lacking(self, text: str) -> str:
        """The characters of a text that print as `NO_GLYPH`, each once."""
        self.printable(text)
        return "".join(dict.fromkeys(character for character in text if self._stand_ins.get(character) == NO_GLYPH))

    def _look_up(self, character: str) -> Glyph:
        code = ord(character)
        candidates = (self._usable(path, code) for path in self.files)
        loaded = next((loaded for loaded in candidates if loaded), None)
        if loaded:
            return Glyph(loaded[0], loaded[1].face.getCharWidth(code) / 1000)
        self._stand_ins[character] = self._stand_in(character)
        name, font = self._first()
        return Glyph(name, font.face.getCharWidth(ord(NO_GLYPH)) / 1000 if self._stand_ins[character] else 0.0)

    def _stand_in(self, character: str) -> str:
        kind, equal = unicodedata.category(character), unicodedata.normalize("NFKC", character)
        if kind in _INVISIBLE:
            return ""
        if kind in _BLANK:
            return " "
        return equal if equal != character and all(map(self._has, equal)) else NO_GLYPH

    def _has(self, character: str) -> bool:
        return any(self._usable(path, ord(character)) for path in self.files)

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
    rare = find(_roles()[_RARE]["machine"]) if machine else ()
    return Face(role, (*own, *(folder / name for name in bundled), *rare))


@cache
def faces(fonts: str = "machine") -> Faces:
    """`machine`: the computer's own 小标宋, 仿宋, 黑体, 楷体, 宋体 where it has them; `bundled`: always those that come along."""
    return Faces(*(_chain(role, machine=fonts == "machine") for role in ROLES))
