"""Composing small workbooks: what is missing, what is new, what is nothing."""

from __future__ import annotations

import pytest
from tests.narrative.paper import Paper, paper, typed

from juesuan import narrative
from juesuan.document.blocks import Document, Figure, Heading, Missing, Number, Paragraph, Table, Text
from juesuan.narrative import Facts, answer_cell, load_inputs, remaining
from juesuan.narrative.catalogue import load_catalogue
from juesuan.narrative.lists import entries
from juesuan.narrative.scope import Scope
from juesuan.narrative.wording import Style
from juesuan.resources import resource
from juesuan.workbook import Cell

TOTALS = {"收入总计": {"3": 100000}, "支出总计": {"9": 100000}}


def compose(this: Paper, before: Paper | None = None, province: str | None = None) -> Document:
    return narrative.compose(this, before, province, tables=False)


def paragraph(document: Document, key: str) -> Paragraph:
    return next(block for block in document.blocks if isinstance(block, Paragraph) and block.key == key)


def written(this: Paper, before: Paper | None = None, province: str = "sichuan", key: str = "总体.收入") -> str:
    return paragraph(compose(this, before, province), key).text


def test_change_against_last_year_with_its_reason() -> None:
    this = paper({"财决01": TOTALS, "说明资料": typed(原因_收入总计="项目减少。")})
    before = paper({"财决01": {"收入总计": {"3": 200000}}}, 2019)
    assert written(this, before) == "2020年度收入总计10.00万元。与2019年相比，收入总计减少10.00万元，下降50.00%。主要变动原因是项目减少。"


def test_numbers_know_their_cells_and_reasons_their_input() -> None:
    this = paper({"财决01": TOTALS, "说明资料": typed(原因_收入总计="项目减少")})
    before = paper({"财决01": {"收入总计": {"3": 200000}}}, 2019)
    runs = paragraph(compose(this, before, "sichuan"), "总体.收入").runs
    numbers = [run for run in runs if isinstance(run, Number)]
    assert [(run.text, run.fact, len(run.cells)) for run in numbers] == [
        ("10.00", "收入总计", 1),
        ("10.00", "收入总计增减额", 2),
        ("50.00", "收入总计增减率", 2),
    ]
    assert Text("项目减少", "原因.收入总计") in runs


def test_a_missing_reason_shows_what_it_must_explain() -> None:
    this, before = paper({"财决01": {"收入总计": {"3": 11633200}}}), paper({"财决01": {"收入总计": {"3": 20311200}}}, 2019)
    missing = next(run for run in paragraph(compose(this, before, "sichuan"), "总体.收入").runs if isinstance(run, Missing))
    assert missing.key == "原因.收入总计"
    assert missing.explains == "上年 2031.12 万元，本年 1163.32 万元，减少 867.80 万元（-42.73%）"


def test_no_change_needs_no_reason() -> None:
    assert written(paper({"财决01": TOTALS}), paper({"财决01": TOTALS}, 2019)).endswith("收入总计持平。")


def test_last_year_may_be_typed() -> None:
    this = paper({"财决01": TOTALS, "说明资料": typed(上年_收入总计=50000, 原因_收入总计="增人")})
    assert "增加5.00万元，增长100.00%" in written(this)


@pytest.mark.parametrize("province", ["national", "sichuan", "hunan", "shanghai", "gansu"])
def test_a_new_unit_has_no_comparison_anywhere(province: str) -> None:
    this = paper({"财决01": TOTALS, "说明资料": typed(设置_新成立="2020年4月")}, 2024 if province == "gansu" else 2020)
    document = compose(this, None, province)
    whole = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "本单位属于2020年4月新成立单位，故无上年数据对比" in whole
    assert "相比" not in whole
    assert "比上年" not in whole


@pytest.mark.parametrize("province", ["national", "sichuan", "hunan", "shanghai", "gansu"])
def test_an_empty_workbook_still_composes(province: str) -> None:
    document = compose(paper({}), None, province)
    assert document.draft
    assert document.missing()


def test_the_workbook_names_its_own_province() -> None:
    assert compose(paper({"说明资料": typed(设置_省份="四川省")})).province == "sichuan"
    assert compose(paper({"说明资料": typed(设置_省份="全国通用")})).province == "national"


def test_public_forms_in_wan_give_the_same_facts() -> None:
    public = paper({"公开01": {"一、事业收入": {"1": 12.34}}}, unit="万元")
    assert Facts(public).fact("事业收入").amount == 123400


def test_subjects_with_budget_reason_and_budget_nothing() -> None:
    forms = {
        "财决07": {"2101501": {"7": 900000}, "2101502": {"7": 50000}, "2101504": {"7": 0}},
        "说明资料-科目": {
            "2101501": {"年初预算数": 1000000, "全年预算数": 1000000, "变动原因": "尚未支付完"},
            "2101502": {"年初预算数": 0, "全年预算数": 0, "变动原因": "追加"},
        },
    }
    document = compose(paper(forms), None, "sichuan")
    assert paragraph(document, "一般公共预算.项/2101501").text == (
        "医疗保障管理事务（21015款）行政运行（2101501项）：支出决算为90.00万元，完成预算90.00%，决算数小于预算数的主要原因是尚未支付完。"
    )
    assert "预算数为0万元，决算数大于预算数的主要原因是追加。" in paragraph(document, "一般公共预算.项/2101502").text
    assert not any(block.key.endswith("2101504") for block in document.blocks if isinstance(block, Paragraph))


def test_a_missing_budget_is_asked_for_by_subject() -> None:
    document = compose(paper({"财决07": {"2101501": {"7": 900000}}}), None, "sichuan")
    assert "科目.2101501.全年预算数" in {missing.key for missing in document.missing()}


def test_only_economic_subjects_with_amounts_are_listed() -> None:
    forms = {"财决08-1": {"合计": {"1": 30000, "E301": 20000, "E30101": 20000, "E30102": 0, "E302": 10000, "E30201": 10000}}}
    assert paragraph(compose(paper(forms), None, "sichuan"), "基本支出.人员").text == "人员经费2.00万元，主要包括：E30101。"


def test_typed_lists_become_numbered_paragraphs() -> None:
    document = compose(paper({"说明资料": typed(概况_主要职能="执行政策。\n拟订规划")}), None, "sichuan")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph) and block.key.startswith("职能")] == [
        "1.执行政策。",
        "2.拟订规划。",
    ]


def test_terms_that_are_not_used_are_not_explained() -> None:
    document = compose(paper({"财决01": {"收入总计": {"3": 1}, "经营收入": {"3": 5}}, "财决07": {"2101501": {"7": 9}}}), None, "sichuan")
    terms = [block.key for block in document.blocks if isinstance(block, Paragraph) and block.key.startswith("名词")]
    assert terms == ["名词.经营收入", "名词.2101501", "名词.“三公”经费"]


def test_the_same_reason_need_not_be_typed_twice() -> None:
    inputs = typed(原因_收入总计="人员增加", 原因_支出总计="同收入总计")
    this, before = paper({"财决01": TOTALS, "说明资料": inputs}), paper({"财决01": {"收入总计": {"3": 1}, "支出总计": {"9": 1}}}, 2019)
    assert written(this, before, key="总体.支出").endswith("主要变动原因是人员增加。")


def test_numbers_that_were_typed_before_a_line_are_not_doubled() -> None:
    document = compose(paper({"说明资料": typed(概况_主要职能="1.执行政策\n（二）拟订规划\n3.5公里以内的管理")}), None, "sichuan")
    found = [block.text for block in document.blocks if isinstance(block, Paragraph) and block.key.startswith("职能")]
    assert found == ["1.执行政策。", "2.拟订规划。", "3.3.5公里以内的管理。"]


@pytest.mark.parametrize(("trims", "shares"), [(False, ["33.33", "33.33", "33.33"]), (True, ["33.34", "33.33", "33.33"])])
def test_shares_may_be_trimmed_to_a_hundred(*, trims: bool, shares: list[str]) -> None:
    amounts = {"合计": {"2": 10, "3": 10, "4": 10, "5": 0, "6": 0}}
    facts = Facts(paper({"财决01": {"本年支出合计": {"9": 30}}, "财决04": amounts}))
    scope = Scope(facts, Style(trims=trims), "全年预算")
    assert [entry.run("占比").text for entry in entries("支出性质", scope)] == shares


def test_every_input_is_asked_for_by_a_template_or_a_fact() -> None:
    files = [*resource("narrative").glob("*/*.txt"), resource("narrative/facts.toml")]
    written = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [key for key in load_inputs() if key not in written and not key.startswith("设置")] == []


def test_reasons_explain_facts_that_exist() -> None:
    for asked in load_inputs().values():
        for name in filter(None, asked.explains.replace("{预算}", "年初预算").split("/")):
            assert name in load_catalogue().facts


def test_a_budget_that_a_form_left_at_nothing_is_asked_for() -> None:
    column = "支出/按支出性质和经济分类/全年预算数/一般公共预算财政拨款"
    forms = {"财决01-1": {"本年支出合计": {column: 0}}}
    assert Facts(paper(forms)).fact("一般公共预算全年预算").amount is None
    assert Facts(paper(forms | {"说明资料": typed(补充_一般公共预算全年预算=0)})).fact("一般公共预算全年预算").amount == 0
    subjects = {"说明资料-科目": {"2101501": {"全年预算数": 7}, "2101502": {"全年预算数": 5}}}
    assert Facts(paper(forms | subjects)).fact("一般公共预算全年预算").amount == 12


def test_without_reception_there_were_no_guests() -> None:
    facts = Facts(paper({"公开三公": {"1": {"12": 0}}}, unit="万元"))
    assert facts.fact("国内接待批次").amount == 0
    assert facts.fact("用车保有量").amount is None


def test_every_question_of_the_case_has_a_cell_for_its_answer() -> None:
    forms = {
        "说明资料": {"原因.收入总计": {"内容": ""}},
        "说明资料-科目": {"2101501": {"年初预算数": "", "全年预算数": "", "变动原因": ""}},
        "财决07": {"2101501": {"7": 900000}},
    }
    this = paper(forms)
    assert answer_cell(this, "原因.收入总计") == Cell("说明资料", 8, 5)
    assert answer_cell(this, "科目.2101501.变动原因") == Cell("说明资料-科目", 8, 7)
    assert answer_cell(this, "科目.2101502.变动原因") is None
    assert answer_cell(this, "概况.主要职能") is None


def test_a_figure_with_nothing_to_show_is_left_out_and_the_next_takes_its_number() -> None:
    this = paper({"财决01": TOTALS | {"本年支出合计": {"9": 30}}, "财决04": {"合计": {"2": 30, "3": 0}}})
    figures = [block for block in compose(this, None, "sichuan").blocks if isinstance(block, Figure)]
    assert [(figure.number, figure.key) for figure in figures] == [(1, "图1"), (2, "图3")]


def test_what_remains_to_be_told_comes_once_each_in_reading_order() -> None:
    document = compose(paper({"财决01": TOTALS}, unit_name=""), None, "sichuan")
    keys = [missing.key for missing in remaining(document)]
    assert keys[:2] == ["封面.单位名称", "概况.主要职能"]
    assert len(keys) == len(set(keys))


def test_the_units_of_the_accounts_stand_in_a_table_where_the_province_has_one() -> None:
    units = paper({"说明资料": typed(概况_编制范围单位="某局（本级）\n某中心 参公")}, 2024)
    (table,) = [block for block in compose(units, None, "shanghai").blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in table.body] == [["1", "某局（本级）", ""], ["2", "某中心", "参公"]]
    assert "三、决算单位构成" in [block.text for block in compose(units, None, "gansu").blocks if isinstance(block, Heading)]


def test_an_amount_too_small_to_show_is_explained_once() -> None:
    small = paper({"财决04": {"合计": {"1": 1000030, "2": 1000000, "3": 30, "4": 0, "5": 0, "6": 0}}})
    blocks = compose(small, None, "national").blocks
    notes = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph) and "不足0.01万元" in block.text]
    terms = next(place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.key == "名词")
    assert len(notes) == 1
    assert terms - 2 <= notes[0] < terms
    assert not any("不足0.01" in getattr(block, "text", "") for block in compose(paper({"财决01": TOTALS}), None, "national").blocks)
