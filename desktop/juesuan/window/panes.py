"""F6: around the parts of the window that take keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def panes_of(page: QWidget) -> list[QWidget]:
    """Lists, tables and texts of a page that can have the focus, from left to right, then from top to bottom."""
    found = [area for area in page.findChildren(QAbstractScrollArea) if area.isVisible() and area.focusPolicy() & Qt.FocusPolicy.TabFocus]
    outer = [area for area in found if not any(other is not area and other.isAncestorOf(area) for other in found)]
    return sorted(outer, key=lambda area: (area.mapTo(page, QPoint(0, 0)).x(), area.mapTo(page, QPoint(0, 0)).y()))


def first_focusable(part: QWidget) -> list[QWidget]:
    """The first button of a bar, where it shows one; as a list of one or none."""
    usable = [widget for widget in part.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()]
    return [widget for widget in usable if widget.isVisible()][:1]


def step(panes: Sequence[QWidget], focus: QWidget | None, direction: int) -> None:
    """Give the focus to the next pane, or the previous one, around; `focus` may lie anywhere within the present one."""
    if not panes:
        return
    here = next((number for number, pane in enumerate(panes) if focus is not None and _holds(pane, focus)), -1)
    panes[(here + direction) % len(panes) if here >= 0 else 0 if direction > 0 else -1].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _holds(pane: QWidget, focus: QWidget) -> bool:
    """A button stands for the whole bar it is in."""
    around = pane.parentWidget() if not isinstance(pane, QAbstractScrollArea) else pane
    return pane is focus or pane.isAncestorOf(focus) or (around is not None and around is not pane and around.isAncestorOf(focus))
