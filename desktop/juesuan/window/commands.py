"""Every command once: words, keys, icon, what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from juesuan.window.icons import icon
from juesuan.window.theme import Theme


class Command(NamedTuple):
    """keys: shortcuts; image: icon name or empty; needs_book: only while a workbook is open."""

    words: str
    keys: tuple[str, ...] = ()
    image: str = ""
    needs_book: bool = True


COMMANDS: dict[str, Command] = {
    "new": Command("新建", ("Ctrl+N",), "new", needs_book=False),
    "open": Command("打开", ("Ctrl+O",), "open", needs_book=False),
    "save": Command("保存", ("Ctrl+S",), "save"),
    "save_as": Command("另存为…", ("Ctrl+Shift+S", "F12"), "save"),
    "undo": Command("撤销", ("Ctrl+Z",), "undo"),
    "redo": Command("重做", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    "prior": Command("上年数据", (), "prior"),
    "compare": Command("与上年比较…", (), "prior"),
    "narrative": Command("生成说明", ("F9",), "narrative"),
    "export": Command("导出 PDF", ("Ctrl+E",), "export"),
    "find": Command("查找…", ("Ctrl+F",), "search"),
    "replace": Command("替换…", ("Ctrl+H",)),
    "go_to": Command("转到…", ("Ctrl+G", "F5"), "jump"),
    "next_finding": Command("下一处审核结果", ("F8",), "next"),
    "previous_finding": Command("上一处审核结果", ("Shift+F8",), "previous"),
    "next_form": Command("下一张表", ("Ctrl+PgDown",)),
    "previous_form": Command("上一张表", ("Ctrl+PgUp",)),
    "next_pane": Command("到下一个区域", ("F6",)),
    "previous_pane": Command("到上一个区域", ("Shift+F6",)),
    "next_book": Command("到下一个工作簿", ("Ctrl+Tab", "Ctrl+F6")),
    "previous_book": Command("到上一个工作簿", ("Ctrl+Shift+Tab", "Ctrl+Shift+F6")),
    "show_editing": Command("填报", ("Ctrl+1",)),
    "show_narrative": Command("说明", ("Ctrl+2",)),
    "show_performance": Command("绩效", ("Ctrl+3",)),
    "explain": Command("填写核实说明…", ("Shift+F2",)),
    "menu": Command("更多命令", ("F10",), needs_book=False),
    "insert_row": Command("插入科目或行…", ("Ctrl++", "Ctrl+="), "row_insert"),
    "delete_row": Command("删除选中的行", ("Ctrl+-",), "row_delete"),
    "unit": Command("切换 元 / 万元 显示"),
    "export_word": Command("导出 Word…", (), "export"),
    "export_text": Command("导出纯文本…", (), "export"),
    "export_disclosure": Command("导出公开表…", (), "export"),
    "export_findings": Command("导出审核报告…", (), "export"),
    "export_performance": Command("导出绩效报告…", (), "export"),
    "new_performance": Command("生成绩效自评表…", (), "sample"),
    "print": Command("打印报表…", ("Ctrl+P",), "print"),
    "print_pdf": Command("报表存为 PDF…", (), "export"),
    "combine": Command("汇总多个单位…", (), "copy", needs_book=False),
    "backups": Command("以前的版本…", (), "recent"),
    "settings": Command("设置…", ("Ctrl+,",), "", needs_book=False),
    "guide": Command("使用指南", ("F1",), "help", needs_book=False),
    "theme": Command("切换 浅色 / 深色", (), "theme", needs_book=False),
    "close": Command("关闭工作簿", ("Ctrl+W",), "close"),
    "about": Command("关于决算工作台", (), "information", needs_book=False),
}
_MENU = (
    "save_as", "backups", "print", "print_pdf", "combine", "compare", "new_performance", "close", "",
    "find", "replace", "go_to", "next_finding", "previous_finding", "explain", "next_form", "previous_form", "next_pane", "",
    "insert_row", "delete_row", "unit", "", "settings", "theme", "guide", "about",
)  # fmt: skip

EXPORTS = ("export", "export_word", "export_text", "export_disclosure", "export_findings", "export_performance")
"""What can be written for others to read; the first is the toolbar's button, all are in its menu."""


class Commands(QObject):
    """The actions of one window."""

    def __init__(self, window: QWidget, acts: dict[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for name, command in COMMANDS.items():
            action = QAction(command.words, window)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            keys = f"（{command.keys[0]}）" if command.keys else ""
            action.setToolTip(f"{command.words.rstrip('…')}{keys}")
            action.triggered.connect(lambda _=False, act=acts[name]: act())
            window.addAction(action)
            self._actions[name] = action

    def action(self, name: str) -> QAction:
        return self._actions[name]

    def menu(self, parent: QWidget, names: Sequence[str] = _MENU) -> QMenu:
        """What has no place in the toolbar, or these."""
        menu = QMenu(parent)
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def set_theme(self, theme: Theme) -> None:
        for name, command in COMMANDS.items():
            if command.image:
                self._actions[name].setIcon(icon(command.image, theme.ink, theme.muted))

    def set_open(self, *, book: bool, undo: str | None = None, redo: str | None = None) -> None:
        """What can be done now; undo and redo are the labels of the acts they would take back or repeat."""
        for name, command in COMMANDS.items():
            self._actions[name].setEnabled(book or not command.needs_book)
        for name, label in (("undo", undo), ("redo", redo)):
            self._actions[name].setEnabled(book and label is not None)
            words = COMMANDS[name].words
            self._actions[name].setToolTip(f"{words} {label}（{COMMANDS[name].keys[0]}）" if label else words)
