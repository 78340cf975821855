"""The P rules, one small form each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from performance_forms import form

from juesuan.forms import Recognition, recognise
from juesuan.forms.performance_layout import layout_for
from juesuan.performance import read_performance, rulebook
from juesuan.performance.auditing import PerformanceAudit
from juesuan.performance.building import Content
from juesuan.performance.check_whole import Whole, check_whole
from juesuan.performance.rulebook import load_rules
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.workbook import Workbook, open_workbook

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


WRONG = [
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
    ([(*FULL[0][:4], "1次", 50, 50), FULL[1]], {}, "P05", "培训次数 指标值 ≥2次、完成值 1次，没有达到，偏差原因空白"),
    ([(*FULL[0][:4], "5次", 50, 50), FULL[1]], {}, "P25", "培训次数 指标值 ≥2次、完成值 5次，是指标值的 2.5 倍，偏差原因空白"),
    (FULL, {"全年预算数": 0, "全年执行数": 0}, "P02-无预算", "全年预算数 0，执行率无法计算，执行率得分 10"),
    ([(*FULL[0][:3], "提高", "提高", 50, 50), FULL[1]], {}, "P29", "指标值没有写数：培训次数“提高”"),
    (FULL, {"全年执行数": 105}, "P08", "执行数 105 大于预算数 100，超 5"),
    ([(*FULL[0][:4], "1次", 50, 50), FULL[1]], {}, "P11", "培训次数 得分 50，指标值 ≥2次、完成值 1次，建议得分 25"),
    ([FULL[0], (*FULL[1][:4], "≥95%", 40, 40)], {}, "P12", "满意度 实际完成值“≥95%”是不等式"),
    ([(*FULL[0][:4], "20%", 50, 50), FULL[1]], {}, "P13", "培训次数 指标值“≥2次”与完成值“20%”的单位不同"),
    ([("产出指标(50分)", "质量指标", "合格率", "≥90%", "103%", 50, 50), FULL[1]], {}, "P13", "合格率 比率“103%”超过100%"),
    ([("产出指标(50分)", "质量指标", "知晓率", "提高", "提高", 50, 50), FULL[1]], {}, "P13", "知晓率 比率指标的指标值写成文字“提高”"),
]


@pytest.fixture(scope="module")
def found_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Equations by sheet and rule, `例3 P04`: all wrong forms stand in one workbook."""
    path = tmp_path_factory.mktemp("绩效") / "例.xlsx"
    filled = [(rows, {**EXECUTED, **fields}) for rows, fields, _, _ in WRONG]
    forms = [form("整体自评", "hunan", fields, rows, sheet=f"例{number}") for number, (rows, fields) in enumerate(filled)]
    write_workbook(path, Unit("某单位", 2022, "hunan"), forms)
    found: dict[str, list[str]] = {}
    for finding in PerformanceAudit(recognise(open_workbook(path))).findings:
        sheet, _, equation = finding.equation.partition("：")
        found.setdefault(f"{sheet} {finding.rule}", []).append(equation)
    return found


@pytest.mark.parametrize("number", range(len(WRONG)), ids=lambda number: f"{number} {WRONG[number][2]}")
def test_what_is_wrong_is_said_in_an_equation(number: int, found_in: dict[str, list[str]]) -> None:
    _, _, rule, words = WRONG[number]
    assert words in found_in.get(f"例{number} {rule}", []), [key for key in found_in if key.startswith(f"例{number} ")]


NATIONAL = [
    ("产出指标", "数量指标", "次数", "2次", "2次", 20, 20),
    ("产出指标", "质量指标", "合格率", "90%", "90%", 20, 20),
    ("效益指标", "社会效益指标", "满意度", "90%", "90%", 50, 50),
]


def test_weights_of_the_form_and_results_too_good_to_be_true(audited: Audited) -> None:
    found = audited(form("项目自评", "national", {**EXECUTED, "项目名称": "养护"}, NATIONAL, 2020), province="national", year=2020)
    assert found == {
        "P01-权重": ["项目自评：产出指标 40、效益指标 50，通行 产出指标 50、效益指标 30、满意度指标 10"],
        "P27": ["项目自评：3 项指标全部满分"],
        "P28": ["项目自评：3 项指标的实际完成值与预期完全相同"],
    }


def test_weights_without_cost_do_as_well(audited: Audited) -> None:
    rows = [(*NATIONAL[0][:5], 50, 50), (*NATIONAL[2][:5], 30, 30), ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "92%", 10, 10)]
    found = audited(form("项目自评", "national", {**EXECUTED, "项目名称": "养护"}, rows, 2023), province="national", year=2023)
    assert "P01-权重" not in found


def test_the_parted_values_of_chongqing(audited: Audited) -> None:
    row = {"一级": "产出指标", "二级": "数量指标", "三级": "里程", "计量单位": "公里", "指标性质": "≥", "年初指标值": 10, "完成值": "9公里"}
    row |= {"得分系数": "90%", "分值": 90, "得分": 90}
    filled = FilledForm(layout_for("项目自评", "chongqing", 2022), "养护", Content({**EXECUTED, "项目名称": "养护"}, [row], 2022))
    found = audited(filled, province="chongqing")
    assert found["P11"] == ["养护：里程 得分 90，指标值 ≥10公里、完成值 9公里，建议得分 81"]
    assert found["P04"] == ["养护：里程 得分 90 ≠ 分值 90 × 得分系数 90% = 81"]


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
        "P07": ["绩效资料：自评项目数 2个 ≠ 绩效表（1 张） 1个"],
        "P21": ["绩效资料：医疗费 文中 55万元 大于预算数 50万元，超 5万元"],
        "P22": ["绩效资料：医疗费 文中共计 34万元 ≠ 执行数 50万元，差 16万元"],
    }


def test_what_the_text_tells_of_all_projects(book: Callable[..., Workbook], tmp_path: Path) -> None:
    """Counts, money, average and grades typed into 说明资料 against forms in the same workbook."""
    rows = [("产出指标", "数量指标", "次数", "2次", "2次", 90, 90, "")]
    path = tmp_path / "上海.xlsx"
    scores = (("甲", 100), ("乙", 80))
    fields = [{"项目名称": name, "全年预算数": 10, "总得分": score} for name, score in scores]
    forms = [form("项目自评", "shanghai", each, rows, 2024, str(each["项目名称"])) for each in fields]
    write_workbook(path, Unit("某单位", 2024, "shanghai"), forms)
    typed = {"绩效.自评项目数": 3, "绩效.自评金额": 300000, "绩效.平均得分": "99.43", "绩效.优项目数": 1, "绩效.良项目数": 0}
    typed |= {"绩效.发现问题数": 3, "绩效.已整改数": 1, "绩效.整改中数": 1}
    with_inputs(path, typed)
    found = [finding.equation for finding in PerformanceAudit(recognise(open_workbook(path))).findings if finding.rule == "P07"]
    assert found == [
        "说明资料：自评项目数 3个 ≠ 绩效表（2 张） 2个",
        "说明资料：自评金额 30万元 ≠ 绩效表（2 张） 20万元",
        "说明资料：平均得分 99.43分 ≠ 绩效表（2 张） 90分",
        "说明资料：良项目数 0个 ≠ 绩效表（2 张） 1个",
        "说明资料：各等级项目数之和 1 ≠ 自评项目数 3",
        "说明资料：发现问题 3 个 ≠ 已整改 1 + 整改中 1",
    ]


def with_inputs(path: Path, typed: dict[str, object]) -> None:
    """A sheet 说明资料 added to a workbook."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.create_sheet("说明资料")
    for row in [["补充资料"], [None], [None], ["编号", "类别", "项目", "内容"]]:
        sheet.append(row)
    for key, value in typed.items():
        sheet.append([key, "绩效", key, value])
    workbook.save(path)


def test_the_forms_against_the_accounts(written: Callable[..., Workbook], lizhou_accounts: Recognition) -> None:
    project = form("完成情况", "sichuan", {"项目名称": "城乡医疗救助", "全年执行数": 35}, year=2020)
    [sheet] = read_performance(written(project, province="sichuan", year=2020))
    found = {failure.rule: failure.equation for failure, _ in check_whole(Whole((sheet,), {}, lizhou_accounts))}
    assert found == {
        "P20": "全年执行数 35 ≠ 决算报表 城乡医疗救助 20",
        "P26": "1 个项目执行数之和 35 大于决算报表 项目支出 34.69",
    }


SPEC = {f"P{number:02d}" for number in range(1, 11)}


def test_every_rule_is_live(request: pytest.FixtureRequest) -> None:
    """Every rule of the file is one that some check states and some test of this room or of the cases shows."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(request.path.parent.glob("test_*.py"))]
    texts.append(request.path.parents[1].joinpath("cases", "test_performance_cases.py").read_text(encoding="utf-8"))
    shown = {rule for rule in load_rules() if any(f'"{rule}"' in text.split("SPEC =")[0] for text in texts)}
    checks = Path(rulebook.__file__).parent.glob("check_*.py")
    stated = {rule for path in checks for rule in STATED.findall(path.read_text(encoding="utf-8"))}
    assert stated == shown == set(load_rules())
    assert set(load_rules()) >= SPEC


STATED = re.compile(r'"(P\d\d(?:-[^"]+)?)"')
