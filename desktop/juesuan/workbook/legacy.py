"""Old .xls files: read by xlrd and turned into an xlsx package in memory; saving then writes an .xlsx.

Kept: values, formulas (as far as xlrd can spell them out), merges, widths, heights, hidden rows and columns, frozen panes, fonts, fills,
borders, alignment, number formats, defined names. Not kept: drawings, buttons, macros, conditional formats, validations.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from juesuan.workbook.cell_writing import cell_bytes
from juesuan.workbook.cells import CellError, Formula, Value, WorkbookError, column_letters
from juesuan.workbook.legacy_formulas import formulas_of
from juesuan.workbook.markup import escape, quoted
from juesuan.workbook.scanning import number

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TWIP = 20
_WIDTH_UNIT = 256
_BOLD = 600
_LINES = (
    "",
    "thin",
    "medium",
    "dashed",
    "dotted",
    "thick",
    "double",
    "hair",
    "mediumDashed",
    "dashDot",
    "mediumDashDot",
    "dashDotDot",
    "mediumDashDotDot",
    "slantDashDot",
)
_HORIZONTAL = ("general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_VERTICAL = ("top", "center", "bottom", "justify", "distributed")
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def converted_to_xlsx(data: bytes, name: str) -> bytes:
    """The bytes of an xlsx with the same content. Raises WorkbookError where the file cannot be read."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
        formulas = formulas_of(book)
        return _package(book, formulas)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise WorkbookError(f"“{name}”加了打开密码。请在 Excel/WPS 中去掉密码并另存后再打开。") from error
        raise WorkbookError(f"“{name}”不是可读的 .xls 工作簿，可能已损坏。请在 Excel/WPS 中打开并另存为 .xlsx 后再试。") from error
    except Exception as error:
        raise WorkbookError(f"“{name}”读不出来，可能已损坏。请在 Excel/WPS 中打开并另存为 .xlsx 后再试。") from error


def _package(book: Any, formulas: list[dict[tuple[int, int], str]]) -> bytes:
    target = io.BytesIO()
    count = book.nsheets
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types(count))
        package.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        package.writestr("xl/workbook.xml", _workbook(book))
        sheets = [("worksheet", f"worksheets/sheet{index + 1}.xml") for index in range(count)]
        package.writestr("xl/_rels/workbook.xml.rels", _relations([*sheets, ("styles", "styles.xml")]))
        package.writestr("xl/styles.xml", _styles(book))
        for index in range(count):
            package.writestr(f"xl/worksheets/sheet{index + 1}.xml", _sheet(book.sheet_by_index(index), formulas[index]))
    return target.getvalue()


def _content_types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{kind}worksheet+xml"/>' for i in range(count))
    parts = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kind}{word}+xml"/>'
        for part, word in (("workbook", "sheet.main"), ("styles", "styles"))
    )
    links = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{links}{plain}{parts}{sheets}</Types>'


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _workbook(book: Any) -> str:
    states = ("visible", "hidden", "veryHidden")
    sheets = "".join(
        f'<sheet name={quoted(name)} sheetId="{i + 1}" state="{states[min(book.sheet_by_index(i).visibility, 2)]}" r:id="rId{i + 1}"/>'
        for i, name in enumerate(book.sheet_names())
    )
    mode = ' date1904="1"' if book.datemode else ""
    body = f'<workbookPr{mode}/><sheets>{sheets}</sheets>{_names(book)}<calcPr calcId="0"/>'
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{body}</workbook>'


def _names(book: Any) -> str:
    entries = []
    for name in book.name_obj_list:
        text = (name.result.text if name.result is not None else "") or ""
        if name.macro or name.binary or not text or "#" in text or name.name in ("", "_FilterDatabase") or "?" in text:
            continue
        known = {"Print_Area": "_xlnm.Print_Area", "Print_Titles": "_xlnm.Print_Titles"}
        scope = f' localSheetId="{name.scope}"' if name.scope >= 0 else ""
        entries.append(f"<definedName name={quoted(known.get(name.name, name.name))}{scope}>{escape(text)}</definedName>")
    return f"<definedNames>{''.join(entries)}</definedNames>" if entries else ""


def _styles(book: Any) -> str:
    fonts = "".join(_font(book, font) for font in book.font_list)
    formats: list[str] = []
    numbers: dict[int, int] = {}
    for key, entry in book.format_map.items():
        numbers[key] = key if key < 164 else len(formats) + 164  # noqa: PLR2004  (own formats begin at 164)
        if numbers[key] != key or key >= 164:  # noqa: PLR2004
            formats.append(f'<numFmt numFmtId="{numbers[key]}" formatCode={quoted(entry.format_str)}/>')
    fills = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' + "".join(
        _fill(book, xf) for xf in book.xf_list
    )
    borders = "<border/>" + "".join(_border(book, xf.border) for xf in book.xf_list)
    cells = "".join(_xf(xf, index, numbers) for index, xf in enumerate(book.xf_list))
    usual = '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    lists = (
        ("numFmts", "".join(formats)),
        ("fonts", fonts),
        ("fills", fills),
        ("borders", borders),
        ("cellStyleXfs", "<xf/>"),
        ("cellXfs", cells),
    )
    body = "".join(f"<{name}>{entries}</{name}>" for name, entries in lists if entries)
    return f'{_HEAD}<styleSheet xmlns="{_MAIN}">{body}{usual}</styleSheet>'


def _colour(book: Any, index: int, tag: str) -> str:
    rgb = book.colour_map.get(index)
    return f'<{tag} rgb="FF{rgb[0]:02X}{rgb[1]:02X}{rgb[2]:02X}"/>' if rgb else ""


def _font(book: Any, font: Any) -> str:
    marks = (
        ("<b/>" if font.bold or font.weight >= _BOLD else "") + ("<i/>" if font.italic else "") + ("<strike/>" if font.struck_out else "")
    )
    line = "<u/>" if font.underline_type else ""
    colour = _colour(book, font.colour_index, "color")
    return f'<font>{marks}{line}<sz val="{font.height / _TWIP:g}"/>{colour}<name val={quoted(font.name or "宋体")}/></font>'


def _fill(book: Any, xf: Any) -> str:
    back = xf.background
    if back.fill_pattern == 1:
        return f'<fill><patternFill patternType="solid">{_colour(book, back.pattern_colour_index, "fgColor")}</patternFill></fill>'
    return '<fill><patternFill patternType="none"/></fill>'


def _border(book: Any, border: Any) -> str:
    sides = []
    for side in ("left", "right", "top", "bottom"):
        style = getattr(border, f"{side}_line_style")
        word = _LINES[style] if style < len(_LINES) else "thin"
        colour = _colour(book, getattr(border, f"{side}_colour_index"), "color")
        sides.append(f'<{side} style="{word}">{colour}</{side}>' if word else f"<{side}/>")
    return f"<border>{''.join(sides)}</border>"


def _xf(xf: Any, index: int, numbers: dict[int, int]) -> str:
    a = xf.alignment
    horizontal = _HORIZONTAL[a.hor_align] if a.hor_align < len(_HORIZONTAL) else "general"
    vertical = _VERTICAL[a.vert_align] if a.vert_align < len(_VERTICAL) else "bottom"
    wrap = ' wrapText="1"' if a.text_wrapped else ""
    indent = f' indent="{a.indent_level}"' if a.indent_level else ""
    locked = "" if xf.protection.cell_locked else '<protection locked="0"/>'
    applied = "".join(f' apply{what}="1"' for what in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"))
    ids = f'numFmtId="{numbers.get(xf.format_key, 0)}" fontId="{xf.font_index}" fillId="{index + 2}" borderId="{index + 1}" xfId="0"'
    return f'<xf {ids}{applied}><alignment horizontal="{horizontal}" vertical="{vertical}"{wrap}{indent}/>{locked}</xf>'


def _sheet(sheet: Any, formulas: dict[tuple[int, int], str]) -> str:
    rows = "".join(_row(sheet, index, formulas) for index in range(sheet.nrows))
    merges = "".join(
        f'<mergeCell ref="{column_letters(left + 1)}{top + 1}:{column_letters(right)}{bottom}"/>'
        for top, bottom, left, right in sheet.merged_cells
        if (bottom - top, right - left) != (1, 1)
    )
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{_views(sheet)}'
        f'<sheetFormatPr defaultColWidth="{sheet.defcolwidth or 8}" defaultRowHeight="{(sheet.default_row_height or 270) / _TWIP:g}"/>'
        f"{_columns(sheet)}<sheetData>{rows}</sheetData>{merged}</worksheet>"
    )


def _views(sheet: Any) -> str:
    grid = "" if sheet.show_grid_lines else ' showGridLines="0"'
    x, y = sheet.vert_split_pos, sheet.horz_split_pos
    if not sheet.panes_are_frozen or not (x or y):
        return f'<sheetViews><sheetView{grid} workbookViewId="0"/></sheetViews>'
    split = (f' xSplit="{x}"' if x else "") + (f' ySplit="{y}"' if y else "")
    pane = "bottomRight" if x and y else "topRight" if x else "bottomLeft"
    corner = f"{column_letters(x + 1)}{y + 1}"
    frozen = f'<pane{split} topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
    return f'<sheetViews><sheetView{grid} workbookViewId="0">{frozen}</sheetView></sheetViews>'


def _columns(sheet: Any) -> str:
    columns = []
    for index, info in sorted(sheet.colinfo_map.items()):
        hidden = ' hidden="1"' if info.hidden else ""
        size = f'width="{info.width / _WIDTH_UNIT:g}" customWidth="1"'
        columns.append(f'<col min="{index + 1}" max="{index + 1}" {size} style="{info.xf_index}"{hidden}/>')
    return f"<cols>{''.join(columns)}</cols>" if columns else ""


def _row(sheet: Any, index: int, formulas: dict[tuple[int, int], str]) -> str:
    info = sheet.rowinfo_map.get(index)
    attributes = ""
    if info is not None and info.height is not None:
        attributes = f' ht="{info.height / _TWIP:g}" customHeight="1"' + (' hidden="1"' if info.hidden else "")
    cells = []
    for column in range(sheet.row_len(index)):
        kind = sheet.cell_type(index, column)
        if kind:
            head = f'<c r="{column_letters(column + 1)}{index + 1}" s="{sheet.cell_xf_index(index, column)}"'.encode()
            value, formula = _value(kind, sheet.cell_value(index, column)), formulas.get((index, column))
            cells.append(cell_bytes(head, value, Formula(formula) if formula else value, None).decode())
    return f'<row r="{index + 1}"{attributes}>{"".join(cells)}</row>' if cells or attributes else ""


def _value(kind: int, raw: Any) -> Value:
    import xlrd

    if kind in (_NUMBER, _DATE):
        return number(repr(float(raw)))
    if kind == _BOOLEAN:
        return bool(raw)
    if kind == _ERROR:
        return CellError(xlrd.error_text_from_code.get(raw, "#VALUE!"))
    return str(raw) if kind == _TEXT else None
