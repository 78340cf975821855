"""Files that others touch: noticed before anything is overwritten, told in a sentence, with a way out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juesuan.desk import Desk
from juesuan.window.main_window import MainWindow

Open = Callable[[], MainWindow]


@pytest.fixture
def changed(open_book: Open) -> MainWindow:
    """A workbook with an unsaved amount."""
    window = open_book()
    assert window.session is not None
    cell = window.session.recognition.cell("财决01", "1", "1")
    assert cell is not None
    window.session.write({cell: Decimal("12.34")}, "填写")
    return window


def offered(window: MainWindow, words: str) -> list[QPushButton]:
    return [button for button in window.bar.findChildren(QPushButton) if button.text() == words and button.isVisible()]


def offer(window: MainWindow, words: str) -> QPushButton:
    return offered(window, words)[0]


def save(window: MainWindow, qtbot: QtBot, words: str) -> None:
    window.commands.action("save").trigger()
    qtbot.waitUntil(lambda: words in window.bar.words, timeout=30000)


def test_a_file_that_changed_on_disk_is_not_overwritten_unasked(
    changed: MainWindow, qtbot: QtBot, workbook_path: Path, template: Path
) -> None:
    other = template.read_bytes() + b" "
    workbook_path.write_bytes(other)
    changed.disk.look()
    assert "已被其他程序改动" in changed.bar.words
    changed.commands.action("save").trigger()
    qtbot.waitUntil(lambda: offered(changed, "覆盖") != [], timeout=30000)
    assert changed.bar.objectName() == "barError"
    assert workbook_path.read_bytes() == other
    offer(changed, "覆盖").click()
    qtbot.waitUntil(lambda: "已保存" in changed.bar.words, timeout=30000)
    assert Desk.open(workbook_path).recognition.amount("财决01", "1", "1") == Decimal("12.34")


def test_where_the_file_cannot_be_written_another_name_is_offered(
    changed: MainWindow, qtbot: QtBot, workbook_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from juesuan.workbook import WorkbookError

    assert changed.session is not None
    workbook, target = changed.session.workbook, tmp_path / "另存.xlsx"
    whole = workbook.save

    def refusing(path: Path | None = None, *, force: bool = False) -> object:
        if path is None:
            raise WorkbookError(f"“{workbook_path}”不能写入：文件夹只读。请另存到别的文件夹。原文件未动。")
        return whole(path, force=force)

    monkeypatch.setattr(workbook, "save", refusing)
    save(changed, qtbot, "只读")
    assert changed.session.modified
    changed.files.ask_save = lambda _title, _suggested, _kinds: str(target)
    offer(changed, "另存为…").click()
    qtbot.waitUntil(target.exists, timeout=30000)
    qtbot.waitUntil(lambda: changed.session is not None and not changed.session.modified, timeout=30000)


def test_a_workbook_open_elsewhere_says_by_whom(open_book: Open, workbook_path: Path) -> None:
    (workbook_path.parent / f"~${workbook_path.name}").write_bytes(b"\x06" + "张会计".encode("gbk").ljust(54) + b"\x00" * 110)
    window = open_book()
    assert "张会计" in window.bar.words or "打开" in window.bar.words
