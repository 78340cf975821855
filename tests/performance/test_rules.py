"""The P rules, one small form each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from performance_forms import form

Audited = Callable[..., dict[str, list[str]]]
FULL = [
    ("产出指标(50分)", "数量指标", "培训次数", "≥2次", "2次", 50, 50),
    ("效益指标(40分)", "社会效益指标", "满意度", "≥90%", "95%", 40, 40),
]
INCOME = {"收入合计": 100, "收入.一般公共预算": 60, "收入.其他资金": 30}
EXECUTED = {"全年预算数": 100, "全年执行数": 100, "执行率分值": 10, "执行率得分": 10}


def scored(rows: Sequence[Sequence[object]], **fields: object) -> object:
    return form("整体自评", "hunan", {**EXECUTED, **fields}, rows)


def test_a_form_that_adds_up_has_no_finding(audited: Audited) -> None:
    assert audited(scored(FULL)) == {}


@pytest.mark.parametrize(
    ("rows", "fields", "rule", "words"),
    [
        ([FULL[0]], {}, "P01", "分值合计 执行率 10 + 指标 50 = 60 ≠ 100"),
        ([(*FULL[0][:5], 45, 45), FULL[1]], {}, "P01", "产出指标(50分) ≠ 各项分值之和 45"),
        (FULL, {"全年执行数": 97, "执行率得分": 8}, "P02", "执行率得分 8 ≠ 执行率 97% × 10分 = 9.7"),
        (FULL, {"全年执行数": 97, "执行率得分": 9}, "P02-取整", "执行率得分 9 ≠ 执行率 97% × 10分 = 9.7"),
        (FULL, {"执行率": "99%"}, "P02", "执行率 99% ≠ 全年执行数 100 ÷ 全年预算数 100 = 100%"),
        (FULL, INCOME, "P03", "收入合计 100 ≠ 收入·一般公共预算 60 + 收入·其他资金 30 = 90"),
        (FULL, {"收入合计": 100, "支出合计": 90}, "P03-收支", "按收入性质分 100 ≠ 按支出性质分 90，差 10"),
        ([(*FULL[0][:6], 51), FULL[1]], {}, "P04", "培训次数 得分 51 大于分值 50"),
        (FULL, {"总得分": 99}, "P04", "总得分 99 ≠ 执行率得分 10 + 指标得分 90 = 100"),
        ([(*FULL[0][:6], 49), FULL[1]], {}, "P05", "培训次数 分值 50、得分 49，扣 1 分，偏差原因空白"),
        (FULL, {"全年执行数": 105}, "P08", "执行数 105 大于预算数 100，超 5"),
        ([(*FULL[0][:4], "1次", 50, 50), FULL[1]], {}, "P11", "培训次数 得分 50，指标值 ≥2次、完成值 1次，建议得分 25"),
        ([FULL[0], (*FULL[1][:4], "≥95%", 40, 40)], {}, "P12", "满意度 实际完成值“≥95%”是不等式"),
        ([(*FULL[0][:4], "20%", 50, 50), FULL[1]], {}, "P13", "培训次数 指标值“≥2次”与完成值“20%”的单位不同"),
        ([("产出指标(50分)", "质量指标", "合格率", "≥90%", "103%", 50, 50), FULL[1]], {}, "P13", "合格率 比率“103%”超过100%"),
        ([("产出指标(50分)", "质量指标", "知晓率", "提高", "提高", 50, 50), FULL[1]], {}, "P13", "知晓率 比率指标的指标值写成文字“提高”"),
    ],
)
def test_what_is_wrong_is_said_in_an_equation(audited: Audited, rows: list, fields: dict, rule: str, words: str) -> None:
    found = audited(scored(rows, **fields))
    assert any(equation.endswith(f"：{words}") for equation in found.get(rule, [])), found


def test_a_reason_settles_lost_points(audited: Audited) -> None:
    assert "P05" not in audited(scored([(*FULL[0][:6], 49, "场次减少"), FULL[1]]))


def test_basic_data_add_up(audited: Audited) -> None:
    fields = {
        "编制数": 20, "实际在职人数": 17, "控制率": "100%", "支出总额.本年决算": 100, "基本支出.本年决算": 60, "项目支出.本年决算": 30,
        "公用经费.本年决算": 70, "三公经费.本年决算": 5, "接待.本年决算": 4,
    }  # fmt: skip
    found = audited(form("基础数据", "hunan", fields))
    assert found == {
        "P15": ["基础数据：控制率 100% ≠ 实际在职人数 17 ÷ 编制数 20 = 85%"],
        "P16": [
            "基础数据：支出总额·本年决算 100 ≠ 基本支出·本年决算 60 + 项目支出·本年决算 30 = 90",
            "基础数据：三公经费·本年决算 5 ≠ 接待·本年决算 4",
            "基础数据：公用经费·本年决算 70 大于基本支出·本年决算 60",
        ],
    }


def test_one_figure_in_two_forms(audited: Audited) -> None:
    base = form("基础数据", "hunan", {"支出总额.本年决算": 99, "三公经费.本年决算": 0})
    assert audited(base, scored(FULL))["P17"] == ["基础数据：支出总额.本年决算 99 ≠ 整体自评 全年执行数 100"]


def test_the_grade_of_the_province(audited: Audited) -> None:
    fields = {**EXECUTED, "评级": "良", "总得分": 100}
    found = audited(form("项目自评", "shanghai", fields, FULL), province="shanghai")
    assert found["P06"] == ["项目自评：评级 良 ≠ 总分 100 对应的 优"]


def test_a_form_of_another_year_and_a_sentence_of_an_old_text(audited: Audited) -> None:
    old = form("整体自评", "hunan", EXECUTED, FULL, year=2022)
    new = [form("基础数据", "hunan", {"三公经费.本年决算": 0}, year=2021, sheet=f"基础{place}") for place in (1, 2)]
    found = audited(old, *new, texts={"问题.主要问题": "2020年的总体目标是……"})
    assert found["P09-文字"] == ["绩效资料：报告年度 2022，文中“2020年的总体目标是……”"]
    assert any("应为 2022 年" in equation for equation in found["P09"])


def test_unscored_projects(audited: Audited) -> None:
    rows = [
        ("项目完成指标", "数量指标", "离休干部人数", "6人", "6人"),
        ("项目完成指标", "数量指标", "残疾军人人数", "52人", "6人"),
        ("效益指标", "社会效益指标", "参保率", "100%", "97%"),
    ]
    fields = {"项目名称": "医疗费", "全年预算数": "50万", "全年执行数": "50万", "财政拨款.全年预算数": "40万", "其他资金.全年预算数": "无"}
    filled = form("完成情况", "sichuan", fields, rows, 2020)
    texts = {"管理.自评项目数": Decimal(2), "项目.资金使用/医疗费": "共支付34万元，救助55万元"}
    assert audited(filled, texts=texts, province="sichuan", year=2020) == {
        "P10": ["完成情况：全年预算数 50 ≠ 财政拨款·全年预算数 40"],
        "P14": ["完成情况：残疾军人人数 预期“52人”、实际“6人”，与“离休干部人数”的完成值相同"],
        "P19": ["完成情况：参保率 预期“100%”、实际“97%”，没有达到"],
        "P07": ["绩效资料：自评项目 2 个 ≠ 绩效表 1 张"],
        "P21": ["绩效资料：医疗费 文中 55万元 大于预算数 50万元，超 5万元"],
    }
