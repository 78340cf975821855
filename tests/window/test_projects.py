"""绩效: the list of projects, its totals, the acts on indicators and scores, the forms made from the list."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from juesuan.desk import Desk
from juesuan.performance.building import Content
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.window.main_window import MainWindow
from juesuan.window.performance.models import HEADS, SUGGESTED
from juesuan.window.performance.workspace import PerformanceWorkspace
from juesuan.window.plain.project_lines import NO_FORM, ProjectLine, indicator_lines, performance_sheets, project_lines, totals_of
from juesuan.window.toolbar import EDITING, PERFORMANCE

Open = Callable[[], MainWindow]
ROWS = (
    ("产出指标", "数量指标", "培训人次", "≥100人次", "90人次", 20, None),
    ("产出指标", "质量指标", "合格率", "≥95%", "98%", 30, 30),
    ("效益指标", "社会效益指标", "受益人数", "≥1000人", None, 40, None),
)
COLUMNS = ("一级", "二级", "三级", "指标值", "完成值", "分值", "得分")


def project(name: str, budget: int, executed: int) -> FilledForm:
    from juesuan.performance.projects import project_layout

    indicators = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    fields = {"项目名称": name, "全年预算数": budget, "全年执行数": executed, "执行率分值": 10}
    return FilledForm(project_layout("national", 2022), name, Content(fields, indicators, 2022))


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("绩效") / "绩效.xlsx"
    write_workbook(path, Unit("医保局", 2022), [project("培训", 50, 40), project("宣传", 30, 30)])
    return path


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, scored: Path, tmp_path: Path) -> PerformanceWorkspace:
    path = tmp_path / scored.name
    path.write_bytes(scored.read_bytes())
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=30000)
    window.show_workspace(PERFORMANCE)
    return window.pages.performance


def texts(page: PerformanceWorkspace, row: int) -> list[str]:
    return [str(page.model.index(row, column).data() or "") for column in range(len(HEADS))]


def thirds(page: PerformanceWorkspace) -> list[str]:
    return [line.texts["三级"] for line in page.indicators.lines]


def test_forms_are_lines_with_rate_state_and_what_is_left(scored: Path) -> None:
    first, second = project_lines(Desk.open(scored))
    assert (first.name, first.budget, first.executed, first.rate) == ("培训", 50, 40, 80)
    assert first.status == "待填 1" or first.role == "error"
    assert second.rate == 100


def test_totals_leave_the_whole_unit_out() -> None:
    def line(budget: int | None, executed: int, *, counted: bool) -> ProjectLine:
        amount = None if budget is None else Decimal(budget)
        return ProjectLine("甲", "", amount, Decimal(executed), None, None, None, "", "", "", counted)

    totals = totals_of([line(100, 80, counted=False), line(50, 20, counted=True), line(30, 20, counted=True)])
    assert (totals.count, totals.budget, totals.executed, totals.rate) == (2, 80, 40, 50)
    assert "2 个项目　预算 80.00 万元　执行 40.00 万元　执行率 50.00%" in totals.words
    assert totals_of([line(None, 20, counted=True)]).rate is None
    assert totals_of([]).words == ""


def test_the_suggested_score_stands_beside_the_indicator(scored: Path) -> None:
    sheet = performance_sheets(Desk.open(scored))["培训"]
    suggested = [line.suggestion.score if line.suggestion else None for line in indicator_lines(sheet)]
    assert suggested == [18, 30, None]


def test_the_page_lists_projects_and_totals(page: PerformanceWorkspace) -> None:
    assert not page.is_empty
    assert texts(page, 0)[:4] == ["培训", "50.00", "40.00", "80.00%"]
    assert texts(page, 2)[:4] == ["合计（2 个项目）", "80.00", "70.00", "87.50%"]
    assert thirds(page) == ["培训人次", "合格率", "受益人数"]
    assert not page.make_button.isEnabled()


def test_indicators_are_added_moved_and_removed_as_single_acts(page: PerformanceWorkspace) -> None:
    session = page.session
    assert session is not None
    before = thirds(page)
    page.button("增加指标").click()
    assert len(page.indicators.lines) == len(before) + 1
    page.list.setCurrentIndex(page.indicators.index(0, 2))
    page.button("下移").click()
    assert page.indicator is not None
    assert page.indicator.texts["三级"] == "培训人次"
    assert page.list.currentIndex().row() == 1
    page.button("删除").click()
    assert "培训人次" not in thirds(page)
    for _ in range(3):
        session.undo()
    page.refresh()
    assert thirds(page) == before
    assert not session.modified


def test_suggested_scores_are_taken_and_given_back(page: PerformanceWorkspace) -> None:
    session = page.session
    assert session is not None
    assert page.button("填入建议得分").isEnabled()
    page.button("填入建议得分").click()
    assert page.indicators.lines[0].texts["得分"] == "18"
    assert not page.button("填入建议得分").isEnabled()
    session.undo()
    page.refresh()
    assert page.indicators.lines[0].texts["得分"] == ""
    column = page.indicators.columns.index(SUGGESTED)
    page.list.doubleClicked.emit(page.indicators.index(0, column))
    page.refresh()
    assert page.indicators.lines[0].texts["得分"] == "18"


def test_a_value_is_typed_in_place(page: PerformanceWorkspace) -> None:
    place = page.indicators.index(2, page.indicators.columns.index("完成值"))
    assert page.indicators.setData(place, "1200人")
    page.refresh()
    assert page.indicators.lines[2].texts["完成值"] == "1200人"
    assert page.session is not None
    assert page.session.modified
    assert not page.indicators.flags(page.indicators.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_enter_opens_the_form_in_the_grid(window: MainWindow, page: PerformanceWorkspace) -> None:
    page.table.setCurrentIndex(page.model.index(1, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    page.button("打开这张表").click()
    assert window.stack.currentWidget() is window.editing
    assert window.editing.grid.grid is not None
    assert window.editing.grid.grid.sheet.name == "宣传"
    window.show_workspace(EDITING)


def test_an_edit_in_the_grid_reaches_the_page(page: PerformanceWorkspace, qtbot: QtBot) -> None:
    session, form = page.session, page.form
    assert session is not None
    assert form is not None
    session.write({form.fields["全年执行数"]: Decimal(45)}, "填写")
    qtbot.waitUntil(lambda: texts(page, 0)[3] == "90.00%")


def test_a_workbook_without_projects_says_what_to_do_first(open_book: Open) -> None:
    window = open_book()
    window.show_workspace(PERFORMANCE)
    assert window.pages.performance.is_empty


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """财决05-2 with one item of 40 万元."""
    from juesuan.forms import recognise
    from juesuan.forms.build import build_template
    from juesuan.forms.inserting import insert_subject
    from juesuan.workbook import open_workbook

    path = tmp_path_factory.mktemp("决算") / "决算.xlsx"
    build_template(2022, path, "医保局", forms=["财决05-2", "说明资料"])
    book = open_workbook(path)
    book.apply(insert_subject(recognise(book), "财决05-2", "2101502"))
    cell = next(
        cell
        for column in recognise(book).form("财决05-2").columns  # type: ignore[union-attr]
        if column.econ and (cell := recognise(book).cell("财决05-2", "2101502", f"E{column.econ}"))
    )
    book.apply(book.replace({cell: Decimal(400000)}, "填写"))
    book.save()
    return path


def test_forms_are_made_from_the_list_in_a_workbook_of_their_own(window: MainWindow, qtbot: QtBot, accounts: Path, tmp_path: Path) -> None:
    path = tmp_path / accounts.name
    path.write_bytes(accounts.read_bytes())
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=30000)
    window.show_workspace(PERFORMANCE)
    page = window.pages.performance
    assert [line.status for line in page.model.lines] == [NO_FORM]
    assert page.below.isHidden()
    target = tmp_path / "自评.xlsx"
    window.files.ask_save = lambda _title, _suggested, _kinds: str(target)
    page.make_button.click()
    qtbot.waitUntil(lambda: len(window.sessions) > 1, timeout=30000)
    assert target.exists()
    assert not list(tmp_path.glob(".*tmp*"))
    made = window.sessions[1]
    qtbot.waitUntil(lambda: made.ready, timeout=30000)
    assert [line.executed for line in project_lines(made.desk)] == [40]
