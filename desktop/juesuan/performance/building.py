"""绩效 forms drawn as worksheets in the look of the official ones, with the formulas they allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from juesuan.forms.performance_layout import Field, GridCell, Layout, with_years
from juesuan.money import parse_amount
from juesuan.performance.vocabulary import load_schemes
from juesuan.workbook.cells import column_letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FIRST_ROW = 3
"""The title stands in row 1, 金额单位 in row 2, the table begins here."""
_LINE = 15.0  # pt
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_STYLES = {"率": "率", "金额": "数", "个数": "数", "分": "分值", "分值": "分值", "几分": "几分", "长文": "长文"}
_NUMBERS = frozenset({"金额", "分", "分值", "几分", "个数", "率"})
_REFERENCE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Content:
    """What a sheet is filled with: fields by name (numbers in the form's unit, a rate as a fraction), an entry for each indicator."""

    fields: Mapping[str, object] = field(default_factory=dict)
    indicators: Sequence[Mapping[str, object]] = ()
    year: int | None = None


def add_styles(workbook: Workbook) -> None:
    """The named styles that `draw` uses; once for each workbook."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Protection, Side

    line = Side(style="thin", color="404040")
    lines = Border(left=line, right=line, top=line, bottom=line)
    for name, across, number_format, size, drawn, locked in (
        ("绩效题名", "center", "General", 16, False, True),
        ("绩效单位", "right", "General", 10, False, True),
        ("绩效标签", "center", "General", 10, True, True),
        ("绩效数", "center", "General", 10, True, False),
        ("绩效率", "center", "0.00%", 10, True, False),
        ("绩效分值", "center", "General", 10, True, False),
        ("绩效几分", "center", '0"分"', 10, True, False),
        ("绩效文字", "center", "@", 10, True, False),
        ("绩效长文", "left", "@", 10, True, False),
        ("绩效表尾", "left", "@", 10, False, False),
    ):
        bold = name == "绩效题名"
        workbook.add_named_style(
            NamedStyle(
                name=name,
                font=Font(name="黑体" if bold else "宋体", size=size, bold=bold),
                alignment=Alignment(horizontal=across, vertical="center", wrap_text=True),
                border=lines if drawn else Border(),
                number_format=number_format,
                protection=Protection(locked=locked),
            )
        )


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """A possible name of a worksheet that is not taken yet."""
    base = " ".join(_FORBIDDEN.sub("", wanted).split()).strip("'") or "绩效"
    known, name, number = {each.lower() for each in taken}, base[:_LONGEST_NAME], 1
    while name.lower() in known:
        number += 1
        suffix = f"（{number}）"
        name = base[: _LONGEST_NAME - len(suffix)] + suffix
    return name


def blank_indicators(layout: Layout, year: int | None = None, rows_of_each: int = 1) -> list[dict[str, object]]:
    """Empty indicators by the layout's vocabulary of that year, 分值 of a group shared out equally, the last one taking what is left."""
    scheme = load_schemes().get(layout.scheme_for(year))
    found: list[dict[str, object]] = []
    for group in scheme.groups if scheme else ():
        names = [name for name in group.second for _ in range(rows_of_each)]
        for place, weight in enumerate(_shared(group.weight, len(names))):
            found.append({"一级": group.name, "二级": names[place]} | ({} if weight is None else {"分值": weight}))
    return found


def _shared(whole: Decimal | None, parts: int) -> list[Decimal | None]:
    if whole is None:
        return [None] * parts
    each = whole // parts
    return [*[each] * (parts - 1), whole - each * (parts - 1)]


class _Sheet:
    """One form being drawn."""

    def __init__(self, sheet: Worksheet, layout: Layout, content: Content) -> None:
        self.sheet, self.layout, self.content = sheet, layout, content
        self.places: dict[str, str] = {}
        self.added = 0
        self.heights: dict[int, float] = {}

    def draw(self) -> None:
        last = column_letters(self.layout.width)
        self._put((1, 1), (1, self.layout.width), with_years(self.layout.title, self.content.year), "绩效题名")
        self.sheet.row_dimensions[1].height = 26 * (self.layout.title.count("\n") + 1)
        if self.layout.unit:
            self._put((2, 1), (2, self.layout.width), f"金额单位：{self.layout.unit}", "绩效单位")
        for index, width in enumerate(self.layout.widths, start=1):
            self.sheet.column_dimensions[column_letters(index)].width = width
        for index, cells in enumerate(self.layout.cells):
            if index == self.layout.indicator_row:
                self._indicators(FIRST_ROW + index, cells)
            else:
                self._row(index, cells)
        end = self._foot(FIRST_ROW + len(self.layout.cells) + self.added)
        self._formulas()
        for row, height in self.heights.items():
            self.sheet.row_dimensions[row].height = min(height, 400.0)
        self.sheet.print_area = f"A1:{last}{end}"
        self._printing()

    def _row(self, index: int, cells: tuple[GridCell, ...]) -> None:
        for cell in cells:
            top = FIRST_ROW + index + self._shift(index)
            below = self.added_within(index, cell.rows)
            bottom = top + cell.rows - 1 + below
            self._cell(cell, top, bottom)

    def _shift(self, index: int) -> int:
        row = self.layout.indicator_row
        return self.added if row is not None and index > row else 0

    def added_within(self, index: int, rows: int) -> int:
        """Rows that the indicators add inside a cell which spans their row."""
        row = self.layout.indicator_row
        inside = row is not None and index < row < index + rows
        return max(len(self.content.indicators), 1) - 1 if inside else 0

    def _cell(self, cell: GridCell, top: int, bottom: int) -> None:
        left, right = cell.column + 1, cell.column + cell.columns
        if not cell.fields:
            self._put((top, left), (bottom, right), with_years(cell.label, self.content.year), "绩效标签")
            return
        first = cell.fields[0]
        self.places[first.name] = f"{column_letters(left)}{top}"
        if first.prefix:
            text = "".join(f"{with_years(each.prefix, self.content.year)}{self._said(each.name)}" for each in cell.fields)
            self._put((top, left), (bottom, right), text, "绩效长文")
        else:
            self._put((top, left), (bottom, right), _stored(first, self.content.fields.get(first.name)), _style(first))

    def _indicators(self, top: int, cells: tuple[GridCell, ...]) -> None:
        entries = self.content.indicators or [{}]
        self.added = len(entries) - 1
        for cell in cells:
            column = cell.column + 1
            self.places[f"指标.{cell.indicator}"] = f"{column_letters(column)}{top}:{column_letters(column)}{top + self.added}"
            texts = [entry.get(cell.indicator) for entry in entries]
            if cell.indicator in ("一级", "二级"):
                self._grouped(column, top, texts, [(entry.get("一级"), entry.get("二级")) for entry in entries])
            else:
                for row, text in enumerate(texts, start=top):
                    style = "绩效分值" if cell.indicator in ("分值", "得分", "得分系数") else "绩效文字"
                    self._put((row, column), (row, column), text, style)

    def _grouped(self, column: int, top: int, texts: Sequence[object], keys: Sequence[tuple[object, object]]) -> None:
        """Equal neighbours of 一级 and 二级 merged; a 二级 does not reach into the next 一级."""
        start = 0
        for index in range(1, len(texts) + 1):
            if index == len(texts) or texts[index] != texts[start] or keys[index][0] != keys[start][0]:
                self._put((top + start, column), (top + index - 1, column), texts[start], "绩效标签")
                start = index

    def _foot(self, row: int) -> int:
        for line in self.layout.foot:
            text = _REFERENCE.sub(lambda found: self._said(found[1]), with_years(line, self.content.year))
            self._put((row, 1), (row, self.layout.width), text, "绩效表尾")
            row += 1
        return row - 1

    def _said(self, name: str) -> str:
        """A field's content as words within a text."""
        content = self.content.fields.get(name)
        return "" if content is None else f"{content.normalize():f}" if isinstance(content, Decimal) else str(content)

    def _formulas(self) -> None:
        """Formulas where nothing was typed; a reference to a field that stands with words in its cell is left out."""
        for name, formula in self.layout.formulas:
            cell = self.places.get(name)
            if cell and self.content.fields.get(name) is None and all(part in self.places for part in _REFERENCE.findall(formula)):
                self.sheet[cell].value = "=" + _REFERENCE.sub(lambda found: self.places[found[1]], formula)

    def _put(self, first: tuple[int, int], last: tuple[int, int], content: object, style: str) -> None:
        from juesuan.forms.look import give_style

        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                give_style(self.sheet.cell(row, column), style)
        cell = self.sheet.cell(*first)
        cell.value = _plain(content)
        if isinstance(content, str) and content.startswith("="):
            cell.data_type = "s"  # =100% is an indicator's value, no formula
        if first != last:
            self.sheet.merged_cells.add(f"{column_letters(first[1])}{first[0]}:{column_letters(last[1])}{last[0]}")
        if first[0] == last[0] and first[0] >= FIRST_ROW:
            room = sum(self.layout.widths[first[1] - 1 : last[1]])
            height = (_lines(content, room) * _LINE) + 6
            self.heights[first[0]] = max(self.heights.get(first[0], 22.0), height)

    def _printing(self) -> None:
        setup, sheet = self.sheet.page_setup, self.sheet
        setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = 9, "portrait", 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.sheet_view.showGridLines = False


def draw(sheet: Worksheet, layout: Layout, content: Content) -> None:
    """Fill an empty worksheet with a form; the workbook has the styles of `add_styles`."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _Sheet(sheet, layout, content).draw()


def _style(place: Field) -> str:
    return f"绩效{_STYLES.get(place.kind, '文字')}"


def _stored(place: Field, content: object) -> object:
    """A number typed as text becomes one where the field takes numbers, a percentage a fraction."""
    if place.kind not in _NUMBERS or not isinstance(content, str):
        return content
    if place.kind == "率" and content.endswith("%"):
        amount = parse_amount(content[:-1])
        return content if amount is None else amount / 100
    amount = parse_amount(content) if not re.search(r"[万元分]", content) else None
    return content if amount is None else amount


def _plain(content: object) -> Any:
    if isinstance(content, Decimal):
        return int(content) if content == content.to_integral_value() else float(content)
    return None if content == "" else content


def _lines(content: object, room: float) -> int:
    """So many lines a text takes in a column of `room` half-width characters."""
    per_line = max(room / 2 - 0.5, 1.0)
    return sum(max(1, -int(-len(line) // per_line)) for line in str(content or "").split("\n"))
