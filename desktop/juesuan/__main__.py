"""`python -m juesuan`, the `juesuan` command, and what a double click starts."""

from __future__ import annotations

import gc
import sys

_BETWEEN_SEARCHES = 100_000
"""New objects between two searches for circles of garbage. A workbook is many small objects that stay; Python's own 700 spends a tenth of
opening and auditing on looking through them again and again."""


def main() -> int:
    """Run the command line; the exit code (0 done, 1 errors found, 2 could not be done)."""
    gc.set_threshold(_BETWEEN_SEARCHES, 20, 20)
    from juesuan.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
