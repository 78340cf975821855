"""Sheets of fields instead of amounts: the cover, and our input sheets 说明资料 and 绩效资料."""

from __future__ import annotations

import re

from juesuan.forms.catalogue import FieldSpec, catalogue
from juesuan.forms.form import Column, Form, KeyColumns, Row
from juesuan.forms.grid import Grid
from juesuan.forms.heading import Heading
from juesuan.forms.labels import bare_label, compact
from juesuan.workbook import Cell

COVER, INPUTS, INPUT_SUBJECTS = "封面", "说明资料", "说明资料-科目"
PERFORMANCE_INPUTS = "绩效资料"
_COVER_NAME = re.compile(r"^(?:\d*[-.]?)?(?:封面(?:代码)?|FMDM|决算封面|报表封面)")
_COVER_FIELDS = 4
"""So many labels of the official cover make a sheet a cover."""
_COVER_HEIGHT = 60
_LEVELS = {3: "类", 5: "款", 7: "项"}


def read_inputs(grid: Grid, heading: Heading, year: int | None) -> Form | None:
    """The sheet as cover or input sheet; None where it is neither."""
    if compact(grid.name) in (INPUTS, PERFORMANCE_INPUTS):
        return _read_texts(grid, heading, year)
    if compact(grid.name) == INPUT_SUBJECTS:
        return _read_subjects(grid, heading, year)
    if _COVER_NAME.match(compact(grid.name)) or any("封面" in title for title in heading.titles[:2]):
        return _read_cover(grid, heading, year)
    return None


def _read_cover(grid: Grid, heading: Heading, year: int | None) -> Form | None:
    edition = catalogue().edition(COVER, heading.year or year)
    fields = _cover_fields(grid, edition.fields if edition else ())
    if len(fields) < _COVER_FIELDS:
        return None
    name = fields.get("unit_name")
    return Form(
        COVER, grid.name, heading.title or "部门决算报表封面", "cover", edition=heading.year or year, unit="", fields=fields,
        unit_name=(grid.words(name.row, name.column) if name else "") or heading.unit_name,
        reasons=(f"有 {len(fields)} 个封面项目，认作封面。",),
    )


def _cover_fields(grid: Grid, specs: tuple[FieldSpec, ...]) -> dict[str, Cell]:
    """Each field's value: in the cell right of its label, past the label's merge."""
    labels = {_field_label(part): spec for spec in specs for part in (spec.label, *spec.label.split("/"))}
    found: dict[str, Cell] = {}
    for row in range(1, min(grid.height, _COVER_HEIGHT) + 1):
        for column, text in grid.row(row).items():
            spec = labels.get(_field_label(text))
            if spec and spec.key not in found:
                found[spec.key] = Cell(grid.name, row, _right_of(grid, row, column))
    return found


def _field_label(text: str) -> str:
    plain = re.sub(r"\((?:签章|签名|盖章|签字)\)", "", bare_label(text))
    return plain.strip("*:")


def _right_of(grid: Grid, row: int, column: int) -> int:
    place = column + 1
    while place <= grid.width and grid.sheet.anchor(row, place) == (row, column):
        place += 1
    return place


def _header_row(grid: Grid, first: str) -> int:
    return next((row for row in range(1, min(grid.height, 12) + 1) if first in grid.row(row).values()), 0)


def _read_texts(grid: Grid, heading: Heading, year: int | None) -> Form | None:
    """说明资料 and 绩效资料: the 编号 column holds the key, 内容 the value."""
    header = _header_row(grid, "编号")
    places = {text: column for column, text in grid.row(header).items()} if header else {}
    if "编号" not in places or "内容" not in places:
        return None
    fields = {
        key: Cell(grid.name, row, places["内容"])
        for row in range(header + 1, grid.height + 1)
        if (key := grid.words(row, places["编号"]))
    }
    code = compact(grid.name)
    return Form(
        code, grid.name, heading.title or code, "input", edition=heading.year or year, unit="", unit_name=heading.unit_name,
        fields=fields, header_rows=(header, header), reasons=(f"工作表名是“{code}”，按编号取内容。",),
    )


def _read_subjects(grid: Grid, heading: Heading, year: int | None) -> Form | None:
    """说明资料-科目: one row for each subject and fund, columns 1 年初预算数, 2 全年预算数 in 元 and 3 变动原因 as text."""
    header = _header_row(grid, "科目编码")
    places = {text: column for column, text in grid.row(header).items()} if header else {}
    names = ("年初预算数", "全年预算数", "变动原因")
    if not all(name in places for name in ("科目编码", *names)):
        return None
    columns = tuple(Column(str(number), places[name], (name,), printed=(name,)) for number, name in enumerate(names, 1))
    rows = [_subject(grid, row, places) for row in range(header + 1, grid.height + 1)]
    return Form(
        INPUT_SUBJECTS, grid.name, heading.title or INPUT_SUBJECTS, "floating", edition=heading.year or year, unit_name=heading.unit_name,
        rows=tuple(row for row in rows if row), columns=columns, header_rows=(header, header), reasons=("工作表名是“说明资料-科目”。",),
        keys=KeyColumns((places["科目编码"],), places.get("科目名称", 0)),
    )


def _subject(grid: Grid, row: int, places: dict[str, int]) -> Row | None:
    """A subject that stands in the sheet for two funds is called by code and fund: `2101501/政府性基金`."""
    code = grid.text(row, places["科目编码"])
    if not code:
        return None
    name = grid.words(row, places["科目名称"]) if "科目名称" in places else ""
    fund = grid.words(row, places["资金性质"]) if "资金性质" in places else ""
    return Row(code, row, label=name, subject=code, level=_LEVELS.get(len(code), ""), block=fund)
