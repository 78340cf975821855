"""Excel's keys on the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from juesuan.window.grid import acts
from juesuan.window.plain.navigation import DOWN, LEFT, RIGHT, UP, Navigation, Place

if TYPE_CHECKING:
    from juesuan.window.grid.view import GridView

_ARROWS = {Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN, Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}
_STEPS = {
    (Qt.Key.Key_Return, False): DOWN, (Qt.Key.Key_Return, True): UP,
    (Qt.Key.Key_Enter, False): DOWN, (Qt.Key.Key_Enter, True): UP,
    (Qt.Key.Key_Tab, False): RIGHT, (Qt.Key.Key_Backtab, False): LEFT, (Qt.Key.Key_Backtab, True): LEFT,
}  # fmt: skip


def press(view: GridView, event: QKeyEvent) -> bool:
    """Do what a key means; False where it means nothing here."""
    model = view.grid
    if model is None:
        return False
    return _act(view, event) or _move(view, event, model.navigation) or _type(view, event)


def _act(view: GridView, event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    for standard, act in (
        (QKeySequence.StandardKey.Copy, acts.copy),
        (QKeySequence.StandardKey.Cut, acts.cut),
        (QKeySequence.StandardKey.Paste, acts.paste),
    ):
        if event.matches(standard):
            act(view)
            return True
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if control and key in (Qt.Key.Key_D, Qt.Key.Key_R, Qt.Key.Key_A):
        {Qt.Key.Key_D: acts.fill_down, Qt.Key.Key_R: acts.fill_right, Qt.Key.Key_A: acts.select_all}[key](view)
        return True
    if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not control:
        acts.clear(view)
        return True
    if key == Qt.Key.Key_F2:
        view.begin_edit()
        return True
    if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
        view.open_choices()
        return True
    return False


def _move(view: GridView, event: QKeyEvent, navigation: Navigation) -> bool:
    key = Qt.Key(event.key())
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if key in _ARROWS:
        start = view.far_end() if shift else view.current
        place = navigation.jump(start, _ARROWS[key]) if control else navigation.step(start, _ARROWS[key])
        view.go(place, extend=shift)
        return True
    if not control and (key, shift) in _STEPS:
        view.step_on(_STEPS[key, shift])
        return True
    if key == Qt.Key.Key_Space and (shift or control) and not (shift and control):
        view.select_whole(row=shift)
        return True
    target = _far(view, key, navigation, control=control)
    if target is not None:
        view.go(target, extend=shift)
    return target is not None


def _far(view: GridView, key: Qt.Key, navigation: Navigation, *, control: bool) -> Place | None:
    if key == Qt.Key.Key_Home:
        return navigation.first() if control else navigation.home(view.current)
    if key == Qt.Key.Key_End:
        return navigation.last() if control else navigation.end(view.current)
    if control or key not in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        return None
    rows = max(1, view.viewport().height() // 30)
    return view.current[0] + (rows if key == Qt.Key.Key_PageDown else -rows), view.current[1]


def _type(view: GridView, event: QKeyEvent) -> bool:
    text = event.text()
    plain = not event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    )
    return bool(text) and text.isprintable() and plain and (view.begin_edit(text) or True)
