"""Long work beside the window: progress, cancel, and the result back in the window's own thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from juesuan.errors import JuesuanError

Progress = Callable[[int, str], bool]
"""Called by the work with percent and a word of what is being done; answers whether to go on."""
Work = Callable[[Progress], Any]

_running: set[Job] = set()


class CancelledError(Exception):
    """The user no longer wants the result."""


class Job(QObject):
    """One piece of work in a thread of the pool.

    Signals, all in the window's thread: progressed(percent, words), finished(result), failed(sentence), cancelled().
    Exactly one of the last three comes.
    """

    progressed = Signal(int, str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    _reported = Signal(str, object)

    def __init__(self, title: str, work: Work) -> None:
        super().__init__()
        self.title = title
        self._work = work
        self._wanted = True
        self._reported.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def start(self) -> Job:
        """Begin as soon as a thread is free."""
        _running.add(self)
        QThreadPool.globalInstance().start(_Runner(self))
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next report; a result that still comes is dropped."""
        self._wanted = False

    def run(self) -> None:
        """In the pool's thread."""
        try:
            result = self._work(self._progress)
        except CancelledError:
            self._reported.emit("cancelled", None)
        except JuesuanError as error:
            self._reported.emit("failed", str(error))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong must reach the user, not end the program
            fault = f"{type(error).__name__}：{error}"
            self._reported.emit("failed", f"{self.title}没有完成，程序内部出错（{fault}）。已填的内容没有受影响，请重试。")
        else:
            self._reported.emit("finished", result)

    def _progress(self, percent: int, words: str) -> bool:
        if not self._wanted:
            raise CancelledError
        self._reported.emit("progressed", (percent, words))
        return True

    def _arrive(self, what: str, result: object) -> None:
        if what == "progressed" and isinstance(result, tuple):
            self.progressed.emit(*result)
            return
        _running.discard(self)
        if what == "cancelled" or not self._wanted:
            self.cancelled.emit()
        elif what == "failed":
            self.failed.emit(result)
        else:
            self.finished.emit(result)


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


def wait_for_all(milliseconds: int = 5000) -> bool:
    """Before the program ends: let running work come to its end."""
    for job in tuple(_running):
        job.cancel()
    return QThreadPool.globalInstance().waitForDone(milliseconds)
