"""Which tables a province publishes in a year and what each is made of: resources/disclosure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from juesuan.errors import JuesuanError
from juesuan.resources import resource

NATIONAL = "national"


class DisclosureError(JuesuanError):
    """The list or a definition of a 公开表 is broken, or a table cannot be written."""


@dataclass(frozen=True)
class ColumnDefinition:
    """One amount column: header from the top, where it is read, the columns (from 0) it is the sum of."""

    path: tuple[str, ...]
    source: str = ""
    forms: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    optional: bool = False
    prior: bool = False


@dataclass(frozen=True)
class TableDefinition:
    """One table of a list; `data` keeps what only its layout reads."""

    code: str
    title: str
    layout: str
    form: str
    note: str
    empty: str
    zero: str
    total: str
    numbers: bool
    landscape: bool
    columns: tuple[ColumnDefinition, ...]
    data: dict[str, Any]


def table_list(province: str, year: int) -> tuple[TableDefinition, ...]:
    """The tables in their order. A province or year without a list of its own takes the national one. Raises DisclosureError."""
    entry = _entry(province, year) or _entry(NATIONAL, year) or _entry(NATIONAL, 2018)
    if entry is None:
        raise DisclosureError("公开表目录 resources/disclosure/lists.toml 里没有全国通用的目录，请用安装包里的原文件替换。")
    shared = {key: value for key, value in entry.items() if key in ("numbers", "zero", "budget")}
    return tuple(_definition(item, shared) for item in entry["tables"])


def _entry(province: str, year: int) -> dict[str, Any] | None:
    lists: list[dict[str, Any]] = _read("lists")["list"]
    return next((item for item in lists if item["province"] == province and item["from"] <= year <= item.get("to", year)), None)


def _definition(item: str | dict[str, Any], shared: dict[str, Any]) -> TableDefinition:
    changes = {"table": item} if isinstance(item, str) else item
    tables = _read("tables")
    if changes["table"] not in tables:
        raise DisclosureError(f"公开表目录里的“{changes['table']}”在 resources/disclosure/tables.toml 里没有定义，请改正表名。")
    data = {**tables[changes["table"]], **shared, **changes}
    return TableDefinition(
        code=data["code"],
        title=data["title"],
        layout=data["layout"],
        form=data.get("form", ""),
        note=data.get("note", "").replace("{budget}", str(data.get("budget", "")).split("|")[0]),
        empty=data.get("empty", ""),
        zero=data.get("zero", ""),
        total=data.get("total", "first"),
        numbers=data.get("numbers", True),
        landscape=data.get("landscape", False),
        columns=columns(data.get("columns", ()), data.get("budget", "")),
        data=data,
    )


def columns(items: Any, budget: str = "") -> tuple[ColumnDefinition, ...]:
    """Columns as the file has them, `{budget}` filled in."""
    return tuple(
        ColumnDefinition(
            path=tuple(item["path"]),
            source=item.get("source", "").replace("{budget}", budget),
            forms=tuple(item.get("forms", ())),
            parts=tuple(part - 1 for part in item.get("parts", ())),
            optional=item.get("optional", False),
            prior=item.get("prior", False),
        )
        for item in items
    )


@cache
def _read(name: str) -> dict[str, Any]:
    path = resource(f"disclosure/{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DisclosureError(f"读不出公开表定义 {path.name}：{error}。请检查该文件，或用安装包里的原文件替换。") from error
