"""The plain text of a document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.document.blocks import (
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Item,
    Missing,
    Number,
    PageBreak,
    Paragraph,
    Series,
    Table,
    TableCell,
    Text,
)
from juesuan.errors import JuesuanError
from juesuan.render.text import text, write_text


def document(*blocks: object) -> Document:
    return Document("2020年度部门决算", "某局", 2020, tuple(blocks))


def test_reading_order() -> None:
    whole = document(
        Cover("某局", "2020年度部门决算", ("公开时间：2021年9月",)),
        Contents(1),
        Heading(0, (Text("第一部分 概况"),)),
        Heading(2, (Text("（一）职能"),)),
        Paragraph((Text("收入"), Number("10.00", "收入总计"), Text("万元，"), Missing("原因.收入总计", "原因"))),
    )
    assert (
        text(whole)
        == "某局\n2020年度部门决算\n公开时间：2021年9月\n目录\n第一部分 概况\n第一部分 概况\n（一）职能\n收入10.00万元，【待填：原因】\n"
    )


def test_columns_name_year_and_series() -> None:
    years = (Item("2019年", Decimal("2031.12")), Item("2020年", Decimal("1163.32")))
    figure = Figure(1, "收、支决算总计变动情况图", "columns", (Series("收入", years), Series("支出", years[:1])))
    assert (
        text(document(figure)) == "〔图1：收、支决算总计变动情况图｜柱状图｜2019年收入=2031.12；2020年收入=1163.32；2019年支出=2031.12〕\n"
    )


def test_pie_names_its_items() -> None:
    figure = Figure(7, "结构", "pie", (Series("结构", (Item("公务接待费", Decimal("1.5")),)),))
    assert text(document(figure)) == "〔图7：结构｜饼状图｜公务接待费=1.50〕\n"


def test_tables_are_tab_separated() -> None:
    table = Table(
        "收入决算表",
        ((TableCell("项目"), TableCell("决算\n数")),),
        ((TableCell("合计"), TableCell("1.00")),),
        corner=("部门：某局", "单位：万元"),
        notes=("注：无。",),
    )
    assert text(document(PageBreak(), table)) == "\n收入决算表\n部门：某局\t单位：万元\n项目\t决算 数\n合计\t1.00\n注：无。\n"


def test_written_as_utf8(tmp_path: Path) -> None:
    write_text(document(Paragraph((Text("䶮局"),))), tmp_path / "说明.txt")
    assert (tmp_path / "说明.txt").read_bytes() == "䶮局\n".encode()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(JuesuanError, match="文本没有写成"):
        write_text(document(), tmp_path / "没有" / "说明.txt")


def test_the_contents_name_parts_sections_and_the_tables_that_want_it() -> None:
    table = Table("收入决算表", (), ((TableCell("合计"),),))
    part, listed = Heading(0, (Text("第二部分　决算表"),)), replace(table, listed="一、收入决算表")
    shown = document(Contents(1), part, listed, replace(table, title="收入决算表（续）"))
    assert text(shown).splitlines()[:3] == ["目录", "第二部分　决算表", "一、收入决算表"]
