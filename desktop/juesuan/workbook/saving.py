"""Saving: the parts that changed are written anew, all others keep their very bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juesuan.workbook.cell_writing import rebuilt, spliced
from juesuan.workbook.cells import WorkbookError
from juesuan.workbook.disk import back_up, digest_of, exists, write_atomically
from juesuan.workbook.markup import whole
from juesuan.workbook.package import CONTENT_TYPES, Package, local, parse_xml
from juesuan.workbook.parts import relations, relations_member
from juesuan.workbook.sheet import Sheet
from juesuan.workbook.state import BookState

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_TYPES = b"http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = b"http://schemas.openxmlformats.org/package/2006/relationships"
_AFTER_CALCULATION = (
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


@dataclass(frozen=True)
class Saved:
    """path: where the workbook is now; backup: the previous version, None where there was none or it could not be kept;
    converted: an .xls was saved as .xlsx; message: a Chinese sentence for the status bar.
    """

    path: Path
    backup: Path | None
    converted: bool
    message: str


def save(workbook: BookState, path: Path | None, *, force: bool) -> Saved:
    """Write the workbook to `path` (its own by default). An .xls goes to an .xlsx beside it.

    Raises WorkbookError where the file was changed by another program since it was opened or is open in one (unless `force`), or cannot
    be written; the file is then as it was and the workbook still modified.
    """
    target, converted = _target(workbook, path)
    own = target == workbook.path
    if own and not force and workbook.file_changed():
        raise WorkbookError(f"“{target.name}”在打开之后被别的程序改过，没有保存，以免盖掉那些修改。请另存为新文件，或确认后强制保存。")
    if not force:
        _refuse_held(workbook, target)
    gone = own and not exists(target)
    parts = changed_parts(workbook)
    data = b"".join(workbook.source.package.rewritten(parts))
    _prove(Package(data, target.name), workbook.source.package, parts)
    backup = back_up(target) if exists(target) else None
    workbook.before_replacing(digest_of(data))
    write_atomically(target, [data])
    workbook.path = target
    workbook.moved_to_path()
    _settle(workbook, data, target.name)
    where = f"已保存到“{target.name}”"
    note = "（原文件是 .xls，已另存为 .xlsx，原文件未动）" if converted else "（原来的文件已不在，已重新写出）" if gone else ""
    return Saved(target, backup, converted, f"{where}{note}。")


def _target(workbook: BookState, path: Path | None) -> tuple[Path, bool]:
    target = path or workbook.path
    if target is None:
        raise WorkbookError("这个工作簿还没有文件名。请用“另存为”选择位置。")
    if target.suffix.lower() not in (".xlsx", ".xlsm", ".xltx", ".xltm"):
        old, target = target, target.with_suffix(".xlsx")
        if path is None and exists(target):
            target = _free(target, old)
        return target, True
    return target, False


def _free(target: Path, old: Path) -> Path:
    """A name that overwrites no other workbook standing beside the old one."""
    number, candidate = 0, target
    while exists(candidate):
        number += 1
        candidate = target.with_name(f"{old.stem}（转换{number if number > 1 else ''}）.xlsx")
    return candidate


def _refuse_held(workbook: BookState, target: Path) -> None:
    holder = workbook.holder(target)
    if holder is not None:
        raise WorkbookError(f"“{target.name}”没有保存：{holder.sentence}")


def _prove(new: Package, old: Package, parts: Mapping[str, bytes | None]) -> None:
    """Read back what is to be written before it replaces anything.

    A part that came damaged is copied as it came: what was typed elsewhere must not be lost for it.
    """
    for member in new.names:
        if not new.intact(member) and (member in parts or old.intact(member)):
            raise WorkbookError(f"“{new.name}”写出的内容核对不上，没有保存，原文件未动。请再试一次，或另存为新文件。")


def _settle(workbook: BookState, data: bytes, name: str) -> None:
    workbook.source.package = Package(data, name)
    workbook.source.digest = digest_of(data)
    workbook.source.converted = False
    workbook.source.layout.relations = relations(workbook.source.package, workbook.source.layout.member)
    workbook.source.layout.name_texts = dict(workbook.name_texts)
    workbook.added.clear()
    workbook.source.moved_parts.clear()
    for sheet in workbook.sheets:
        sheet.settle()
    workbook.modified = False


def changed_parts(workbook: BookState) -> dict[str, bytes | None]:
    """The members that differ from the package as read, None for those to be left out."""
    parts: dict[str, bytes | None] = {}
    for sheet in workbook.sheets:
        content = _sheet_bytes(workbook, sheet)
        if content is not None:
            parts[sheet.member] = content
    chain_broken = any(sheet.changed and (sheet.reshaped or sheet.stored_formulas != set(sheet.formulas)) for sheet in workbook.sheets)
    renamed = workbook.name_texts != workbook.source.layout.name_texts
    if workbook.added or chain_broken or renamed or (parts and workbook.needs_full_calculation):
        _write_workbook_parts(workbook, parts, drop_chain=chain_broken)
    parts.update(workbook.source.moved_parts)
    return parts


def _sheet_bytes(workbook: BookState, sheet: Sheet) -> bytes | None:
    if not (sheet.changed or sheet.stale or sheet.name in workbook.added):
        return None
    if sheet.typed & sheet.shared:
        sheet.typed |= sheet.shared & set(sheet.formulas)
    if not sheet.reshaped:
        written = sheet.written_in.xml(sheet.member) if sheet.written_in else workbook.source.sheet_bytes(sheet.member)
        quick = spliced(written, sheet, sheet.typed, sheet.stale)
        if quick is not None:
            return quick
    return rebuilt(sheet, sheet.part, sheet.typed, sheet.stale)


def _write_workbook_parts(workbook: BookState, parts: dict[str, bytes | None], *, drop_chain: bool) -> None:
    from lxml import etree

    source, package, member = workbook.source, workbook.source.package, workbook.source.layout.member
    links_member = package.actual(relations_member(member)) or relations_member(member)
    targets = (member, links_member, CONTENT_TYPES)
    root, links, types = elements = [_parsed(package, target) for target in targets]
    before = [etree.tostring(element) for element in elements]
    chain = next((r for r in source.layout.relations.values() if r.kind == "calcChain"), None) if drop_chain else None
    if chain is not None and package.actual(chain.target):
        parts[package.actual(chain.target) or chain.target] = None
        _remove(links, "Id", chain.id)
        _remove(types, "PartName", "/" + chain.target)
    for name in workbook.added:
        _register(root, links, types, name, workbook.sheet(name).member, member)
    _write_names(root, workbook.name_texts)
    if workbook.needs_full_calculation:
        _ask_for_calculation(root)
    for target, element, former in zip(targets, elements, before, strict=True):
        if etree.tostring(element) != former:
            parts[target] = bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def _parsed(package: Package, member: str) -> Any:
    """A part about other parts; an empty one where a damaged file has lost it."""
    empty = b'<Types xmlns="%b"/>' % _TYPES if member == CONTENT_TYPES else b'<Relationships xmlns="%b"/>' % _RELATIONS
    return parse_xml(package.xml(member) if member in package else empty, member, package.name)


def _remove(root: Any, attribute: str, value: str) -> None:
    for child in list(root):
        if child.get(attribute, "").lower() == value.lower():
            root.remove(child)


def _register(root: Any, links: Any, types: Any, name: str, member: str, workbook_member: str) -> None:
    from lxml import etree

    taken = {child.get("Id") for child in links}
    identity = next(f"rId{number}" for number in range(1, 100000) if f"rId{number}" not in taken)
    depth = workbook_member.count("/")
    target = member.removeprefix(workbook_member.rpartition("/")[0] + "/") if depth and member.startswith("xl/") else "/" + member
    etree.SubElement(links, _sibling(links, "Relationship"), Id=identity, Type=_SHEET_RELATION, Target=target)
    etree.SubElement(types, _sibling(types, "Override"), PartName="/" + member, ContentType=_SHEET_TYPE)
    sheets = next(child for child in root if local(child) == "sheets")
    number = 1 + max((whole(child.get("sheetId")) for child in sheets), default=0)
    relation = next((str(key) for child in sheets for key in child.attrib if str(key).endswith("}id")), None)
    new = etree.SubElement(sheets, _sibling(sheets, "sheet"), name=name, sheetId=str(number))
    new.set(relation or "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", identity)


def _sibling(element: Any, name: str) -> str:
    return re.sub(r"[^}]*$", name, str(element.tag), count=1)


def _write_names(root: Any, texts: dict[tuple[str, str], str]) -> None:
    for section in root:
        if local(section) == "definedNames":
            for element in section:
                key = (element.get("name", ""), element.get("localSheetId", ""))
                if texts.get(key, element.text) != element.text:
                    element.text = texts[key]


def _ask_for_calculation(root: Any) -> None:
    from lxml import etree

    settings = next((child for child in root if local(child) == "calcPr"), None)
    if settings is None:
        settings = etree.Element(_sibling(root, "calcPr"))
        index = next((root.index(child) for child in root if local(child) in _AFTER_CALCULATION), len(root))
        root.insert(index, settings)
    settings.set("fullCalcOnLoad", "1")
