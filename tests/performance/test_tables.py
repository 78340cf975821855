"""绩效 forms as tables: merged cells, a head that repeats, signatures in whole pieces."""

from __future__ import annotations

from collections.abc import Callable

from performance_forms import form

from juesuan.performance import PerformanceSheet
from juesuan.performance.tables import tables_of

ROWS = [("产出指标(50分)", "数量指标", f"第{number}项", "≥2次", "2次", 5, 5) for number in range(10)]
ROWS += [("效益指标(40分)", "社会效益指标", f"第{number}项", "≥90%", "95%", 4, 4) for number in range(10)]


def test_a_form_of_one_page_is_one_table(read: Callable[..., PerformanceSheet]) -> None:
    [table] = tables_of(read(form("整体自评", "hunan", {"全年预算数": 8}, ROWS[:3])), "附件2")
    assert (table.header, table.corner) == ((), ("附件2", "金额单位：万元"))
    assert table.body[0][0].text == "预算部门"
    assert (table.body[0][0].columns, table.body[1][0].rows) == (2, 7)


def test_a_long_form_repeats_the_head_of_its_indicators_alone(read: Callable[..., PerformanceSheet]) -> None:
    above, below = tables_of(read(form("整体自评", "hunan", {"预期目标": "目标。" * 900, "实际完成情况": "完成。" * 900}, ROWS)))
    assert above.header == ()
    assert [cell.text for cell in below.header[0]][:4] == ["绩效指标", "一级指标", "二级\n指标", "三级指标"]
    groups = [cell for row in below.body for cell in row if cell.text.startswith(("产出指标", "效益指标"))]
    assert [(cell.text, cell.rows) for cell in groups] == [("产出指标(50分)", 10), ("效益指标(40分)", 10)]


def test_signatures_stand_in_two_lines_where_one_is_too_short(read: Callable[..., PerformanceSheet]) -> None:
    names = {"填表人": "张三", "填报日期": "2023年4月12日", "联系电话": "0737-12345678", "单位负责人": "李四"}
    [table] = tables_of(read(form("基础数据", "hunan", names)))
    assert table.notes[-2:] == ("填表人：张三   填报日期：2023年4月12日   联系电话：0737-12345678", "单位负责人签字：李四")
