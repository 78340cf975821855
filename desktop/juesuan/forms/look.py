"""How the printed forms look: one named style for each kind of cell, as the official export draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
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
    for style in [*_captions(), *_table_cells(), *_labels()]:
        workbook.add_named_style(style)


def _captions() -> list[NamedStyle]:
    return [
        _style("题名", size=18, bold=True, font=TITLE_FONT, across="center", lines=False),
        _style("表号", across="right", lines=False),
        _style("表头左", across="left", lines=False),
        _style("表头中", across="center", lines=False),
        _style("附注", size=9, across="left", lines=False, colour="6B7280", wrap=True),
        _style("签章", across="left", lines=False),
        _style("签章可填", across="left", lines=False, locked=False),
    ]


def _table_cells() -> list[NamedStyle]:
    return [
        _style("表头", across="center", wrap=True),
        _style("栏次", across="center"),
        _style("行次", across="center"),
        _style("金额", across="right", number_format=AMOUNT, locked=False),
        _style("金额计算", across="right", number_format=AMOUNT, fill=COMPUTED_FILL),
        _style("个数", across="right", number_format=COUNT, locked=False),
        _style("个数计算", across="right", number_format=COUNT, fill=COMPUTED_FILL),
        _style("不适用", across="center"),
        _style("科目编码", across="left", number_format=TEXT, locked=False),
        _style("科目名称", across="left", locked=False, wrap=True),
        _style("文字填写", across="left", number_format=TEXT, locked=False, wrap=True),
        _style("说明文字", size=9, across="left", wrap=True, colour="6B7280"),
    ]


def _labels() -> list[NamedStyle]:
    plain = [_style(f"项目{indent}", across="left", indent=indent, wrap=True) for indent in range(DEEPEST_INDENT + 1)]
    return [*plain, _style("项目合计", across="center", bold=True)]


def _style(
    name: str, *, size: int = 10, bold: bool = False, font: str = FONT, across: str = "general", indent: int = 0, lines: bool = True,
    fill: str = "", number_format: str = "General", locked: bool = True, wrap: bool = False, colour: str = "000000",
) -> NamedStyle:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    thin = Side(style="thin", color="7F7F7F")
    return NamedStyle(
        name=name,
        font=Font(name=font, size=size, bold=bold, color=colour),
        alignment=Alignment(horizontal=across, vertical="center", wrap_text=wrap, indent=indent),
        border=Border(left=thin, right=thin, top=thin, bottom=thin) if lines else Border(),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        number_format=number_format,
        protection=Protection(locked=locked),
    )
