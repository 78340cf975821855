"""Paragraphs worded by the office: figures stay live, nothing goes stale unnoticed, one change gives the template back."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.document.blocks import Document, Missing, Number, Paragraph, Text
from juesuan.errors import JuesuanError
from juesuan.forms import Recognition, recognise
from juesuan.narrative import compose, needs_sheet, restore, rewrite, rewritten
from juesuan.narrative.own_words import SLOT, loose_numbers, with_slots
from juesuan.narrative.places import Places
from juesuan.narrative.rewriting import SHEET
from juesuan.workbook import Cell, open_workbook

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"
KEY = "总体.收入"
OWN = "全年收入一共1163.32万元，比2019年减少了867.80万元，下降42.73%，原因是征地农转非项目减少。"


@pytest.fixture(scope="module")
def prior() -> Recognition:
    return recognise(open_workbook(next(CASE.glob("[!~]*2019*.xlsx"))))


@pytest.fixture
def this(tmp_path: Path) -> Recognition:
    path = tmp_path / "2020.xlsx"
    shutil.copy(next(CASE.glob("[!~]*2020*.xlsx")), path)
    return recognise(open_workbook(path))


def composed(this: Recognition, prior: Recognition) -> Document:
    return compose(this, prior, "sichuan", tables=False)


def paragraph(document: Document, key: str = KEY) -> Paragraph:
    return next(block for block in document.blocks if isinstance(block, Paragraph) and block.key == key)


def reworded(this: Recognition, prior: Recognition, text: str, key: str = KEY) -> Document:
    if needs_sheet(this.workbook):
        this.workbook.add_sheet(SHEET)
    this.workbook.apply(rewrite(this, composed(this, prior), key, text))
    return composed(this, prior)


def put(this: Recognition, form: str, row: str, column: str, yuan: int) -> None:
    found = this.form(form)
    assert found
    cell = Places().cell(found, row, column)
    assert cell
    this.workbook.apply(this.workbook.replace({cell: Decimal(yuan)}, "填写"))


def test_the_new_wording_is_printed_and_its_figures_stay_live(this: Recognition, prior: Recognition) -> None:
    found = paragraph(reworded(this, prior, OWN))
    assert found.text == OWN
    assert found.rewritten
    assert {run.fact for run in found.runs if isinstance(run, Number)} == {"收入总计", "收入总计增减额", "收入总计增减率"}
    assert all(run.cells for run in found.runs if isinstance(run, Number))
    assert Text("征地农转非项目减少", "原因.收入总计") in found.runs


def test_it_survives_a_change_of_data_with_its_directions(this: Recognition, prior: Recognition) -> None:
    reworded(this, prior, OWN)
    put(this, "财决01", "收入总计", "3", 30000000)
    assert paragraph(composed(this, prior)).text == (
        "全年收入一共3000.00万元，比2019年增加了968.88万元，增长47.70%，原因是征地农转非项目减少。"
    )


def test_larger_and_smaller_than_the_budget_stay_live(this: Recognition, prior: Recognition) -> None:
    key = "三公.总体"
    put(this, "财决附03", "支出合计", "2", 20000)
    own = "全年“三公”经费1.50万元，小于预算，完成75.00%。"
    assert paragraph(reworded(this, prior, own, key), key).text == own
    put(this, "财决附03", "支出合计", "2", 10000)
    changed = composed(this, prior)
    assert paragraph(changed, key).text == "全年“三公”经费1.50万元，大于预算，完成150.00%。"
    put(this, "财决附03", "支出合计", "2", 15000)
    assert any("现在相等" in remark for remark in rewritten(composed(this, prior))[0].remarks)


def test_a_direction_in_words_of_ones_own_is_remarked_when_it_turns(this: Recognition, prior: Recognition) -> None:
    assert reworded(this, prior, "全年收入一共1163.32万元，少了。").rewritings[0].remarks == ()
    put(this, "财决01", "收入总计", "3", 30000000)
    assert any("方向" in remark for remark in rewritten(composed(this, prior))[0].remarks)


def test_no_change_at_all_is_remarked(this: Recognition, prior: Recognition) -> None:
    reworded(this, prior, OWN)
    put(this, "财决01", "收入总计", "3", 20311200)
    assert any("持平" in remark for remark in rewritten(composed(this, prior))[0].remarks)


def test_it_is_kept_in_the_file(this: Recognition, prior: Recognition, tmp_path: Path) -> None:
    reworded(this, prior, OWN)
    this.workbook.save(tmp_path / "again.xlsx")
    again = recognise(open_workbook(tmp_path / "again.xlsx"))
    assert paragraph(composed(again, prior)).text == OWN


def test_it_is_listed_and_one_change_gives_the_template_back(this: Recognition, prior: Recognition) -> None:
    before = paragraph(composed(this, prior))
    [listed] = rewritten(reworded(this, prior, OWN))
    assert (listed.key, listed.text, listed.template_text, listed.remarks) == (KEY, OWN, before.text, ())
    effect = this.workbook.apply(restore(this, KEY))
    assert paragraph(composed(this, prior)) == before
    assert rewritten(composed(this, prior)) == ()
    this.workbook.apply(effect.change.reversed())
    assert paragraph(composed(this, prior)).text == OWN


def test_a_figure_that_is_no_fact_is_remarked(this: Recognition, prior: Recognition) -> None:
    [listed] = rewritten(reworded(this, prior, "收入1163.32万元，其中上级专款86.03万元。"))
    assert [remark for remark in listed.remarks if "86.03" in remark]
    assert not [remark for remark in listed.remarks if "1163.32" in remark]


def test_a_paragraph_may_be_left_out_and_come_back(this: Recognition, prior: Recognition) -> None:
    document = reworded(this, prior, "")
    assert KEY not in {block.key for block in document.blocks if isinstance(block, Paragraph)}
    assert [listed.text for listed in rewritten(document)] == [""]
    this.workbook.apply(rewrite(this, document, KEY, OWN))
    assert paragraph(composed(this, prior)).text == OWN


def test_rewriting_again_knows_the_figures_of_the_template(this: Recognition, prior: Recognition) -> None:
    document = reworded(this, prior, "收入减少。")
    this.workbook.apply(rewrite(this, document, KEY, OWN))
    assert Number in {type(run) for run in paragraph(composed(this, prior)).runs}
    assert len(rewritten(composed(this, prior))) == 1


def test_a_wording_whose_paragraph_went_is_listed(this: Recognition, prior: Recognition) -> None:
    reworded(this, prior, "用于参保补助。", "基金.用途")
    for column in ("7", "11"):
        put(this, "财决09", "合计", column, 0)
    [listed] = rewritten(composed(this, prior))
    assert "没有这一段" in listed.remarks[0]


def test_a_changed_template_sentence_is_remarked(this: Recognition, prior: Recognition) -> None:
    reworded(this, prior, "收入1163.32万元。")
    form = this.form("说明资料")
    assert form
    this.workbook.apply(this.workbook.replace({form.fields["原因.收入总计"]: "上级补助减少"}, "填写"))
    assert any("模板这一段" in remark for remark in rewritten(composed(this, prior))[0].remarks)


def test_a_slot_typed_by_hand_is_filled_and_an_unknown_one_remarked(this: Recognition, prior: Recognition) -> None:
    document = reworded(this, prior, "上年收入{上年收入总计}万元，支出{支出总计}万元，{没有的}。")
    assert paragraph(document).text == "上年收入2031.12万元，支出1091.85万元，{没有的}。"
    assert any("没有的" in remark for remark in rewritten(document)[0].remarks)


def test_an_open_question_stays_open(this: Recognition, prior: Recognition) -> None:
    form = this.form("说明资料")
    assert form
    this.workbook.apply(this.workbook.replace({form.fields["原因.收入总计"]: None}, "清空"))
    now = paragraph(composed(this, prior)).text
    document = reworded(this, prior, "今年" + now)
    assert document.draft
    assert [run.key for run in paragraph(document).runs if isinstance(run, Missing)] == ["原因.收入总计"]


def test_only_what_is_there_can_be_rewritten_or_restored(this: Recognition, prior: Recognition) -> None:
    with pytest.raises(JuesuanError, match="没有编号为"):
        reworded(this, prior, OWN, "没有的段")
    with pytest.raises(JuesuanError, match="没有改写过"):
        restore(this, KEY)


def test_equal_figures_are_told_apart_by_their_words() -> None:
    runs = (Text("出国"), Number("0", "因公出国费"), Text("万元，购车"), Number("0", "公务用车购置费"), Text("万元。"))
    assert with_slots("今年购车0万元，出国0万元。", runs, [], {}) == "今年购车{公务用车购置费}万元，出国{因公出国费}万元。"


def test_a_figure_of_another_paragraph_is_known_by_its_digits() -> None:
    others = [(Number("867.80", "收入总计增减额"), Number("15", "批次"))]
    assert with_slots("减少867.80万元，共15批。", (), others, {}) == "{收入总计增减}{收入总计增减额}万元，共15批。"


def test_years_and_numbering_are_no_loose_figures() -> None:
    assert with_slots("2020年与2019年", (), [], {"年度": "2020", "上年": "2019"}) == "{年度}年与{上年}年"
    assert loose_numbers("3.截至12月31日有7辆", (Text("截至12月31日"),)) == ["7"]


@given(st.lists(st.decimals(0, 99999, places=2), min_size=1, max_size=5, unique=True))
def test_every_figure_of_the_sentence_becomes_its_slot(amounts: list[Decimal]) -> None:
    stated = [(Text(f"第{'一二三四五'[place]}项"), Number(str(amount), f"事实{place}")) for place, amount in enumerate(amounts)]
    runs = tuple(run for pair in stated for run in pair)
    slotted = with_slots("".join(run.text for run in runs), runs, [], {})
    assert SLOT.findall(slotted) == [f"事实{place}" for place in range(len(amounts))]


def test_the_cells_of_the_sheet_say_what_they_are(this: Recognition, prior: Recognition) -> None:
    reworded(this, prior, OWN)
    values = [this.workbook.value(Cell(SHEET, 3, column)) for column in (1, 2, 3)]
    assert values == ["段落编号", "原句", "改写"]
    assert this.workbook.value(Cell(SHEET, 4, 3)) == (
        "全年收入一共{收入总计}万元，比{上年}年{收入总计增减}了{收入总计增减额}万元，{收入总计升降}{收入总计增减率}%，原因是{原因.收入总计}。"
    )
