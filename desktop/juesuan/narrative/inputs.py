"""What no form holds: the catalogue of the input sheet 说明资料 and the values typed into it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from juesuan.resources import resource


@dataclass(frozen=True)
class Input:
    """One line of 说明资料.

    key: its 编号. kind: `text`, `amount` (元), `count` or `list` (one entry a line). explains: the fact whose change a reason explains,
    `甲` against last year or `甲/乙` final against budget; empty where it explains nothing. provinces, editions: empty means all.
    """

    key: str
    group: str
    label: str
    kind: str
    hint: str = ""
    unit: str = ""
    explains: str = ""
    provinces: tuple[str, ...] = ()
    editions: tuple[int, ...] = ()


@cache
def load_inputs() -> dict[str, Input]:
    """Every input by its key, in the order of the sheet."""
    found: dict[str, Input] = {}
    for path in sorted(resource("inputs").glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["input"]:
            for name in ("provinces", "editions"):
                raw[name] = tuple(raw.get(name, ()))
            found[raw["key"]] = Input(**raw)
    return found
