"""The question before unsaved work would be gone: one for all workbooks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

_MOST = 12


def question(titles: Sequence[str]) -> tuple[str, str]:
    """What is asked, and the list below it."""
    if len(titles) == 1:
        return f"“{titles[0]}”有改动还没有保存。", ""
    listed = [f"· {title}" for title in titles[:_MOST]]
    more = [f"还有 {len(titles) - _MOST} 个"] if len(titles) > _MOST else []
    return f"{len(titles)} 个工作簿有改动还没有保存。", "\n".join(listed + more)


def ask_unsaved(titles: Sequence[str], parent: QWidget) -> str:
    """`save`, `drop` or `stay`."""
    buttons = QMessageBox.StandardButton
    words, listed = question(titles)
    box = QMessageBox(QMessageBox.Icon.Question, "决算工作台", words, parent=parent)
    box.setInformativeText(listed)
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    several = len(titles) > 1
    for button, said in ((buttons.Save, "保存全部" if several else "保存"), (buttons.Discard, "不保存"), (buttons.Cancel, "取消")):
        box.button(button).setText(said)
    answer = box.exec()
    return {buttons.Save: "save", buttons.Discard: "drop"}.get(buttons(answer), "stay")
