"""科目 rows, 公开表, groups of findings, paper, earlier versions: as a user meets them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from juesuan.window.backups_dialog import BackupsDialog
from juesuan.window.main_window import MainWindow
from juesuan.window.row_dialog import RowDialog
from juesuan.workbook.disk import backups

Open = Callable[[], MainWindow]


def sheet_of(window: MainWindow, code: str) -> str:
    assert window.session is not None
    form = window.session.recognition.form(code)
    assert form is not None
    return form.sheet


def test_a_subject_is_found_by_its_initials_and_comes_with_what_is_above_it(open_book: Open) -> None:
    window = open_book()
    editing = window.editing
    editing.show_sheet(sheet_of(window, "财决03"))

    def choose(dialog: RowDialog) -> bool:
        dialog.field.setText("2101501")
        assert dialog.code == "2101501"
        return True

    editing.ask_row = choose
    window.commands.action("insert_row").trigger()
    session = window.session
    assert session is not None
    form = session.recognition.form("财决03")
    assert form is not None
    assert {"210", "21015", "2101501"} <= {row.subject for row in form.rows}
    window.commands.action("undo").trigger()
    form = session.recognition.form("财决03")
    assert form is not None
    assert "2101501" not in {row.subject for row in form.rows}


def test_rows_of_a_fixed_form_stay(open_book: Open) -> None:
    window = open_book()
    window.commands.action("insert_row").trigger()
    assert "固定" in window.bar.words
    window.commands.action("delete_row").trigger()
    assert window.bar.objectName() == "barError"
    assert window.session is not None
    assert not window.session.modified


def test_a_disclosure_table_follows_its_form_and_leads_back(open_book: Open, qtbot: QtBot) -> None:
    window = open_book()
    session, editing = window.session, window.editing
    assert session is not None
    source = session.recognition.cell("财决01", "1", "3")
    assert source is not None
    session.write({source: Decimal("123400.00")}, "填写")
    editing.show_disclosure("公开01")
    model = editing.disclosure.model
    places = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    place = next(place for place in places if place.data() == "12.34")
    session.write({source: Decimal("123500.00")}, "填写")
    qtbot.waitUntil(lambda: place.data() == "12.35")
    editing.disclosure.table.clicked.emit(place)
    assert editing.sheets.currentWidget() is editing.grid
    assert editing.grid.cell == source


def test_the_forms_are_written_as_a_pdf_while_the_window_lives(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    import pypdfium2

    window = open_book()
    target = tmp_path / "报表.pdf"
    window.paper.ask_path = lambda _suggested: str(target)
    window.commands.action("print_pdf").trigger()
    assert window.session is not None
    assert window.session.locked
    window.commands.action("next_form").trigger()
    qtbot.waitUntil(lambda: "已存为 报表.pdf" in window.bar.words, timeout=30000)
    assert not window.session.locked
    with pypdfium2.PdfDocument(target) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert "收入支出决算总表" in unicodedata.normalize("NFKC", texts[0])  # Qt writes 一 as the radical ⼀
    assert f"共 {len(texts)} 页" in window.bar.words


def test_printing_can_be_stopped_and_leaves_nothing_behind(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    from juesuan.window.jobs import wait_for_all

    window = open_book()
    target = tmp_path / "报表.pdf"
    window.paper.ask_path = lambda _suggested: str(target)
    window.commands.action("print_pdf").trigger()
    wait_for_all()
    qtbot.waitUntil(lambda: "已取消" in window.bar.words, timeout=30000)
    assert not target.exists()
    assert window.session is not None
    assert not window.session.locked


def test_a_pdf_of_the_forms_that_cannot_be_written_says_so(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    window.paper.ask_path = lambda _suggested: str(tmp_path / "没有这个文件夹" / "报表.pdf")
    window.commands.action("print_pdf").trigger()
    qtbot.waitUntil(lambda: "没有打印：报表.pdf 不能写入" in window.bar.words, timeout=30000)
    assert window.session is not None
    assert not window.session.locked


@pytest.mark.parametrize(("suffix", "begins"), [(".xlsx", b"PK"), (".pdf", b"%PDF")])
def test_the_audit_is_written_as_a_report(open_book: Open, qtbot: QtBot, tmp_path: Path, suffix: str, begins: bytes) -> None:
    window = open_book()
    target = tmp_path / f"审核报告{suffix}"
    window.files.ask_save = lambda _title, _suggested, _kinds: str(target)
    window.commands.action("export_findings").trigger()
    qtbot.waitUntil(lambda: "已导出 审核报告" in window.bar.words, timeout=60000)
    assert target.read_bytes().startswith(begins)


def test_an_earlier_version_opens_as_a_copy(open_book: Open, qtbot: QtBot, workbook_path: Path) -> None:
    window = open_book()
    session = window.session
    assert session is not None
    cell = session.recognition.cell("财决01", "1", "1")
    assert cell is not None
    session.write({cell: Decimal(5)}, "填写")
    window.commands.action("save").trigger()
    qtbot.waitUntil(lambda: window.status.saved.text() == "已保存", timeout=20000)
    versions = backups(workbook_path)
    assert BackupsDialog(workbook_path.name, versions, window).chosen == versions[0].path
    window.files.open_backup(workbook_path, versions[0].path)
    qtbot.waitUntil(lambda: len(window.sessions) == 2, timeout=20000)
    assert window.session is not None
    assert window.session.workbook.value(cell) is None
    assert session.workbook.value(cell) == Decimal(5)
