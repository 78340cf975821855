"""The words of the command line: every verb has its help in Chinese, and words that make no sense are refused in Chinese."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from juesuan.cli import run

VERBS = ("new", "forms", "audit", "narrate", "disclose", "compare", "combine", "rules", "templates", "performance", "demo")
ENGLISH = ("usage", "positional", "options", "show this", "error", "argument")


@pytest.mark.parametrize("words", [["--help"], *([verb, "--help"] for verb in VERBS)], ids=lambda words: words[0])
def test_help_is_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("用法：juesuan")
    assert not [word for word in ENGLISH if word in told]
    assert "%%" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["narrate"], "还缺少：FILE, -o/--out"),
        (["new", "--edition", "去年", "--unit", "甲", "a.xlsx"], "--edition 要写数字，不能是“去年”"),
        (["new", "--edition", "2020", "--unit", "甲", "--province", "火星", "a.xlsx"], "--province 不能是“火星”"),
        (["audit", "a.xlsx", "--快"], "不认识：--快"),
        (["compare", "a.xlsx", "--rate", "多"], "“多”不是数字"),
        (["audit", "a.xlsx", "--prior"], "--prior 后面要有内容"),
    ],
)
def test_words_that_make_no_sense_are_refused_in_a_sentence(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert says in told
    assert not [word for word in ENGLISH if word in told]


def test_a_reader_that_stops_reading_is_no_mishap() -> None:
    with subprocess.Popen([sys.executable, "-m", "juesuan", "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout
        assert ran.stderr
        assert ran.stdout.readline()
        ran.stdout.close()
        assert ran.stderr.read() == b""
    assert ran.returncode == 0


@pytest.mark.parametrize("words", [["templates", "--check"], ["templates", "check"]], ids=" ".join)
def test_templates_are_checked_either_way(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    assert capsys.readouterr().out == "模板没有发现问题。\n"


def test_rules_of_a_workbook_are_read_back_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "审核公式"
    for row in (["编号", "表", "公式", "类型"], ["本01", "财决01", "31行=(27+28+29)行", "基本平衡"], ["本02", "财决99", "1行≥0", "逻辑性"]):
        book.active.append(row)
    book.save(path := tmp_path / "本单位 公式.xlsx")
    assert run(["rules", str(path), "--explain", "本01"]) == 0
    assert "31行" in capsys.readouterr().out
    assert run(["rules", str(path), "--check"]) == 1
    assert "没有“财决99”这张表" in capsys.readouterr().out
