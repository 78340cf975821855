"""What the frozen program runs first."""

import os
import sys


def _input_method() -> None:
    """Chinese input: the wheel's Qt speaks to fcitx only through its IBus face."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ.setdefault("IBUS_USE_PORTAL", "1")


if __name__ == "__main__":
    _input_method()
    from juesuan.__main__ import main

    sys.exit(main())
