"""Strips of content put on pages: what belongs together stays together, table heads come again, nothing is torn at the wrong place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from juesuan.render.grid import Sheet, sheet

_TOLERANCE = 0.05


@dataclass(frozen=True)
class Entry:
    """A heading as contents and bookmarks know it. Attributes: level, title, key (the link's name)."""

    level: int
    title: str
    key: str


@dataclass(frozen=True)
class Strip:
    """A piece of content as wide as the type area that is never torn unless `split` says how.

    Attributes: height (pt); draw(canvas, left, top); keep: stays on the page of the next strip; fresh: begins a page; landscape; kind of
    page (`body`, `cover`, `contents`); repeat: strips that come before it where it begins a page; space: vanishes at a page's head or foot;
    entry: the heading it begins; wants: height of the block it begins, where that should rather begin a page than be torn; split(room): two
    strips, the first fitting the room, or None; shrink(room): the same content in less room, perhaps still higher than that.
    """

    height: float
    draw: Callable[[Any, float, float], None]
    keep: bool = False
    fresh: bool = False
    landscape: bool = False
    kind: str = "body"
    repeat: tuple[Strip, ...] = ()
    space: bool = False
    entry: Entry | None = None
    wants: float = 0.0
    split: Callable[[float], tuple[Strip, Strip] | None] | None = None
    shrink: Callable[[float], Strip] | None = None


@dataclass
class Page:
    """What stands on a page. Attributes: kind; landscape; items (strip, its distance from the type area's upper edge in pt)."""

    kind: str
    landscape: bool
    items: list[tuple[Strip, float]] = field(default_factory=list)
    used: float = 0.0
    number: int = 0

    @property
    def sheet(self) -> Sheet:
        return sheet(landscape=self.landscape)

    @property
    def room(self) -> float:
        """What is left below, in pt."""
        return self.sheet.height - self.used

    def put(self, strip: Strip) -> None:
        self.items.append((strip, self.used))
        self.used += strip.height


def blank(height: float, *, keep: bool = False) -> Strip:
    """Empty room that vanishes at the head of a page."""
    return Strip(height, lambda *_: None, keep=keep, space=True)


def together(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Runs of strips that must share a page."""
    run: list[Strip] = []
    for strip in strips:
        if run and (strip.fresh or strip.landscape != run[-1].landscape or strip.kind != run[-1].kind):
            yield run
            run = []
        run.append(strip)
        if not strip.keep:
            yield run
            run = []
    if run:
        yield run


class _Pages:
    """Pages being filled."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def place(self, run: list[Strip]) -> None:
        first = run[0]
        if all(strip.space for strip in run) and self._is_full(run):
            return
        page = self.pages[-1] if self.pages else None
        if page is None or first.fresh or page.landscape != first.landscape or page.kind != first.kind:
            page = self._turn(first)
        height = sum(strip.height for strip in run)
        if page.items and _would_rather_turn(_wanted(run), page):
            page = self._turn(first)
        if height > page.room + _TOLERANCE:
            run = _shrunk(run, page.room)
            torn = self._torn(run, page)
            if torn:
                self.place(torn)
                return
            height = sum(strip.height for strip in run)
        if height > page.room + _TOLERANCE:
            page = self._turn(first) if page.items else page
        for strip in run:
            self._put(strip)

    def _is_full(self, run: list[Strip]) -> bool:
        return not self.pages or sum(strip.height for strip in run) > self.pages[-1].room

    def _torn(self, run: list[Strip], page: Page) -> list[Strip]:
        """Put as much of the run on the page as its one tearable strip allows; what is left of it, or nothing where it cannot be torn."""
        place = next((index for index, strip in enumerate(run) if strip.split), None)
        if place is None:
            return []
        room = page.room - sum(strip.height for strip in run[:place])
        halves = _halves(run[place], room)
        if halves is None:
            return []
        for strip in [*run[:place], halves[0]]:
            page.put(strip)
        self._turn(halves[1])
        return [halves[1], *run[place + 1 :]]

    def _put(self, strip: Strip) -> None:
        page = self.pages[-1]
        if strip.space and (not page.items or strip.height > page.room):
            return
        if strip.height > page.room + _TOLERANCE and page.items:
            page = self._turn(strip)
        page.put(strip)

    def _turn(self, strip: Strip) -> Page:
        page = Page(strip.kind, strip.landscape)
        self.pages.append(page)
        for again in strip.repeat:
            page.put(again)
        return page


def _shrunk(run: list[Strip], room: float) -> list[Strip]:
    """The run with its one shrinkable strip lower, where that makes it fit the room; else the run as it is."""
    place = next((index for index, strip in enumerate(run) if strip.shrink), None)
    shrink = run[place].shrink if place is not None else None
    if place is None or shrink is None:
        return run
    others = sum(strip.height for index, strip in enumerate(run) if index != place)
    lower = replace(shrink(room - others), keep=run[place].keep, fresh=run[place].fresh)
    return [*run[:place], lower, *run[place + 1 :]] if others + lower.height <= room + _TOLERANCE else run


def _wanted(run: list[Strip]) -> float:
    """The room that the run and the block beginning in it would like together; nothing where no block asks."""
    above = 0.0
    for strip in run:
        if strip.wants:
            return above + strip.wants
        above += strip.height
    return 0.0


def _would_rather_turn(wanted: float, page: Page) -> bool:
    """Whether a block of that height should begin a new page: where it stands whole there, or too little is left here to begin it."""
    return wanted > page.room + _TOLERANCE and (wanted <= page.sheet.height or page.room < page.sheet.height / 2)


def _halves(strip: Strip, room: float) -> tuple[Strip, Strip] | None:
    halves = strip.split(room) if strip.split else None
    if halves is None:
        return None
    place = {"landscape": strip.landscape, "kind": strip.kind}
    return replace(halves[0], **place), replace(halves[1], keep=strip.keep, repeat=strip.repeat, **place)  # type: ignore[arg-type]


def paginate(strips: Iterable[Strip]) -> list[Page]:
    """Fill pages from top to bottom; body pages are numbered from 1."""
    filling = _Pages()
    for run in together(strips):
        filling.place(run)
    for number, page in enumerate((page for page in filling.pages if page.kind == "body"), 1):
        page.number = number
    return filling.pages


def kept(strips: list[Strip]) -> list[Strip]:
    """The strips, each staying with the one after it, the last included."""
    return [replace(strip, keep=True) for strip in strips]
