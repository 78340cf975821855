"""The 绩效 forms on the command line: listed, written into the text from a second workbook, refused where accounts are wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from juesuan.cli import run
from juesuan.workbook import open_workbook

CASES = Path(__file__).parents[1] / "cases"
LIZHOU = CASES / "lizhou-2020"
PERFORMANCE = LIZHOU / "绩效" / "利州区医疗保障局2020年度绩效自评.xlsx"


def test_forms_lists_every_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forms", str(PERFORMANCE)]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[0] == "广元市利州区医疗保障局  2020年度  认出 6 张表"
    assert "没有认出" not in told


def test_narrate_takes_the_projects_from_another_workbook(tmp_path: Path) -> None:
    out = tmp_path / "说明.txt"
    words = ["narrate", str(LIZHOU / "利州区医疗保障局2020年度部门决算.xlsx"), "--province", "sichuan", "-o", str(out)]
    assert run([*words, "--performance", str(PERFORMANCE)]) == 0
    told = out.read_text(encoding="utf-8")
    assert "（1）“医疗照顾”项目绩效目标完成情况综述。" in told
    assert "附件2-5：城乡居民医保专项工作经费项目2020年绩效评价报告" in told


def test_performance_alone_gives_its_report_but_no_published_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = str(CASES / "ziyang-2022" / "资阳区医疗保障事务中心2022年度绩效自评.xlsx")
    out = tmp_path / "报告.txt"
    assert run(["narrate", book, "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("益阳市资阳区医疗保障事务中心2022年度部门整体支出绩效自评报告")
    assert run(["disclose", book, "-o", str(tmp_path / "公开.xlsx")]) == 2
    assert "只有绩效表，没有决算报表" in capsys.readouterr().err


def test_new_makes_a_sheet_for_each_project(tmp_path: Path) -> None:
    out = tmp_path / "新.xlsx"
    accounts = str(LIZHOU / "利州区医疗保障局2020年度部门决算.xlsx")
    assert run(["performance", accounts, "--new", str(out), "--province", "chongqing"]) == 0
    assert [sheet.name for sheet in open_workbook(out).sheets][-1] == "绩效资料"
