"""The parts of an xlsx package around the cells: which sheets there are, shared strings, defined names, what else is inside."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from juesuan.workbook.cells import WorkbookError
from juesuan.workbook.package import CONTENT_TYPES, MAIN_RELATIONS, Package, check_wellformed, local, parse_xml
from juesuan.workbook.scanning import unescaped, without_escapes

_SIMPLE_STRINGS = re.compile(r"<si>\s*<t(?: [^>]*)?(?:/>|>([^<]*)</t>)\s*(?:<phoneticPr[^>]*/>\s*)?</si>|<si>(.*?)</si>|<si/>", re.DOTALL)
_RUN_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>", re.DOTALL)
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)


@dataclass(frozen=True)
class Relation:
    """One relationship of a part; `target` is a member name, or an address outside where `external`."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass
class SheetEntry:
    """A worksheet as the workbook lists it; `state` is visible, hidden or veryHidden."""

    name: str
    member: str
    state: str


@dataclass
class Layout:
    """What the workbook part says. member: of the workbook part; names: defined names of the whole workbook by lower-case name → text;
    name_texts: all of them by name and sheet index (empty for the whole workbook) → text; warnings: Chinese sentences.
    """

    member: str
    sheets: list[SheetEntry]
    relations: dict[str, Relation]
    names: dict[str, str] = field(default_factory=dict)
    name_texts: dict[tuple[str, str], str] = field(default_factory=dict)
    date_1904: bool = False
    warnings: list[str] = field(default_factory=list)


def relations_member(member: str) -> str:
    """Where the relationships of a part stand."""
    folder, name = posixpath.split(member)
    return posixpath.join(folder, "_rels", name + ".rels")


def relations(package: Package, member: str) -> dict[str, Relation]:
    """The relationships of a part by id; none where it has none."""
    source = package.actual(relations_member(member) if member else MAIN_RELATIONS)
    if source is None:
        return {}
    found = {}
    for element in parse_xml(package.xml(source), source, package.name):
        target, external = element.get("Target") or "", element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(member), target)).lstrip("/")
        found[element.get("Id") or ""] = Relation(element.get("Id") or "", (element.get("Type") or "").rsplit("/", 1)[-1], target, external)
    return found


def read_layout(package: Package) -> Layout:
    """The sheets and names of a package. Raises WorkbookError where it is no workbook or a part is missing."""
    if CONTENT_TYPES not in package and not any(name.startswith("xl/") for name in package.names):
        raise WorkbookError(f"“{package.name}”不是 Excel 工作簿（是别的压缩文件）。请选择 .xlsx 或 .xls 文件。")
    main = next((r for r in relations(package, "").values() if r.kind == "officeDocument"), None)
    member = package.actual(main.target if main else "xl/workbook.xml")
    if member is None or member.endswith(".bin"):
        raise WorkbookError(f"“{package.name}”里没有工作簿内容，可能是别的文件改了扩展名。请在 Excel/WPS 中另存为 xlsx 后再打开。")
    root = parse_xml(package.xml(member), member, package.name)
    if local(root) != "workbook":
        raise WorkbookError(f"“{package.name}”不是 Excel 工作簿。请选择 .xlsx 或 .xls 文件。")
    layout = Layout(member, [], relations(package, member))
    for child in root:
        if local(child) == "sheets":
            _read_sheets(package, layout, child)
        elif local(child) == "definedNames":
            named = [n for n in child if local(n) == "definedName"]
            layout.names = {n.get("name", "").lower(): without_escapes(n.text or "") for n in named if n.get("localSheetId") is None}
            layout.name_texts = {(n.get("name", ""), n.get("localSheetId", "")): n.text or "" for n in named}
        elif local(child) == "workbookPr":
            layout.date_1904 = child.get("date1904") in ("1", "true")
    if not layout.sheets:
        raise WorkbookError(f"“{package.name}”里没有工作表。请确认选对了文件。")
    _warn(package, layout)
    return layout


def _read_sheets(package: Package, layout: Layout, sheets: Any) -> None:
    for element in sheets:
        identity = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        relation, name = layout.relations.get(identity), element.get("name") or ""
        if relation is None or relation.kind not in ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"):
            layout.warnings.append(f"工作表“{name}”在文件中找不到内容，没有显示；保存时原样保留。")
            continue
        member = package.actual(relation.target)
        if relation.kind != "worksheet":
            continue
        if member is None:
            raise WorkbookError(f"“{package.name}”缺少工作表“{name}”的内容。请用备份文件，或在 Excel/WPS 中打开并修复后再试。")
        layout.sheets.append(SheetEntry(name, member, element.get("state") or "visible"))


def _warn(package: Package, layout: Layout) -> None:
    members = [name.lower() for name in package.names]
    if any("externallinks/" in name for name in members):
        layout.warnings.append("工作簿里有指向其他文件的链接：不会去读取，用的是上次保存的数值；保存时原样保留。")
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in members):
        layout.warnings.append("工作簿里有宏：不会运行，保存时原样保留。")
    if any(name.endswith("connections.xml") for name in members):
        layout.warnings.append("工作簿里有外部数据连接：不会去连接，保存时原样保留。")


def read_strings(package: Package, layout: Layout) -> list[str]:
    """The shared strings in order, without phonetic hints."""
    target = next((r.target for r in layout.relations.values() if r.kind == "sharedStrings"), None)
    member = package.actual(target) if target else None
    if member is None:
        return []
    data = package.xml(member)
    check_wellformed(data, member, package.name)
    text = data.decode("utf-8-sig", errors="replace")
    found = _SIMPLE_STRINGS.findall(text)
    if len(found) == text.count("<si>") + text.count("<si/>") and b"<![CDATA[" not in data and b"<!--" not in data and found:
        return [unescaped(plain or "".join(_RUN_TEXT.findall(_PHONETIC.sub("", rich)))) for plain, rich in found]
    root = parse_xml(data, member, package.name)
    return [_string(item) for item in root if local(item) == "si"]


def _string(item: Any) -> str:
    return without_escapes("".join(t.text or "" for t in item.iter() if local(t) == "t" and local(t.getparent()) != "rPh"))
