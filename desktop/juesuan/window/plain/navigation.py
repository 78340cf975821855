"""Where the cursor goes: steps over merged and hidden cells, jumps as in Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Place = tuple[int, int]
"""Row and column of a sheet, from 1."""
Span = tuple[int, int, int, int]
"""Top, left, bottom, right, inclusive."""

UP, DOWN, LEFT, RIGHT, STAY = (-1, 0), (1, 0), (0, -1), (0, 1), (0, 0)


@dataclass(frozen=True)
class Navigation:
    """Moves on one sheet.

    rows, columns: how far one may go; spans: the merged ranges by every place they cover; hidden_row, hidden_column, filled ask the sheet.
    """

    rows: int
    columns: int
    spans: dict[Place, Span]
    hidden_row: Callable[[int], bool]
    hidden_column: Callable[[int], bool]
    filled: Callable[[int, int], bool]

    def anchor(self, place: Place) -> Place:
        """Top left of the merge a place belongs to, else itself."""
        span = self.spans.get(place)
        return (span[0], span[1]) if span else place

    def step(self, place: Place, direction: Place) -> Place:
        """The next visible cell in a direction; a merged cell is one cell; at the edge, the same place."""
        top, left, bottom, right = self.spans.get(place, (*place, *place))
        row = bottom + 1 if direction[0] > 0 else top - 1 if direction[0] < 0 else place[0]
        column = right + 1 if direction[1] > 0 else left - 1 if direction[1] < 0 else place[1]
        while self._inside(row, column) and self._hidden(row, column, direction):
            row, column = row + direction[0], column + direction[1]
        return self.anchor((row, column)) if self._inside(row, column) else place

    def around(self, place: Place, direction: Place, span: Span) -> Place:
        """The next cell within a selection: down its columns or along its rows, and from its end to its beginning."""
        cells = [
            (row, column)
            for row in range(span[0], span[2] + 1)
            for column in range(span[1], span[3] + 1)
            if self.anchor((row, column)) == (row, column) and not self.hidden_row(row) and not self.hidden_column(column)
        ]
        if direction[0]:
            cells.sort(key=lambda cell: (cell[1], cell[0]))
        if place not in cells:
            return cells[0] if cells else place
        return cells[(cells.index(place) + (direction[0] or direction[1])) % len(cells)]

    def jump(self, place: Place, direction: Place) -> Place:
        """Ctrl+arrow: to the end of the filled run, else to the next filled cell, else to the edge."""
        following = self.step(place, direction)
        if following == place:
            return place
        if self._is_filled(place) and self._is_filled(following):
            return self._while(following, direction, filled=True)
        if self._is_filled(following):
            return following
        last = self._while(following, direction, filled=False)
        return self.step(last, direction)

    def _while(self, place: Place, direction: Place, *, filled: bool) -> Place:
        """The last cell of a run that is filled, or blank, as asked."""
        while True:
            following = self.step(place, direction)
            if following == place or self._is_filled(following) != filled:
                return place
            place = following

    def home(self, place: Place) -> Place:
        """The row's first visible cell."""
        return self._visible_in_row(place[0], range(1, self.columns + 1))

    def end(self, place: Place) -> Place:
        """The row's last filled cell, or its last visible one."""
        filled = [column for column in range(self.columns, 0, -1) if self.filled(place[0], column) and not self.hidden_column(column)]
        return self.anchor((place[0], filled[0])) if filled else self._visible_in_row(place[0], range(self.columns, 0, -1))

    def first(self) -> Place:
        """Ctrl+Home."""
        return self.home((next((row for row in range(1, self.rows + 1) if not self.hidden_row(row)), 1), 1))

    def last(self) -> Place:
        """Ctrl+End."""
        return self.end((next((row for row in range(self.rows, 0, -1) if not self.hidden_row(row)), 1), self.columns))

    def widened(self, span: Span) -> Span:
        """A selection grown so that it cuts no merged cell."""
        while True:
            touched = {self.spans[place] for place in self.spans if span[0] <= place[0] <= span[2] and span[1] <= place[1] <= span[3]}
            whole = [span, *touched]
            grown = (min(s[0] for s in whole), min(s[1] for s in whole), max(s[2] for s in whole), max(s[3] for s in whole))
            if grown == span:
                return span
            span = grown

    def _inside(self, row: int, column: int) -> bool:
        return 1 <= row <= self.rows and 1 <= column <= self.columns

    def _hidden(self, row: int, column: int, direction: Place) -> bool:
        return self.hidden_row(row) if direction[0] else self.hidden_column(column)

    def _is_filled(self, place: Place) -> bool:
        return self.filled(*place)

    def _visible_in_row(self, row: int, columns: range) -> Place:
        return self.anchor((row, next((column for column in columns if not self.hidden_column(column)), 1)))
