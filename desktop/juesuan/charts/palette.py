"""Colours and lettering of figures: calm, told apart in print as well."""

from __future__ import annotations

# This year's columns, one colour a series; the years before are lighter.
SERIES = ("#1f5fbf", "#b26a00", "#2a8c82", "#7a5aa6")
SERIES_BEFORE = ("#9db8e8", "#d9a35c", "#9ccbc5", "#c3b3db")
SLICES = (
    "#1f5fbf", "#d08a2e", "#2a8c82", "#7a5aa6", "#a8483b", "#7d8b2f", "#8fb0e6", "#e3c08a",
    "#8bbdb7", "#b9a6d3", "#c99088", "#b9c17d", "#5f6b7a", "#a7b0bb",
)  # fmt: skip
AXIS = "#8a8f98"
LABEL = "#22262b"
QUIET = "#5a6068"
ON_SLICE = "#ffffff"

LABEL_SIZE = 10.5
SMALL_SIZE = 9.0
SMALLEST = 6.5
