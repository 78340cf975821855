"""Formula texts: which cells they read, and the same formula elsewhere, after rows moved, or with names spelt out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from juesuan.workbook.cells import column_letters, column_number

LAST_ROW = 1048576
LAST_COLUMN = 16384
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
    |(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?(?P<reference>{_CELL}(?::{_CELL})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW})(?![\w(!.\[])
    |(?P<foreign>'(?:[^']|'')+'!|\[|\{{)
    |(?P<call>[^\W\d][\w.]*)\(
    |(?P<name>[^\W\d][\w.\\?]*)
    |(?P<number>\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?)
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


@dataclass(frozen=True)
class Corner:
    """One end of a reference; row or column is 0 where a whole column or row is meant."""

    row: int
    column: int
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        column = f"{'$' * self.column_fixed}{column_letters(self.column)}" if self.column else ""
        return f"{column}{'$' * self.row_fixed}{self.row}" if self.row else column

    def shifted(self, rows: int, columns: int) -> Corner:
        """Moved by rows and columns where not fixed by `$`."""
        row = self.row if self.row_fixed or not self.row else self.row + rows
        return replace(self, row=row, column=self.column if self.column_fixed or not self.column else self.column + columns)


@dataclass(frozen=True)
class Reference:
    """A cell or range as a formula writes it; `sheet` is None for the formula's own sheet."""

    sheet: str | None
    first: Corner
    last: Corner | None = None

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """top, left, bottom, right, inclusive."""
        last = self.last or self.first
        rows = sorted((self.first.row or 1, last.row or LAST_ROW))
        columns = sorted((self.first.column or 1, last.column or LAST_COLUMN))
        return rows[0], columns[0], rows[1], columns[1]

    def __str__(self) -> str:
        place = f"{self.first}:{self.last}" if self.last else str(self.first)
        return f"{quoted(self.sheet)}!{place}" if self.sheet is not None else place


def quoted(sheet: str) -> str:
    """A sheet name as formulas write it, in quotes where they are needed."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and not re.fullmatch(rf"{_CELL}|[RrCc]\d*", sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


@lru_cache(maxsize=50000)
def _corner(text: str) -> Corner:
    found = _CORNER.fullmatch(text)
    if not found:
        raise ValueError(text)
    first, letters, second, digits = found.groups()
    if not letters:
        return Corner(int(digits), 0, row_fixed=bool(first or second))
    return Corner(int(digits or 0), column_number(letters), row_fixed=bool(second), column_fixed=bool(first))


def _reference(found: re.Match[str]) -> Reference:
    return _spelt(found["sheet"], found["reference"])


@lru_cache(maxsize=50000)
def _spelt(sheet: str | None, place: str) -> Reference:
    if sheet and sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first, _, last = place.partition(":")
    return Reference(sheet, _corner(first), _corner(last) if last else None)


def parse_range(text: str) -> Reference:
    """A reference standing alone, such as `'财决 01'!$A$1:$B$5`. Raises ValueError where it is none."""
    found = _TOKEN.fullmatch(text.strip())
    if not found or not found["reference"]:
        raise ValueError(text)
    return _reference(found)


_CONSTANTS = frozenset({"TRUE", "FALSE"})
_KEEPING_PLACES = frozenset(
    {"SUM", "IF", "IFERROR", "MAX", "MIN", "ABS", "SUMIF", "SUMIFS", "SUBTOTAL", "N", "AND", "OR", "NOT", "VLOOKUP", "INDEX", "MATCH"}
)


@dataclass(frozen=True)
class Reading:
    """What a formula reads: references, names, functions; `foreign` where only Excel can do it (other workbooks, tables, arrays)."""

    text: str
    references: tuple[Reference, ...]
    names: frozenset[str]
    functions: frozenset[str]
    foreign: bool

    @cached_property
    def linear(self) -> bool:
        """Whether its result has no more decimal places than the numbers it reads, so that more of them are noise of floats."""
        return not self.names and self.functions <= _KEEPING_PLACES and not set(_TOKEN.sub("", self.text)) & set("*/^%&")


def read(text: str) -> Reading:
    """Everything a formula refers to."""
    references, names, functions, foreign = [], set(), set(), False
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "reference":
            sheet, place = found.group("sheet", "reference")
            foreign = foreign or (sheet is not None and "[" in sheet)
            references.append(_spelt(sheet, place))
        elif kind == "call":
            functions.add(found["call"].upper().removeprefix("_XLFN.").removeprefix("_XLWS."))
        elif kind == "foreign":
            foreign = True
        elif kind == "name" and found["name"].upper() not in _CONSTANTS and not text[: found.start()].endswith("#"):
            names.add(found["name"])
    return Reading(text, tuple(references), frozenset(names), frozenset(functions), foreign)


def references(text: str) -> Iterator[Reference]:
    """The references of a formula in order."""
    return (_reference(found) for found in _TOKEN.finditer(text) if found["reference"])


def _rewritten(text: str, change: Callable[[Reference], str]) -> str:
    return _TOKEN.sub(lambda found: change(_reference(found)) if found["reference"] else found[0], text)


def translated(text: str, rows: int, columns: int) -> str:
    """The formula as it reads when filled `rows` down and `columns` to the right, as shared formulas are meant."""

    def move(reference: Reference) -> str:
        first = reference.first.shifted(rows, columns)
        last = reference.last.shifted(rows, columns) if reference.last else None
        corners = (first, last or first)
        if any(not 0 <= corner.row <= LAST_ROW or not 0 <= corner.column <= LAST_COLUMN for corner in corners):
            return "#REF!"
        if any(before.row and not after.row for before, after in ((reference.first, first),)):
            return "#REF!"
        return str(Reference(reference.sheet, first, last))

    return _rewritten(text, move) if rows or columns else text


def tidied(text: str) -> str:
    """The formula as people write it: `2.0` as 2, `A6:A6` as A6."""

    def tidy(found: re.Match[str]) -> str:
        if found["number"]:
            return found[0].removesuffix(".0")
        if found["reference"]:
            reference = _reference(found)
            return str(replace(reference, last=None) if reference.first == reference.last else reference)
        return found[0]

    return _TOKEN.sub(tidy, text)


def with_names(text: str, names: Mapping[str, str]) -> str:
    """The formula with defined names replaced by what they stand for; names compare without regard to case."""

    def spell(found: re.Match[str]) -> str:
        meaning = names.get(found["name"].lower()) if found["name"] else None
        return f"({meaning})" if meaning is not None else found[0]

    return _TOKEN.sub(spell, text)


@dataclass(frozen=True)
class RowShift:
    """Rows inserted before `row` (count > 0) or deleted from `row` on (count < 0) on `sheet`; ranges that begin or end at the row `pattern`
    grow to take the new rows in, none where it is 0.
    """

    sheet: str
    row: int
    count: int
    pattern: int = 0

    def place(self, row: int) -> int | None:
        """Where a row lies afterwards; None where it is gone."""
        if row < self.row:
            return row
        if self.count < 0 and row < self.row - self.count:
            return None
        return row + self.count

    def span(self, top: int, bottom: int, *, grows: bool = False) -> tuple[int, int] | None:
        """A range of rows afterwards: it shrinks by what is deleted, takes in what is inserted inside; None where nothing is left."""
        if bottom >= LAST_ROW and top <= 1:
            return top, bottom
        if self.count > 0:
            keep_top = grows and top == self.row == self.pattern
            take_in = grows and bottom == self.row - 1 == self.pattern
            return (top if keep_top or top < self.row else top + self.count), (
                bottom + self.count if take_in or bottom >= self.row else bottom
            )
        end = self.row - self.count
        new_top = top if top < self.row else max(top, end) + self.count
        new_bottom = bottom if bottom < self.row else max(bottom, end - 1) + self.count
        return (new_top, new_bottom) if new_bottom >= new_top else None


class Mover:
    """Rewrites formulas after rows moved; every reference is worked out once, however many formulas write it."""

    def __init__(self, shift: RowShift) -> None:
        self._shift = shift
        self._sheet = shift.sheet.lower()
        self._spelt = shift.sheet.replace("'", "''").lower()
        self._known: dict[tuple[str | None, str, bool, bool], str] = {}

    def text(self, text: str, own_sheet: str, own_row: int) -> str:
        """The formula afterwards; see `moved`. own_row: of the formula, as placed before."""
        own = own_sheet.lower() == self._sheet
        if not own and self._spelt not in text.lower():
            return text
        known, grows = self._known, own_row != self._shift.pattern

        def place(found: re.Match[str]) -> str:
            reference = found["reference"]
            if not reference or (not own and found["sheet"] is None):
                return found[0]
            key = (found["sheet"], reference, own, grows)
            new = known.get(key)
            if new is None:
                new = known[key] = self._moved(_reference(found), found[0], own=own, grows=grows)
            return new

        return _TOKEN.sub(place, text)

    def _moved(self, reference: Reference, written: str, *, own: bool, grows: bool) -> str:
        here = own if reference.sheet is None else reference.sheet.lower() == self._sheet
        top, left, bottom, right = reference.box
        growing = grows and reference.last is not None and (top < bottom or left == right)
        span = self._shift.span(top, bottom, grows=growing) if here else (top, bottom)
        if span is None:
            return f"{quoted(reference.sheet)}!#REF!" if reference.sheet is not None else "#REF!"
        return written if span == (top, bottom) else str(_with_rows(reference, span))


def moved(text: str, own_sheet: str, own_row: int, shift: RowShift) -> str:
    """The formula after rows moved. Vertical ranges that end at the pattern row take in the rows inserted beside it (what SUM needs);
    a formula standing in the pattern row itself does not grow. What was deleted becomes `#REF!`.
    """
    return Mover(shift).text(text, own_sheet, own_row)


def _with_rows(reference: Reference, span: tuple[int, int]) -> Reference:
    if reference.last is None:
        return replace(reference, first=replace(reference.first, row=span[0]))
    upside_down = reference.first.row > reference.last.row
    first, last = reversed(span) if upside_down else span
    return replace(reference, first=replace(reference.first, row=first), last=replace(reference.last, row=last))


def moved_range(text: str, shift: RowShift, *, grows: bool = False) -> str:
    """A plain range or cell afterwards; empty where nothing is left."""
    try:
        reference = parse_range(text)
    except ValueError:
        return text
    if not reference.first.row:
        return text
    top, _, bottom, _ = reference.box
    span = shift.span(top, bottom, grows=grows)
    if span is None:
        return ""
    if span == (top, bottom):
        return text
    first = replace(reference.first, row=span[0])
    return str(replace(reference, first=first, last=replace(reference.last, row=span[1]) if reference.last else None))
