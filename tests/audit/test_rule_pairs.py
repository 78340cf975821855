"""For every rule a pair: a workbook in which it holds, and the smallest change of one cell that makes it and its readers fail."""

from dataclasses import replace
from decimal import Decimal

import pytest
from consistent import Sheet, consistent

from juesuan.audit import Audit
from juesuan.audit.bound import Compare, Linear, Verdict, number
from juesuan.disclosure import disclose, write_workbook
from juesuan.forms import Form, Recognition, catalogue, recognise
from juesuan.workbook import Cell, open_workbook

CENT = Decimal("0.01")
HOLDING = (Verdict.HELD, Verdict.NEAR)


def run(recognition, prior=None):
    audit = Audit(recognition, prior)
    audit.run()
    return audit


def with_disclosure(year, path):
    """The consistent workbook together with the 公开表 derived from it."""
    recognition, book = consistent(year)
    tables = disclose(recognition, None, "national")
    made = recognise(open_workbook(write_workbook(tables, path)))
    for sheet in made.workbook.sheets:
        book.by_name[sheet.name] = Sheet(sheet.name, {(row, column): value for row, column, value in sheet.cells()})
    found = Recognition(book, recognition.forms + made.forms, (), year, "测试单位")
    operating = found.cell("公开06", "公用经费合计", "1")
    if book.value(operating) is None:  # printed in the last panel, read in the one of its label
        last = max(column.column for column in made.form("公开06").columns)
        book.put(operating, book.value(operating._replace(column=last)))
    return found, book


def plain(instance):
    """Whether it compares sums of cells."""
    node = instance.node
    return isinstance(node, Compare) and isinstance(node.left, Linear) and isinstance(node.right, Linear)


def breaking(audit, instance):
    """(slot, its new amount) for the smallest change on the left that breaks a comparison; None where none would."""
    node = instance.node
    single = [slot for slot in node.left.plus if node.left.plus.count(slot) == 1 and slot not in node.right.plus + node.right.minus]
    slots = [slot for slot in single if (grid := audit.values.owner(slot)) and not grid.prior]
    if not slots or node.operator not in ("=", "≥", "≤"):
        return None
    slot = max(slots, key=lambda slot: (audit.values.amounts[slot] != 0, -slot))
    gap = number(node.right, audit.values) - number(node.left, audit.values)
    scale = audit.values.owner(slot).form.scale
    step = (node.tolerance or 0) + CENT * scale
    return slot, audit.values.amounts[slot] + gap + (-step if node.operator == "≥" else step)


def written(audit, slot, amount):
    """The cell of a slot and the amount in the unit of its form."""
    return audit.values.cell_of(slot), amount / audit.values.owner(slot).form.scale


def changed(audit, book, cell, value):
    before = book.value(cell)
    book.put(cell, value)
    return before, audit.update([cell])


def try_pair(audit, book, index):
    """Break one instance by one cell: it fails, nothing fails that does not read the cell, and every equation that reads it fails."""
    instance = audit.instances[index]
    found = breaking(audit, instance)
    if found is None:
        return False
    slot, amount = found
    readers = audit.readers(slot)
    before_held = [other for other in readers if audit.instances.verdict(other) is Verdict.HELD]
    cell, value = written(audit, slot, amount)
    before, change = changed(audit, book, cell, value)
    failed = {other for other in readers if audit.instances.verdict(other) is Verdict.FAILED}
    assert index in failed, instance.key
    assert {finding.key for finding in change.appeared} - {"尾数差"} <= {audit.instances[other].key for other in failed} | {
        finding.key for finding in change.appeared if finding.rule == "格式"
    }
    for other in before_held:
        node = audit.instances[other].node
        exact = plain(audit.instances[other]) and node.operator == "=" and node.tolerance is None
        once = exact and [*node.left.plus, *node.left.minus, *node.right.plus, *node.right.minus].count(slot) == 1
        assert not once or other in failed, audit.instances[other].key
    changed(audit, book, cell, before)
    return True


def held(audit):
    """(rule id, indexes of its instances that hold) for every rule that compares sums of cells."""
    found = {}
    for family in audit.instances.families:
        indexes = [index for index in range(family.start, family.start + family.size) if audit.instances.verdict(index) in HOLDING]
        if indexes and plain(audit.instances[indexes[0]]):
            found.setdefault(family.rule.id, []).extend(indexes)
    return found


def try_all(audit, book):
    """Rules of which one instance was broken."""
    return {rule for rule, indexes in held(audit).items() if any(try_pair(audit, book, index) for index in indexes)}


@pytest.mark.parametrize("year", [2019, 2022, *(pytest.param(year, marks=pytest.mark.slow) for year in (2020, 2021, 2023, 2024, 2025))])
def test_every_comparison_of_the_forms_has_its_pair(year):
    recognition, book = consistent(year)
    audit = run(recognition)
    tried = try_all(audit, book)
    assert len(tried) > 150
    assert len(held(audit).keys() - tried) <= 2
    assert audit.findings == ()


@pytest.mark.parametrize("year", [2020, pytest.param(2024, marks=pytest.mark.slow)])
def test_every_comparison_of_the_disclosed_tables_has_its_pair(year, tmp_path):
    recognition, book = with_disclosure(year, tmp_path / "公开.xlsx")
    audit = run(recognition)
    assert [finding.equation for finding in audit.findings if finding.severity == "error"] == []
    tried = {rule for rule in try_all(audit, book) if rule.startswith("P-")}
    assert len(tried) > 40


@pytest.mark.parametrize("rule", ["RPY-01", "RPY-02", "RPY-03"])
def test_last_years_end_is_this_years_beginning(rule):
    before, _ = consistent(2020)
    recognition, book = consistent(2021, 1)
    audit = run(recognition, before)
    index = next(index for index, item in enumerate(audit.instances) if item.rule.id == rule)
    node = audit.instances[index].node
    cell = audit.values.cell_of(node.left.plus[0])
    changed(audit, book, cell, number(node.right, audit.values))
    assert audit.instances.verdict(index) is Verdict.HELD
    changed(audit, book, cell, number(node.right, audit.values) + CENT)
    assert audit.instances.verdict(index) is Verdict.FAILED


def covered(**fields):
    """A consistent workbook with a cover."""
    recognition, book = consistent()
    spec = catalogue().edition("封面", 2020)
    cells = {field.key: Cell("封面", row, 2) for row, field in enumerate(spec.fields, 1)}
    book.by_name["封面"] = Sheet("封面", {})
    labels = {name: field.key for field in spec.fields for name in field.label.split("（")[0].split("/")}
    cover = Form("封面", "封面", "封面", "cover", 2020, fields=cells)
    found = Recognition(book, (*recognition.forms, cover), (), 2020, "测试单位")
    for name, text in fields.items():
        book.put(cells[labels[name]], text)
    return found, book, {name: cells[labels[name]] for name in fields}


COVER_RULES = [
    ("R00-01", {"单位基本性质": "11", "财政预算代码": "510"}, "财政预算代码", None),
    ("R00-02", {"单位执行会计制度": "30", "单位基本性质": "31"}, "单位基本性质", "21"),
    ("R00-03", {"单位执行会计制度": "50", "单位基本性质": "31"}, "单位基本性质", "11"),
    ("R00-04", {"单位基本性质": "11", "事业单位改革分类": None}, "事业单位改革分类", "10"),
    ("R00-05", {"单位基本性质": "22", "事业单位改革分类": "20"}, "事业单位改革分类", None),
    ("R00-06", {"统一社会信用代码": "91350100M000100Y43"}, "统一社会信用代码", "91350100M000100Y4"),
    ("R00-06-2", {"统一社会信用代码": "91350100M000100Y43"}, "统一社会信用代码", "91350100M000100Y44"),
    ("R00-07", {"单位基本性质": "11", "国民经济行业分类": "S92"}, "国民经济行业分类", "P83"),
    ("R00-08", {"新报因素": "0", "上年代码": "0001"}, "上年代码", None),
]


@pytest.mark.parametrize(("rule", "good", "field", "bad"), COVER_RULES, ids=[item[0] for item in COVER_RULES])
def test_every_rule_of_the_cover_has_its_pair(rule, good, field, bad):
    recognition, book, cells = covered(**good)
    audit = run(recognition)
    assert rule not in {finding.rule for finding in audit.findings}
    changed(audit, book, cells[field], bad)
    assert rule in {finding.rule for finding in audit.findings}
    assert rule in {finding.rule for finding in run(recognition).findings}


def test_a_wrong_code_and_a_wrong_name_are_told():
    recognition, _ = consistent()
    form = recognition.form("财决03")
    renamed = [replace(row, label="错误的名称") if row.id == "2010101" else row for row in form.rows]
    recoded = [replace(row, id="9990101", subject="9990101") if row.id == "2010101" else row for row in form.rows]
    for changed_rows, rule in ((renamed, "S03-科目-2"), (recoded, "S03-科目-1")):
        other = replace(form, rows=tuple(changed_rows))
        forms = tuple(other if item is form else item for item in recognition.forms)
        audit = run(Recognition(recognition.workbook, forms, (), 2020, "测试单位"))
        assert rule in {finding.rule for finding in audit.findings}


def consistent_ones(seeds):
    for seed in seeds:
        year = 2019 + seed % 7
        audit = run(consistent(year, seed)[0])
        assert [finding.equation for finding in audit.findings] == [], (year, seed)


def test_consistent_workbooks_of_every_edition_hold():
    consistent_ones(range(100, 107))


@pytest.mark.slow
def test_five_hundred_consistent_workbooks_hold():
    consistent_ones(range(1000, 1500))
