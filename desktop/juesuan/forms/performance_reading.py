"""绩效 sheets recognised by title and labels, wherever columns and rows lie; their amounts are read live."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from juesuan.forms.performance_layout import Field, GridCell, Layout, bare, fields_of, load_layouts
from juesuan.money import parse_amount
from juesuan.workbook import Cell, Sheet, Workbook

_TITLE_ROWS = 6
_FARTHEST_HEADER = 200
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?度?")
_WEIGHT = re.compile(r"\(?(\d+(?:\.\d+)?)分\)?")
_PERCENT = Decimal(100)
_FRACTION = Decimal("1.5")
_FEWEST_LABELS = 3


@dataclass(frozen=True)
class Indicator:
    """One 三级指标: its sheet row, names of the three levels (the third empty where it is still to be written), cells by what they hold,
    分值 printed in the 一级 name (`产出指标(50分)`).
    """

    row: int
    first: str
    second: str
    third: str
    cells: dict[str, Cell] = field(default_factory=dict)
    group_weight: Decimal | None = None

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.third or self.second


@dataclass(frozen=True, eq=False)
class PerformanceSheet:
    """One 绩效 form as found on a sheet.

    layout: what it was recognised as; sheet: its name; title, year as printed; fields: cells of the fields found; prefixes: words before
    a field in its cell; years: labels that print a year, their cell, that year, and what it should be less than the report's (0 or -1);
    rows: first and last sheet row of the table; header_row: of the indicators, 0 without.
    """

    workbook: Workbook
    layout: Layout
    sheet: str
    title: str
    year: int | None
    fields: dict[str, Cell]
    prefixes: dict[str, Field]
    indicators: tuple[Indicator, ...]
    rows: tuple[int, int]
    header_row: int = 0
    years: dict[str, tuple[Cell, int, int]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.layout.code

    @property
    def name(self) -> str:
        """What people call the sheet: the project's name, else the form's."""
        return self.text("项目名称") or self.title.split("\n")[0]

    def text(self, name: str) -> str:
        """What a field says, without the words before it; empty where it is blank or absent."""
        cell = self.fields.get(name)
        return self.words(cell, self.prefixes.get(name)) if cell else ""

    def words(self, cell: Cell, prefix: Field | None = None) -> str:
        """A cell as written; a fraction shown as a percentage keeps all its digits."""
        value = self.workbook.value(cell)
        text = _percentage(value) if isinstance(value, Decimal) and self._is_percent(cell) else self.workbook.text(cell)
        return _after(prefix, text, self.layout) if prefix and prefix.prefix else text.strip()

    def amount(self, name: str) -> Decimal | None:
        """A field as a number: money in 万元 (`20万`, `251.2万元` and bare numbers alike), counts and 分 as they are."""
        return as_number(self.text(name))

    def percent(self, name: str) -> Decimal | None:
        """A rate in percent, however written: 97.63%, 0.9763, 97.63."""
        return as_percent(self.text(name))

    def value(self, indicator: Indicator, name: str) -> str:
        """What an indicator's cell says."""
        cell = indicator.cells.get(name)
        return self.words(cell) if cell else ""

    def score(self, indicator: Indicator, name: str) -> Decimal | None:
        """分值 or 得分 of an indicator, `10分` as well as 10."""
        return as_number(self.value(indicator, name))

    def _is_percent(self, cell: Cell) -> bool:
        return "%" in self.workbook.sheet(cell.sheet).look.style(cell.row, cell.column).number_format


def as_number(text: str) -> Decimal | None:
    """A number before 分, 万, 万元 or nothing; 元 alone is turned into 万元."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if plain.endswith("分"):
        return parse_amount(plain[:-1])
    if plain.endswith("元") and not plain.endswith("万元"):
        amount = parse_amount(plain[:-1])
        return None if amount is None else amount / 10000
    for word in ("万元", "万"):
        plain = plain.removesuffix(word)
    return parse_amount(plain)


def as_percent(text: str) -> Decimal | None:
    """Percent of `97.63%`, `0.9763` or `97.63`."""
    plain = text.replace("％", "%").strip()
    if plain.endswith("%"):
        return parse_amount(plain[:-1])
    amount = parse_amount(plain)
    if amount is None:
        return None
    return amount * _PERCENT if amount <= _FRACTION else amount


def _percentage(value: Decimal) -> str:
    return f"{(value * _PERCENT).normalize():f}%"


def _after(prefix: Field, text: str, layout: Layout) -> str:
    """What follows the words before a field, up to the words before the next field of the cell."""
    label = bare(prefix.prefix)
    pieces = re.split(r"[:：]", text)
    for place, piece in enumerate(pieces[:-1]):
        if bare(piece).endswith(label):
            rest = "：".join(pieces[place + 1 :])
            return _before_next(rest, layout).strip()
    return ""


def _before_next(rest: str, layout: Layout) -> str:
    following = [other.prefix.strip().rstrip("：:") for line in layout.foot for other in fields_of(line)]
    ends = [rest.find(word) for word in following if word and word in rest]
    return rest[: min(ends)] if ends else rest


def read_performance(workbook: Workbook, skip: Collection[str] = ()) -> tuple[PerformanceSheet, ...]:
    """Every 绩效 sheet of the workbook in the order of the sheets; `skip` names sheets that are known to be something else."""
    found = (read_sheet(workbook, sheet) for sheet in workbook.sheets if sheet.name not in skip)
    return tuple(sheet for sheet in found if sheet is not None)


def read_sheet(workbook: Workbook, sheet: Sheet) -> PerformanceSheet | None:
    """The sheet as the 绩效 form that fits it best; None where its title or its labels tell of none."""
    titles = _titles(sheet)
    best: _Match | None = None
    rows: dict[int, list[_Place]] = {}
    for layout in load_layouts():
        title = next((text for row, text in titles if _named(layout, text)), "")
        if not title and not _named(layout, sheet.name):
            continue
        match = _Match(sheet, layout, rows)
        if len(match.labels) >= _FEWEST_LABELS and (best is None or match.merit > best.merit):
            best, best_title = match, title or sheet.name
    return best.performance_sheet(workbook, best_title) if best else None


def _titles(sheet: Sheet) -> list[tuple[int, str]]:
    return [
        (row, value)
        for row in range(1, min(sheet.row_count, _TITLE_ROWS) + 1)
        for column in range(1, min(sheet.column_count, 12) + 1)
        if isinstance(value := sheet.filled.get((row, column)), str)
    ]


def _named(layout: Layout, text: str) -> bool:
    plain = re.sub(r"\s+", "", text)
    return any(word in plain for word in layout.match)


@dataclass(frozen=True)
class _Place:
    """An anchored cell of a sheet row: its column and bare words."""

    column: int
    text: str
    bare: str


class _Match:
    """A layout laid over a sheet: rows of the layout found one after another, fields counted from the label before them.

    `rows` keeps what was read of the sheet, for the other layouts that are laid over it.
    """

    def __init__(self, sheet: Sheet, layout: Layout, rows: dict[int, list[_Place]]) -> None:
        self.sheet, self.layout, self._read = sheet, layout, rows
        self.labels: dict[str, int] = {}
        self.fields: dict[str, Cell] = {}
        self.prefixes: dict[str, Field] = {}
        self.years: dict[str, tuple[Cell, int, int]] = {}
        self.first = self.header = 0
        self.indicators: tuple[Indicator, ...] = ()
        self._width = min(sheet.column_count, 60)
        self._above: dict[int, int] = {}
        self._labels_at: set[int] = set()
        self._end = 0
        self._missed = 0
        self._labelled: dict[int, int] = {}
        self._lay()
        if not sheet.merges:
            self._lay_by_columns()

    @property
    def merit(self) -> int:
        """More for each label found, less for each row of the layout that the sheet lacks."""
        return len(self.labels) - self._missed

    def _lay(self) -> None:
        row, found = 0, False
        for index, cells in enumerate(self.layout.cells):
            if index == self.layout.indicator_row:
                row = self._lay_indicators(row) if found else row
                continue
            place = self._find(cells, row) if found or _has_words(cells) else 0
            found = place > 0
            if place:
                row = place
                self.first = self.first or row
            else:
                self._missed += 1
        self.last = max(row, max((cell.row for cell in self.fields.values()), default=row))
        self._lay_foot()

    def _lay_by_columns(self) -> None:
        """Once more on a sheet without merged cells, where nothing but the columns of labels tells how far a label reaches."""
        self._labelled = dict(self._above)
        self.fields, self.prefixes, self.labels, self._missed, self.first = {}, {}, {}, 0, 0
        self._lay()

    def _find(self, cells: tuple[GridCell, ...], after: int) -> int:
        """The next sheet row that has all labels of a layout row; without labels, the row right below; 0 where there is none."""
        last = min(self.sheet.row_count, after + (_FARTHEST_HEADER if _has_words(cells) else 1))
        for row in range(after + 1, last + 1):
            if self._take(cells, row):
                return row
        return 0

    def _take(self, cells: tuple[GridCell, ...], row: int) -> bool:
        places = self._places(row)
        at, anchored, columns = 0, False, dict[GridCell, int]()
        for cell in cells:
            found = self._match(cell, places, at, anchored=anchored)
            if found is None:
                return False
            anchored = anchored or cell.is_label
            at = found + 1
            if found < len(places):
                columns[cell] = places[found].column
        for cell, column in columns.items():
            self._note(cell, row, column)
        return True

    def _note(self, cell: GridCell, row: int, column: int) -> None:
        if cell.is_label or cell.column not in self._labels_at:
            self._above[cell.column] = column
        if cell.is_label:
            self._labels_at.add(cell.column)
            self.labels[bare(cell.label)] = row
            self._note_year(cell.label, row, column)
        for each in cell.fields:
            self.fields.setdefault(each.name, Cell(self.sheet.name, row, column))
            self.prefixes.setdefault(each.name, each)

    def _note_year(self, label: str, row: int, column: int) -> None:
        printed = _YEAR.search(_plain(self.sheet.filled.get((row, column))))
        if printed and ("{年度}" in label or "{上年}" in label):
            name = re.sub(r"\s+", "", label.replace("{年度}", "").replace("{上年}", "上"))
            self.years[name] = (Cell(self.sheet.name, row, column), int(printed[1]), 0 if "{年度}" in label else -1)

    def _match(self, cell: GridCell, places: list[_Place], at: int, *, anchored: bool) -> int | None:
        """Index of the sheet cell that a layout cell stands for; None where its words are not there.

        A cell without words is counted from the label before it; where none is, it lies under the cell above.
        """
        words = bare(cell.label) if cell.is_label else bare(cell.fields[0].prefix) if cell.fields and cell.fields[0].prefix else ""
        if not words:
            above = self._labelled.get(cell.column) or (None if anchored else self._above.get(cell.column))
            return next((index for index in range(at, len(places)) if places[index].column == above), at)
        for index in range(at, len(places)):
            if places[index].bare == words or (not cell.is_label and places[index].bare.startswith(words)):
                return index
        return None

    def _places(self, row: int) -> list[_Place]:
        if row not in self._read:
            self._read[row] = self._anchored(row)
        return self._read[row]

    def _anchored(self, row: int) -> list[_Place]:
        return [
            _Place(column, text, bare(text))
            for column in range(1, self._width + 1)
            if self.sheet.anchor(row, column) == (row, column)
            for text in (_plain(self.sheet.filled.get((row, column))),)
        ]

    def _lay_indicators(self, header: int) -> int:
        """The indicators under the header row; gives their last row."""
        columns = self._indicator_columns(header)
        self.header = header if "三级" in columns else 0
        if not self.header:
            return header
        stops = {bare(cell.label) for row in self.layout.cells[(self.layout.indicator_row or 0) + 1 :] for cell in row if cell.is_label}
        stops |= {"总分", "合计", "总计", "备注", "说明"}
        self._end = header
        self.indicators = tuple(self._indicators(header, columns, stops))
        return self._end

    def _indicator_columns(self, header: int) -> dict[str, int]:
        index = self.layout.indicator_row
        if index is None or not header:
            return {}
        heads = {cell.column: bare(cell.label) for cell in self.layout.cells[index - 1] if cell.is_label}
        wanted = {cell.indicator: heads.get(cell.column, "") for cell in self.layout.cells[index] if cell.indicator}
        printed = {place.bare: place.column for place in self._places(header)}
        return {name: printed[label] for name, label in wanted.items() if label in printed}

    def _indicators(self, header: int, columns: dict[str, int], stops: set[str]) -> Iterator[Indicator]:
        first = second = ""
        for row in range(header + 1, self.sheet.row_count + 1):
            leading = [_plain(self._shown(row, column)) for column in range(1, columns["三级"] + 1)]
            if any(bare(text) in stops or re.match(r"(填表人|说明|注)\s*[:：]", text) for text in leading if text):
                return
            first = _flat(self._shown(row, columns["一级"])) or first if "一级" in columns else first
            second = _flat(self._shown(row, columns["二级"])) or second if "二级" in columns else second
            third = _flat(self.sheet.filled.get((row, columns["三级"])))
            self._end = row if any(leading) else self._end
            if third or ("二级" in columns and _plain(self._shown(row, columns["二级"]))):
                cells = {name: Cell(self.sheet.name, row, column) for name, column in columns.items()}
                weight = _WEIGHT.search(unicodedata.normalize("NFKC", first))
                yield Indicator(row, _WEIGHT.sub("", first).strip("（()） "), second, third, cells, Decimal(weight[1]) if weight else None)

    def _shown(self, row: int, column: int) -> object:
        return self.sheet.filled.get(self.sheet.anchor(row, column))

    def _lay_foot(self) -> None:
        wanted = [each for line in self.layout.foot for each in fields_of(line) if each.prefix]
        for row in range(self.last + 1, min(self.sheet.row_count, self.last + 12) + 1):
            for place in self._places(row):
                for each in wanted:
                    if each.name not in self.fields and bare(each.prefix) and f"{each.prefix.strip()}" in place.text.replace(":", "："):
                        self.fields[each.name], self.prefixes[each.name] = Cell(self.sheet.name, row, place.column), each

    def performance_sheet(self, workbook: Workbook, title: str) -> PerformanceSheet:
        year = _YEAR.search(title) or _YEAR.search(self.sheet.name)
        rows = (self.first, self.last)
        number = int(year[1]) if year else None
        return PerformanceSheet(
            workbook,
            self.layout,
            self.sheet.name,
            title,
            number,
            self.fields,
            self.prefixes,
            self.indicators,
            rows,
            self.header,
            self.years,
        )


def _has_words(cells: tuple[GridCell, ...]) -> bool:
    """Whether a layout row has labels to be found by; one without belongs right below the row before it."""
    return any(cell.is_label or any(field.prefix for field in cell.fields) for cell in cells)


def _plain(value: object) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def _flat(value: object) -> str:
    return re.sub(r"\s*\n\s*", "", _plain(value))
