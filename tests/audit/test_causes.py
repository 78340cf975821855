"""Likely causes: single slips are named, and a run of random corruptions."""

import random
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from consistent import consistent

from juesuan.audit import Audit
from juesuan.audit.causes import likely_causes
from juesuan.audit.slips import slip
from juesuan.desk import Desk


@pytest.mark.parametrize(
    ("typed", "meant", "words"),
    [
        ("1234.00", "1324.00", "两位数字颠倒"),
        ("123.40", "1234.00", "小数点错位"),
        ("12.34", "123400", "少乘 10000（元、万元混淆）"),
        ("-5", "5", "正负号填反"),
        ("1234567.00", "123456.70", "小数点错位"),
        ("123567.00", "1234567.00", "漏了一位数字"),
        ("12234567.00", "1234567.00", "多了一位数字"),
        ("1934.00", "1234.00", "有一位数字不同"),
        ("77", "123456", ""),
    ],
)
def test_slips(typed, meant, words):
    assert slip(Decimal(typed), Decimal(meant)) == words


def corrupted(amount, dice):
    digits = f"{amount:.2f}".replace(".", "")
    kind = dice.choice(("lost", "swap", "wan", "sign", "digit"))
    if kind == "wan":
        return amount * 10000
    if kind == "sign":
        return -amount
    place = dice.randrange(len(digits) - 3)
    if kind == "lost":
        digits = digits[:place] + digits[place + 1 :]
    elif kind == "swap":
        digits = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    else:
        digits = digits[:place] + dice.choice("0123456789") + digits[place + 1 :]
    return Decimal(int(digits)) / 100


def mutation_run(count, seed=7):
    """Random single-cell corruptions → (tried, noticed, true cell named first, where several cells explain it equally well)."""
    recognition, book = consistent(2020, seed)
    audit = Audit(recognition)
    audit.run()
    dice = random.Random(seed)  # noqa: S311  no secret
    cells = [cell for cell, slot in audit.values.cells() if audit.values.amounts[slot] and audit.readers(slot)]
    noticed = first = tried = 0
    while tried < count:
        cell = dice.choice(cells)
        before = book.value(cell)
        wrong = corrupted(before, dice)
        if wrong == before:
            continue
        tried += 1
        book.put(cell, wrong)
        found = audit.update([cell]).appeared
        if found:
            noticed += 1
            causes = likely_causes(audit, found[0])
            first += bool(causes) and causes[0].cell == cell and causes[0].amount == before
        book.put(cell, before)
        audit.update([cell])
    return tried, noticed, first


def report(tried, noticed, first):
    print(f"\n{tried} 处单格改动：察觉 {noticed / tried:.1%}，首位指出改动的格 {first / noticed:.1%}")  # noqa: T201


def test_random_corruptions_are_noticed_and_the_cell_is_named():
    tried, noticed, first = mutation_run(200)
    report(tried, noticed, first)
    assert noticed >= 0.97 * tried
    assert first >= 0.9 * noticed


@pytest.mark.slow
def test_two_thousand_corruptions():
    tried, noticed, first = mutation_run(2000, 11)
    report(tried, noticed, first)
    assert noticed >= 0.97 * tried
    assert first >= 0.9 * noticed


def test_rows_slipped_by_one():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    rows = ("2010101", "2010102", "2080505", "2101101", "2210201")
    cells = [recognition.cell("财决04", row, "2") for row in rows]
    amounts = [book.value(cell) for cell in cells]
    for cell, amount in zip(cells, [Decimal(0), *amounts[:-1]], strict=True):
        book.put(cell, amount)
    audit.update(cells)
    finding = next(item for item in audit.findings if item.key == "X04-01[2010102]")
    assert any("错低一行" in words for words in audit.explained(finding).causes)


def test_two_amounts_in_each_others_place():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    one, other = (recognition.cell("财决05-1", "2080505", column) for column in ("E30101", "E30102"))
    book.put(one, (amount := book.value(other)))
    book.put(other, audit.values.amounts[audit.values.slot_of(one)])
    assert amount
    finding = audit.update([one, other]).appeared[0]
    assert any("填反" in words for words in audit.explained(finding).causes)


def test_an_amount_one_row_too_high():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    right, wrong = (recognition.cell("财决03", row, "8") for row in ("2010102", "2010101"))
    book.put(wrong, book.value(right))
    book.put(right, Decimal(0))
    finding = next(item for item in audit.update([right, wrong]).appeared if item.key == "R03-01[2010102]")
    assert any("财决03 2010102“一般行政管理事务”8栏" in words and "错填到了" in words for words in audit.explained(finding).causes)


CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"


@pytest.fixture(scope="module")
def balanced():
    """The real workbook, full of formulas, with the corrections that make it balance."""
    desk = Desk.open(max(CASE.glob("[!~]*年度*.xlsx")))
    corrections = tomllib.loads((CASE / "corrections.toml").read_text(encoding="utf-8"))["correction"]
    cells = {desk.recognition.cell(item["form"], item["row"], item["column"]): Decimal(item["value"]) for item in corrections}
    desk.edit(desk.workbook.replace(cells, "更正"))
    return desk


SLIPS = [
    ({("财决08-1", "2101501", "E30101"): "592000"}, "3栏“基本工资”应为 952,000.00（现为 592,000.00，两位数字颠倒）"),
    ({("财决04", "2101501", "2"): "298.03"}, "财决04 2101501“行政运行”2栏“基本支出”应为 2,980,300.00（现为 298.03，少乘 10000"),
    ({("财决05-1", "2101501", "E30201"): "32090"}, "17栏“办公费”应为 32,000.00（现为 32,090.00）"),
    ({("财决01", "27", "3"): "22919500"}, "27行“本年收入合计”3栏应为 11,633,200.00"),
    ({("财决08-1", "2101501", "E30101"): "684000", ("财决08-1", "2101501", "E30102"): "952000"}, "填反了，对调后"),
]


@pytest.mark.parametrize(("changes", "words"), SLIPS, ids=[item[1][:12] for item in SLIPS])
def test_the_cause_is_found_far_up_the_formulas(balanced, changes, words):
    """The amounts that disagree are all formulas; what was typed wrong stands some forms away."""
    contents = {balanced.recognition.cell(*place): Decimal(amount) for place, amount in changes.items()}
    appeared = balanced.edit(balanced.workbook.replace(contents, "填错")).findings.appeared
    before = [list(sheet.cells()) for sheet in balanced.workbook.sheets]
    finding = next(item for item in appeared if item.severity == "error")
    causes = balanced.audit.explained(finding).causes
    assert [list(sheet.cells()) for sheet in balanced.workbook.sheets] == before
    balanced.undo()
    assert words in causes[0]
