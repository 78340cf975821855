"""The header of a table: where it ends, the 栏次 under it, and the labels above each column."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from juesuan.forms.grid import Grid
from juesuan.forms.labels import bare_label

TALLEST = 14
"""No header has more rows; a longer one is a page of text."""

LABEL_HEADER = re.compile(r"^(?:(?:收入|支出)?项目(?:\(.*\)?)?|.*科目名称.*|名称|(?:统计)?指标(?:名称)?)$")
CODE_HEADER = re.compile(r"^(?:.*科目(?:编码|代码)|.*分类(?:编码|代码)|编码|代码|类|款|项)$")
LINE_HEADER = re.compile(r"^(?:行次|行号|序号)$")
PROJECT_CODE_HEADER = re.compile(r"^项目(?:代码|编码|编号)$")
PROJECT_NAME_HEADER = re.compile(r"^(?:二级)?项目名称$")
REMARK_HEADER = re.compile(r"备注|属性|类别|标识|文号|级次|主管部门|预算单位|说明$")
TOTAL_LABEL = re.compile(r"^(?:合计|总计)$")
NOTE = re.compile(r"^(?:[(\[]?(?:注|备注|附注|说明)[\d]*[:.、)\]]|注\d|单位负责人|财务负责人|填表人|制表人?:|审核人?:|编制人|填报日期|报送日期)")
_NUMBER = re.compile(r"^\(?(\d{1,3})\)?栏?(?:=.*)?$")
_CODE = re.compile(r"^(?:\d{3}|\d{5}|\d{7})(?!\d)")


@dataclass(frozen=True)
class Header:
    """Rows of the header (first, last; last < first where there is none) and the 栏次 by sheet column, empty where none are printed."""

    first: int
    last: int
    number_row: int = 0
    numbers: dict[int, str] = field(default_factory=dict)


def find_header(grid: Grid, after: int, labels: AbstractSet[str]) -> Header:
    """The header below row `after`; `labels` are the bare row labels of the form, which a header never holds."""
    first = next((row for row in range(after + 1, min(after + 8, grid.height) + 1) if grid.row(row)), after + 1)
    rows = range(first, min(first + TALLEST, grid.height + 1))
    marked = next((row for row in rows if _is_number_row(grid, row)), 0)
    if marked:
        return Header(first, marked, marked, _numbers(grid, marked))
    last = first - 1
    for row in rows:
        cells = grid.row(row)
        if (not cells and not _spanned(grid, row)) or _is_data(cells, labels):
            break
        last = row
    return Header(first, last)


def _spanned(grid: Grid, row: int) -> bool:
    """Whether merged cells from above reach into an otherwise empty row."""
    return any(grid.anchored(row, column)[0][0] < row and grid.anchored(row, column)[1] for column in range(1, min(grid.width, 6) + 1))


def _is_number_row(grid: Grid, row: int) -> bool:
    texts = list(grid.row(row).values())
    if any(text.startswith("栏次") for text in texts):
        return True
    numbers = [int(text) for text in texts if text.isdigit() and len(text) < 4]
    return len(numbers) > 2 and len(numbers) == len(texts) and numbers == list(range(1, len(numbers) + 1))


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


def _amount_like(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).replace(",", "").isdigit()


def bottom_text(grid: Grid, header: Header, column: int) -> str:
    """The lowest header label of a column, without 栏次 and its number; empty where the header says nothing of it."""
    for row in range(header.last, header.first - 1, -1):
        _, text = grid.anchored(row, column)
        if text and text != "栏次" and not _amount_like(text):
            return text
    return ""


def header_paths(grid: Grid, header: Header, columns: list[int]) -> dict[int, tuple[str, ...]]:
    """The labels above each column from the top, as printed but for line breaks and spaces; codes (`30101`) stay as labels.

    A blank cell takes the label of its merge. Without merges, a blank above a column's own label continues the label on its left, as in
    sheets that were typed in or written by a program.
    """
    rows = [row for row in range(header.first, header.last + 1) if row != header.number_row]
    carried: dict[int, tuple[tuple[int, int], str]] = {}
    paths: dict[int, tuple[str, ...]] = {}
    wanted = set(columns)
    for column in range(1, max(columns, default=0) + 1):
        cells = [grid.anchored(row, column) for row in rows]
        lowest = max((index for index, (_, text) in enumerate(cells) if text), default=-1)
        path: list[tuple[tuple[int, int], str]] = []
        broken = False
        for index, (place, text) in enumerate(cells):
            if text:
                broken = broken or carried.get(index, (place, ""))[0] != place
                carried[index] = (place, text)
            elif broken or index > lowest or index not in carried or _belongs_to_its_column(carried[index][1]):
                carried.pop(index, None)
            found = carried.get(index)
            if found and (not path or path[-1][0] != found[0]):
                path.append(found)
        if column in wanted:
            paths[column] = tuple(_as_printed(grid, *place) for place, _ in path)
    return paths


def _belongs_to_its_column(text: str) -> bool:
    return bool(LABEL_HEADER.match(text) or CODE_HEADER.match(text) or LINE_HEADER.match(text))


def _as_printed(grid: Grid, row: int, column: int) -> str:
    return "".join(grid.words(row, column).split()) or grid.text(row, column)
