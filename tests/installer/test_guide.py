"""The guide: every command of the window is in it, its pages are those that its texts give, its pictures are there."""

from __future__ import annotations

import re

import pytest

from installer import guide

STEPS = {f"{way}{what}" for way in ("下一", "到下一", "到上一") for what in ("处审核结果", "张表", "个区域")}
NAMED_OTHERWISE = {"更多命令", "到上一个工作簿"} | STEPS  # the tables of keys name them by twos


def texts():
    return {name: (guide.GUIDE / f"{name}.md").read_text(encoding="utf-8") for name in guide.ORDER}


def test_every_command_of_the_window_is_named():
    from juesuan.window.commands import COMMANDS

    said = re.sub(r"[\s*]", "", "".join(texts().values()))
    words = {re.sub(r"\s", "", command.words.rstrip("…")) for command in COMMANDS.values()}
    assert {word for word in words - NAMED_OTHERWISE if word not in said} == set()


@pytest.mark.parametrize("name", guide.ORDER)
def test_each_page_is_as_its_text_says(name):
    assert (guide.GUIDE / f"{name}.html").read_text(encoding="utf-8") == guide.as_html(name, texts()[name])


def test_the_pictures_are_there():
    sources = {source for text in texts().values() for source in re.findall(r"!\[.*\]\((.*)\)", text)}
    assert sources
    assert all((guide.GUIDE / source).exists() for source in sources)


def test_the_printed_manual_has_every_page_title_and_picture():
    import pikepdf
    from pypdfium2 import PdfDocument

    path = guide.GUIDE / "用户手册.pdf"
    printed = PdfDocument(path)
    words = "".join(printed[number].get_textpage().get_text_range() for number in range(min(4, len(printed))))
    assert all(name in words for name in guide.ORDER)
    with pikepdf.open(path) as pdf:
        pictures = sum(1 for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image")
    assert pictures >= len(set(re.findall(r"\]\((.*\.png)\)", "".join(texts().values()))))
