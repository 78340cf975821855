"""A whole random year in every province: the sums, shares, rates and names of the text are those of the forms (公开检查 A, K, N)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from tests.narrative.test_disclosure_rules import faults, own_words, paragraphs

from juesuan.document import Document
from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.money import format_amount, to_wan
from juesuan.narrative import PROVINCES, compose
from juesuan.narrative.glossary import subject_text
from juesuan.subjects import Subjects

CENT = Decimal("0.01")
_SHARE = re.compile(r"([\d.]+)万元，占([\d.]+)%")
_CHANGE = re.compile(r"(增加|减少)([\d.]+)万元，(?:增长|下降|降低)([\d.]+)%")
_DONE = re.compile(r"预算(?:数)?为([\d.]+)万元，支出决算(?:数)?为([\d.]+)万元，完成(?:年初|全年)?预算的?([\d.]+)%")
_VEHICLES = re.compile(r"共有车辆(\d+)辆，其中[：，](.*?)(?:单价|；|。)")


@pytest.fixture(params=list(PROVINCES))
def document(request: pytest.FixtureRequest, random_year: Callable[[int], Recognition]) -> Document:
    return compose(random_year(2023), random_year(2019), request.param, tables=False)


def test_nothing_that_an_inspector_would_note(document: Document) -> None:
    assert faults(document) == []


def near(printed: str, part: Decimal, whole: Decimal) -> bool:
    """Whether a percentage is that of two amounts that were themselves rounded to 0.01 万元."""
    if not whole:
        return True
    slack = CENT / 2 + (CENT / 2 * 100 + CENT / 2 * abs(Decimal(printed))) / abs(whole)
    return abs(Decimal(printed) - abs(part) / abs(whole) * 100) <= slack


def wrong_shares(document: Document) -> Iterator[str]:
    for block in paragraphs(document):
        words = own_words(block)
        whole = re.search(r"(?:合计|支出)([\d.]+)万元", words)
        if block.key in ("收入.构成", "支出.构成", "一般公共预算.结构") and whole:
            listed = _SHARE.findall(words)
            assert listed
            total = Decimal(whole.group(1))
            yield from (f"{block.key} {part} {printed}" for part, printed in listed if not near(printed, Decimal(part), total))


def wrong_changes(document: Document) -> Iterator[str]:
    for block in paragraphs(document):
        for sentence in own_words(block).split("。"):
            amounts = [Decimal(found) for found in re.findall(r"(?:总计|均为|支出|决算为?)([\d.]+)万元", own_words(block))]
            for direction, difference, printed in _CHANGE.findall(sentence):
                moved = Decimal(difference) * (1 if direction == "增加" else -1)
                if not any(near(printed, moved, now - moved) for now in amounts):
                    yield f"{block.key} {sentence}"


def wrong_completions(document: Document) -> Iterator[str]:
    for block in paragraphs(document):
        for budget, final, printed in _DONE.findall(own_words(block)):
            if not near(printed, Decimal(final), Decimal(budget)):
                yield f"{block.key} {budget} {final} {printed}"


def test_every_percentage_is_that_of_its_amounts(document: Document) -> None:
    """A01, A03, A06."""
    assert [*wrong_shares(document), *wrong_changes(document), *wrong_completions(document)] == []


def text_of(document: Document, key: str) -> str:
    return "".join(own_words(block) for block in paragraphs(document) if block.key == key)


def test_vehicles_and_purchases_add_up(document: Document) -> None:
    """K04, K05."""
    found = _VEHICLES.search(text_of(document, "资产.总"))
    assert found
    assert sum(map(int, re.findall(r"用车(\d+)辆", found.group(2)))) == int(found.group(1))
    bought = [Decimal(amount) for amount in re.findall(r"(?:总额|为|支出|金额)([\d.]+)万元", text_of(document, "采购.总"))[:4]]
    assert len(bought) == 4
    assert abs(bought[0] - sum(bought[1:])) <= 2 * CENT


def spent(form: Form, recognition: Recognition, column: str, level: str) -> dict[str, str]:
    """What the text must state of a form by 科目: code and printed amount."""
    rows = [row for row in form.rows if row.subject and row.level == level]
    amounts = {row.subject: recognition.amount(form.code, row.id, column) for row in rows}
    return {code: format_amount(to_wan(amount)) for code, amount in amounts.items() if amount}


def test_every_subject_of_the_form_is_told_with_its_name_and_amount(document: Document, random_year: Callable[[int], Recognition]) -> None:
    """N05, N06, N07."""
    recognition, names = random_year(2023), Subjects.for_year(2023)
    form = recognition.form("财决07")
    assert form
    told = {block.key.rpartition("/")[2]: own_words(block) for block in paragraphs(document) if block.key.startswith("一般公共预算.项/")}
    items = spent(form, recognition, "7", "项")
    assert told.keys() == items.keys()
    for code, amount in items.items():
        subject = names.find(code)
        assert subject
        assert f"{subject.name}（" in told[code]
        assert f"{amount}万元" in told[code]
    structure = text_of(document, "一般公共预算.结构")
    assert all(f"{amount}万元" in structure for amount in spent(form, recognition, "7", "类").values())


def test_every_term_in_use_is_explained_once_and_no_other(document: Document, random_year: Callable[[int], Recognition]) -> None:
    """K07: the 项 of all three funds, in the order of the funds and codes."""
    recognition = random_year(2023)
    used = [
        code
        for number, column in (("财决07", "7"), ("财决09", "7"), ("财决11", "5"))
        if (form := recognition.form(number))
        for code in sorted(spent(form, recognition, column, "项"))
    ]
    explained = [block.key.removeprefix("名词.") for block in document.blocks if getattr(block, "key", "").startswith("名词.")]
    assert [code for code in explained if code.isdigit()] == used
    assert len(set(explained)) == len(explained)


@pytest.mark.parametrize("edition", range(2019, 2026))
def test_every_item_of_the_classification_has_an_explanation_that_reads_well(edition: int) -> None:
    subjects = Subjects.for_year(edition)
    sections = [section for kind in subjects.children() for section in subjects.children(kind.code)]
    items = [(item, section) for section in sections for item in subjects.children(section.code)]
    assert len(items) > 1000
    texts = {f"{item.code} {item.name}": subject_text(item.code, item.name, section.name) for item, section in items}
    bad = re.compile(r"用于用于|的方面|支出方面|其他用于其他|\{|方面方面|支出支出|，。|。。|的的")
    assert [f"{name}：{text}" for name, text in texts.items() if bad.search(text) or not re.fullmatch(r"(?:反映|指).+。", text)] == []
