"""What stands above a table: printed code, title, year, unit of amounts, name of the unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from juesuan.forms.grid import Grid

LOWEST = 10
"""Headings end within the first rows of a sheet."""
MOST_SIGNS = 12
"""A row with more filled cells belongs to the table."""
LONGEST_SIGN = 80
"""A longer text is prose."""
SHORTEST_TITLE = 4
_UNMARKED = 3
"""Rows that may hold the title where no code, unit or office ends the heading."""

_OFFICIAL = re.compile(r"^(?:表号:)?\(?(财决附?\d\d(?:-\d)?)表?\)?$")
_PUBLIC = re.compile(r"^(?:表号:)?\(?公开表?(\d{1,2})表?\)?$")
_OTHER_NUMBER = re.compile(r"^(?:附表|附件|表)[:]?([\d一二三四五六七八九十]{1,3}(?:-\d)?)[:]?$")
_YEAR = re.compile(r"((?:19|20)\d\d)年度?(?!\d|-|/)")
_YEAR_ALONE = re.compile(r"\(?(?:19|20)\d\d年度?\)?")
_DATE = re.compile(r"(?:19|20)\d\d年\d{1,2}月")
_UNIT = re.compile(r"单位:?\(?(?:人民币)?(百万元|亿元|万元|千元|元)")
_BARE_UNIT = re.compile(r"^\(?(万元|元)\)?$")
_NAME = re.compile(r"^(?:编制|填报|公开|预算|填表|决算|汇总)?(?:单位|部门)(?:名称)?\s*[:]\s*(?P<name>[^\s]*)")
_MONEY = re.compile(r"^\(?(?:人民币)?(?:百万元|亿元|万元|千元|元)")
_CODE_IN_BRACKETS = re.compile(r"\(?((?:财决附?|公开)\d\d(?:-\d)?)表\)?$")
_SIGNATURE = re.compile(r"^(?:单位负责人|财务负责人|填表人|制表|审核人|联系电话|报送日期)")


@dataclass(frozen=True)
class Heading:
    """The heading of a sheet.

    code: `财决01` or `公开07`, empty where none; printed_code: as printed. number: of a bare `表07` or `附表3`, empty where none.
    titles: compact texts that may be the title, best first. title: the first of them as printed. year: of the accounts, None where none.
    unit: 元, 万元 … or empty. unit_name: of the office, or empty. last_row: 0 where there is no heading.
    """

    code: str = ""
    printed_code: str = ""
    number: str = ""
    titles: tuple[str, ...] = ()
    title: str = ""
    year: int | None = None
    unit: str = ""
    unit_name: str = ""
    last_row: int = 0


@dataclass(frozen=True)
class _Sign:
    """What one heading cell says; `plain` where it says nothing but may be a title."""

    code: str = ""
    number: str = ""
    year: int | None = None
    unit: str = ""
    name: str | None = None

    @property
    def plain(self) -> bool:
        return not (self.code or self.number or self.unit or self.name is not None)


@lru_cache(maxsize=4096)
def _sign(text: str) -> _Sign:
    official, public, other = _OFFICIAL.match(text), _PUBLIC.match(text), _OTHER_NUMBER.match(text)
    year = None if _DATE.search(text) else _YEAR.search(text)
    unit = _UNIT.search(text) or _BARE_UNIT.match(text)
    name = _NAME.match(unicodedata.normalize("NFKC", text))
    office = name["name"] if name and not _MONEY.match(name["name"]) else None
    return _Sign(
        code=official[1] if official else f"公开{int(public[1]):02d}" if public else "",
        number=other[1] if other else "",
        year=int(year[1]) if year else None,
        unit=unit[1] if unit else "",
        name=office,
    )


def read_heading(grid: Grid) -> Heading:
    """The heading of the sheet, never raising: what is not there stays empty."""
    rows = [row for row in range(1, min(LOWEST, grid.height) + 1) if len(grid.row(row)) <= MOST_SIGNS]
    cells = [(row, column, text, _sign(text)) for row in rows for column, text in grid.row(row).items() if len(text) < LONGEST_SIGN]
    last = max((row for row, _, text, sign in cells if _ends_heading(text, sign)), default=0)
    upper = [cell for cell in cells if cell[0] <= (last or _UNMARKED)]
    titled = [(row, column, text) for row, column, text, sign in upper if sign.plain and _may_be_title(text)]
    titled.sort(key=lambda cell: (not _TITLE_END.search(cell[2]), cell[0]))
    signs = [sign for *_, sign in upper]
    coded = next(((row, column, sign.code) for row, column, _, sign in cells if sign.code and row <= last), None)
    code = coded[2] if coded else next((found[1] for *_, text in titled if (found := _CODE_IN_BRACKETS.search(text))), "")
    return Heading(
        code=code,
        printed_code=grid.words(coded[0], coded[1]) if coded else f"{code}表" if code else "",
        number=next((sign.number for sign in signs if sign.number), ""),
        titles=tuple(_CODE_IN_BRACKETS.sub("", text) for *_, text in titled),
        title=grid.words(titled[0][0], titled[0][1]) if titled else "",
        year=next((sign.year for sign in signs if sign.year), None),
        unit=next((sign.unit for sign in signs if sign.unit), ""),
        unit_name=_office(grid, cells, last),
        last_row=last or (titled[0][0] if titled and _TITLE_END.search(titled[0][2]) else 0),
    )


_TITLE_END = re.compile(r"(?:表|表\([^()]*\)|报表封面|封面)$")


def _only_year(text: str) -> bool:
    return _YEAR_ALONE.fullmatch(text) is not None


def _may_be_title(text: str) -> bool:
    return len(text) >= SHORTEST_TITLE and not _only_year(text) and not _SIGNATURE.match(text)


def _ends_heading(text: str, sign: _Sign) -> bool:
    return bool(sign.code or sign.unit or sign.name is not None or _only_year(text))


def _office(grid: Grid, cells: list[tuple[int, int, str, _Sign]], last: int) -> str:
    """The office's name, in the cell of 编制单位： or the next filled one to its right."""
    for row, column, _, sign in cells:
        if sign.name is None or row > last:
            continue
        found = _NAME.match(unicodedata.normalize("NFKC", grid.words(row, column)))
        name = found["name"] if found else sign.name
        right = [text for place, text in sorted(grid.row(row).items()) if place > column]
        if name or not right or not _sign(right[0]).plain or _only_year(right[0]):
            return name
        return right[0]
    return ""
