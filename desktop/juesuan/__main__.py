"""`python -m juesuan`, the `juesuan` command, and what a double click starts."""

from __future__ import annotations

import gc
import re
import sys

_HELPING = "--multiprocessing-fork"
_BETWEEN_SEARCHES = 100_000
"""New objects between two searches for circles of garbage. A workbook is many small objects that stay; Python's own 700 spends a tenth of
opening and auditing on looking through them again and again."""


def main() -> int:
    """Run the command line; the exit code (0 done, 1 errors found, 2 could not be done)."""
    gc.set_threshold(_BETWEEN_SEARCHES, 20, 20)
    if _HELPING in sys.argv:
        _help_along()
    from juesuan.cli import run

    return run(sys.argv[1:])


def _help_along() -> None:
    """Be one of the processes that a 汇总 of many units is shared among: on Windows they are started as this program. Never returns."""
    from multiprocessing.spawn import spawn_main

    told = re.findall(r"(parent_pid|pipe_handle|tracker_fd)=(\d+)", " ".join(sys.argv))
    del sys.argv[1:]
    sys.argv.append(_HELPING)
    spawn_main(**{name: int(number) for name, number in told})


if __name__ == "__main__":
    sys.exit(main())
