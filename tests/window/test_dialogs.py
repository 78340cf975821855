"""The dialogs: 汇总, 上年数据, comparing, the guide, the about box, what was open lately, the themes."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from juesuan.desk import Desk
from juesuan.window.about import AboutBox
from juesuan.window.combine_dialog import CombineDialog
from juesuan.window.file_work import Units
from juesuan.window.guide_window import GuideWindow
from juesuan.window.main_window import MainWindow
from juesuan.window.plain.comparison_lines import as_text, comparison_lines
from juesuan.window.plain.guide_pages import chapters_of, page_names, prepared
from juesuan.window.plain.licences import COMPONENTS, components, licence_texts
from juesuan.window.prior_dialog import COMPARE, PriorDialog, linked_words
from juesuan.window.row_dialog import RowDialog
from juesuan.window.session import BookSession
from juesuan.window.stylesheet import STYLE
from juesuan.window.theme import DARK, LIGHT, Theme, stylesheet

Open = Callable[[], MainWindow]
HERE = Path(__file__).parents[2]


# 汇总


def test_the_units_to_combine_are_gathered_once_each(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    dialog = CombineDialog([first], lambda: [str(first), str(second)])
    qtbot.addWidget(dialog)
    ready = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ready.isEnabled()
    dialog.add_button.click()
    assert ready.isEnabled()
    dialog.name.setText(" 某局（汇总） ")
    dialog.expected.setPlainText("甲\n\n丙 ")
    assert dialog.units == Units([first, second], "某局（汇总）", ["甲", "丙"])
    dialog.list.setCurrentRow(0)
    dialog.remove_button.click()
    assert dialog.units.paths == [second]
    assert not ready.isEnabled()


def test_units_are_combined_and_the_missing_one_is_named(window: MainWindow, qtbot: QtBot, template: Path, tmp_path: Path) -> None:
    books = [Path(shutil.copy(template, tmp_path / f"{name}.xlsx")) for name in ("甲", "乙")]
    out = tmp_path / "汇总.xlsx"
    window.files.ask_open = lambda _title: [str(book) for book in books]
    window.files.ask_combine = lambda paths: Units(paths, "某局（汇总）", ["医保局", "教育局"])
    window.files.ask_save = lambda _title, _suggested, _kinds: str(out)
    window.commands.action("combine").trigger()
    qtbot.waitUntil(lambda: "已汇总" in window.bar.words and window.session is not None, timeout=60000)
    assert "教育局" in window.bar.words
    assert out.exists()
    window.bar.hide()


# 上年数据


@pytest.fixture(scope="module")
def years(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """This year's and last year's workbook: 总计 300 万元 against 200."""
    folder = tmp_path_factory.mktemp("两年")
    paths = []
    for name, amount in (("本年.xlsx", 3000000), ("上年.xlsx", 2000000)):
        path = Path(shutil.copy(template, folder / name))
        desk = Desk.open(path)
        cells = {
            cell: Decimal(value)
            for line, value in (("1", amount), ("8", 5000), ("5", 1000 if name == "本年.xlsx" else 0))
            if (cell := desk.recognition.cell("财决01", line, "3"))
        }
        desk.edit(desk.workbook.replace(cells, "填写"))
        desk.save()
        paths.append(path)
    return paths[0], paths[1]


@pytest.fixture
def compared(window: MainWindow, qtbot: QtBot, years: tuple[Path, Path], tmp_path: Path) -> MainWindow:
    """The window with this year's workbook, last year's linked through the command."""
    path = Path(shutil.copy(years[0], tmp_path))
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.session is not None and window.session.ready, timeout=30000)
    window.files.ask_open = lambda _title: [str(years[1])]
    window.commands.action("prior").trigger()
    qtbot.waitUntil(lambda: window.session is not None and window.session.desk.prior is not None, timeout=30000)
    return window


def test_last_year_is_linked_shown_and_removed_as_acts(compared: MainWindow, qtbot: QtBot) -> None:
    session = compared.session
    assert session is not None
    qtbot.waitUntil(lambda: "上年数据：上年.xlsx" in compared.bar.words, timeout=20000)
    assert linked_words(session).startswith("已关联：医保局")
    assert "上年.xlsx" in linked_words(session)
    compared.files.remove_prior(session)
    qtbot.waitUntil(lambda: session.desk.prior is None, timeout=20000)
    assert "还没有关联" in linked_words(session)
    session.undo()
    qtbot.waitUntil(lambda: session.desk.prior is not None, timeout=20000)


def test_the_dialog_on_last_year_tells_what_was_chosen(qtbot: QtBot, years: tuple[Path, Path]) -> None:
    dialog = PriorDialog(BookSession(Desk.open(*years)))
    qtbot.addWidget(dialog)
    assert dialog.way == ""
    dialog.buttons[COMPARE].click()
    assert dialog.way == COMPARE


# comparing


def test_changes_are_listed_from_the_threshold_on_the_largest_first(years: tuple[Path, Path]) -> None:
    desk = Desk.open(*years)
    lines = comparison_lines(desk, Decimal(20), Decimal(1), "财决01")
    assert [line.difference for line in lines] == [1001000, 1001000, 1000000]
    first = next(line for line in lines if line.place == "财决01 1行3栏")
    assert first.texts[2:] == ("2,000,000.00", "3,000,000.00", "+1,000,000.00", "+50.00%")
    assert not comparison_lines(desk, Decimal(20), Decimal(1000))
    small = comparison_lines(desk, Decimal(0), Decimal(0), "财决01")
    assert next(line for line in small if line.place == "财决01 5行3栏").rate == "新增"
    assert all(line.place != "财决01 8行3栏" for line in small)
    assert as_text(lines).splitlines()[0].split("\t")[0] == "位置"


def test_a_double_click_goes_to_the_figure(compared: MainWindow, qtbot: QtBot) -> None:
    compared.commands.action("compare").trigger()
    window = compared.pages.comparison
    assert window is not None
    window.forms.setCurrentText("财决01")
    lines = window.model.lines
    assert lines
    row = next(number for number, line in enumerate(lines) if line.place == "财决01 1行3栏")
    window.table.doubleClicked.emit(window.model.index(row, 0))
    assert compared.editing.grid.cell == lines[row].cell
    window.amount.setValue(1000)
    qtbot.waitUntil(lambda: not window.model.lines)
    window.once.setChecked(True)
    assert "处" in window.words.text()
    window.close()


def test_without_last_year_the_list_says_what_to_do(open_book: Open) -> None:
    window = open_book()
    window.commands.action("compare").trigger()
    shown = window.pages.comparison
    assert shown is not None
    assert "上年数据" in shown.words.text()
    shown.close()


# a new row


@pytest.mark.parametrize(("typed", "code"), [("2101501", "2101501"), ("行政运行", "2010101"), ("ylbz", "21015")])
def test_a_subject_is_found_by_code_name_and_initials(open_book: Open, qtbot: QtBot, typed: str, code: str) -> None:
    session = open_book().session
    assert session is not None
    form = session.recognition.form("财决03")
    assert form is not None
    dialog = RowDialog(session, form)
    qtbot.addWidget(dialog)
    dialog.field.setText(typed)
    found = [dialog.found.item(row).text().split("　")[0] for row in range(dialog.found.count())]
    assert code in found
    assert dialog.code == found[0]


# the guide and the about box


def test_the_guide_has_its_chapters_in_order() -> None:
    folder = HERE / "resources" / "guide"
    names = page_names(folder)
    assert names[:2] == ("五分钟上手", "用户手册")
    chapters = chapters_of(folder / "用户手册.html")
    assert chapters[0].anchor == ""
    assert "审核" in " ".join(chapter.title for chapter in chapters)
    words = prepared(folder / "用户手册.html", 600)
    assert "<style>" not in words
    assert all(f'name="{chapter.anchor}"' in words for chapter in chapters[1:])
    assert page_names(folder / "没有") == ()


def test_f1_opens_the_guide_with_its_pictures_and_finds_words(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    guide = window.pages.guide
    assert isinstance(guide, GuideWindow)
    guide.open_at("键盘")
    assert "F8" in guide.view.toPlainText()
    guide.search.setText("没有这样的词语")
    QTest.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.found.text() == "没有找到"
    guide.search.setText("名词")
    QTest.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.view.textCursor().selectedText() == "名词"
    guide.close()


def test_every_component_is_named_with_its_licence() -> None:
    wanted = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {"".join(letter for letter in line.split(">")[0] if letter not in " \"'") for line in wanted}
    assert names == set(COMPONENTS)
    assert all("　" in line and not line.endswith("　") for line in components())
    texts = dict(licence_texts())
    assert "MIT" in texts["决算工作台-MIT"]
    assert any("SIL OPEN FONT LICENSE" in text.upper() for text in texts.values())
    assert any("LGPL" in name for name in texts)


def test_the_about_box_shows_version_and_licence_texts(qtbot: QtBot) -> None:
    from juesuan import __version__

    box = AboutBox(LIGHT)
    qtbot.addWidget(box)
    assert __version__ in box.words.text()
    shown = box.tabs.widget(0)
    assert isinstance(shown, QPlainTextEdit)
    assert "PySide6" in shown.toPlainText()
    assert box.tabs.count() > 3


# the first page and the themes


def test_what_was_open_lately_opens_from_the_first_page(window: MainWindow, qtbot: QtBot, workbook_path: Path, tmp_path: Path) -> None:
    window.settings.remember(workbook_path)
    window.settings.remember(tmp_path / "已经删掉.xlsx")
    window.start.set_recent(window.settings.recent())
    lines = [button for button in window.start.findChildren(QPushButton) if button.objectName() == "flat"]
    assert [line.text() for line in lines] == [workbook_path.name]
    assert lines[0].toolTip() == str(workbook_path.resolve())
    lines[0].click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=30000)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(theme: Theme) -> None:
    """Contrast as WCAG measures it: 4.5 for text, 3 for what is only marked."""
    pairs = [("ink", "paper"), ("ink", "ground"), ("ink", "accent_soft"), ("ink", "computed"), ("ink", "related"), ("ink", "selected")]
    pairs += [("muted", "paper"), ("muted", "ground"), ("accent", "paper"), ("accent", "accent_soft"), ("on_accent", "accent")]
    pairs += [("error", "paper"), ("error", "error_soft"), ("on_accent", "error")]
    faint = [f"{one} on {other}: {contrast(theme, one, other):.2f}" for one, other in pairs if contrast(theme, one, other) < 4.5]
    assert not faint
    marks = [("confirm", "paper"), ("confirm", "confirm_soft"), ("held", "paper"), ("on_accent", "confirm")]
    assert all(contrast(theme, one, other) >= 3 for one, other in marks)


def contrast(theme: Theme, one: str, other: str) -> float:
    first, second = sorted((luminance(theme, one), luminance(theme, other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def luminance(theme: Theme, role: str) -> float:
    color = theme.color(role)
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_the_style_sheet_is_known(theme: Theme) -> None:
    assert "@" in STYLE
    assert "@" not in stylesheet(theme)


def test_the_theme_is_switched_by_its_command_and_kept(window: MainWindow) -> None:
    assert window.theme is LIGHT
    window.commands.action("theme").trigger()
    assert window.theme is DARK
    assert window.settings.dark
    window.commands.action("theme").trigger()
    assert window.theme is LIGHT
