"""The verbs of the command line, their exit codes, and the sentence on stderr when something cannot be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from juesuan.cli import run

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"
PRIOR, CURRENT = sorted(CASE.glob("[!~]*年度*.xlsx"))


def test_audit_answers_with_json_and_says_that_errors_were_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(CURRENT), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    rules = answer["rules"]
    assert rules["checked"] == rules["held"] + rules["failed"]
    totals = [finding for finding in answer["findings"] if finding["left"] == "11633200.00" and finding["right"] == "10918500.00"]
    assert {"form": "财决01", "line": "31", "column": "3"}.items() <= totals[0]["cells"][0].items()
    assert totals[0]["difference"] == "714700.00"


def test_audit_in_words_names_form_and_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(CURRENT), "--prior", str(PRIOR)]) == 1
    assert "差 714,700.00" in capsys.readouterr().out


def test_forms_lists_what_was_recognised_and_why_the_rest_was_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forms", str(CURRENT), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"财决01", "财决04", "财决附03", "说明资料"} <= {form["form"] for form in answer["forms"]}
    assert all(sheet["reason"] for sheet in answer["unrecognised"])


def test_narrate_writes_every_kind_asked_for(tmp_path: Path) -> None:
    outs = [tmp_path / f"说明{suffix}" for suffix in (".pdf", ".docx", ".txt")]
    words = [word for out in outs for word in ("-o", str(out))]
    assert run(["narrate", str(CURRENT), "--prior", str(PRIOR), "--province", "sichuan", *words]) == 0
    assert outs[0].read_bytes().startswith(b"%PDF")
    assert "下降42.73%" in outs[2].read_text(encoding="utf-8")
    assert outs[1].stat().st_size > 10000


def test_new_makes_a_workbook_of_the_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "新建.xlsx"
    assert run(["new", "--edition", "2020", "--unit", "测试单位", str(out)]) == 0
    assert run(["forms", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    assert (answer["edition"], answer["unit_name"]) == (2020, "测试单位")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["audit", "没有这个文件.xlsx"], "没有"),
        (["narrate", str(CURRENT), "-o", "说明.odt"], ".pdf"),
        (["audit", __file__], "工作簿"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert "Traceback" not in told.err


def test_demo_writes_workbook_and_pdf(tmp_path: Path) -> None:
    assert run(["demo", str(tmp_path / "演示")]) == 0
    suffixes = {path.suffix for path in (tmp_path / "演示").iterdir()}
    assert {".xlsx", ".pdf"} <= suffixes
