"""The zip package of an xlsx: opened with every guard, and written anew with untouched members copied byte for byte."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from juesuan.workbook.cells import WorkbookError

LARGEST_PART = 120 * 1024 * 1024
LARGEST_PACKAGE = 400 * 1024 * 1024
MOST_MEMBERS = 20000
HIGHEST_RATIO = 400
SUSPICIOUS_SIZE = 20 * 1024 * 1024
COMPRESSION = 4
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)

CONTENT_TYPES = "[Content_Types].xml"
MAIN_RELATIONS = "_rels/.rels"


def is_compound_file(data: bytes) -> bool:
    """Whether these are the first bytes of an old Office file (.xls) or of an encrypted one."""
    return data.startswith(_COMPOUND_FILE)


def is_encrypted(data: bytes) -> bool:
    """Whether a compound file holds an encrypted xlsx."""
    return is_compound_file(data) and _ENCRYPTED in data


class Package:
    """The members of a zip in memory; `name` is what the user knows the file by.

    Attributes: data, the whole file; names, the members in order.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self._zip = _opened(data, name)
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._read = 0
        _guard_declared(list(self._infos.values()), name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def actual(self, member: str) -> str | None:
        """The name as stored: writers differ in case and in a leading slash."""
        if member in self._infos:
            return member
        wanted = member.lower().lstrip("/")
        return next((name for name in self._infos if name.lower().lstrip("/").replace("\\", "/") == wanted), None)

    def read(self, member: str) -> bytes:
        """A member's bytes, expanded. Raises WorkbookError where it is damaged or grows beyond what it declares."""
        info = self._infos[member]
        try:
            with self._zip.open(info) as stream:
                data = stream.read(min(info.file_size, LARGEST_PART) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise WorkbookError(
                f"“{self.name}”已损坏（压缩包内的 {member} 读不出来）。请用备份文件，或在 Excel/WPS 中打开并另存后再试。"
            ) from error
        self._read += len(data)
        if len(data) > info.file_size or self._read > LARGEST_PACKAGE * 2:
            raise WorkbookError(f"“{self.name}”展开后大得不正常，为安全起见没有打开。请确认文件来源，或在 Excel/WPS 中另存后再试。")
        return data

    def intact(self, member: str) -> bool:
        """Whether a member can be read to its end, with the checksum it declares."""
        try:
            self.read(member)
        except WorkbookError:
            return False
        return True

    def xml(self, member: str) -> bytes:
        """A member that is XML: no document type, no entities. Raises WorkbookError otherwise."""
        data = self.read(member)
        if _DOCTYPE.search(data if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data.replace(b"\0", b"")):
            raise WorkbookError(f"“{self.name}”里的 {member} 含有实体定义，为安全起见没有打开。请在 Excel/WPS 中另存为新的 xlsx 后再试。")
        return data

    def rewritten(self, parts: Mapping[str, bytes | None]) -> Iterator[bytes]:
        """The new package piece by piece: `parts` replaces or adds members (None removes); all others keep even their compressed bytes."""
        directory: list[zipfile.ZipInfo] = []
        offset = 0
        for info in self._zip.infolist():
            if info.filename in parts:
                content = parts[info.filename]
                if content is None:
                    continue
                piece, entry = _packed(info.filename, content, offset, info)
            else:
                piece, entry = self._copied(info, offset)
            directory.append(entry)
            offset += len(piece)
            yield piece
        for member, content in parts.items():
            if content is not None and member not in self._infos:
                piece, entry = _packed(member, content, offset, None)
                directory.append(entry)
                offset += len(piece)
                yield piece
        yield _directory(directory, offset)

    def _copied(self, info: zipfile.ZipInfo, offset: int) -> tuple[bytes, zipfile.ZipInfo]:
        start = info.header_offset
        header = _LOCAL_HEADER.unpack_from(self.data, start)
        body = start + _LOCAL_HEADER.size + header[9] + header[10]
        entry = _like(info, offset)
        entry.CRC, entry.compress_size, entry.file_size = info.CRC, info.compress_size, info.file_size
        return entry.FileHeader(zip64=False) + self.data[body : body + info.compress_size], entry


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        if data.startswith(b"PK"):
            raise WorkbookError(f"“{name}”不完整（可能没有下载或复制完）。请重新取得这个文件，或从备份打开。") from error
        raise WorkbookError(f"“{name}”不是 Excel 工作簿。请选择 .xlsx 或 .xls 文件。") from error


def _guard_declared(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_PACKAGE:
        raise WorkbookError(f"“{name}”展开后大得不正常，为安全起见没有打开。请确认文件来源，或在 Excel/WPS 中另存后再试。")
    for info in infos:
        if info.file_size > LARGEST_PART or (
            info.file_size > SUSPICIOUS_SIZE and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1)
        ):
            raise WorkbookError(f"“{name}”里的 {info.filename} 展开后大得不正常，为安全起见没有打开。请确认文件来源。")
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if ".." in path.parts or ":" in info.filename:
            raise WorkbookError(f"“{name}”里有指向别处的路径（{info.filename}），为安全起见没有打开。请确认文件来源。")
        if info.flag_bits & 1:
            raise WorkbookError(f"“{name}”加了密码。请在 Excel/WPS 中去掉密码后再打开。")


def _like(info: zipfile.ZipInfo, offset: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.compress_type, entry.external_attr, entry.create_system = info.compress_type, info.external_attr, info.create_system
    entry.flag_bits = info.flag_bits & ~8
    entry.header_offset = offset
    return entry


def _packed(member: str, content: bytes, offset: int, like: zipfile.ZipInfo | None) -> tuple[bytes, zipfile.ZipInfo]:
    entry = _like(like, offset) if like else zipfile.ZipInfo(member)
    entry.header_offset = offset
    entry.compress_type = zipfile.ZIP_DEFLATED
    packer = zlib.compressobj(COMPRESSION, zlib.DEFLATED, -15)
    body = packer.compress(content) + packer.flush()
    entry.CRC, entry.compress_size, entry.file_size = zlib.crc32(content), len(body), len(content)
    return entry.FileHeader(zip64=False) + body, entry


def _directory(entries: list[zipfile.ZipInfo], offset: int) -> bytes:
    records = []
    for entry in entries:
        name = entry.filename.encode("utf-8")
        flags = entry.flag_bits | (0 if entry.filename.isascii() else 0x800)
        year, month, day, hour, minute, second = entry.date_time
        date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
        records.append(
            struct.pack(
                "<4s4B4H3L5H2L",
                b"PK\x01\x02", 20, entry.create_system, 20, 0, flags, entry.compress_type, time, date,
                entry.CRC, entry.compress_size, entry.file_size, len(name), 0, 0, 0, 0, entry.external_attr, entry.header_offset,
            )
            + name
        )  # fmt: skip
    listing = b"".join(records)
    return listing + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(listing), offset, 0)


def check_wellformed(data: bytes, member: str, name: str) -> None:
    """Raises WorkbookError where the part is no well-formed XML."""
    try:
        expat.ParserCreate().Parse(data, True)  # noqa: FBT003  (expat takes it by place only)
    except expat.ExpatError as error:
        raise WorkbookError(
            f"“{name}”里的 {member} 已损坏（第 {error.lineno} 行）。请用备份文件，或在 Excel/WPS 中打开并修复后再试。"
        ) from error


def parse_xml(data: bytes, member: str, name: str) -> Any:
    """The root element by lxml, without entities, network or huge trees. Raises WorkbookError where it is damaged."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WorkbookError(
            f"“{name}”里的 {member} 已损坏（{error.lineno} 行）。请用备份文件，或在 Excel/WPS 中打开并修复后再试。"
        ) from error


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
