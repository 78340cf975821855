"""Rules that are more than a sum against a sum – 如果…则, 且, 或, ABS, thresholds, texts – each with a workbook in which it holds and one
change of one cell that makes it fail; both are found by trying, not written by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from consistent import Builder, Sheet, consistent
from test_rule_pairs import plain, run, with_disclosure

from juesuan.audit import Audit
from juesuan.audit import syntax as s
from juesuan.audit.bound import Verdict
from juesuan.audit.families import Singles
from juesuan.forms import Form, Recognition, catalogue
from juesuan.workbook import Cell

CENT, MUCH = Decimal("0.01"), Decimal(10) ** 12
PROPERTY = "基建项目属性"


def with_properties(form, book):
    """The form with a column 基建项目属性 before the amounts, filled in for every project."""
    book.put(Cell(form.sheet, 8, 3), PROPERTY)
    for row in form.rows:
        if row.level == "项目":
            book.put(Cell(form.sheet, row.row, 3), "基本建设")
    return replace(form, header_rows=(4, 8))


TRAVELS = {"3": 1, "12": 1, "13": 1, "5": 1, "14": 1, "6": 1, "15": 1, "10": 1, "20": 1, "21": 1}


def enriched(year):
    """The consistent workbook with people, travels, cars, a cover of a government office, and the properties of projects."""
    recognition, book = consistent(year)
    for line, amount in TRAVELS.items():
        book.put(recognition.cell("财决附03", line, "3"), Decimal(amount))
    for code, column in (("财决03", "6"), ("财决04", "5")):  # no business of its own, as befits an office
        book.put(recognition.cell(code, "合计", column), Decimal(0))
    book.put(recognition.cell("财决01", "基本建设类项目", "9"), book.value(recognition.cell("财决06", "合计", "6")))
    people = Builder(year)
    people.fixed("财决附02")
    for line, count in {"7": 12, "8": 10, "9": 10, "12": 2}.items():
        people.put("财决附02", line, "1", count + 1)
        people.put("财决附02", line, "2", count)
    book.by_name |= people.book.by_name
    spec = catalogue().edition("封面", year)
    book.by_name["封面"] = Sheet("封面", {})
    cells = {field.key: Cell("封面", row, 2) for row, field in enumerate(spec.fields, 1)}
    nature = next(field.key for field in spec.fields if field.label == "单位基本性质")
    book.put(cells[nature], "11")
    forms = [with_properties(form, book) if form.code in ("财决05-2", "财决06") else form for form in recognition.forms]
    cover = Form("封面", "封面", "封面", "cover", year, fields=cells)
    return Recognition(book, (*forms, people.forms["财决附02"], cover), (), year, "测试单位"), book


def changes(audit, book, index):
    """(cell, value) worth trying: for amounts nothing, a cent more or less, one, very much, very little; for texts none and some."""
    for slot in audit.instances[index].slots:
        grid = audit.values.owner(slot)
        if grid is not None and grid.prior:
            continue
        cell = audit.values.cell_of(slot)
        amount = book.value(cell) if isinstance(book.value(cell), Decimal) else Decimal(0)
        values = (Decimal(0), amount + CENT, amount - CENT, Decimal(1), MUCH, -MUCH) if grid else (None, "基本建设")
        yield from ((cell, value) for value in values if value != book.value(cell))


def tried(audit, book, change):
    """Make a change → what takes it back, and what appeared."""
    if change is None:
        return None, ()
    cell, value = change
    before = book.value(cell)
    book.put(cell, value)
    return (cell, before), audit.update([cell]).appeared


def failing_change(audit, book, index):
    """A change of one cell that makes an instance fail which holds; None where none was found. The workbook is as before afterwards."""
    readers_only = None
    for change in list(changes(audit, book, index)):
        back, appeared = tried(audit, book, change)
        if audit.instances.verdict(index) is Verdict.FAILED:
            readers = {audit.instances[other].key for other in audit.readers(audit.values.slot_of(change[0]))}
            assert audit.instances[index].key in {finding.key for finding in appeared}
            assert {finding.key for finding in appeared if finding.rule not in ("格式", "尾数差")} <= readers
            readers_only = change
        tried(audit, book, back)
        if readers_only:
            return readers_only
    return None


def has_pair(audit, book, index):
    """Whether the instance holds – now or after one change – and one more change of one cell makes it fail."""
    for change in (None, *changes(audit, book, index)):
        back, _ = tried(audit, book, change)
        found = audit.instances.verdict(index) is Verdict.HELD and failing_change(audit, book, index)
        tried(audit, book, back)
        if found:
            return True
    return False


def of_conditions(audit):
    """Indexes of instances by rule, for the rules that do more than compare sums."""
    found = {}
    for family in audit.instances.families:
        if isinstance(family, Singles):
            indexes = [index for index in range(family.start, family.start + family.size) if not plain(audit.instances[index])]
            if indexes:
                found.setdefault(family.rule.id, []).extend(indexes)
    return found


def without_pair(audit, book, chosen=lambda rule: not rule.startswith("R00-0") or rule == "R00-09"):
    """How many rules there are, and those of which no instance has its pair; the rules of the cover have theirs elsewhere."""
    rules = {rule: indexes for rule, indexes in of_conditions(audit).items() if chosen(rule)}
    return len(rules), {rule for rule, indexes in rules.items() if not any(has_pair(audit, book, index) for index in indexes[:6])}


@pytest.mark.parametrize("year", [2022, *(pytest.param(year, marks=pytest.mark.slow) for year in (2019, 2020, 2021, 2023, 2024, 2025))])
def test_every_condition_has_its_pair(year):
    recognition, book = enriched(year)
    count, missing = without_pair(run(recognition, consistent(max(year - 1, 2019), 1)[0]), book)
    assert count >= 25
    assert missing == set()


def test_every_choice_of_the_published_three_public_table_has_its_pair(tmp_path):
    recognition, book = with_disclosure(2020, tmp_path / "公开.xlsx")
    count, missing = without_pair(run(recognition), book, lambda rule: rule.startswith("P-"))
    assert count >= 6
    assert missing == set()


OWN = [
    "财决04[合计,2] ≤ MAX(财决04[合计,1], 财决04[合计,3])",
    "MIN(财决04[合计,2], 财决04[合计,3]) ≤ 财决04[合计,1]",
    "IF(财决04[合计,2] > 0, 财决04[合计,1] > 0)",
    "ROUND(财决04[合计,1], 0) ≥ ROUND(财决04[合计,2], 0)",
    "ABS(财决04[合计,1] - 财决03[合计,1]) ≤ 90%*财决04[合计,1]",
    "如果 财决04[合计,2] ≠ 0 且 财决04[合计,3] ≠ 0，则 财决04[合计,1] ≥ 财决04[合计,2] 或 财决04[合计,1] ≥ 财决04[合计,3]",
    "财决04[合计,1] / 财决04[合计,2] ≥ 1",
    "财决04[合计,1] * 2 ≥ 财决04[合计,2]",
    "财决04[合计,2] ≠ 财决04[合计,1]",
]


def test_every_function_of_the_language_has_its_pair(tmp_path):
    path = tmp_path / "本单位.txt"
    path.write_text("\n".join(f"[本-{number}] 逻辑性 错误\n公式：{formula}" for number, formula in enumerate(OWN)), encoding="utf-8")
    recognition, book = consistent()
    audit = Audit(recognition, rules=[path])
    audit.run()
    starts = {family.rule.formula_text: family.start for family in audit.instances.families}
    assert [formula for formula in OWN if not has_pair(audit, book, starts[formula])] == []


def wrong_rows(check, form):
    """The form with one row as the check must not find it."""
    rows = form.rows
    item = next(row for row in rows if row.level == "项" or len(row.subject) == 7)
    match check:
        case "上级齐全":
            return replace(form, rows=tuple(row for row in rows if row.id != item.subject[:5]))
        case "编码不重复":
            return replace(form, rows=(*rows, replace(item, row=rows[-1].row + 1)))
        case "编码有序":
            return replace(form, rows=(*rows[:-2], rows[-1], rows[-2]))
        case "科目有效":
            return replace(form, rows=tuple(replace(row, id="9990101", subject="9990101") if row is item else row for row in rows))
        case "名称相符":
            return replace(form, rows=tuple(replace(row, label="错误的名称") if row is item else row for row in rows))
        case _:  # 科目归属
            return replace(form, rows=tuple(replace(row, id="2010101", subject="2010101") if row is item else row for row in rows))


@pytest.mark.parametrize("year", [2020, pytest.param(2025, marks=pytest.mark.slow)])
def test_every_check_of_rows_has_its_pair(year, tmp_path):
    recognition, _ = with_disclosure(year, tmp_path / "公开.xlsx")
    audit = run(recognition)
    checks = [rule for rule in audit.rules if isinstance(rule.formula, s.Call)]
    assert len(checks) > 60
    before = {finding.rule for finding in audit.findings}
    by_change = {}
    for rule in checks:
        code = next(item.code for item in rule.formula.arguments if isinstance(item, s.FormName))
        if recognition.form(code) is not None:
            by_change.setdefault((rule.formula.name, code), []).append(rule.id)
    for (check, code), rules in by_change.items():
        form = recognition.form(code)
        forms = tuple(wrong_rows(check, form) if item is form else item for item in recognition.forms)
        narrowed = tuple(item for item in forms if item.code == code)
        found = {finding.rule for finding in run(Recognition(recognition.workbook, narrowed, (), year, "测试单位")).findings}
        assert set(rules) <= found - before, (check, code)
