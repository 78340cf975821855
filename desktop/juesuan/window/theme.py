"""Colours by role, light and dark, and the style sheet made from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtGui import QColor, QPalette

from juesuan.window.stylesheet import STYLE


@dataclass(frozen=True)
class Theme:
    """One colour for each role of the design; `dark` says which kind it is."""

    ink: str
    muted: str
    paper: str
    ground: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    error: str
    error_soft: str
    confirm: str
    confirm_soft: str
    held: str
    computed: str
    related: str
    header: str
    grid: str
    hover: str
    desk: str
    selected: str
    dark: bool = False

    def color(self, role: str) -> QColor:
        """The colour of a role as Qt wants it."""
        return QColor(getattr(self, role))


LIGHT = Theme(
    ink="#1f2329", muted="#636c78", paper="#ffffff", ground="#f5f6f8", line="#e3e6ea",
    accent="#1f5fbf", accent_soft="#e8f0fc", on_accent="#ffffff",
    error="#c62f2f", error_soft="#fdeceb", confirm="#b26a00", confirm_soft="#fff4e0", held="#2b8a4b", computed="#f3f4f6", related="#fff7d6",
    header="#eef0f3", grid="#d5d9df", hover="#eef1f5", desk="#dfe3e8", selected="#f6faff",
)  # fmt: skip
DARK = Theme(
    ink="#e4e7eb", muted="#98a1ad", paper="#1d2025", ground="#16181c", line="#33383f",
    accent="#7aa9f0", accent_soft="#25344b", on_accent="#10141a",
    error="#ff8a80", error_soft="#452524", confirm="#f0b35a", confirm_soft="#40321a", held="#6cc48a", computed="#262a30", related="#3f3a20",
    header="#24282e", grid="#3a4048", hover="#2a2f36", desk="#101215", selected="#20262f", dark=True,
)  # fmt: skip


def palette(theme: Theme) -> QPalette:
    """Qt's palette, for what the style sheet does not reach."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.ground,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Base: theme.paper,
        QPalette.ColorRole.AlternateBase: theme.ground,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.paper,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.Highlight: theme.accent_soft,
        QPalette.ColorRole.HighlightedText: theme.ink,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.paper,
        QPalette.ColorRole.ToolTipText: theme.ink,
    }
    for role, color in roles.items():
        made.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def stylesheet(theme: Theme) -> str:
    """The style sheet with this theme's colours in it."""
    text = STYLE
    for role, color in sorted(asdict(theme).items(), key=lambda item: -len(item[0])):
        text = text.replace(f"@{role}", str(color))
    return text
