"""Is a Windows library what its signer signed? Its Authenticode digest, computed and looked up in the signature it carries."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

from installer.packing.places import BuildError

_CERTIFICATES = 4  # the number of the certificate table among the data directories
_ENTRY = 8


def check_signature(path: Path, signer: str) -> None:
    """BuildError unless the file's digest stands in its own signature, beside the signer's name.

    The chain of certificates up to a root is not followed: the wheel's own hash, kept in packing.toml, answers for that.
    """
    content = path.read_bytes()
    digest, signature = _digest(content)
    if not signature:
        raise BuildError(f"{path.name} 没有数字签名，不能用来做安装包。")
    if digest not in signature or signer.encode() not in signature:
        raise BuildError(f"{path.name} 的内容与数字签名不符，或签名者不是 {signer}，不能用来做安装包。")


def _digest(content: bytes) -> tuple[bytes, bytes]:
    """The sha256 over all that Authenticode covers, and the signature's bytes.

    Left out are the checksum, the directory entry of the certificate table, and the table itself.
    """
    optional = struct.unpack_from("<I", content, 0x3C)[0] + 24
    wide = struct.unpack_from("<H", content, optional)[0] == 0x20B  # noqa: PLR2004 - PE32+, by its own definition
    checksum = optional + 64
    entry = optional + (112 if wide else 96) + _CERTIFICATES * _ENTRY
    place, length = struct.unpack_from("<II", content, entry)
    end = place or len(content)
    covered = hashlib.sha256(content[:checksum] + content[checksum + 4 : entry] + content[entry + _ENTRY : end])
    return covered.digest(), content[place : place + length] if place else b""
