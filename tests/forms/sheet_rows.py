"""Rows that many sheets have."""

from __future__ import annotations


def heading(title: str, code: str = "", unit: str = "元", year: int | None = 2020, width: int = 6) -> list[list[object]]:
    """The three rows above a table: title, code at the right, 编制单位 / 年度 / 金额单位."""
    facts = ["编制单位：测试局", None, f"{year}年度" if year else None, *[None] * (width - 4), f"金额单位：{unit}"]
    return [[title], [*[None] * (width - 1), code or None], facts]
