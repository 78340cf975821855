"""The provinces whose formats the program knows: resources/provinces.toml, code → name as people and 说明资料 write it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from juesuan.errors import JuesuanError
from juesuan.resources import resource


@cache
def provinces() -> Mapping[str, str]:
    """Code → name: `sichuan` → 四川, in the order of the file. Raises JuesuanError where it cannot be read."""
    import rtoml

    path = resource("provinces.toml")
    try:
        return MappingProxyType(dict(rtoml.load(path)))
    except (OSError, rtoml.TomlParsingError) as error:
        raise JuesuanError(f"读不出省份表 {path.name}：{error}。请检查该文件，或用安装包里的原文件替换。") from error


def province_code(text: str) -> str | None:
    """The code of a province given by code or name; None where it is not known."""
    return next((code for code, name in provinces().items() if text.strip() in (code, name)), None)
