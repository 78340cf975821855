"""Writes a founding case's 绩效 workbook from its numbers.toml: forms with their fields and indicators, texts by key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from juesuan.performance.building import Content
from juesuan.performance.layout import layout_for
from juesuan.performance.writing import FilledForm, Unit, write_workbook


def make(source: Path, out: Path) -> None:
    """Write the workbook that numbers.toml describes."""
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    unit = Unit(data["unit"], data["year"], data["province"])
    forms = [filled(entry, unit) for entry in data.get("form", [])]
    write_workbook(out, unit, forms, {key: typed(value) for key, value in data.get("texts", {}).items()})


def filled(entry: Mapping[str, Any], unit: Unit) -> FilledForm:
    layout = layout_for(entry["code"], unit.province, unit.year)
    columns = entry.get("columns", [])
    indicators = [dict(zip(columns, map(typed, row), strict=False)) for row in entry.get("indicators", [])]
    content = Content({name: typed(value) for name, value in entry["fields"].items()}, indicators, unit.year)
    return FilledForm(layout, entry["sheet"], content)


def typed(value: Any) -> Any:
    """A number as it was printed, `""` for nothing."""
    return Decimal(str(value)) if isinstance(value, int | float) else value.strip("\n")
