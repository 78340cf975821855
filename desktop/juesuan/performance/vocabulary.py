"""一级 and 二级指标 by scheme with their weights: resources/performance/指标词表.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from juesuan.resources import resource


@dataclass(frozen=True)
class Group:
    """一级指标: its name, 分值 of all below it (None where a form gives no scores), names of its 二级指标."""

    name: str
    weight: Decimal | None
    second: tuple[str, ...]


@dataclass(frozen=True)
class Scheme:
    """How a form's indicators are arranged.

    execution: 分值 of the 预算执行率, None where it has none. also: schemes whose weights do as well. shared: every 三级指标 weighs as
    much as any other.
    """

    name: str
    execution: Decimal | None
    groups: tuple[Group, ...]
    also: tuple[str, ...] = ()
    shared: bool = False


@cache
def load_schemes() -> dict[str, Scheme]:
    """Every scheme by name."""
    raw = tomllib.loads(resource("performance/指标词表.toml").read_text(encoding="utf-8"))
    return {name: _scheme(name, entry) for name, entry in raw.items()}


def _scheme(name: str, entry: dict[str, object]) -> Scheme:
    groups = entry["groups"]
    if not isinstance(groups, list):
        raise TypeError(name)
    found = tuple(Group(group["name"], _decimal(group.get("weight")), tuple(group["second"])) for group in groups)
    also = entry.get("also", [])
    return Scheme(name, _decimal(entry.get("execution")), found, tuple(also) if isinstance(also, list) else (), bool(entry.get("shared")))


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
