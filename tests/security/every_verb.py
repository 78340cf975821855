"""Every verb of the command line in all its ways, then the window; run as a program of its own by test_no_network.

Arguments: a small workbook, a whole one, an empty folder. A line for each verb: its name and its exit code.
"""

from __future__ import annotations

import contextlib
import io
import socket
import sys
from pathlib import Path


def uses(book: str, whole: str, folder: Path) -> list[list[str]]:
    """Each verb with every option that reads or writes a file."""

    def out(*names: str) -> list[str]:
        return [word for name in names for word in ("-o", str(folder / name))]

    performance, rules = str(folder / "绩效.xlsx"), str(folder / "公式.txt")
    Path(rules).write_text("【财决01】\n\n[本-01] 基本平衡 错误\n公式：31行=(27+28+29)行\n条件：c ∈ {3}\n提示：核对\n", encoding="utf-8")
    return [
        ["new", "--edition", "2023", "--unit", "某单位", str(folder / "新.xlsx")],
        ["forms", book, "--json"],
        ["audit", book, "--prior", book, "--rules", rules, "--json", *out("审核.xlsx", "审核.pdf")],
        ["narrate", book, "--prior", book, *out("说明.pdf", "说明.docx", "说明.txt")],
        ["disclose", book, "--prior", book, *out("公开.xlsx")],
        ["compare", book, "--prior", book, *out("对比.xlsx")],
        ["combine", book, "--unit", "部门", *out("汇总.xlsx")],
        ["performance", whole, "--new", performance],
        ["performance", performance, "--accounts", whole, *out("绩效报告.pdf", "绩效报告.docx")],
        ["rules"],
        ["rules", rules, "--check"],
        ["templates"],
        ["templates", "--check"],
        ["demo", str(folder / "演示")],
    ]


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("a socket was asked for")


def verbs(tried: list[list[str]]) -> None:
    from juesuan import cli

    assert {words[0] for words in tried} == set(cli._actions()), "a verb is not tried"
    for words in tried:
        with contextlib.redirect_stdout(io.StringIO()):
            code = cli.run(words)
        sys.stdout.write(f"{words[0]} {code}\n")


def window(book: str) -> None:
    """Open the workbook as a double click does, generate the text, close."""
    from PySide6.QtCore import QTimer

    from juesuan.window import application
    from juesuan.window.main_window import MainWindow

    tried = iter(range(400))

    def look() -> None:
        shown = [widget for widget in application.start().topLevelWidgets() if isinstance(widget, MainWindow)]
        if Path(book).name in shown[0].windowTitle():
            sys.stdout.write("window 0\n")
        elif next(tried, None) is not None:
            return
        timer.stop()
        application.start().quit()

    application.start()
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    application.run([book])


def main() -> None:
    book, whole, folder = sys.argv[1:]
    for name in ("socket", "create_connection", "create_server", "getaddrinfo", "gethostbyname", "fromfd"):
        setattr(socket, name, refuse)
    verbs(uses(book, whole, Path(folder)))
    window(book)


if __name__ == "__main__":
    main()
