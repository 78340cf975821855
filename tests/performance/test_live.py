"""Findings follow every edit, beside those of the accounts; suggestions stand beside typed scores."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from performance_forms import form

from juesuan.desk import Desk
from juesuan.performance import PerformanceSheet, read_performance
from juesuan.performance.scoring import fill_scores, suggestions
from juesuan.workbook import Cell, Workbook

ROWS = [
    ("产出指标(50分)", "数量指标", "参保率", "100%", "98.65%", 50, 40, "人数未达到"),
    ("效益指标(40分)", "社会效益指标", "满意度", "≥90%", "95%", 40, "", ""),
]
FIELDS = {"全年预算数": 100, "全年执行数": 97, "执行率分值": 10}


def test_an_edit_brings_and_takes_a_finding(written: Callable[..., Workbook]) -> None:
    desk = Desk(written(form("基础数据", "hunan", {"编制数": 20, "实际在职人数": 17, "三公经费.本年决算": 0})))
    assert desk.audit.findings == ()
    [sheet] = read_performance(desk.workbook)
    outcome = desk.edit(desk.workbook.replace({sheet.fields["控制率"]: Decimal(1)}, "填写 控制率"))
    assert [finding.rule for finding in outcome.findings.appeared] == ["P15"]
    assert [finding.rule for finding in desk.audit.findings_at(sheet.fields["控制率"])] == ["P15"]
    undone = desk.undo()
    assert undone is not None
    assert [finding.rule for finding in undone.findings.vanished] == ["P15"]
    assert desk.audit.findings == ()


def test_a_changed_title_makes_the_sheet_no_form(written: Callable[..., Workbook]) -> None:
    fields = {"编制数": 20, "实际在职人数": 17, "控制率": "100%", "三公经费.本年决算": 0}
    desk = Desk(written(form("基础数据", "hunan", fields, sheet="表一")))
    assert [finding.rule for finding in desk.audit.findings] == ["P15"]
    desk.edit(desk.workbook.replace({Cell("表一", 1, 1): "备忘"}, "改标题"))
    assert desk.audit.findings == ()


def test_suggestions_and_filling_them_in(read: Callable[..., PerformanceSheet]) -> None:
    sheet = read(form("整体自评", "hunan", FIELDS, ROWS))
    found = [(each.name, each.typed, each.score) for each in suggestions(sheet)]
    assert found == [
        ("预算执行率", None, Decimal("9.70")),
        ("参保率", Decimal(40), Decimal("49.33")),
        ("满意度", None, Decimal("40.00")),
    ]
    sheet.workbook.apply(fill_scores(sheet))
    assert [each.typed for each in suggestions(sheet)] == [Decimal("9.7"), 40, 40]
    assert sheet.amount("总得分") == Decimal("89.7")
