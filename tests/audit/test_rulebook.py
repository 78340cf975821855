"""Rule files: blocks, their errors, the official ones."""

from decimal import Decimal

import pytest
from consistent import consistent

from juesuan.audit import Audit, official_rules
from juesuan.audit.checking import check
from juesuan.audit.rulebook import RuleFileError, parse_rules, rules_of_sheet
from juesuan.audit.syntax import Quantifier
from juesuan.audit.writing import explain, format_rule

TEXT = """# 例
【财决01】 2020–2025

[R-1] 基本平衡 错误
公式：31行=(27+28+29)行
条件：c ∈ {1..3}；封面.报表小类 ≠ “2”
容差：0.02
提示：收入总计
"""


def test_a_block():
    (rule,) = parse_rules(TEXT)
    assert (rule.id, rule.home, rule.kind, rule.severity, rule.years) == ("R-1", "财决01", "基本平衡", "error", (2020, 2025))
    assert rule.quantifiers == (Quantifier("c", ("1", "2", "3")),)
    assert rule.guard is not None
    assert rule.tolerance == Decimal("0.02")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("公式：1行=2行", 1, "编号"),
        ("[A] 基本平衡\n公式：财决01[1,1] = ", 2, "公式中断"),
        ("[A] 基本平衡\n\n公式：1行=2行\n公式：1行=3行", 4, "重复"),
        ("[A] 随便\n公式：1行=2行", 1, "随便"),
        ("[A] 基本平衡\n胡写", 2, "读不懂"),
        ("[A] 基本平衡", 1, "没有公式"),
    ],
)
def test_errors_name_the_line(text, line, words):
    with pytest.raises(RuleFileError) as raised:
        parse_rules(text, "自定.txt")
    assert raised.value.line == line
    assert words in str(raised.value)


def test_position_counts_from_the_start_of_the_line():
    with pytest.raises(RuleFileError) as raised:
        parse_rules("[A] 基本平衡\n公式：27行?28行")
    assert raised.value.position == 7


def test_rules_of_a_sheet():
    (rule,) = rules_of_sheet(
        [{"编号": "本-1", "表": "财决04表", "公式": "1栏=(2+3+…+6)栏", "类型": "逻辑性", "条件": "", "提示": "合计"}, {"公式": " "}]
    )
    assert (rule.id, rule.home, rule.severity, rule.message) == ("本-1", "财决04", "error", "合计")


@pytest.mark.parametrize("rule", official_rules(), ids=lambda rule: rule.id)
def test_every_official_rule_survives_being_written_and_read_aloud(rule):
    (back,) = parse_rules(f"【{rule.home}】\n{format_rule(rule)}")
    for name in ("id", "home", "kind", "severity", "forms", "years", "formula", "guard", "quantifiers", "tolerance", "rounding", "message"):
        assert getattr(back, name) == getattr(rule, name), name
    assert explain(rule).startswith(rule.id)
    assert rule.source
    assert rule.confidence


def test_official_rules_pass_their_own_check():
    remarks = [str(remark) for remark in check(official_rules()) if remark.severity == "error"]
    assert remarks == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[A] 基本平衡\n公式：财决88[1,1] = 0", "没有“财决88”这张表"),
        ("【财决01】\n[A] 基本平衡\n公式：99行=1行", "没有“99”行"),
        ("[A] 基本平衡\n公式：财决04[合计,没有的栏] = 0", "没有“没有的栏”栏"),
        ("[A] 基本平衡 2010\n公式：财决04[合计,1] = 0", "永远不会用到"),
        ("[A] 基本平衡 2019\n公式：财决11[合计,4] = 0", "永远不会用到"),
        ("[A] 基本平衡\n公式：财决04[合计,1] = 0\n[A] 基本平衡\n公式：财决04[合计,2] = 0", "重复"),
        ("[A] 基本平衡\n公式：财决04[合计,1] = 0\n[B] 基本平衡\n公式：财决04[合计,1] = 0", "与 A 相同"),
        ("[A] 基本平衡\n公式：财决01-1[33,m/小计] = 0", "没有取值范围"),
    ],
)
def test_what_the_checker_finds(text, words):
    assert any(words in str(remark) for remark in check(parse_rules(text)))


def test_read_aloud():
    (rule,) = parse_rules("【财决01】\n[A] 基本平衡\n公式：86行7栏=31行1栏－84行7栏\n提示：年末结转")
    assert "86行 的 7栏 应等于 31行 的 1栏 减 84行 的 7栏" in explain(rule)


def test_two_variables_of_one_form_walk_their_own_rows(tmp_path):
    path = tmp_path / "本单位.txt"
    path.write_text("[本-1] 核实性\n公式：财决04[科目=s,1] = 财决04[科目=t,1]\n条件：s ∈ {201}；t ∈ {合计,20101}", encoding="utf-8")
    recognition, book = consistent()
    audit = Audit(recognition, rules=[path])
    audit.run()
    total, group = (book.value(recognition.cell("财决04", row, "1")) for row in ("合计", "201"))
    (finding,) = audit.findings
    assert (finding.rule, finding.left, finding.right) == ("本-1", group, total)
