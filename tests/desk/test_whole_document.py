"""The 决算情况说明 with its 绩效 parts: summaries, forms, results and annexes in their places; the report alone without accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from juesuan.desk import Desk
from juesuan.desk.composing import whole_document
from juesuan.document import Document, Heading, Table
from juesuan.forms import Recognition, recognise
from juesuan.workbook import open_workbook

CASES = Path(__file__).parents[1] / "cases"
LIZHOU = CASES / "lizhou-2020"


@pytest.fixture(scope="module")
def accounts() -> Recognition:
    return recognise(open_workbook(LIZHOU / "利州区医疗保障局2020年度部门决算.xlsx"))


@pytest.fixture(scope="module")
def document(accounts: Recognition) -> Document:
    performance = recognise(open_workbook(LIZHOU / "绩效" / "利州区医疗保障局2020年度绩效自评.xlsx"))
    return whole_document(accounts, None, "sichuan", performance=performance)


def block_key(block: object) -> str:
    return getattr(block, "key", "")


def under(document: Document, key: str) -> list[str]:
    """Texts and tables under a heading, up to the next of its level."""
    start = next(place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.key == key)
    found = []
    for block in document.blocks[start + 1 :]:
        if isinstance(block, Heading) and block.level <= document.blocks[start].level:
            break
        text = f"〔{block.title}〕" if isinstance(block, Table) else getattr(block, "text", "")
        found += [text] if text else []
    return found


def test_the_summaries_and_their_forms_stand_in_the_text(document: Document) -> None:
    texts = under(document, "绩效项目")
    assert texts[0].startswith("本部门在2020年度部门决算中反映“医疗照顾”")
    assert texts[1].startswith("（1）“医疗照顾”项目绩效目标完成情况综述。项目全年预算数20.00万元，执行数为14.40万元，完成预算的72.00%。")
    assert texts[6:] == ["〔项目绩效目标完成情况表(2020年度)〕"] * 5
    assert "见附件（附件1）" in under(document, "绩效结果")[0]


def test_the_annexes_are_listed_and_follow_in_full(document: Document) -> None:
    assert under(document, "附件")[:2] == [
        "附件1：广元市利州区医疗保障局2020年部门整体支出绩效评价报告",
        "附件2-1：医疗照顾项目2020年绩效评价报告",
    ]
    titles = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 0]
    assert titles[-7:-4] == [
        "广元市利州区医疗保障局2020年部门整体支出绩效评价报告", "医疗照顾项目2020年绩效评价报告", "二老一残项目2020年绩效评价报告"
    ]
    numbers = [block.text for block in document.blocks if block_key(block).startswith("附件.序号/")]
    assert numbers == ["附件1", *(f"附件2-{number}" for number in range(1, 6))]


def test_figures_of_the_forms_lead_back_to_their_cells(document: Document) -> None:
    runs = [run for block in document.blocks for run in getattr(block, "runs", ()) if getattr(run, "fact", "") == "医疗照顾全年执行数"]
    assert {run.text for run in runs} == {"14.40"}
    assert {cell.sheet for run in runs for cell in run.cells} == {"医疗照顾"}


def test_without_performance_the_text_is_as_before(accounts: Recognition) -> None:
    document = whole_document(accounts, None, "sichuan", tables=False)
    assert under(document, "附件") == ["无。"]


def test_a_workbook_of_performance_alone_gives_its_report_and_takes_answers() -> None:
    desk = Desk.open(CASES / "ziyang-2022" / "资阳区医疗保障事务中心2022年度绩效自评.xlsx")
    assert desk.document().blocks[0].text.endswith("2022年度部门整体支出绩效自评报告")
    cell = desk.answer_cell("问题.主要问题")
    assert cell is not None
    assert (cell.sheet, desk.answer_cell("不存在")) == ("绩效资料", None)
