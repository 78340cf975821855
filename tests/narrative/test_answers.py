"""Every question is asked once, and its answer has one cell: a row of the input sheets, made where the workbook lacks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from tests.narrative.paper import paper

from juesuan.document import Document, Missing
from juesuan.forms import Recognition
from juesuan.narrative import PROVINCES, answer_cell, answer_place, compose


@pytest.fixture(params=[2019, 2023])
def accounts(request: pytest.FixtureRequest, random_year: Callable[[int], Recognition]) -> Recognition:
    return random_year(request.param)


def asked(document: Document) -> list[Missing]:
    return [run for block in document.blocks for run in getattr(block, "runs", ()) if isinstance(run, Missing)]


@pytest.mark.parametrize("province", PROVINCES)
def test_every_question_has_one_place_for_its_answer(accounts: Recognition, province: str) -> None:
    questions = compose(accounts, None, province, tables=False).missing()
    places = {question.key: answer_place(accounts, question.key) for question in questions}
    assert len(questions) > 10
    assert [key for key, place in places.items() if place is None] == []
    known = Counter(cell for key in places if (cell := answer_cell(accounts, key)))
    assert [cell for cell, times in known.items() if times > 1] == []
    assert {question.prompt for question in asked(compose(accounts, None, province, tables=False))} == {each.prompt for each in questions}


@pytest.mark.parametrize("province", ["sichuan", "shanghai"])
def test_what_was_answered_is_asked_no_more(accounts: Recognition, province: str) -> None:
    """Answering all questions, and those that the answers raise, comes to an end."""
    recognition, undo = accounts, []
    for _ in range(4):
        for question in compose(recognition, None, province, tables=False).missing():
            place = answer_place(recognition, question.key)
            assert place
            amount = "原因" not in question.key and "用途" not in question.key
            change = recognition.workbook.replace({**place.beside, place.cell: Decimal(7) if amount else "已查明"}, "填写")
            undo.append(recognition.workbook.apply(change).change)
            recognition = recognition.refreshed({place.sheet}) if place.beside else recognition
    left = [each.key for each in compose(recognition, None, province, tables=False).missing()]
    for change in reversed(undo):
        recognition.workbook.apply(change.reversed())
    assert left == []


def test_a_workbook_without_input_sheets_gets_their_heads() -> None:
    place = answer_place(paper({"财决01": {}}), "原因.收入总计")
    assert place
    assert place.sheet == "说明资料"
    assert list(place.beside.values())[:8] == ["编号", "类别", "项目", "内容", "单位", "填写要求", "原因.收入总计", "变动原因"]
    subject = answer_place(paper({"财决01": {}}), "科目.2101501.主要用途")
    assert subject
    assert list(subject.beside.values())[-2:] == ["2101501", "行政运行"]
    assert subject.cell.column == 7
    assert answer_place(paper({}), "封面.单位名称") is None


def test_a_figure_of_no_form_is_asked_for_and_heard() -> None:
    """2019 knew no 国有资本经营预算 forms: nothing was spent, and nothing is asked."""
    assert "事实.国资支出" not in {each.key for each in compose(paper({"财决01": {}}, 2019), None, "sichuan", tables=False).missing()}  # type: ignore[arg-type]
    assert "事实.国资支出" in {each.key for each in compose(paper({"财决01": {}}, 2021), None, "sichuan", tables=False).missing()}  # type: ignore[arg-type]
    told = paper({"说明资料": {"事实.国资支出": {"内容": 30000}}}, 2021)
    assert "事实.国资支出" not in {each.key for each in compose(told, None, "sichuan", tables=False).missing()}  # type: ignore[arg-type]
