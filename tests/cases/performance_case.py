"""Writes the founding cases' 绩效 workbooks from their numbers.toml: forms with their fields and indicators, texts by key.

Run after the forms or the numbers change: `python tests/cases/performance_case.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from juesuan.forms.performance_layout import layout_for
from juesuan.performance.building import Content
from juesuan.performance.writing import FilledForm, Unit, write_workbook

HERE = Path(__file__).parent
BOOKS = {
    "资阳": HERE / "ziyang-2022" / "资阳区医疗保障事务中心2022年度绩效自评.xlsx",
    "宁县": HERE / "ningxian-2021" / "宁县医疗保障局2021年度绩效自评.xlsx",
    "利州": HERE / "lizhou-2020" / "绩效" / "利州区医疗保障局2020年度绩效自评.xlsx",
    "米易": HERE / "miyi-2019" / "米易县医疗保障事务中心2019年度绩效自评.xlsx",
    "芦淞": HERE / "lusong-2019" / "芦淞区医疗保障局2019年度绩效自评.xlsx",
}


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


if __name__ == "__main__":
    for book in BOOKS.values():
        make(book.parent / "numbers.toml", book)
