"""Workbooks that earlier versions of ours have written, one frozen file each with all the sheets that are ours: they mean the same.

A file is made with its version and never again; a new version adds one beside it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from juesuan.audit.notes import read_notes
from juesuan.desk import Desk

EARLIER = sorted((Path(__file__).parent / "earlier").glob("*.xlsx"))
OURS = {"说明资料", "上年数据", "审核说明", "改写", "审核公式"}


@pytest.fixture(scope="module", params=EARLIER, ids=[path.stem for path in EARLIER])
def desk(request, tmp_path_factory):
    return Desk.open(shutil.copy(request.param, tmp_path_factory.mktemp("早先") / "决算.xlsx"))


def text_of(desk):
    document = desk.document("sichuan", tables=False)
    return "\n".join("".join(run.text for run in getattr(block, "runs", ())) for block in document.blocks), document


def test_nothing_of_it_is_strange(desk):
    assert desk.workbook.warnings == ()
    assert {sheet.name for sheet in desk.workbook.sheets} >= OURS
    assert {"财决01", "财决03", "财决07", "说明资料"} <= {form.code for form in desk.recognition.forms}


def test_last_years_figures_are_compared(desk):
    assert (desk.prior.edition, desk.prior.unit_name) == (2019, "广元市利州区医疗保障局")
    assert "与2019年相比" in text_of(desk)[0]


def test_the_offices_own_rules_are_judged_and_what_was_explained_stays_explained(desk):
    (note,) = read_notes(desk.workbook).by_key.values()
    (found,) = [finding for finding in desk.audit.findings if finding.rule == "本02"]
    assert found.key == note.key
    assert found.explanation == note.words == "上年政策性增加，已核实。"
    assert "本01" not in {finding.rule for finding in desk.audit.findings}


def test_own_words_and_reasons_are_printed(desk):
    text, document = text_of(desk)
    assert "本单位改写：" in text
    assert [rewriting.key for rewriting in document.rewritings] == ["总体.收入"]
    assert "本年增加了医疗救助补助资金" in text


def test_saving_it_unchanged_changes_no_byte(desk):
    before = desk.workbook.path.read_bytes()
    desk.save()
    assert desk.workbook.path.read_bytes() == before
