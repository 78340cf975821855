"""Nothing but JuesuanError may come out of a file, and nothing may take long."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

LONGEST = 5.0


class TooLongError(BaseException):
    """More than the seconds of processor time that any file may take; not to be caught by what is tested."""


@contextlib.contextmanager
def guarded(label: object) -> Iterator[None]:
    """Only JuesuanError may come out, and nothing may take long; whatever else comes out is told with its label (seed or file)."""
    from juesuan.errors import JuesuanError

    _start_clock()
    try:
        yield
    except JuesuanError as error:
        if not any("\u4e00" <= letter <= "\u9fff" for letter in str(error)):
            raise AssertionError(f"{label}: no sentence for the user: {error}") from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise AssertionError(f"{label}: {type(error).__name__}: {error}") from error
    finally:
        _stop_clock()


def _start_clock() -> None:
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGPROF, _too_long)
        signal.setitimer(signal.ITIMER_PROF, LONGEST)


def _stop_clock() -> None:
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(*_: object) -> None:
    raise TooLongError
