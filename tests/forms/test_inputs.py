"""The cover and the input sheets."""

from __future__ import annotations

from juesuan.workbook import Cell

COVER = [
    ["2020年度部门决算报表封面"],
    ["单位名称：", "测试局", None, "单位负责人（签章）：", "张三"],
    ["统一社会信用代码", "12345", None, "财政预算代码", "001"],
    ["单位基本性质*", 11, None, "报表小类", "0"],
    ["新报因素", None, None, "填表人（签章）"],
]


def test_the_cover_gives_fields(recognised):
    found = recognised({"封面代码": COVER}, 封面代码=["B2:C2"])
    form = found.form("封面")
    assert (form.kind, form.edition, found.unit_name) == ("cover", 2020, "测试局")
    assert form.fields["unit_name"] == Cell("封面代码", 2, 2)
    assert form.fields["unit_head"] == Cell("封面代码", 2, 5)
    assert form.fields["uscc"] == Cell("封面代码", 3, 2)
    assert {"nature", "report_type", "new_reason", "preparer"} <= set(form.fields)


def test_the_value_stands_past_the_label_s_merge(recognised):
    form = recognised({"FMDM": [[*row[:1], None, *row[1:]] for row in COVER]}, FMDM=["A2:B2", "A3:B3"]).form("封面")
    assert form.fields["unit_name"] == Cell("FMDM", 2, 3)


def test_a_page_that_only_looks_like_a_cover_is_none(recognised):
    found = recognised({"封面": [["上海市某区2026年区级部门预算"], ["单位名称：某局"]]})
    assert found.forms == ()
    assert "预算" in found.unrecognised[0].reason


def test_texts_by_number(recognised):
    rows = [["说明资料"], ["提示"], ["编制单位：测试局", None, "2020年度"], ["编号", "类别", "项目", "内容", "单位", "填写要求"],
            ["原因.收入总计", "原因", "收入总计", "新成立", None, "一句"], [], ["事实.车辆", "事实", "车辆", 2]]
    form = recognised({"说明资料": rows}).form("说明资料")
    assert form.kind == "input"
    assert form.fields == {"原因.收入总计": Cell("说明资料", 5, 4), "事实.车辆": Cell("说明资料", 7, 4)}


def test_subjects_of_the_input_sheet(recognised):
    rows = [["说明资料-科目"], [], ["编制单位：测试局", "2020年度"],
            ["科目编码", "科目名称", "资金性质", "年初预算数", "全年预算数", "变动原因"],
            [2101501, "行政运行", "一般公共预算", 100, 120, "人员增加"], ["2120801", "征地和拆迁补偿支出", "政府性基金", None, 5]]
    found = recognised({"说明资料-科目": rows})
    form = found.form("说明资料-科目")
    assert [(row.id, row.block, row.level) for row in form.rows] == [("2101501", "一般公共预算", "项"), ("2120801", "政府性基金", "项")]
    assert found.amount("说明资料-科目", "2101501", "全年预算数") == 120
    assert found.problem(found.cell("说明资料-科目", "2101501", "变动原因")) is None
