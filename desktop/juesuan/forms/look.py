"""How the printed forms look: one named style for each kind of cell, as the official export draws them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import NamedStyle

FONT = "宋体"
TITLE_FONT = "黑体"
COMPUTED_FILL = "F3F4F6"
AMOUNT = "#,##0.00;-#,##0.00;"
"""元 with two decimals; a zero stays blank, as in the official export."""
COUNT = "#,##0;-#,##0;"
TEXT = "@"
DEEPEST_INDENT = 3


def add_styles(workbook: Workbook) -> None:
    """Give the workbook the named styles that the builders use; call once for each workbook."""
    for kind in [*_captions(), *_table_cells(), *_labels()]:
        workbook.add_named_style(kind.style())


_RESOLVED: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def give_style(cell: Cell, name: str) -> None:
    """As `cell.style = name`, twenty times as fast: what openpyxl finds out about a style is found out once for a workbook."""
    resolved = _RESOLVED.setdefault(cell.parent.parent, {})
    if name not in resolved:
        cell.style = name
        resolved[name] = copy(cell._style)  # noqa: SLF001  openpyxl offers no other way to reuse a resolved style
    cell._style = copy(resolved[name])  # noqa: SLF001


def _captions() -> list[_Kind]:
    return [
        _Kind("题名", size=18, bold=True, font=TITLE_FONT, across="center", lines=False),
        _Kind("表号", across="right", lines=False),
        _Kind("表头左", across="left", lines=False),
        _Kind("表头中", across="center", lines=False),
        _Kind("附注", size=9, across="left", lines=False, colour="6B7280", wrap=True),
        _Kind("签章", across="left", lines=False),
        _Kind("签章可填", across="left", lines=False, locked=False),
    ]


def _table_cells() -> list[_Kind]:
    return [
        _Kind("表头", across="center", wrap=True),
        _Kind("栏次", across="center"),
        _Kind("行次", across="center"),
        _Kind("金额", across="right", number_format=AMOUNT, locked=False),
        _Kind("金额计算", across="right", number_format=AMOUNT, fill=COMPUTED_FILL),
        _Kind("个数", across="right", number_format=COUNT, locked=False),
        _Kind("个数计算", across="right", number_format=COUNT, fill=COMPUTED_FILL),
        _Kind("不适用", across="center"),
        _Kind("科目编码", across="left", number_format=TEXT, locked=False),
        _Kind("科目名称", across="left", locked=False, wrap=True),
        _Kind("文字填写", across="left", number_format=TEXT, locked=False, wrap=True),
        _Kind("说明文字", size=9, across="left", wrap=True, colour="6B7280"),
    ]


def _labels() -> list[_Kind]:
    plain = [_Kind(f"项目{indent}", across="left", indent=indent, wrap=True) for indent in range(DEEPEST_INDENT + 1)]
    return [*plain, _Kind("项目合计", across="center", bold=True)]


@dataclass(frozen=True)
class _Kind:
    """One kind of cell: name of its style and what differs from a plain locked cell within lines."""

    name: str
    across: str = "general"
    size: int = 10
    bold: bool = False
    font: str = FONT
    indent: int = 0
    lines: bool = True
    fill: str = ""
    number_format: str = "General"
    locked: bool = True
    wrap: bool = False
    colour: str = "000000"

    def style(self) -> NamedStyle:
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

        thin = Side(style="thin", color="7F7F7F")
        return NamedStyle(
            name=self.name,
            font=Font(name=self.font, size=self.size, bold=self.bold, color=self.colour),
            alignment=Alignment(horizontal=self.across, vertical="center", wrap_text=self.wrap, indent=self.indent),
            border=Border(left=thin, right=thin, top=thin, bottom=thin) if self.lines else Border(),
            fill=PatternFill("solid", fgColor=self.fill) if self.fill else PatternFill(),
            number_format=self.number_format,
            protection=Protection(locked=self.locked),
        )
