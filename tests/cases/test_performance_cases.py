"""The founding cases' 绩效 texts written again from their numbers: only errors of the published text differ; the audit finds them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from juesuan.cli import run
from juesuan.forms import recognise
from juesuan.performance import compose_report
from juesuan.render.text import text
from juesuan.workbook import open_workbook

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from performance_case import BOOKS  # noqa: E402
from published_text import missing_paragraphs  # noqa: E402

ACCOUNTS = HERE / "lizhou-2020" / "利州区医疗保障局2020年度部门决算.xlsx"
DIFFERENCES = {
    "资阳": {
        "现有在职职工20人，全额17人": "基础数据表在职 17 人、编制 20 人",
        "（2021年完工项目）": "2022 年度的表应为 2022 年完工项目",
    },
    "宁县": {
        "占基本支出的94%": "百分比印两位小数",
        "占项目支出0.54%": "占比按总支出算的，五项之和等于总支出",
    },
    "利州": {
        "等11个项目绩效目标": "综述和表都是 5 个项目；模板填写要求留在文中",
        "（2）“二老一残医疗费”项目": "“，发现的主要问题”句号误作逗号",
        "（3）“大病医疗救助”项目": "同一项目表里叫“职工大病医疗救助”",
        "部门2020年部门整体支出绩效评价报告": "标题留填空空白与占位词“部门”",
        "（报告范围包括机关和下属单位）": "模板填写要求",
        "（可用表格形式反映）": "模板填写要求",
    },
    "米易": {"“ 医保专项工作经费”2个项目": "两个项目的先后与综述不同"},
    "芦淞": {},
}
FOUND = {
    "资阳": {
        "P15": "控制率 100% ≠ 实际在职人数 17 ÷ 编制数 20 = 85%",
        "P02-取整": "执行率得分 9 ≠ 执行率 97.63% × 10分 = 9.76",
        "P03-收支": "按收入性质分 359.98 ≠ 按支出性质分 351.44，差 8.54",
        "P05": "督促定点医疗机构自查自纠退费 分值 5、得分 4，扣 1 分，偏差原因空白",
        "P23": "一般公共预算实际收入 196.37 大于全年预算 192.22，多 4.15",
        "P18": "三公经费、公务用车、出国、接待、采购的本年决算数全部空白",
    },
    "宁县": {"P24": "5 项构成之和 37667079.88 ≠ 项目支出 34236065.58（等于总支出，把基本支出也列进来了）"},
    "利州": {
        "P14": "残疾军人医疗保障人数 预期“52人”、实际“6人”，与“离休干部医疗保障人数”的完成值相同",
        "P21": "职工大病医疗救助 文中 95万元 大于预算数 90万元，超 5万元",
        "P22": "二老一残医疗费 文中共计 34万元 ≠ 执行数 50万元，差 16万元",
        "P28": "城乡居民医保专项工作经费：6 项指标的实际完成值与预期完全相同",
    },
    "米易": {"P12": "城乡居民参保率 实际完成值“≥98%”是不等式"},
    "芦淞": {},
}


@pytest.mark.parametrize("case", BOOKS)
def test_what_differs_from_the_published_text_is_its_error(case: str) -> None:
    accounts = recognise(open_workbook(ACCOUNTS)) if case == "利州" else None
    document = compose_report(recognise(open_workbook(BOOKS[case])), accounts=accounts)
    missing = missing_paragraphs(BOOKS[case].parent / "绩效原文.txt", text(document))
    unexplained = [line for line in missing if not any(fragment in line for fragment in DIFFERENCES[case])]
    assert unexplained == []
    assert [fragment for fragment in DIFFERENCES[case] if not any(fragment in line for line in missing)] == []
    assert document.missing() == ()


@pytest.mark.parametrize("case", BOOKS)
def test_the_audit_finds_what_is_wrong(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Through the command line, as an office would."""
    errors = {"资阳": {"P15", "P05"}, "宁县": {"P24"}}.get(case, set())
    assert run(["audit", str(BOOKS[case]), "--json"]) == (1 if errors else 0)
    found = json.loads(capsys.readouterr().out)["findings"]
    for rule, words in FOUND[case].items():
        assert any(finding["rule"] == rule and words in finding["equation"] for finding in found), (rule, found)
    assert {finding["rule"] for finding in found if finding["severity"] == "error"} == errors
