"""The official notation as it stands, and errors that point."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.audit import syntax as s
from juesuan.audit.parser import FormulaError, parse
from juesuan.audit.rulebook import RuleFileError, parse_rules
from juesuan.audit.syntax import RuleError

ALIGNED = s.AlignedColumn()


def row(number, column=ALIGNED):
    return s.Reference("", s.NamedRow(str(number)), column)


def cell(form, row_name, column):
    return s.Reference(form, s.NamedRow(row_name), s.ColumnPath((column,)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("27行=(1+2+…+8)行", s.Comparison("=", row(27), s.Call("SUM", (s.Reference("", s.RowRange(1, 8), ALIGNED),)))),
        ("27行＝（１＋２＋…＋８）行", s.Comparison("=", row(27), s.Call("SUM", (s.Reference("", s.RowRange(1, 8), ALIGNED),)))),
        ("31行=(27+28)行", s.Comparison("=", row(31), s.Binary("+", row(27), row(28)))),
        (
            "86行7栏=31行1栏－84行7栏",
            s.Comparison(
                "=",
                row(86, s.ColumnPath(("7",))),
                s.Binary("-", row(31, s.ColumnPath(("1",))), row(84, s.ColumnPath(("7",)))),
            ),
        ),
        (
            "如果报表小类≠“2”，则1至8行、28行≥0",
            s.Conditional(
                s.Comparison("≠", s.Field("封面", "报表小类"), s.Text("2")),
                s.Comparison("≥", s.Listing((s.Reference("", s.RowRange(1, 8), ALIGNED), row(28))), s.Number(Decimal(0))),
            ),
        ),
        ("财决01[31,1] = 财决03[合计,2]", s.Comparison("=", cell("财决01", "31", "1"), cell("财决03", "合计", "2"))),
        (
            "财决04[科目=s,2] = 财决05-1[s,1]",
            s.Comparison(
                "=",
                s.Reference("财决04", s.KeyedRow("科目", s.Variable("s")), s.ColumnPath(("2",))),
                s.Reference("财决05-1", s.Variable("s"), s.ColumnPath(("1",))),
            ),
        ),
        (
            "财决07[*,本年支出/基本支出/小计] ≥ 0",
            s.Comparison("≥", s.Reference("财决07", s.EveryRow(), s.ColumnPath(("本年支出", "基本支出", "小计"))), s.Number(Decimal(0))),
        ),
        (
            "财决05[合计,E(g)] = SUM(财决05[合计,E(款⊂g)])",
            s.Comparison(
                "=",
                s.Reference("财决05", s.NamedRow("合计"), s.EconomicColumn(s.Variable("g"))),
                s.Call("SUM", (s.Reference("财决05", s.NamedRow("合计"), s.EconomicColumns("款", s.Variable("g"))),)),
            ),
        ),
        (
            "财决01[84,c] = 上年.财决01[32,c-3]",
            s.Comparison(
                "=",
                s.Reference("财决01", s.NamedRow("84"), s.Variable("c")),
                s.Reference("财决01", s.NamedRow("32"), s.Variable("c", -3), prior=True),
            ),
        ),
    ],
)
def test_notation(text, tree):
    assert parse(text) == (tree, None)


def test_tolerance():
    assert parse("公开01[总计,1] = 公开03[合计,1] ±0.02")[1] == Decimal("0.02")


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [("财决03[合计,1] = ", 14, "数字"), ("27行?28行", 4, "+"), ("财决03[合计 = 1", 12, "逗号"), ("", 1, "公式")],
)
def test_errors_point_at_the_character(text, position, expected):
    with pytest.raises(FormulaError) as raised:
        parse(text)
    assert raised.value.position == position
    assert expected in raised.value.expected
    assert f"第 {position} 个字符" in str(raised.value)


@pytest.mark.parametrize("text", ["27行+28行", "(27行=1)+2 = 3", "(1+2+…)行 = 1", "财决01[甲⊂k,1] = 0"])
def test_what_is_no_condition_is_told(text):
    with pytest.raises(RuleError):
        parse(text)


def refusal(text):
    try:
        parse(text)
    except FormulaError as problem:
        return problem
    return None


PIECES = st.sampled_from(
    [
        "27行",
        "31行1栏",
        "=",
        "≥",
        "+",
        "－",
        "(",
        ")",
        "…",
        "财决01[31,1]",
        "财决04[科目=s,2]",
        "如果",
        "，则",
        "且",
        "或",
        "SUM(",
        "0",
        "1.5",
        "“2”",
        "封面.报表小类",
        "∈",
        "{1,2}",
        "，",
        "E(g)",
        "[",
        "]",
        "空",
        "±",
        " ",
        "上年.",
        "阈值.甲",
        "款⊂k",
        "\n",
        "é",
    ]
)


@given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=12).map("".join)))
def test_any_text_is_read_or_refused_with_a_position(text):
    problem = refusal(text)
    assert problem is None or (1 <= problem.position <= len(text) + 1 and problem.problem)


FORMULAS = st.one_of(st.text(st.characters(exclude_categories=("C", "Z")), max_size=30), st.lists(PIECES, max_size=12).map("".join))


def refused(text):
    try:
        parse_rules(text)
    except RuleFileError as problem:
        return problem
    return None


@given(st.sampled_from(("公式", "条件")), FORMULAS)
def test_a_rule_is_read_or_refused_at_its_line_and_character(label, text):
    other = "条件：空 = 空" if label == "公式" else "公式：1行=2行"
    text = " ".join(text.split())
    problem = refused(f"【财决01】\n[甲] 基本平衡\n{label}：{text}\n{other}")
    if problem:
        place = problem.position - len(f"{label}：")
        assert problem.line == 3
        assert 1 <= place <= len(text) + 1
        assert str(problem).endswith(f"{text[: place - 1]}「{text[place - 1 : place]}」{text[place:]}")
