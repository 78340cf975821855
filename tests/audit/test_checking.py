"""A rule file checked from its first line to its last, with the place of each mistake."""

import pytest

from juesuan.audit.checking import check_file

RULES = """【财决01】
[甲] 基本平衡
公式：预算88[1,1] = 0
[乙] 基本平衡
公式：31行=（27＋28行
[丙] 基本平衡
公式：99行=1行
"""


@pytest.fixture
def told(tmp_path):
    def check_text(text):
        path = tmp_path / "本单位.txt"
        path.write_text(text, encoding="utf-8")
        return [str(remark) for remark in check_file(path)]

    return check_text


def test_every_mistake_is_told_with_its_line(told):
    unreadable, unknown_form, unknown_row = told(RULES)
    assert unreadable.startswith("本单位.txt 第 5 行第 15 个字符：乙 公式中断，此处应为：）")
    assert unknown_form == "本单位.txt 第 2 行 甲：没有“预算88”这张表"
    assert unknown_row.startswith("本单位.txt 第 6 行 丙：")
    assert "没有“99”行" in unknown_row


@pytest.mark.parametrize("form", ["预算01", "决88", "CS01", "财决88", "财决01-9", "公开附录"])
@pytest.mark.parametrize("formula", ["{}[1,1] = 0", "如果{}[合计,1]=1，则财决01[1,1]=0", "上年.{}[1,1] = SUM({}[1..2,1])"])
def test_an_unknown_form_is_no_mistake_of_writing(told, form, formula):
    assert f"没有“{form}”这张表" in told(f"[甲] 基本平衡\n公式：{formula.format(form, form)}")[0]


@pytest.mark.parametrize(
    ("formula", "seen"),
    [("27行?28行", "27行「?」28行"), ("２７行＝（２８＋", "２７行＝（２８＋「」"), ("1行=(1行=2行)+3行", "1行=「(」1行=2行)+3行")],
)
def test_the_place_stands_in_brackets(told, formula, seen):
    assert told(f"[甲] 基本平衡\n公式：{formula}")[0].endswith(f"。见「」处：{seen}")


def test_a_line_of_no_rule_ends_the_reading(told):
    (remark,) = told("公式：1行=2行\n[甲] 基本平衡\n公式：1行=2行")
    assert remark.startswith("本单位.txt 第 1 行第 1 个字符：这里应是 [编号]")
