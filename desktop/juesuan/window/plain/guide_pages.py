"""The pages of the guide as the window shows them: chapters, and the HTML made fit for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FIRST = ("五分钟上手", "用户手册")
_HEADING = re.compile(r"<h([12])([^>]*)>(.*?)</h\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_STYLE = re.compile(r"<style>.*?</style>|<nav>.*?</nav>", re.DOTALL)


@dataclass(frozen=True)
class Chapter:
    """A page (no anchor) or a chapter of it."""

    page: str
    title: str
    anchor: str = ""


def page_names(folder: Path) -> tuple[str, ...]:
    """Those for beginners first; empty where the guide was not installed."""
    names = sorted(path.stem for path in folder.glob("*.html")) if folder.is_dir() else []
    return (*(name for name in _FIRST if name in names), *(name for name in names if name not in _FIRST))


def chapters_of(path: Path) -> tuple[Chapter, ...]:
    """The page itself and its chapters, in order."""
    headings = _HEADING.findall(path.read_text(encoding="utf-8"))
    chapters = [Chapter(path.stem, _plain(words), f"c{number}") for number, (level, _, words) in enumerate(headings) if level == "2"]
    return (Chapter(path.stem, path.stem), *chapters)


def prepared(path: Path, picture_width: int) -> str:
    """The page without its own style, with an anchor at each heading and its pictures no wider than there is room."""
    text = _STYLE.sub("", path.read_text(encoding="utf-8"))
    numbers = iter(range(len(text)))
    text = _HEADING.sub(lambda found: f'<h{found[1]}><a name="c{next(numbers)}"></a>{found[3]}</h{found[1]}>', text)
    return text.replace("<img ", f'<img width="{picture_width}" ').replace("<table>", '<table border="1" cellspacing="0" cellpadding="5">')


def _plain(words: str) -> str:
    return _TAGS.sub("", words).strip()
