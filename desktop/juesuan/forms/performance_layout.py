"""The official 绩效 forms as data: grids of labels and fields, read from resources/performance/forms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from juesuan.errors import JuesuanError
from juesuan.resources import resource

LEFT, ABOVE = "<", "^"
_FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]+))?\}")
_INDICATOR = re.compile(r"\[([^\[\]]+)\]")
_NUMBERING = re.compile(r"^(?:其中[:\-—]*)?(?:\d+[、.])?")
_YEARS = frozenset({"年度", "上年"})


@dataclass(frozen=True)
class Field:
    """A place to fill in; `prefix` are the words that stand before it in the same cell, `kind` 金额, 率, 分, 分值, 个数, 长文 or 文字."""

    name: str
    kind: str = "文字"
    prefix: str = ""


@dataclass(frozen=True)
class GridCell:
    """One cell of a layout, counted from 0, with what it spans: a label, fields, an indicator's column, or nothing for a blank one."""

    row: int
    column: int
    rows: int
    columns: int
    label: str = ""
    fields: tuple[Field, ...] = ()
    indicator: str = ""

    @property
    def is_label(self) -> bool:
        return bool(self.label)


@dataclass(frozen=True)
class Layout:
    """One official form.

    code: 整体自评, 基础数据, 完成情况, 指标体系, 项目自评. title: with {年度}. match: words that a title holds, alternatives parted by |.
    unit: of money as the form prints it. provinces: empty means all. since, until: first and last year it is used in, 0 for any.
    scheme: which vocabulary of indicators; schemes: another one from a year on. uncertain: what nobody has seen of the form.
    widths: of the columns in characters. rows: the grid. foot: lines under the table. formulas: field → formula with {field} for cells.
    """

    code: str
    name: str
    title: str
    match: tuple[str, ...]
    unit: str
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    provinces: tuple[str, ...] = ()
    since: int = 0
    until: int = 0
    scheme: str = ""
    schemes: tuple[tuple[int, str], ...] = ()
    uncertain: str = ""
    foot: tuple[str, ...] = ()
    formulas: tuple[tuple[str, str], ...] = ()

    @property
    def width(self) -> int:
        return len(self.widths)

    def fits(self, year: int | None) -> bool:
        """Whether the form is used in a year; any form may be where no year is known."""
        return year is None or (self.since <= year and (not self.until or year <= self.until))

    def scheme_for(self, year: int | None) -> str:
        """The vocabulary of a year; the first one where no year is known."""
        later = [name for first, name in self.schemes if year is not None and first <= year]
        return later[-1] if later else self.scheme

    @cached_property
    def cells(self) -> tuple[tuple[GridCell, ...], ...]:
        """The cells that begin in each row."""
        return tuple(tuple(self._starting(row)) for row in range(len(self.rows)))

    @cached_property
    def indicator_row(self) -> int | None:
        """Index of the row that stands for every indicator; None for a form without any."""
        return next((row for row, cells in enumerate(self.cells) if any(cell.indicator for cell in cells)), None)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kind of every field."""
        return {field.name: field.kind for row in self.cells for cell in row for field in cell.fields}

    def _starting(self, row: int) -> list[GridCell]:
        found = []
        for column, text in enumerate(self.rows[row]):
            if text not in (LEFT, ABOVE):
                columns = _run(self.rows[row][column + 1 :], LEFT)
                rows = _run([below[column] for below in self.rows[row + 1 :]], ABOVE)
                found.append(_cell(text, (row, column), (rows, columns)))
        return found


def _run(texts: tuple[str, ...] | list[str], mark: str) -> int:
    """1 and as many marks as follow at once."""
    return 1 + next((index for index, text in enumerate(texts) if text != mark), len(texts))


def _cell(text: str, place: tuple[int, int], span: tuple[int, int]) -> GridCell:
    indicator = _INDICATOR.fullmatch(text)
    if indicator:
        return GridCell(*place, *span, indicator=indicator.group(1))
    fields = fields_of(text)
    return GridCell(*place, *span, fields=fields) if fields else GridCell(*place, *span, label=text)


def fields_of(text: str) -> tuple[Field, ...]:
    """The fields within a text, each with the words before it; years are no fields."""
    found, end = [], 0
    for match in _FIELD.finditer(text):
        if match.group(1) not in _YEARS:
            found.append(Field(match.group(1), match.group(2) or "文字", text[end : match.start()]))
            end = match.end()
    return tuple(found)


def with_years(text: str, year: int | None) -> str:
    """The text with {年度} and {上年} filled in; blanks to write on where no year is known."""
    return text.replace("{年度}", str(year) if year else "    ").replace("{上年}", str(year - 1) if year else "    ")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A label to compare by: half width, without blanks, brackets, numbering, years and closing colon."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"\{年度\}年?|\{上年\}年?|(?:19|20)\d\d年", "", plain)
    inner = re.sub(r"\([^()]*\)", "", plain)
    return _NUMBERING.sub("", inner or plain).rstrip(":").replace("其它", "其他")


@cache
def load_layouts() -> tuple[Layout, ...]:
    """Every layout of resources/performance/forms. Raises JuesuanError where one cannot be read."""
    return tuple(_load(path.stem, path.read_text(encoding="utf-8")) for path in sorted(resource("performance/forms").glob("*.toml")))


def layout_for(code: str, province: str = "national", edition: int | None = None) -> Layout:
    """The layout of a form for a province and year, else the national one, else any. Raises JuesuanError where there is none."""
    found = [layout for layout in load_layouts() if layout.code == code]
    fitting = [layout for layout in found if layout.fits(edition)]
    for home in (province, "national"):
        chosen = [layout for layout in fitting if home in layout.provinces]
        if chosen:
            return max(chosen, key=lambda layout: layout.since)
    if not found:
        raise JuesuanError(f"没有叫“{code}”的绩效表样。可用：{'、'.join(sorted({layout.code for layout in load_layouts()}))}。")
    return (fitting or found)[0]


def _load(name: str, text: str) -> Layout:
    try:
        raw = tomllib.loads(text)
        widths = tuple(float(width) for width in raw["widths"])
        rows = tuple(tuple(row) for row in raw["rows"])
        layout = Layout(
            raw["code"], name, raw["title"], tuple(raw["match"].split("|")), raw.get("unit", ""), rows, widths,
            tuple(raw.get("provinces", ())), raw.get("since", 0), raw.get("until", 0), raw.get("scheme", ""),
            tuple(sorted((int(year), scheme) for year, scheme in raw.get("schemes", {}).items())), raw.get("uncertain", ""),
            tuple(raw.get("foot", ())), tuple(raw.get("formulas", {}).items()),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise JuesuanError(f"绩效表样 {name}.toml 读不出来：{error}。请改正该文件。") from error
    if any(len(row) != len(widths) for row in rows):
        raise JuesuanError(f"绩效表样 {name}.toml 有一行的格数与 widths 的列数不同。请改正该文件。")
    return layout
