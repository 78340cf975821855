"""`python -m juesuan`, the `juesuan` command, and what a double click starts."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code (0 done, 1 errors found, 2 could not be done)."""
    from juesuan.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
