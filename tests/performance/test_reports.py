"""Reports: every template names only what there is, and says what is still to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from performance_forms import form

from juesuan.document import Table
from juesuan.errors import JuesuanError
from juesuan.forms import Recognition, recognise
from juesuan.narrative.templates import template_paths
from juesuan.performance import compose_report, new_performance_workbook, read_performance
from juesuan.performance.annexes import annexes
from juesuan.performance.building import sheet_name
from juesuan.performance.inputs import REPORTS, answer_cell, inputs_for, load_inputs
from juesuan.render.text import text
from juesuan.resources import resource
from juesuan.workbook import Workbook, open_workbook

TEMPLATES = sorted(template_paths(resource(REPORTS)))


@pytest.mark.parametrize(("province", "year"), TEMPLATES)
def test_a_template_composes_from_next_to_nothing(province: str, year: int, written: Callable[..., Workbook]) -> None:
    project = form("完成情况" if province == "sichuan" else "项目自评", province, {"项目名称": "养护"}, year=year)
    texts = {"项目.报告名称/养护": "养护", "问题.主要问题": "一\n二"}
    document = compose_report(recognise(written(project, texts=texts, province=province, year=year)), province=province)
    assert document.draft
    asked = {item.key.split("/")[0] for item in document.missing() if "." in item.key}
    assert {key for key in asked if not key.startswith("事实.")} <= set(load_inputs())


@pytest.mark.parametrize(("province", "year"), TEMPLATES)
def test_a_template_asks_only_for_inputs_of_its_province(province: str, year: int) -> None:
    words = template_paths(resource(REPORTS))[province, year].read_text(encoding="utf-8")
    named = set(re.findall(r"\{(?:每个 |若 有 )?([\w]+\.[\w]+)", words)) & set(load_inputs())
    unasked = [key for key in named if load_inputs()[key].provinces and province not in load_inputs()[key].provinces]
    assert unasked == []


def test_figures_lead_back_to_their_cells(written: Callable[..., Workbook]) -> None:
    fields = {"项目名称": "养护", "全年预算数": "20万", "全年执行数": "14.4万"}
    workbook = written(form("完成情况", "sichuan", fields, year=2020), province="sichuan", year=2020)
    document = compose_report(recognise(workbook))
    [sheet] = read_performance(workbook)
    runs = [run for block in document.blocks for run in getattr(block, "runs", ()) if getattr(run, "cells", ())]
    assert [(run.text, run.cells) for run in runs] == [
        ("20.00", (sheet.fields["全年预算数"],)),
        ("14.40", (sheet.fields["全年执行数"],)),
        ("72.00", (sheet.fields["全年执行数"], sheet.fields["全年预算数"])),
    ]


def test_an_answer_goes_into_the_input_sheet(written: Callable[..., Workbook]) -> None:
    workbook = written(form("完成情况", "sichuan", {"项目名称": "养护"}, year=2020), province="sichuan", year=2020)
    cell = answer_cell(workbook, "综述.成效/养护")
    assert cell is not None
    workbook.apply(workbook.replace({cell: "道路通畅"}, "填写"))
    assert "通过项目实施，道路通畅。发现的主要问题：暂无。" in text(compose_report(recognise(workbook)))


def test_a_workbook_without_performance_is_refused(book: Callable[..., Workbook]) -> None:
    with pytest.raises(JuesuanError, match="没有绩效表"):
        compose_report(recognise(book({"表": [["别的"]]})))


def test_a_sheet_for_each_project_of_the_accounts(tmp_path: Path, lizhou_accounts: Recognition) -> None:
    out = tmp_path / "绩效.xlsx"
    names = new_performance_workbook(lizhou_accounts, out, "sichuan")
    sheets = read_performance(open_workbook(out))
    assert tuple(sheet.name for sheet in sheets) == names
    assert len(names) == 10
    [medical] = [sheet for sheet in sheets if sheet.name == "城乡医疗救助"]
    assert (medical.amount("全年预算数"), medical.amount("全年执行数")) == (20, 20)
    with pytest.raises(JuesuanError, match="已经存在"):
        new_performance_workbook(lizhou_accounts, out, "sichuan")


def test_a_signature_only_where_a_date_was_typed(written: Callable[..., Workbook]) -> None:
    base = form("基础数据", "hunan", {"编制数": 20})
    document = compose_report(recognise(written(base, texts={"报告.日期": "2023年4月12日"})))
    signed = [block.text for block in document.blocks if getattr(block, "style", "") == "signature"]
    assert signed == ["某单位", "2023年4月12日"]
    assert not [block for block in compose_report(recognise(written(base))).blocks if getattr(block, "style", "") == "signature"]


def test_two_projects_of_one_name_are_both_printed(written: Callable[..., Workbook]) -> None:
    forms = [form("完成情况", "sichuan", {"项目名称": "养护", "全年预算数": amount}, year=2020, sheet=f"表{amount}") for amount in (10, 20)]
    document = compose_report(recognise(written(*forms, province="sichuan", year=2020)))
    assert [block.key for block in document.blocks if isinstance(block, Table)] == ["表10", "表20"]
    assert "“养护”“养护”等2个项目" in text(document)


@pytest.mark.parametrize("count", [0, 1, 6])
def test_five_of_more_than_five_are_told(count: int, written: Callable[..., Workbook]) -> None:
    forms = [form("完成情况", "sichuan", {"项目名称": f"项目{number}"}, year=2020, sheet=f"表{number}") for number in range(count)]
    brought = annexes(recognise(written(*forms, province="sichuan", year=2020)), province="sichuan")
    told = [block for block in brought.blocks["绩效综述"] if getattr(block, "key", "").startswith("完成.综述")]
    assert len(told) == min(count, 5)
    assert [fact.amount for key, fact in brought.figures.items() if key == "绩效.自评项目数"] == ([count] if count else [])


@pytest.mark.parametrize(
    ("wanted", "named"),
    [("道路[养护]:甲/乙*?", "道路养护甲乙"), ("  空格\n项目 ", "空格 项目"), ("'引号'", "引号"), ("[]", "绩效"), ("长" * 40, "长" * 31)],
)
def test_any_project_finds_a_sheet_name(wanted: str, named: str) -> None:
    assert sheet_name(wanted) == named
    assert len(sheet_name(wanted, [named])) <= 31
    assert sheet_name(wanted, [named.upper()]).endswith("（2）")


def test_a_province_without_reports_of_its_own_is_asked_for_the_national_ones() -> None:
    asked = [{item.key for item in inputs_for(province)} for province in ("national", "chongqing", "shanghai", "sichuan")]
    assert asked[0] == asked[1] == asked[2]
    assert "报告.依据" in asked[0] - asked[3]
