"""How long the window takes to its first picture, and how much memory it holds then."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter


def first_paint() -> tuple[float, float]:
    """Seconds from here to a shown and painted window, and resident memory in MB (0 where the system does not tell)."""
    begun = perf_counter()
    from juesuan.window.application import start
    from juesuan.window.main_window import MainWindow
    from juesuan.window.settings import Settings

    application = start()
    with TemporaryDirectory() as folder:
        window = MainWindow(Settings(Path(folder) / "settings.ini"))
        window.show()
        application.processEvents()
        window.grab()
        seconds = perf_counter() - begun
        memory = _resident()
        window.close()
    return seconds, memory


def _resident() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next((line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1024


def main() -> None:
    """Print both, and whether anything heavy was loaded on the way."""
    seconds, memory = first_paint()
    heavy = [name for name in ("pandas", "numpy", "reportlab", "openpyxl", "docx", "pikepdf", "formualizer") if name in sys.modules]
    sys.stdout.write(f"首屏 {seconds:.2f} 秒，内存 {memory:.0f} MB，提前载入：{'、'.join(heavy) or '无'}\n")
