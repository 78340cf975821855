"""What the frozen program runs first."""

import os
import sys
from pathlib import Path

OFFICE = Path("/etc/juesuan/决算工作台.ini")
"""What an administrator sets for everyone; taken once, for a user who has no settings yet."""


def _input_method() -> None:
    """Chinese input: the wheel's Qt speaks to fcitx only through its IBus face."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ.setdefault("IBUS_USE_PORTAL", "1")


def take_settings(office: Path = OFFICE) -> None:
    """Copy the administrator's settings where the user has none; what cannot be copied is left."""
    given = os.environ.get("JUESUAN_HOME")
    home = Path(given) if given else Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "juesuan"
    own = home / office.name
    if own.exists() or not office.exists():
        return
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(office.read_bytes())
    except OSError:
        return


if __name__ == "__main__":
    _input_method()
    take_settings()
    from juesuan.__main__ import main

    sys.exit(main())
