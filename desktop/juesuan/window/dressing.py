"""Set several properties of a widget where it is made."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLayout, QWidget

Dressed = TypeVar("Dressed", bound=QObject)


def dressed(thing: Dressed, **properties: object) -> Dressed:
    """The same thing with these properties, each by its setter: `dressed(QLabel("甲"), objectName="caption")`."""
    for name, value in properties.items():
        getattr(thing, f"set{name[0].upper()}{name[1:]}")(value)
    return thing


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets go with it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def polished(widget: QWidget) -> None:
    """Apply the style sheet anew after the object name changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
