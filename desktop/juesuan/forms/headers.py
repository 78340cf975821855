"""The header of a table: where it ends, the 栏次 under it, and the labels above each column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from juesuan.forms.grid import Grid
from juesuan.forms.labels import bare_label
from juesuan.workbook import Merge

TALLEST = 14
"""No header has more rows; a longer one is a page of text."""
_NUMBERS_WIDE = 3
"""So many consecutive numbers alone in a row are 栏次 even where the word is not printed."""
_NUMBER_DIGITS = 3
_LEADING = 6

LABEL_HEADER = re.compile(r"^(?:(?:收入|支出)?项目(?:\(.*\)?)?|.*科目名称.*|名称|(?:统计)?指标(?:名称)?)$")
CODE_HEADER = re.compile(r"^(?:.*科目(?:编码|代码)|.*分类(?:编码|代码)|编码|代码|类|款|项)$")
LINE_HEADER = re.compile(r"^(?:行次|行号|序号)$")
PROJECT_CODE_HEADER = re.compile(r"^项目(?:代码|编码|编号)$")
PROJECT_NAME_HEADER = re.compile(r"^(?:二级)?项目名称$")
REMARK_HEADER = re.compile(r"备注|属性|类别|标识|文号|级次|主管部门|预算单位|说明$")
TOTAL_LABEL = re.compile(r"^(?:合计|总计)$")
NOTE = re.compile(
    r"^(?:[(\[]?(?:注|备注|附注|说明)\d*[:.、)\]]|注\d|单位负责人|财务负责人|填表人|制表人?:|审核人?:|编制人|填报日期|报送日期)",
)
_NUMBER = re.compile(r"^\(?(\d{1,3})\)?栏?(?:=.*)?$")
_CODE = re.compile(r"^(?:\d{3}|\d{5}|\d{7})(?!\d)")
_FULL_WIDTH = str.maketrans("(),", "（），")

_Place = tuple[int, int]


@dataclass(frozen=True)
class HeaderCells:
    """The cells of a header as a value, so that forms with the same header are worked out once.

    first: sheet row of the first. rows: filled cells of each row, (column, compact text). merges: those that touch it. number: index of
    the 栏次 row, -1 where there is none.
    """

    first: int
    rows: tuple[tuple[tuple[int, str], ...], ...]
    merges: tuple[Merge, ...]
    number: int

    def by_place(self) -> dict[_Place, tuple[_Place, str]]:
        """Each filled or merged place → the first cell of its merge (itself where not merged) and the text there."""
        texts = {(self.first + index, column): text for index, cells in enumerate(self.rows) for column, text in cells}
        found = {place: (place, text) for place, text in texts.items()}
        for merge in self.merges:
            anchor = (merge.top, merge.left)
            if anchor in texts:
                places = ((row, column) for row in range(merge.top, merge.bottom + 1) for column in range(merge.left, merge.right + 1))
                found.update(dict.fromkeys(places, (anchor, texts[anchor])))
        return found


@dataclass(frozen=True)
class Header:
    """Rows of the header (first, last; last < first where there is none) and the 栏次 by sheet column, empty where none are printed."""

    first: int
    last: int
    number_row: int = 0
    numbers: Mapping[int, str] = field(default_factory=dict)
    cells: HeaderCells = HeaderCells(0, (), (), -1)


def find_header(grid: Grid, after: int, labels: AbstractSet[str]) -> Header:
    """The header below row `after`; `labels` are the bare row labels of the form, which a header never holds."""
    first = next((row for row in range(after + 1, min(after + 8, grid.height) + 1) if grid.row(row)), after + 1)
    rows = range(first, min(first + TALLEST, grid.height + 1))
    marked = next((row for row in rows if _is_number_row(grid, row)), 0)
    last = marked or _last_header_row(grid, rows, labels)
    merges = tuple(merge for merge in grid.sheet.merges if merge.top <= last and merge.bottom >= first)
    filled = tuple(tuple(grid.row(row).items()) for row in range(first, last + 1))
    cells = HeaderCells(first, filled, merges, marked - first if marked else -1)
    return Header(first, last, marked, _numbers(grid, marked) if marked else {}, cells)


def _last_header_row(grid: Grid, rows: range, labels: AbstractSet[str]) -> int:
    last = rows.start - 1
    for row in rows:
        cells = grid.row(row)
        if (not cells and not _spanned(grid, row)) or _is_data(cells, labels):
            break
        last = row
    return last


def _spanned(grid: Grid, row: int) -> bool:
    """Whether merged cells from above reach into an otherwise empty row."""
    anchored = (grid.anchored(row, column) for column in range(1, min(grid.width, _LEADING) + 1))
    return any(place[0] < row and text for place, text in anchored)


def _is_number_row(grid: Grid, row: int) -> bool:
    texts = grid.row(row).values()
    if any(text.startswith("栏次") for text in texts):
        return True
    numbers = [int(text) for text in texts if text.isdigit() and len(text) <= _NUMBER_DIGITS]
    return len(numbers) >= _NUMBERS_WIDE and len(numbers) == len(texts) and numbers == list(range(1, len(numbers) + 1))


def _numbers(grid: Grid, row: int) -> dict[int, str]:
    found = ((column, _NUMBER.match(text)) for column, text in grid.row(row).items())
    return {column: str(int(match[1])) for column, match in found if match}


def _is_data(cells: dict[int, str], labels: AbstractSet[str]) -> bool:
    """Whether a row is below the header: an amount, a code, a 合计 without header words, a note, or a label of the form.

    Header words may be labels too (一般公共预算财政拨款), but then they stand right of the first column and without 一、.
    """
    texts = list(cells.values())
    if not texts:
        return False
    if NOTE.match(texts[0]) or any(_amount_like(text) for text in texts) or _CODE.match(texts[0]):
        return True
    words = [text for text in texts if not TOTAL_LABEL.match(text)]
    if len(words) < len(texts) and all(CODE_HEADER.match(text) for text in words):
        return True
    return any(bare_label(text) in labels and (column == 1 or bare_label(text) != text) for column, text in cells.items())


@lru_cache(maxsize=4096)
def _amount_like(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).replace(",", "").isdigit()


@lru_cache(maxsize=128)
def bottom_texts(cells: HeaderCells) -> dict[int, str]:
    """Column → its lowest header label, without 栏次 and its number; columns of which the header says nothing are left out."""
    found: dict[int, tuple[int, str]] = {}
    for (row, column), (_, text) in cells.by_place().items():
        if text != "栏次" and not _amount_like(text) and row >= found.get(column, (0, ""))[0]:
            found[column] = (row, text)
    return {column: text for column, (_, text) in found.items()}


@lru_cache(maxsize=128)
def header_paths(cells: HeaderCells) -> dict[int, tuple[str, ...]]:
    """The labels above each column from the top; codes (`30101`) stay as labels.

    A blank cell takes the label of its merge. Without merges, a blank above a column's own label continues the label on its left, as in
    sheets that were typed in or written by a program.
    """
    places = cells.by_place()
    rows = [cells.first + index for index in range(len(cells.rows)) if index != cells.number]
    carried: dict[int, tuple[_Place, str]] = {}
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(1, max((column for _, column in places), default=0) + 1):
        own = {row: places[row, column] for row in rows if (row, column) in places}
        paths[column] = _path(own, carried, rows)
    return paths


def _path(own: dict[int, tuple[_Place, str]], carried: dict[int, tuple[_Place, str]], rows: list[int]) -> tuple[str, ...]:
    """The labels of one column; `carried` holds what each header row's label on the left is, and is brought up to date."""
    lowest = max(own, default=0)
    path: list[tuple[_Place, str]] = []
    new_branch = False
    for row in rows:
        if row in own:
            new_branch = new_branch or (row in carried and carried[row][0] != own[row][0])
            carried[row] = own[row]
        elif new_branch or row > lowest or row not in carried or _belongs_to_its_column(carried[row][1]):
            carried.pop(row, None)
        found = carried.get(row)
        if found and (not path or path[-1][0] != found[0]):
            path.append(found)
    return tuple(text.translate(_FULL_WIDTH) for _, text in path)


def _belongs_to_its_column(text: str) -> bool:
    return bool(LABEL_HEADER.match(text) or CODE_HEADER.match(text) or LINE_HEADER.match(text))
