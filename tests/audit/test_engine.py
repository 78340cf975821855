"""Verdicts, findings, and that an edit comes to the same as judging all anew."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from consistent import Sheet, consistent

from juesuan.audit import Audit
from juesuan.audit.bound import judge
from juesuan.audit.instances import Decided
from juesuan.workbook import Cell, CellError


@pytest.fixture
def audited():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    return audit, book


def set_cell(audit, book, form, row, column, value):
    cell = audit.recognition.cell(form, row, column)
    book.put(cell, value)
    return audit.update([cell])


@pytest.mark.parametrize("year", range(2019, 2026))
def test_consistent_workbooks_have_no_findings(year):
    for seed in range(2):
        recognition, _ = consistent(year, seed)
        audit = Audit(recognition)
        audit.run()
        assert [finding.equation for finding in audit.findings] == []
        assert audit.counts.held > 3000
        assert audit.counts.checked == audit.counts.held


def test_a_finding_is_the_equation_with_its_numbers(audited):
    audit, book = audited
    cell = audit.recognition.cell("财决01", "31", "1")
    before = book.value(cell)
    change = set_cell(audit, book, "财决01", "31", "1", before + 150)
    finding = next(item for item in change.appeared if item.rule == "R01-02")
    terms = [book.value(audit.recognition.cell("财决01", row, "1")) or 0 for row in ("27", "28", "29")]
    assert finding.equation == f"31行1栏 {before + 150:,.2f} ≠ 27行1栏 {terms[0]:,.2f} + 28行1栏 0.00 + 29行1栏 {terms[2]:,.2f}，差 150.00"
    assert (finding.left - finding.right, finding.difference, finding.severity) == (150, 150, "error")
    assert finding.cells[0].cell == cell
    assert finding in audit.findings_at(cell)
    assert audit.rules_of(cell)[0].verdict == "failed"
    assert {item.rule for item in set_cell(audit, book, "财决01", "31", "1", before).vanished} >= {"R01-02"}
    assert audit.findings == ()


def test_other_forms_are_named(audited):
    audit, book = audited
    change = set_cell(audit, book, "财决04", "2010101", "2", Decimal(1))
    assert any("≠ 财决05-1 2010101 1栏" in item.equation for item in change.appeared)


@pytest.mark.parametrize(("value", "words"), [("约三万", "文字"), (CellError("#REF!"), "#REF!")])
def test_what_is_no_amount_is_not_judged(audited, value, words):
    audit, book = audited
    held = audit.counts.held
    change = set_cell(audit, book, "财决04", "2010101", "2", value)
    assert any(words in item.reason and item.cells for item in audit.not_judged)
    assert audit.counts.held < held
    assert [item.rule for item in change.appeared] == ["格式"]


def test_blank_and_dash_count_as_zero_and_all_blank_is_idle(audited):
    audit, book = audited
    checked = audit.counts.checked
    assert set_cell(audit, book, "财决03", "2010101", "3", "—").appeared == ()
    assert audit.counts.checked == checked


def test_three_decimals_are_told(audited):
    audit, book = audited
    cell = audit.recognition.cell("财决附03", "2", "1")
    change = set_cell(audit, book, "财决附03", "2", "1", book.value(cell) + Decimal("0.001"))
    assert any(item.rule == "格式" and "两位小数" in item.equation for item in change.appeared)


def test_missing_forms_are_reasons_not_held():
    recognition, _ = consistent()
    forms = tuple(form for form in recognition.forms if form.code != "财决05-1")
    audit = Audit(type(recognition)(recognition.workbook, forms, (), 2020, ""))
    audit.run()
    reasons = {item.rule: item.reason for item in audit.not_judged}
    assert reasons["X04-01"] == "工作簿中没有财决05-1"
    assert reasons["RPY-01"] == "没有上年数据"


def test_last_year(audited):
    audit, _ = audited
    later, book = consistent(2021, 0)
    with_prior = Audit(later, audit.recognition)
    with_prior.run()
    assert "没有上年数据" not in {item.reason for item in with_prior.not_judged}
    finding = next(item for item in with_prior.findings if item.rule == "RPY-01")
    assert "上年财决01 86行9栏" in finding.equation
    assert all(cell.cell.sheet in book.by_name for cell in finding.cells)


def amount_cells(audit):
    return sorted(cell for cell, _ in audit.values.cells())


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_edits_comes_to_the_same_as_a_full_run(seed):
    recognition, book = consistent(2020, seed)
    audit = Audit(recognition)
    audit.run()
    dice = random.Random(seed)  # noqa: S311  no secret
    cells = amount_cells(audit)
    known = {finding.key: finding for finding in audit.findings}
    for _ in range(25):
        chosen = dice.sample(cells, dice.choice((1, 1, 3)))
        for cell in chosen:
            book.put(cell, dice.choice((None, Decimal(dice.randrange(10**8)) / 100, "文字", "—", Decimal(0), CellError("#VALUE!"))))
        change = audit.update(chosen)
        for finding in change.vanished:
            del known[finding.key]
        known |= {finding.key: finding for finding in (*change.appeared, *change.revised)}
    fresh = Audit(recognition)
    fresh.run()
    assert set(audit.findings) == set(fresh.findings) == set(known.values())
    assert audit.counts == fresh.counts
    assert {item.key for item in audit.not_judged} == {item.key for item in fresh.not_judged}


def test_a_rectangle_judged_at_once_is_what_its_instances_come_to():
    """Every block against the same instances one by one, in a workbook full of wrong amounts, texts and blanks."""
    recognition, book = consistent(2020, 5)
    dice = random.Random(5)  # noqa: S311  no secret
    for cell in dice.sample(amount_cells(Audit(recognition)), 800):
        book.put(cell, dice.choice((None, Decimal(dice.randrange(10**7)) / 100, "文字", Decimal(0))))
    audit = Audit(recognition)
    audit.run()
    decided = Decided(audit.values)
    for family in audit.instances.families:
        for number in range(0, family.size, 7):
            alone = judge(family.instance(number), audit.values, decided)
            assert audit.instances.verdict(family.start + number) == alone == family.judged_one(number, audit.values, decided)


def test_cell_outside_the_forms_changes_nothing(audited):
    audit, _ = audited
    assert audit.update([Cell("别的表", 1, 1)]).appeared == ()


def test_rules_of_the_workbooks_own_sheet():
    recognition, book = consistent()
    rows = [
        ["编号", "表", "公式", "类型", "条件", "提示"],
        ["本-1", "财决04", "2栏≤1栏", "逻辑性", "", ""],
        ["本-2", "财决04", "2栏≤", "逻辑性", "", ""],
    ]
    book.by_name["审核公式"] = Sheet("审核公式", {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text})
    audit = Audit(recognition)
    audit.run()
    assert any(instance.rule.id == "本-1" for instance in audit.instances)
    assert any("审核公式 第 3 行第 4 个字符：本-2 公式中断" in item.reason for item in audit.not_judged)


def test_rules_of_a_text_file(tmp_path):
    path = tmp_path / "本单位.txt"
    path.write_text("[本-1] 核实性 提示\n公式：财决04[合计,2] ≤ 1\n提示：太多", encoding="utf-8")
    recognition, _ = consistent()
    audit = Audit(recognition, rules=[path])
    audit.run()
    assert [(item.rule, item.severity, item.message) for item in audit.findings] == [("本-1", "info", "太多")]


def test_the_difference_told_quickly_is_the_one_in_words():
    """A column that disagrees is sorted by differences alone; worded afterwards, they are the same."""
    recognition, book = consistent(2020, 3)
    dice = random.Random(3)  # noqa: S311  no secret
    for cell in dice.sample(amount_cells(Audit(recognition)), 200):
        book.put(cell, Decimal(dice.randrange(10**7)) / 100)
    audit = Audit(recognition)
    audit.run()
    for finding in audit.findings:
        before = finding.difference
        assert finding.equation
        assert finding.difference == before


def test_two_lines_that_damaged_labels_put_on_one_cell_are_judged_both():
    recognition, book = consistent()
    form = recognition.form("财决01")
    place = next(row for row in form.rows if row.id == "85")
    rows = tuple(replace(row, row=place.row, panel=place.panel) if row.id == "28" else row for row in form.rows)
    damaged = replace(recognition, forms=tuple(replace(form, rows=rows) if each is form else each for each in recognition.forms))
    audit = Audit(damaged)
    audit.run()
    cell = damaged.cell("财决01", "85", "9")
    book.put(cell, Decimal(-100))
    audit.update([cell])
    assert {"R01-12[28,3]", "R01-12[85,3]"} <= {finding.key for finding in audit.findings}
    whole = Audit(damaged)
    whole.run()
    assert {finding.key for finding in audit.findings} == {finding.key for finding in whole.findings}
