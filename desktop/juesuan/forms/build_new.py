"""A unit's new workbook: the built template of the year with the unit's name written into every form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juesuan.errors import JuesuanError, system_reason
from juesuan.forms.build_inputs import COVER_FIRST_ROW, INPUTS_FIRST_ROW, INPUTS_VALUE_COLUMN, input_rows
from juesuan.forms.catalogue import catalogue
from juesuan.provinces import province_code, provinces
from juesuan.resources import template
from juesuan.workbook.cells import column_letters

if TYPE_CHECKING:
    from juesuan.workbook.package import Package

EDITIONS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)
_UNIT_LABEL = "编制单位："
_INPUTS = "说明资料"
_PROVINCE_KEY = "设置.省份"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def template_path(edition: int) -> Path:
    """Where the built template of a year lies. Raises JuesuanError where the year has no forms."""
    if edition not in EDITIONS:
        raise JuesuanError(f"没有 {edition} 年度的报表。可用的年度：{EDITIONS[0]}–{EDITIONS[-1]}。")
    return template(f"{edition}/部门决算报表.xlsx")


def new_workbook(edition: int, unit_name: str, province: str | None, path: Path | str) -> None:
    """Copy the template of the year to `path` with the unit's name on every form and the province (`sichuan` or 四川) in 说明资料.

    Raises JuesuanError: no such year, no such province, the name is empty, the target exists or cannot be written.
    """
    from juesuan.workbook.package import Package

    target, source = Path(path), template_path(edition)
    unit_name, province_name = unit_name.strip(), _province_name(province)
    _refuse(target, source, unit_name)
    package = Package(source.read_bytes(), source.name)
    parts = dict(_filled_parts(package, edition, unit_name, province_name))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.writelines(package.rewritten(parts))
    except OSError as error:
        raise JuesuanError(f"写不出 {target}：{system_reason(error)}。请换一个可以写入的文件夹。") from error


def _refuse(target: Path, source: Path, unit_name: str) -> None:
    if not unit_name:
        raise JuesuanError("没有填写单位名称。请填写编制单位的全称。")
    if target.suffix.lower() != ".xlsx":
        raise JuesuanError(f"新工作簿的文件名应以 .xlsx 结尾，现在是“{target.name}”。请改文件名。")
    if target.exists():
        raise JuesuanError(f"{target} 已经存在，没有覆盖。请换一个文件名，或先移走原文件。")
    if not source.is_file():
        raise JuesuanError(f"没有找到模板 {source}。请重新安装，或运行 python -m juesuan.forms.build 重做模板。")


def _province_name(province: str | None) -> str:
    if not province:
        return ""
    code = province_code(province)
    if code is None:
        raise JuesuanError(f"没有“{province}”的格式。可用的省份：{'、'.join(provinces().values())}。")
    return provinces()[code]


def _filled_parts(package: Package, edition: int, unit_name: str, province_name: str) -> Iterator[tuple[str, bytes]]:
    from lxml import etree

    from juesuan.workbook.parts import read_layout

    for sheet in read_layout(package).sheets:
        texts = {"A3": f"{_UNIT_LABEL}{unit_name}"} | _places(edition, unit_name, province_name).get(sheet.name, {})
        root = etree.fromstring(package.xml(sheet.member))
        if sheet.state == "visible" and _fill(root, texts):
            yield sheet.member, _DECLARATION + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def _places(edition: int, unit_name: str, province_name: str) -> dict[str, dict[str, str]]:
    """Sheet → cell → text, beside the unit's name in row 3."""
    cover, fields = catalogue().spec("封面"), catalogue().edition("封面", edition)
    rows = [item["key"] for item in input_rows(edition)]
    places: dict[str, dict[str, str]] = {}
    if cover and fields:
        keys = [field.key for field in fields.fields]
        places[cover.sheet_name] = {f"B{COVER_FIRST_ROW + keys.index('unit_name')}": unit_name}
    if province_name and _PROVINCE_KEY in rows:
        places[_INPUTS] = {f"{column_letters(INPUTS_VALUE_COLUMN)}{INPUTS_FIRST_ROW + rows.index(_PROVINCE_KEY)}": province_name}
    return places


def _fill(root: Any, texts: Mapping[str, str]) -> bool:
    """Write texts into cells that the part already has; whether it had any."""
    from lxml import etree

    found = [cell for cell in root.iter(f"{_MAIN}c") if cell.get("r") in texts]
    for cell in found:
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        text.text = texts[cell.get("r")]
    return bool(found)
