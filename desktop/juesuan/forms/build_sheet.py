"""Draws one planned form on a worksheet: captions, headers, rows, formulas, protection, printing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from juesuan.forms.build_formulas import Formulas, Place
from juesuan.forms.build_plan import Plan, PlannedColumn, PlannedRow, indent_of, is_total, panel_caption, printed_leading, printed_path
from juesuan.forms.catalogue import RowSpec
from juesuan.forms.labels import is_count
from juesuan.forms.look import DEEPEST_INDENT, give_style
from juesuan.workbook.cells import column_letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SUBJECT_LIST = "科目表"
AMOUNT_WIDTH, CODE_WIDTH, NAME_WIDTH, LINE_WIDTH, LABEL_WIDTH, WIDE_LABEL_WIDTH = 15.5, 4.2, 36.0, 5.5, 30.0, 42.0
_COLUMNS_PER_PAGE, _AMOUNTS_PER_PAGE = 16, 15
_MUCH_ROOM = 8
"""Columns that would stay empty at the end of a page; as many are rather filled with a part of the next class."""
_WIDEST_UPRIGHT, _WIDEST_ON_A_PAGE, _WIDEST_ON_A3 = 6, 20, 24  # columns on an upright page, of a fixed form, of one by subject
_NARROWEST, YEAR_WIDTH = 3, 10.0  # a form of three columns has the year above its 行次
_SIDE_COLUMNS = 2  # 项目 and 行次 before the amounts of a panel of a fixed form
_LAST_NARROW = 0x2E7F  # from here on characters are as wide as two digits
_SIGNERS = (" " * 20).join(("单位负责人（签章）：", "财务负责人（签章）：", "填表人（签章）：", "电话：", "报送日期：     年   月   日"))
_FLOATING_NOTE = "注：在空行的科目编码列填写编码，名称自动带出；类、款行自动合计下级。行不够时在本行上方插入。灰色单元格自动计算。"


class Heading(NamedTuple):
    """What row 3 says: unit name (may be empty) and year."""

    unit_name: str
    year: int


def draw_form(sheet: Worksheet, plan: Plan, formulas: Formulas, heading: Heading, *, signed: bool) -> None:
    """Fill an empty worksheet with the form; `signed` adds the line of signatures below."""
    draw_captions(sheet, title=plan.title, code=plan.printed_code, heading=heading, unit=plan.unit, width=_caption_width(plan))
    if plan.floating:
        _draw_floating(sheet, plan, formulas)
    else:
        _draw_fixed(sheet, plan, formulas)
    _close(sheet, plan, signed=signed)
    _prepare_printing(sheet, plan)
    protect(sheet)


def draw_captions(sheet: Worksheet, *, title: str, code: str, heading: Heading, unit: str, width: int) -> None:
    """Rows 1 to 3: title across the table, code at the right, 编制单位, year and unit of money."""
    put(sheet, 1, 1, title, "题名", to=(1, width))
    sheet.row_dimensions[1].height = 30
    put(sheet, 2, width, code, "表号")
    put(sheet, 3, 1, f"编制单位：{heading.unit_name}", "表头左")
    put(sheet, 3, width // 2 + 1, f"{heading.year}年度", "表头中")
    if unit:
        put(sheet, 3, width, f"金额单位：{unit}" if unit in ("元", "万元") else f"单位：{unit}", "表号")


def _caption_width(plan: Plan) -> int:
    """The captions of a form that runs over many pages stand above its first page."""
    return page_starts(plan)[0] - 1 if _runs_over_pages(plan) else plan.last_column


def put(sheet: Worksheet, row: int, column: int, content: object, style: str, to: tuple[int, int] | None = None) -> None:
    """Write one cell, or a merged range whose other corner is `to`."""
    bottom, right = to or (row, column)
    for r in range(row, bottom + 1):
        for c in range(column, right + 1):
            give_style(sheet.cell(r, c), style)
    sheet.cell(row, column).value = content if content != "" else None
    if (bottom, right) != (row, column):
        # merge_cells would draw the borders of every merge anew, which takes longer than all the rest
        sheet.merged_cells.add(f"{column_letters(column)}{row}:{column_letters(right)}{bottom}")


def protect(sheet: Worksheet) -> None:
    """Lock computed cells without a password; rows may still be inserted, columns widened."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "insertRows", "deleteRows", "formatCells"):
        setattr(sheet.protection, allowed, False)


def _draw_floating(sheet: Worksheet, plan: Plan, formulas: Formulas) -> None:
    _head_leading(sheet, plan)
    _head_columns(sheet, plan, plan.columns)
    for row in range(plan.first_row, plan.last_row + 1):
        _draw_subject_row(sheet, plan, formulas, row)
    for column in plan.columns:
        put(sheet, plan.total_row, column.column, f"={formulas.of_total(Place(plan, plan.total_row, column))}", "金额计算")
    _widths(sheet, plan)


def _head_leading(sheet: Worksheet, plan: Plan) -> None:
    top, bottom = plan.header
    right = plan.leading[-1][1]
    put(sheet, top, 1, "项目", "表头", to=(top, right))
    for first, last, name in plan.leading:
        put(sheet, top + 1, first, printed_leading(name), "表头", to=(bottom, last))
    for column, word in enumerate("类款项", start=1):
        put(sheet, plan.number_row, column, word, "表头", to=(plan.total_row, column))
    put(sheet, plan.number_row, 4, "栏次", "栏次", to=(plan.number_row, right))
    put(sheet, plan.total_row, 4, "合计", "项目合计", to=(plan.total_row, right))


def _draw_subject_row(sheet: Worksheet, plan: Plan, formulas: Formulas, row: int) -> None:
    put(sheet, row, 1, None, "科目编码", to=(row, 3))
    lookup = f"VLOOKUP($A{row},{SUBJECT_LIST}!$A:$B,2,FALSE)"
    put(sheet, row, 4, f'=IF($A{row}="","",IFERROR({lookup},""))', "科目名称")
    for first, _, _ in plan.leading[2:]:
        put(sheet, row, first, None, "文字填写")
    for column in plan.columns:
        place = Place(plan, row, column)
        computed = formulas.of_row(place)
        put(sheet, row, column.column, f"={computed or formulas.of_children(place)}", "金额计算" if computed else "金额")


def _draw_fixed(sheet: Worksheet, plan: Plan, formulas: Formulas) -> None:
    top, bottom = plan.header
    for columns in plan.panels:
        label, line = columns[0].column - _SIDE_COLUMNS, columns[0].column - 1
        start = top + _shared_levels(columns)
        put(sheet, start, label, panel_caption(columns), "表头", to=(bottom, label))
        put(sheet, start, line, "行次", "表头", to=(bottom, line))
        put(sheet, plan.number_row, label, "栏次", "栏次")
        put(sheet, plan.number_row, line, None, "栏次")
        _fill_panel(sheet, plan, columns)
        sheet.column_dimensions[column_letters(label)].width = _label_width(plan)
        sheet.column_dimensions[column_letters(line)].width = LINE_WIDTH if plan.last_column > _NARROWEST else YEAR_WIDTH
    _head_columns(sheet, plan, plan.columns)
    _number_blank_rows(sheet, plan)
    for planned in plan.rows:
        _draw_fixed_row(sheet, plan, formulas, planned)
    _widths(sheet, plan)


def _shared_levels(columns: tuple[PlannedColumn, ...]) -> int:
    """Header rows that stretch over 项目 and 行次 too: 收入 or 支出 above the whole panel."""
    return 1 if len(printed_path(columns[0])) > 1 and len({printed_path(c)[0] for c in columns}) == 1 else 0


def _head_columns(sheet: Worksheet, plan: Plan, columns: Iterable[PlannedColumn]) -> None:
    _head_level(sheet, plan, list(columns), 0, plan.header[0])
    for column in columns:
        put(sheet, plan.number_row, column.column, int(column.number), "栏次")


def _head_level(sheet: Worksheet, plan: Plan, columns: list[PlannedColumn], level: int, row: int) -> None:
    """One header row: equal labels beside each other are one merged cell, a last label reaches down to the end of the header."""
    starts = page_starts(plan)
    for (label, _), group in groupby(columns, key=lambda c: (_label_at(c, level), bisect_right(starts, c.column))):
        members = list(group)
        if not label:
            continue
        last = all(len(printed_path(c)) == level + 1 for c in members)
        first_column, last_column = members[0].column, members[-1].column
        if not plan.floating and not last and level == 0 and _shared_levels(plan.panels[members[0].panel]):
            first_column -= _SIDE_COLUMNS
        text = label.replace("（右块）", "")
        put(sheet, row, first_column, text, "表头", to=(plan.header[1] if last else row, last_column))
        if not last:
            _head_level(sheet, plan, members, level + 1, row + 1)


def _label_at(column: PlannedColumn, level: int) -> str:
    path = printed_path(column)
    return path[level] if level < len(path) else ""


def page_starts(plan: Plan) -> list[int]:
    """Sheet columns with which a further page begins, of a form too wide for one; each page repeats the caption above its columns.

    Of a form with fixed rows every panel has its page. In a form by subject a class that would be cut begins a page of its own, unless
    it is longer than one or much room would stay empty.
    """
    if not _runs_over_pages(plan):
        return []
    return _class_starts(plan) if plan.floating else [panel[0].column - _SIDE_COLUMNS for panel in plan.panels[1:]]


def _class_starts(plan: Plan) -> list[int]:
    starts: list[int] = []
    first = plan.leading[1][1] + 1
    for _, group in groupby(plan.columns, key=lambda column: _label_at(column, 0)):
        members = [column.column for column in group]
        used = members[0] - first
        if used and used + len(members) > _AMOUNTS_PER_PAGE and _AMOUNTS_PER_PAGE - used < min(len(members), _MUCH_ROOM):
            first = members[0]
            starts.append(first)
        for column in members:
            if column - first == _AMOUNTS_PER_PAGE:
                first = column
                starts.append(first)
    return starts


def _runs_over_pages(plan: Plan) -> bool:
    return plan.last_column > (_WIDEST_ON_A3 if plan.floating else _WIDEST_ON_A_PAGE)


def _fill_panel(sheet: Worksheet, plan: Plan, columns: tuple[PlannedColumn, ...]) -> None:
    """Lines around every cell of the panel, also where no row stands."""
    for row in range(plan.first_row, plan.last_row + 1):
        put(sheet, row, columns[0].column - _SIDE_COLUMNS, None, "项目0")
        put(sheet, row, columns[0].column - 1, None, "行次")
        for column in columns:
            put(sheet, row, column.column, None, "不适用")


def _number_blank_rows(sheet: Worksheet, plan: Plan) -> None:
    """行次 run on through rows that hold nothing, as the official forms print them."""
    for columns in plan.panels:
        placed = sorted((row.row, int(row.spec.line)) for row in plan.rows if row.panel == columns[0].panel and row.spec.line)
        for (row, line), (next_row, next_line) in pairwise(placed):
            if next_row - row == next_line - line:
                for blank in range(row + 1, next_row):
                    put(sheet, blank, columns[0].column - 1, line + blank - row, "行次")


def _draw_fixed_row(sheet: Worksheet, plan: Plan, formulas: Formulas, planned: PlannedRow) -> None:
    spec, columns = planned.spec, plan.panels[planned.panel]
    beside = planned.panel if _runs_over_pages(plan) else planned.label_panel  # a label never runs over two pages
    label_column = plan.panels[beside][0].column - _SIDE_COLUMNS
    total = is_total(spec)
    style = "项目合计" if total else f"项目{min(indent_of(plan, spec), DEEPEST_INDENT)}"
    put(sheet, planned.row, label_column, spec.label, style, to=(planned.row, columns[0].column - _SIDE_COLUMNS))
    put(sheet, planned.row, columns[0].column - 1, int(spec.line) if spec.line else None, "行次")
    counted = is_count(spec.label)
    for column in columns:
        _draw_fixed_cell(sheet, Place(plan, planned.row, column, planned), formulas, "个数" if counted else "金额")


def _draw_fixed_cell(sheet: Worksheet, place: Place, formulas: Formulas, style: str) -> None:
    row, column = place.row, place.column.column
    if place.fixed and place.column.number in place.fixed.spec.not_applicable:
        put(sheet, row, column, "—", "不适用")
        return
    formula = formulas.of_fixed(place)
    put(sheet, row, column, f"={formula}" if formula else None, f"{style}计算" if formula else style)


def _widths(sheet: Worksheet, plan: Plan) -> None:
    for column in plan.columns:
        sheet.column_dimensions[column.letters].width = AMOUNT_WIDTH
    for index, (first, last, _) in enumerate(plan.leading):
        for number in range(first, last + 1):
            sheet.column_dimensions[column_letters(number)].width = (CODE_WIDTH, NAME_WIDTH, AMOUNT_WIDTH)[min(index, 2)]
    for row in range(plan.header[0], plan.number_row):
        sheet.row_dimensions[row].height = 20
    if len(plan.panels) > 1:
        sheet.row_dimensions[plan.header[1]].height = 30
    long_labels = {planned.row for planned in plan.rows if planned.panel == planned.label_panel and _is_long(plan, planned.spec)}
    for row in range(plan.number_row, plan.last_row + 1):
        sheet.row_dimensions[row].height = 30 if row in long_labels else 18


def _is_long(plan: Plan, row: RowSpec) -> bool:
    """Whether a label takes two lines: Chinese characters are two units of column width wide."""
    return sum(1 + (ord(character) > _LAST_NARROW) for character in row.label) + 2 * indent_of(plan, row) > _label_width(plan)


def _label_width(plan: Plan) -> float:
    return LABEL_WIDTH if len(plan.panels) > len(("左", "右")) else WIDE_LABEL_WIDTH


def _close(sheet: Worksheet, plan: Plan, *, signed: bool) -> None:
    edge = _caption_width(plan)
    doubtful = plan.confidence.startswith("low")
    notes = [_FLOATING_NOTE] if plan.floating else []
    notes += ["注：本表的行、栏未见官方原样，按推定排列；与下发的报表不一致时以下发的为准。"] if doubtful else []
    for offset, note in enumerate(notes):
        put(sheet, plan.end_row + offset, 1, note, "附注", to=(plan.end_row + offset, edge))
    if signed:
        row = plan.end_row + len(notes) + (not plan.floating)
        put(sheet, row, 1, _SIGNERS, "签章可填", to=(row, edge))


def _prepare_printing(sheet: Worksheet, plan: Plan) -> None:
    first_amount = plan.columns[0] if plan.columns else None
    frozen = column_letters(first_amount.column) if first_amount else "A"
    sheet.freeze_panes = f"{frozen}{plan.first_row - bool(plan.total_row)}"
    sheet.print_title_rows = f"1:{plan.number_row}"
    if plan.floating:
        sheet.print_title_cols = f"A:{column_letters(plan.leading[1][1])}"
    sheet.print_area = f"A1:{column_letters(plan.last_column)}{plan.end_row + 2}"
    printing_setup(sheet, landscape=plan.last_column > _WIDEST_UPRIGHT)
    if plan.last_column > _COLUMNS_PER_PAGE:
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    if _runs_over_pages(plan):
        _break_columns(sheet, page_starts(plan), scale=56 if plan.floating else 68)


def _break_columns(sheet: Worksheet, starts: list[int], *, scale: int) -> None:
    """Begin a page at each of these columns, printed at so many per cent."""
    from openpyxl.worksheet.pagebreak import Break, ColBreak

    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.scale = scale
    sheet.col_breaks = ColBreak(brk=[Break(id=start - 1) for start in starts])


def printing_setup(sheet: Worksheet, *, pages_wide: int = 1, landscape: bool = False) -> None:
    """A4, centred, so many pages wide and as long as it takes, page numbers below."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_view.showGridLines = False
