"""Long work beside the window; one window per user."""

from __future__ import annotations

import threading

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from juesuan.errors import JuesuanError
from juesuan.window.jobs import Job, Progress
from juesuan.window.single_instance import Listener, hand_over


def test_the_result_comes_back_in_the_windows_thread(qtbot: QtBot) -> None:
    arrived: list[tuple[object, bool]] = []
    job = Job("算", lambda _progress: threading.current_thread() is threading.main_thread())
    job.finished.connect(lambda result: arrived.append((result, QThread.currentThread() is job.thread())))
    job.start()
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [(False, True)]


def test_a_failure_is_a_sentence(qtbot: QtBot) -> None:
    def known(_progress: Progress) -> None:
        raise JuesuanError("磁盘满了，请清理后再试。")

    def unknown(_progress: Progress) -> None:
        raise ZeroDivisionError("零")

    sentences: list[str] = []
    for work in (known, unknown):
        job = Job("保存", work)
        job.failed.connect(sentences.append)
        job.start()
        qtbot.waitUntil(lambda: len(sentences) > 0)
        assert sentences.pop().startswith("磁盘满了" if work is known else "保存没有完成")


def test_cancelling_stops_the_work_at_its_next_report(qtbot: QtBot) -> None:
    started, go_on = threading.Event(), threading.Event()
    reached: list[str] = []

    def work(progress: Progress) -> None:
        started.set()
        go_on.wait(5)
        progress(50, "一半")
        reached.append("之后")

    job = Job("导出", work)
    job.cancelled.connect(lambda: reached.append("取消"))
    job.start()
    assert started.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(reached))
    assert reached == ["取消"]


def test_a_second_start_hands_its_files_to_the_first(qtbot: QtBot) -> None:
    name = "juesuan-test-instance"
    assert not hand_over(["无人.xlsx"], name)
    listener = Listener(name)
    arrived: list[list[str]] = []
    listener.arrived.connect(arrived.append)
    assert hand_over(["决算 2020.xlsx"], name)
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [["决算 2020.xlsx"]]
