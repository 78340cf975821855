"""From filled blocks to the printed grid: headers that merge, panels side by side, 行次 and 栏次."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from juesuan.disclosure.block import Block, Line, amount_cell
from juesuan.disclosure.definition import TableDefinition
from juesuan.disclosure.table import GridCell, GridRow

Path = tuple[str, ...]
_AMOUNT_WIDTH, _LABEL_WIDTH, _NAME_WIDTH, _CODE_WIDTH, _LINE_WIDTH = 15.0, 36.0, 38.0, 12.0, 6.0


def header_grid(paths: Sequence[Path]) -> list[GridRow]:
    """Header rows of columns given by their labels from the top: equal neighbours merge, a short path reaches down to the last row."""
    depth = max(len(path) for path in paths)
    grid: list[list[GridCell | None]] = [[None] * len(paths) for _ in range(depth)]
    for column, path in enumerate(paths):
        for level, label in enumerate(path):
            if column and _under_one(paths[column - 1], path, level):
                continue
            rows = depth - level if level == len(path) - 1 else 1
            grid[level][column] = GridCell(label, "header", columns=_reach(paths, column, level), rows=rows, bold=True)
    return [tuple(row) for row in grid]


def _under_one(left: Path, right: Path, level: int) -> bool:
    """Whether two neighbouring columns share the label at this level: it stands above both, and is the last of neither."""
    return left[: level + 1] == right[: level + 1] and min(len(left), len(right)) > level + 1


def _reach(paths: Sequence[Path], column: int, level: int) -> int:
    reach = 1
    while column + reach < len(paths) and _under_one(paths[column], paths[column + reach], level):
        reach += 1
    return reach


def lay_panels(definition: TableDefinition, blocks: Sequence[Block]) -> tuple[list[GridRow], list[GridRow], list[float]]:
    """Header, body and widths of fixed rows side by side. 行次 run down the first panel and on through the next."""
    paths: list[Path] = []
    widths: list[float] = []
    for block in blocks:
        leading = [(block.heading, "项目"), (block.heading, "行次")] if definition.numbers else [(block.heading, "项目")]
        paths += [*leading, *((block.heading, *column.path) for column in block.columns)]
        widths += [_LABEL_WIDTH, _LINE_WIDTH][: len(leading)] + [_AMOUNT_WIDTH] * len(block.columns)
    header = header_grid(paths)
    if definition.numbers:
        header.append(_panel_numbers(blocks))
    height = len(blocks[0].lines) if blocks else 0
    body = [_panel_row([block.lines[index] for block in blocks], index, height, definition) for index in range(height)]
    return header, body, widths


def _panel_numbers(blocks: Sequence[Block]) -> GridRow:
    cells: list[GridCell] = []
    number = 0
    for block in blocks:
        cells += [GridCell("栏次", "header"), GridCell(role="header")]
        for _ in block.columns:
            number += 1
            cells.append(GridCell(str(number), "header"))
    return tuple(cells)


def _panel_row(lines: Sequence[Line], index: int, height: int, definition: TableDefinition) -> GridRow:
    cells: list[GridCell] = []
    for panel, line in enumerate(lines):
        cells.append(GridCell(line.label, "label", bold=line.bold))
        if definition.numbers:
            cells.append(GridCell(str(panel * height + index + 1), "line"))
        zero = definition.zero if line.label else ""
        cells += [amount_cell(amount, zero, bold=line.bold) for amount in line.amounts]
    return tuple(cells)


def lay_economic(definition: TableDefinition, panels: Sequence[Sequence[Block]]) -> tuple[list[GridRow], list[GridRow], list[float]]:
    """Header, body and widths of economic codes in panels; the totals of the panels make the last row."""
    blocks = [block for panel in panels for block in panel[:-1]]
    header = header_grid([(block.heading, title) for block in blocks for title in ("科目编码", "科目名称", "决算数")])
    rows = zip_longest(*(block.lines for block in blocks))
    body: list[GridRow] = [tuple(cell for line in lines for cell in _economic_cells(line, definition)) for lines in rows]
    last: list[GridCell | None] = []
    for panel in panels:
        covered = 3 * (len(panel) - 1) - 1
        label = GridCell(panel[-1].lines[0].label, "label", columns=covered, bold=True)
        last += [label, *([None] * (covered - 1)), amount_cell(panel[-1].lines[0].amounts[0], definition.zero, bold=True)]
    return header, [*body, tuple(last)], [_CODE_WIDTH - 2, 26.0, 13.0] * len(blocks)


def _economic_cells(line: Line | None, definition: TableDefinition) -> list[GridCell]:
    if line is None:
        return [GridCell(), GridCell(), GridCell()]
    amounts = [amount_cell(amount, definition.zero, bold=line.bold) for amount in line.amounts]
    return [GridCell(line.code, "code", bold=line.bold), GridCell(line.label, "label", bold=line.bold), *amounts]


def lay_lines(definition: TableDefinition, block: Block) -> tuple[list[GridRow], list[GridRow], list[float]]:
    """Header, body and widths of a table with code, name and amounts on each line."""
    code = "经济分类科目编码" if definition.layout == "economic_rows" else "功能分类科目编码"
    header = header_grid([("项目", code), ("项目", "科目名称"), *(column.path for column in block.columns)])
    if definition.numbers:
        header.append((GridCell("栏次", "header", columns=2), None, *_numbers(block)))
    lines = [*block.lines]
    if definition.total == "last":
        lines.sort(key=lambda line: line.code == "" and line.bold)
    body = [_line_row(line, definition) for line in lines]
    return header, body or [_blank_row(2 + len(block.columns))], [_CODE_WIDTH, _NAME_WIDTH] + [_AMOUNT_WIDTH] * len(block.columns)


def _line_row(line: Line, definition: TableDefinition) -> GridRow:
    amounts = [amount_cell(amount, definition.zero, bold=line.bold) for amount in line.amounts]
    if line.bold and not line.code:
        return (GridCell(line.label, "header", columns=2, bold=True), None, *amounts)
    return (GridCell(line.code, "code", bold=line.bold), GridCell(line.label, "label", bold=line.bold), *amounts)


def lay_single(definition: TableDefinition, block: Block) -> tuple[list[GridRow], list[GridRow], list[float]]:
    """Header, body and widths of a table of one line."""
    header = header_grid([column.path for column in block.columns])
    if definition.numbers:
        header.append(_numbers(block))
    body: GridRow = tuple(amount_cell(amount, definition.zero) for amount in block.lines[0].amounts)
    return header, [body], [_AMOUNT_WIDTH - 2] * len(block.columns)


def _numbers(block: Block) -> GridRow:
    return tuple(GridCell(str(index), "header") for index in range(1, len(block.columns) + 1))


def _blank_row(width: int) -> GridRow:
    return tuple(GridCell() for _ in range(width))
