"""From the workbook as printed to one that adds up, and back again."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.desk import Desk
from juesuan.document import Figure, Paragraph
from juesuan.workbook import Cell, Content, WorkbookError, open_workbook


def contents(desk: Desk, corrections: list[dict[str, str]]) -> dict[Cell, Content]:
    found = {desk.recognition.cell(c["form"], c["row"], c["column"]): Decimal(c["value"]) for c in corrections}
    assert None not in found
    return {cell: value for cell, value in found.items() if cell}


def errors(desk: Desk) -> list[str]:
    return [finding.equation for finding in desk.audit.findings if finding.severity == "error"]


def sentences(desk: Desk) -> str:
    return "\n".join(block.text for block in desk.document("sichuan").blocks if isinstance(block, Paragraph))


def test_as_printed_the_two_totals_differ(lizhou: Desk) -> None:
    totals = [equation for equation in errors(lizhou) if "11,633,200.00" in equation and "10,918,500.00" in equation]
    assert totals
    assert any("差 714,700.00" in equation for equation in totals)


def test_as_printed_basic_expenditure_differs_from_its_detail(lizhou: Desk) -> None:
    assert any("10,571,600.00" in equation and "3,583,800.00" in equation for equation in errors(lizhou))


def test_nothing_that_is_only_rounding_is_an_error(lizhou: Desk) -> None:
    wrong = [finding for finding in lizhou.audit.findings if finding.severity == "error"]
    assert min(abs(finding.difference) for finding in wrong if finding.difference is not None) >= 100


def test_corrected_it_has_no_errors_and_undo_brings_them_all_back(lizhou: Desk, corrections: list[dict[str, str]]) -> None:
    before, text = errors(lizhou), sentences(lizhou)
    lizhou.edit(lizhou.workbook.replace(contents(lizhou, corrections), "更正"))
    assert errors(lizhou) == []
    assert "2020年度支出总计1163.32万元" in sentences(lizhou)
    lizhou.undo()
    assert (errors(lizhou), sentences(lizhou)) == (before, text)


def test_each_correction_alone_gives_what_a_fresh_audit_gives(lizhou: Desk, corrections: list[dict[str, str]]) -> None:
    for cell, value in contents(lizhou, corrections).items():
        lizhou.edit(lizhou.workbook.replace({cell: value}, "更正"))
    fresh = Desk(lizhou.workbook, lizhou.prior)
    assert {f.key: f.equation for f in lizhou.audit.findings} == {f.key: f.equation for f in fresh.audit.findings}


def test_one_edit_reaches_the_sentence_and_the_figure(lizhou: Desk) -> None:
    cell = lizhou.recognition.cell("财决附03", "7", "3") or lizhou.recognition.cell("财决附03", "8", "3")
    assert cell
    source = lizhou.recognition.cell("财决附03", "8", "3") or cell
    outcome = lizhou.edit(lizhou.workbook.replace({source: Decimal(30000)}, "公务接待费"))
    assert source in outcome.effect.cells
    assert "公务接待费支出决算3.00万元" in sentences(lizhou)
    pie = next(block for block in lizhou.document("sichuan").blocks if isinstance(block, Figure) and block.number == 7)
    assert [item.amount for item in pie.series[0].items if item.amount] == [Decimal("3.00")]


def test_saved_and_opened_again_it_says_the_same(lizhou: Desk, corrections: list[dict[str, str]], tmp_path: Path) -> None:
    lizhou.edit(lizhou.workbook.replace(contents(lizhou, corrections), "更正"))
    lizhou.save(tmp_path / "更正.xlsx")
    assert not lizhou.modified
    again = Desk.open(tmp_path / "更正.xlsx")
    again.prior = lizhou.prior
    assert errors(again) == []
    assert sentences(Desk(again.workbook, lizhou.prior)) == sentences(lizhou)


def test_last_year_linked_goes_with_the_workbook(lizhou: Desk, tmp_path: Path) -> None:
    alone = Desk(open_workbook(lizhou.workbook.path or ""))
    assert "下降42.73%" not in sentences(alone)
    alone.set_prior(lizhou.prior.workbook.path if lizhou.prior else None)
    assert sentences(alone) == sentences(lizhou)
    assert {f.key for f in alone.audit.findings} == {f.key for f in lizhou.audit.findings}
    alone.save(tmp_path / "存.xlsx")
    again = Desk.open(tmp_path / "存.xlsx")
    assert sentences(again) == sentences(lizhou)
    assert {f.key for f in again.audit.findings} == {f.key for f in lizhou.audit.findings}
    alone.undo()
    assert alone.prior is None


def test_a_broken_prior_is_refused_and_the_workbook_stays(lizhou: Desk, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(WorkbookError):
        lizhou.set_prior(tmp_path / "坏.xlsx")
    assert lizhou.prior is not None


def test_renaming_a_row_keeps_its_address(lizhou: Desk) -> None:
    cell = lizhou.recognition.cell("财决01", "31", "3")
    assert cell
    label = Cell(cell.sheet, cell.row, 1)
    outcome = lizhou.edit(lizhou.workbook.replace({label: "收入总计（改名）"}, "改名"))
    assert lizhou.recognition.cell("财决01", "31", "3") == cell
    assert outcome.findings.appeared == ()


def test_the_journal_is_empty_after_saving(lizhou: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from juesuan.workbook import journal

    monkeypatch.setenv("JUESUAN_HOME", str(tmp_path / "home"))
    copy = Desk(open_workbook(shutil.copy(lizhou.workbook.path or "", tmp_path)))
    copy.keep_journal()
    cell = copy.recognition.cell("财决01", "86", "9")
    assert cell
    copy.edit(copy.workbook.replace({cell: Decimal(714700)}, "年末结转和结余"))
    assert copy.journal
    assert copy.journal.path.read_text("utf-8").count('{"change"') == 1
    copy.save(tmp_path / "存.xlsx")
    assert not any(item.changes for item in journal.pending())
