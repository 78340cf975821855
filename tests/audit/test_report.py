"""What the command line says, notes kept in the workbook, and the real cases."""

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from consistent import Sheet, consistent

from juesuan.audit import Audit
from juesuan.audit.notes import SHEET, note_contents
from juesuan.audit.report import as_text, to_json
from juesuan.forms import recognise
from juesuan.workbook import open_workbook

HERE = Path(__file__).parents[1]
CASE = HERE / "cases" / "lizhou-2020"
PUBLISHED = HERE.parents[1] / "shared"


def audited(recognition, prior=None):
    audit = Audit(recognition, prior)
    audit.run()
    return audit


def test_json_has_the_shape_of_the_command_line():
    recognition, book = consistent()
    book.put(recognition.cell("财决01", "31", "1"), Decimal("1.5"))
    answer = json.loads(json.dumps(to_json(audited(recognition), "甲.xlsx"), ensure_ascii=False))
    assert set(answer) == {"file", "edition", "unit", "forms", "rules", "findings", "not_judged"}
    assert answer["rules"]["checked"] == answer["rules"]["held"] + answer["rules"]["failed"]
    assert answer["forms"][0].keys() == {"form", "sheet", "edition"}
    finding = next(item for item in answer["findings"] if item["rule"] == "R01-02")
    assert (finding["left"], finding["severity"], finding["kind"], finding["form"]) == ("1.50", "error", "基本平衡", "财决01")
    assert "," not in finding["equation"]
    assert finding["cells"][0] == {"form": "财决01", "line": "31", "column": "1", "sheet": "财决01", "cell": "E18"}
    assert set(finding) == {
        "rule",
        "kind",
        "severity",
        "form",
        "equation",
        "left",
        "right",
        "difference",
        "cells",
        "message",
        "explanation",
    }


def test_text_begins_with_the_counts():
    recognition, _ = consistent()
    assert as_text(audited(recognition)).startswith("已审核 ")


def test_causes_are_worked_out_only_on_demand():
    recognition, book = consistent()
    cell = recognition.cell("财决01", "27", "1")
    book.put(cell, book.value(cell) * 10)
    audit = audited(recognition)
    assert "可能：" not in as_text(audit)
    assert "可能：财决01 27行“本年收入合计”1栏" in as_text(audit, explain=True)


def test_an_explanation_is_valid_while_the_numbers_are_the_same():
    recognition, book = consistent()
    cell = recognition.cell("财决03", "2010101", "6")
    book.put(cell, -book.value(cell))
    finding = next(item for item in audited(recognition).findings if item.key == "R03-03[2010101,6]")
    assert finding.explanation is None
    book.by_name[SHEET] = Sheet(SHEET, {})
    for place, text in note_contents(book, finding, "财决03[*,c] ≥ 0", "退回上年收入").items():
        book.put(place, text)
    audit = audited(recognition)
    assert next(item for item in audit.findings if item.key == finding.key).explanation == "退回上年收入"
    book.put(cell, book.value(cell) - 1)
    change = audit.update([cell])
    assert next(item for item in change.revised if item.key == finding.key).explanation is None
    assert audit.notes.suggested(finding.key) == "退回上年收入"


@pytest.fixture(scope="module")
def lizhou():
    book = open_workbook(next(CASE.glob("[!~]*2020年*.xlsx")))
    return book, recognise(book)


def test_lizhou_as_printed(lizhou):
    _, recognition = lizhou
    audit = audited(recognition)
    texts = [finding.equation for finding in audit.findings]
    assert any("11,633,200.00 ≠ 88行9栏 10,918,500.00" in text for text in texts)
    assert any("10,571,600.00 ≠ 财决05-1 合计 1栏 3,583,800.00" in text for text in texts)
    assert all(abs(finding.difference or 1) > Decimal("0.02") for finding in audit.findings)


def test_lizhou_corrected_has_no_errors(lizhou):
    book, recognition = lizhou
    audit = audited(recognition)
    corrections = tomllib.loads((CASE / "corrections.toml").read_text(encoding="utf-8"))["correction"]
    contents = {recognition.cell(item["form"], item["row"], item["column"]): Decimal(item["value"]) for item in corrections}
    effect = book.apply(book.replace(contents, "更正"))
    audit.update(effect.cells)
    left = [finding.equation for finding in audit.findings if finding.severity == "error"]
    book.apply(effect.change.reversed())
    assert left == []


@pytest.mark.skipif(not (PUBLISHED / "check" / "published.py").exists(), reason="published reports are not here")
@pytest.mark.parametrize("case", sorted(path.name for path in (PUBLISHED / "cases").glob("putuo-*")))
@pytest.mark.parametrize(
    "layout", [{"codes": "one", "total": "first", "names": "title"}, {"codes": "three", "total": "last", "names": "C"}]
)
def test_published_reports_have_no_errors(case, layout, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(PUBLISHED / "check"))
    import published

    published.write(case, tmp_path / "公开.xlsx", **layout)
    audit = audited(recognise(open_workbook(tmp_path / "公开.xlsx")))
    assert [finding.equation for finding in audit.findings if finding.severity != "info"] == []
    assert audit.counts.checked >= 100
    assert sum(finding.severity == "info" for finding in audit.findings) <= 1


def test_last_years_words_are_offered_but_do_not_count():
    before, earlier = consistent()
    earlier.by_name[SHEET] = Sheet(SHEET, {})
    cell = before.cell("财决03", "2010101", "6")
    earlier.put(cell, -earlier.value(cell))
    finding = next(item for item in audited(before).findings if item.key == "R03-03[2010101,6]")
    for place, text in note_contents(earlier, finding, "财决03[*,c] ≥ 0", "退回上年收入").items():
        earlier.put(place, text)
    recognition, book = consistent(2021)
    book.put(recognition.cell("财决03", "2010101", "6"), Decimal(-5))
    audit = audited(recognition, before)
    assert audit.notes.suggested(finding.key) == "退回上年收入"
    assert next(item for item in audit.findings if item.key == finding.key).explanation is None
