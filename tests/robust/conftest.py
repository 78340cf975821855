"""Workbooks that something is wrong with, each made from one small whole one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

Damage = Callable[[Mapping[str, bytes | None]], Path]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A small workbook with one official form, as another program writes it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Z03 收入决算表(财决03表)"
    rows = [
        ["收入决算表"],
        [None, None, None, "财决03表"],
        ["编制单位：测试单位", None, "2020年度", "金额单位：元"],
        ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"],
        [None, "栏次", "1", "2"],
        [None, "合计", "=SUM(C7:C8)", "=SUM(D7:D8)"],
        ["2010101", "行政运行", 100, 60],
        ["2010102", "一般行政管理事务", 50, 50],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "决算.xlsx"
    workbook.save(path)
    return path


@pytest.fixture
def damaged(whole: Path) -> Damage:
    """`damaged({"xl/workbook.xml": b"…"})`: members replaced or added, None leaves one out."""

    def make(members: Mapping[str, bytes | None]) -> Path:
        with zipfile.ZipFile(whole) as package:
            parts: dict[str, bytes | None] = {name: package.read(name) for name in package.namelist()}
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in {**parts, **members}.items():
                if data is not None:
                    package.writestr(name, data)
        return whole

    return make
