"""Whether a template's formula gives the sum of the units, judged from the sums themselves.

A formula is kept where it gives its cell's sum from the sums of the cells it reads; if that is so everywhere, recalculation changes
nothing. Understands what templates use: sums, differences, SUM, SUMIFS with codes and wildcards, and IF(cell<>"",…,…).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from juesuan.workbook import parse_a1

_TOKEN = re.compile(
    r"""\s*(?:(?P<sheet>'[^']+'!|[^\s'!(),+\-&<>=:"]+!)?(?P<first>\$?[A-Z]{1,3}\$?\d+)(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?
    |(?P<name>[A-Z]+)\(|(?P<number>\d+(?:\.\d+)?)|"(?P<text>[^"]*)"|(?P<mark><>|[+\-(),&]))""",
    re.VERBOSE,
)


class UnknownFormulaError(Exception):
    """The formula uses something that templates do not; nothing is said about it."""


@dataclass
class SheetSums:
    """What a sheet will hold: amounts by (row, column), and the texts of code columns."""

    numbers: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    _matches: dict[tuple[int, int, int, str], frozenset[int]] = field(default_factory=dict)

    def number(self, place: tuple[int, int]) -> Decimal:
        return self.numbers.get(place, Decimal(0))

    def matching(self, column: int, first: int, last: int, wanted: str) -> frozenset[int]:
        """Rows of a range whose text is `wanted`: `?` any character, empty for blank, `<>` for not blank."""
        key = (column, first, last, wanted)
        if key not in self._matches:
            fits = _criterion(wanted)
            self._matches[key] = frozenset(row for row in range(first, last + 1) if fits(self.texts.get((row, column), "")))
        return self._matches[key]


@dataclass(frozen=True)
class _Area:
    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class Agreement:
    """Evaluates formulas over the sums of all sheets."""

    def __init__(self, sheets: dict[str, SheetSums]) -> None:
        self._sheets = sheets

    def value(self, formula: str, sheet: str) -> Decimal | None:
        """What the formula gives; None where it uses something unknown here."""
        try:
            reader = _Reader(self._sheets, sheet, formula)
            result = reader.sum()
        except (UnknownFormulaError, KeyError):
            return None
        return result if reader.at_end else None


class _Reader:
    """One formula, read from left to right."""

    def __init__(self, sheets: dict[str, SheetSums], sheet: str, formula: str) -> None:
        self._sheets = sheets
        self._sheet = sheet
        self._tokens = [*_tokens(formula)]
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def sum(self) -> Decimal:
        """Terms joined by + and -."""
        total = -self._term() if self._takes("-") else self._term()
        while True:
            if self._takes("+"):
                total += self._term()
            elif self._takes("-"):
                total -= self._term()
            else:
                return total

    def _term(self) -> Decimal:
        kind, token = self._next()
        if kind == "number":
            return Decimal(str(token))
        if isinstance(token, _Area):
            return self._sheets[token.sheet].number((token.top, token.left))
        if kind == "name":
            return {"SUM": self._sum_of, "SUMIFS": self._sum_if, "IF": self._choice}.get(str(token), self._unknown)()
        if (kind, token) == ("mark", "("):
            inner = self.sum()
            self._expect(")")
            return inner
        raise UnknownFormulaError

    def _unknown(self) -> Decimal:
        raise UnknownFormulaError

    def _sum_of(self) -> Decimal:
        total = Decimal(0)
        while True:
            area = self._area()
            numbers = self._sheets[area.sheet]
            places = ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))
            total += sum((numbers.number(place) for place in places), Decimal(0))
            if not self._takes(","):
                self._expect(")")
                return total

    def _sum_if(self) -> Decimal:
        added = self._area()
        rows = set(range(added.top, added.bottom + 1))
        while self._takes(","):
            area = self._area()
            self._expect(",")
            found = self._sheets[area.sheet].matching(area.left, area.top, area.bottom, self._text())
            rows &= {row - area.top + added.top for row in found}
        self._expect(")")
        numbers = self._sheets[added.sheet]
        return sum((numbers.number((row, added.left)) for row in rows), Decimal(0))

    def _choice(self) -> Decimal:
        """IF(cell<>"",one,other)."""
        area = self._area()
        self._expect("<>")
        wanted = self._text()
        self._expect(",")
        one = self.sum()
        self._expect(",")
        other = self.sum()
        self._expect(")")
        return one if self._sheets[area.sheet].texts.get((area.top, area.left), "") != wanted else other

    def _text(self) -> str:
        """Texts and cells joined by &."""
        text = ""
        while True:
            kind, token = self._next()
            if isinstance(token, _Area):
                text += self._sheets[token.sheet].texts.get((token.top, token.left), "")
            elif kind == "text":
                text += str(token)
            else:
                raise UnknownFormulaError
            if not self._takes("&"):
                return text

    def _area(self) -> _Area:
        _, token = self._next()
        if not isinstance(token, _Area):
            raise UnknownFormulaError
        return token

    def _next(self) -> tuple[str, object]:
        if self.at_end:
            raise UnknownFormulaError
        kind, token = self._tokens[self._at]
        self._at += 1
        if kind == "area" and isinstance(token, _Area) and not token.sheet:
            return kind, _Area(self._sheet, token.top, token.left, token.bottom, token.right)
        return kind, token

    def _takes(self, mark: str) -> bool:
        if not self.at_end and self._tokens[self._at] == ("mark", mark):
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._takes(mark):
            raise UnknownFormulaError


def _tokens(formula: str) -> Iterator[tuple[str, object]]:
    position = 0
    while position < len(formula):
        found = _TOKEN.match(formula, position)
        if not found:
            raise UnknownFormulaError
        position = found.end()
        if found["first"]:
            yield "area", _area((found["sheet"] or "").rstrip("!").strip("'"), found["first"], found["last"] or found["first"])
        else:
            kind = next(name for name in ("name", "number", "text", "mark") if found[name] is not None)
            yield kind, found[kind]


@lru_cache(maxsize=65536)
def _area(sheet: str, first: str, last: str) -> _Area:
    return _Area(sheet, *parse_a1(first), *parse_a1(last))


def _criterion(wanted: str) -> Callable[[str], bool]:
    if wanted == "<>":
        return bool
    pattern = re.compile("".join("." if character == "?" else re.escape(character) for character in wanted))
    return lambda text: pattern.fullmatch(text) is not None
