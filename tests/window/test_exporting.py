"""Everything the program writes for others: kinds of file, drafts, cancelling, what is said where it cannot be written."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juesuan.window import exporting, file_work
from juesuan.window.exporting import EXPORTS
from juesuan.window.main_window import MainWindow

Open = Callable[[], MainWindow]
KINDS = {"export": ".pdf", "export_word": ".docx", "export_text": ".txt", "export_findings": ".xlsx", "export_disclosure": ".xlsx"}


def answering(window: MainWindow, target: Path) -> list[tuple[str, str]]:
    """Answer every question where with this path; gives the titles and names that were offered."""
    asked: list[tuple[str, str]] = []

    def ask(title: str, suggested: str, _kinds: str) -> str:
        asked.append((title, Path(suggested).name))
        return str(target)

    window.files.ask_save = ask
    return asked


def offers(window: MainWindow) -> list[str]:
    return [button.text() for button in window.bar.findChildren(QPushButton) if not button.isHidden()]


def test_each_kind_is_written_and_its_folder_offered(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    for name, suffix in KINDS.items():
        target = tmp_path / f"{name}{suffix}"
        asked = answering(window, target)
        window.commands.action(name).trigger()
        qtbot.waitUntil(lambda target=target: f"已导出 {target.name}" in window.bar.words, timeout=60000)
        assert asked == [(EXPORTS[name].title, f"医保局2020年度{EXPORTS[name].ending}{suffix}")]
        assert target.stat().st_size > 0
        assert offers(window) == ["打开文件", "打开所在文件夹"]
    window.bar.hide()


def test_what_is_offered_opens_the_file_and_its_folder(
    open_book: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_book()
    target, opened = tmp_path / "说明.txt", []
    monkeypatch.setattr(exporting, "show_file", lambda path: opened.append(("file", path)))
    monkeypatch.setattr(exporting, "show_folder", lambda path: opened.append(("folder", path)))
    answering(window, target)
    for number in range(2):
        window.commands.action("export_text").trigger()
        qtbot.waitUntil(lambda: "已导出" in window.bar.words, timeout=60000)
        [button for button in window.bar.findChildren(QPushButton) if not button.isHidden()][number].click()
    assert opened == [("file", target), ("folder", target)]


def test_a_text_with_gaps_is_a_draft_and_says_so(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    from juesuan.charts.raster import characters_at
    from juesuan.render import page_count

    window = open_book()
    target = tmp_path / "草稿.pdf"
    answering(window, target)
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: "按草稿导出" in window.bar.words, timeout=60000)
    assert "处待填" in window.bar.words
    assert page_count(target.read_bytes()) > 1
    assert characters_at(target.read_bytes(), 1, 300, 400) is not None
    window.bar.hide()


def test_doubts_and_characters_that_no_font_has_are_told_with_the_file(
    open_book: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_book()
    monkeypatch.setattr("juesuan.narrative.doubts", lambda *_: ("甲与乙不一致。", "丙多于丁。", "戊没有说明。"))
    monkeypatch.setattr("juesuan.render.unprintable", lambda _: ("没有字体能印“𪚥”。",))
    target = tmp_path / "说明.pdf"
    answering(window, target)
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: "已导出" in window.bar.words, timeout=60000)
    assert "注意：没有字体能印“𪚥”。" in window.bar.words
    assert "请核对：甲与乙不一致；丙多于丁；等 3 处。" in window.bar.words


def test_a_name_without_an_ending_gets_the_first_kind_and_another_kind_is_taken_as_typed(
    open_book: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_book()
    answering(window, tmp_path / "2020.决算")
    window.commands.action("export_text").trigger()
    qtbot.waitUntil(lambda: "已导出 2020.决算.txt" in window.bar.words, timeout=60000)
    answering(window, tmp_path / "其他.txt")
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: "已导出 其他.txt" in window.bar.words, timeout=60000)
    assert (tmp_path / "其他.txt").read_text(encoding="utf-8")
    window.bar.hide()


def test_nothing_is_written_where_the_question_is_closed(open_book: Open, tmp_path: Path) -> None:
    window = open_book()
    window.files.ask_save = lambda _title, _suggested, _kinds: ""
    for name in KINDS:
        window.commands.action(name).trigger()
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".pdf", ".docx", ".txt")]


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(open_book: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_book()
    for name, suffix in KINDS.items():
        target = tmp_path / "没有这个文件夹" / f"{name}{suffix}"
        answering(window, target)
        window.commands.action(name).trigger()
        qtbot.waitUntil(lambda target=target: target.name in window.bar.words and window.bar.objectName() == "barError", timeout=60000)
        assert "程序内部出错" not in window.bar.words


def test_a_full_disk_is_told_in_a_sentence_and_the_old_file_stays(
    open_book: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_book()
    target = tmp_path / "结果.docx"
    target.write_bytes(b"before")
    answering(window, target)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("juesuan.render.saving.os.fsync", full)
    window.commands.action("export_word").trigger()
    qtbot.waitUntil(lambda: window.bar.objectName() == "barError" and window.bar.words != "", timeout=60000)
    assert "磁盘空间不足" in window.bar.words
    assert target.read_bytes() == b"before"


def test_an_export_can_be_cancelled(open_book: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_book()
    target = tmp_path / "结果.pdf"
    answering(window, target)

    def slow(_document: Any, _path: Path, progress: Any) -> None:
        from time import sleep

        while progress(50, "正在排版…"):
            sleep(0.01)

    monkeypatch.setattr(exporting, "written_document", slow)
    window.commands.action("export").trigger()
    qtbot.waitUntil(lambda: "取消" in offers(window), timeout=60000)
    next(button for button in window.bar.findChildren(QPushButton) if button.text() == "取消" and not button.isHidden()).click()
    qtbot.waitUntil(lambda: "已取消" in window.bar.words, timeout=60000)
    assert not target.exists()


def test_a_workbook_without_projects_still_gives_a_blank_self_evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood there before goes only when the new one is made."""
    target = tmp_path / "自评.xlsx"
    target.write_bytes(b"before")

    def failing(_recognition: object, _path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("juesuan.performance.new_performance_workbook", failing)
    with pytest.raises(file_work.JuesuanError, match="没有写成"):
        file_work.performance_book(SimpleNamespace(), target, lambda _percent, _words: True)  # type: ignore[arg-type]
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["自评.xlsx"]
