"""Naming what is printed: rows and columns of a sheet against the form data of an edition, by label first, by number second."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from juesuan.forms.catalogue import ColumnSpec, EditionSpec, RowSpec
from juesuan.forms.form import Column, Row
from juesuan.forms.labels import bare_label, loose_label
from juesuan.forms.lines import PrintedRow

_SUM = re.compile(r"^(.{2,})(?:合计|小计|总计)$")
_ECONOMIC = re.compile(r"^(\d{5}|\d{3})(?!\d)")
_UNTELLING = frozenset({"收入", "支出", "财政拨款三公经费", "三公经费", "项目"})
"""Header words that tables print or leave out at will; they never tell columns apart."""


@dataclass(frozen=True)
class PrintedColumn:
    """An amount column as it stands on the sheet: sheet column, panel, 栏次 or empty, header labels."""

    column: int
    panel: int
    number: str
    path: tuple[str, ...]


def bind_columns(printed: Sequence[PrintedColumn], specs: tuple[ColumnSpec, ...], *, repeated: bool) -> tuple[list[Column], int]:
    """Columns with their names, and how many of them the form data knows. `repeated`: every panel has the same columns (公开06)."""
    paths = tuple((column.panel if repeated else 0, column.number, column.path) for column in printed)
    bound = _bound_columns(paths, specs)
    columns = [_column(column, specs[index] if index is not None else None) for column, index in zip(printed, bound, strict=True)]
    return columns, sum(index is not None for index in bound)


def _column(printed: PrintedColumn, spec: ColumnSpec | None) -> Column:
    path = spec.path if spec else printed.path
    number = printed.number or (spec.number if spec else "/".join(printed.path))
    return Column(number, printed.column, path, printed.panel, spec.econ if spec else "", printed.path)


@lru_cache(maxsize=512)
def _bound_columns(printed: tuple[tuple[int, str, tuple[str, ...]], ...], specs: tuple[ColumnSpec, ...]) -> tuple[int | None, ...]:
    """For each printed column the place of its definition in `specs`, or None. Remembered: ten forms share the economic columns."""
    parts = [_parts(spec.path) for spec in specs]
    places: dict[tuple[str, ...], list[int]] = {}
    for index, part in enumerate(parts):
        places.setdefault(part, []).append(index)
    economic = {spec.econ: index for index, spec in enumerate(specs) if spec.econ}
    taken: set[tuple[int, int | None]] = set()
    bound: list[int | None] = []
    for panel, number, path in printed:
        code = next((found[1] for label in path if (found := _ECONOMIC.match(label))), "")
        same = [economic[code]] if code in economic else places.get(_parts(path), [])
        bound.append(_best([place for place in same if (panel, place) not in taken], number, specs))
        taken.add((panel, bound[-1]))
    for position, (panel, number, path) in enumerate(printed):
        if bound[position] is None:
            free = [place for place in range(len(specs)) if (panel, place) not in taken]
            bound[position] = _alike(path, number, free, parts, specs)
            taken.add((panel, bound[position]))
    return tuple(bound)


def _best(places: list[int], number: str, specs: tuple[ColumnSpec, ...]) -> int | None:
    return next((place for place in places if specs[place].number == number), places[0] if places else None)


def _alike(
    path: tuple[str, ...], number: str, free: list[int], parts: list[tuple[str, ...]], specs: tuple[ColumnSpec, ...],
) -> int | None:
    """The definition whose labels are among the printed ones or the other way round, or with the same last label; else the number.

    Not so for economic columns, whose numbers shift from year to year.
    """
    own = set(_parts(path))
    if own:
        scored = [(_overlap(own, set(parts[place]), path, specs[place]), specs[place].number == number, -place) for place in free]
        best = max(scored, default=(0.0, False, 0))
        if best[0] > 0:
            return -best[2]
    return next((place for place in free if specs[place].number == number and not (own and specs[place].econ)), None)


def _overlap(own: set[str], theirs: set[str], path: tuple[str, ...], spec: ColumnSpec) -> float:
    if own == theirs:
        return 3
    shared = own & theirs
    if theirs and (theirs <= own or own <= theirs) and shared != {"合计"}:
        return 2 + len(shared) / 10
    if path and spec.path and loose_label(path[-1]) == loose_label(spec.path[-1]) not in ("小计", "合计"):
        return 1 + len(shared) / 10
    return 0.5 if own == {"合计"} == shared else 0


@lru_cache(maxsize=4096)
def _parts(path: tuple[str, ...]) -> tuple[str, ...]:
    """The telling labels of a header path, sorted; 小计 and 合计 are one word, `本年支出合计` is 本年支出 and 合计."""
    found: list[str] = []
    for label in path:
        plain = bare_label(label)
        code = _ECONOMIC.match(plain)
        plain = plain[code.end() :].lstrip("-") if code else plain
        total = _SUM.match(plain)
        if plain in _UNTELLING or not plain:
            continue
        found.extend((total[1], "合计") if total else ("合计" if plain in ("小计", "总计") else plain,))
    return tuple(sorted(found))


def bind_rows(printed: Sequence[PrintedRow], edition: EditionSpec, panel_count: int) -> tuple[list[Row], int]:
    """Fixed rows with their names, and how many of them the form data knows.

    The printed 行次 stays the id. Where none is printed (or a further panel counts from 1 again) the defined one is; a row unknown to the
    form data is called by its label.
    """
    binder = _RowBinder(edition)
    for panel in range(panel_count):
        binder.bind_panel([row for row in printed if row.panel == panel])
    rows, seen = [], set[str]()
    for row in printed:
        spec = binder.spec_of(row)
        named = _row(row, spec, panel_count)
        if named.id in seen and spec and spec.id not in seen:
            named = replace(named, id=spec.id, line=spec.line)
        seen.add(named.id)
        rows.append(named)
    return rows, binder.known


def _row(printed: PrintedRow, spec: RowSpec | None, panel_count: int) -> Row:
    if spec is None:
        identity = printed.line or printed.code or printed.label
        econ = printed.code if len(printed.code) in (3, 5) else ""
        return Row(identity, printed.row, printed.panel, printed.label, line=printed.line, econ=econ)
    line = printed.line or spec.line
    panel = panel_count - 1 if spec.block.endswith("底部") else printed.panel
    return Row(
        line or spec.id, printed.row, panel, printed.label or spec.label, spec.key, line, block=spec.block, func=spec.func, econ=spec.econ,
        not_applicable=spec.not_applicable,
    )


class _RowBinder:
    """Finds the definition of each printed row, panel by panel from the left; a definition is given once."""

    def __init__(self, edition: EditionSpec) -> None:
        self._specs = edition.rows
        self._exact = _by_label(edition.rows, bare_label)
        self._loose = _by_label(edition.rows, loose_label)
        self._economic = {row.econ: index for index, row in enumerate(edition.rows) if row.econ}
        self._taken: set[int] = set()
        self._found: dict[tuple[int, int], int] = {}

    @property
    def known(self) -> int:
        return len(self._found)

    def spec_of(self, row: PrintedRow) -> RowSpec | None:
        index = self._found.get((row.panel, row.row))
        return None if index is None else self._specs[index]

    def bind_panel(self, rows: list[PrintedRow]) -> None:
        block = self._block_of(rows)
        last = -1
        for row in rows:
            index = self._by_code_or_label(row, block, last)
            if index is not None:
                self._give(row, index)
                last = index if self._specs[index].block in (block, self._specs[last].block if last >= 0 else block) else last
        self._bind_by_number(rows)

    def _give(self, row: PrintedRow, index: int) -> None:
        self._taken.add(index)
        self._found[row.panel, row.row] = index

    def _block_of(self, rows: list[PrintedRow]) -> str:
        """The block that most of the panel's labels belong to."""
        places = [{self._specs[index].block for index in self._exact.get(bare_label(row.label), ())} for row in rows if row.label]
        votes = Counter(block for blocks in places for block in blocks)
        return max(votes, key=lambda block: votes[block], default="")

    def _by_code_or_label(self, row: PrintedRow, block: str, last: int) -> int | None:
        if row.code and self._economic.get(row.code) not in (None, *self._taken):
            return self._economic[row.code]
        if not row.label:
            return None
        for index_by_label, label in ((self._exact, bare_label(row.label)), (self._loose, loose_label(row.label))):
            free = [index for index in index_by_label.get(label, ()) if index not in self._taken]
            if free:
                return min(free, key=lambda index: (self._specs[index].block != block, index <= last, index))
        return None

    def _bind_by_number(self, rows: list[PrintedRow]) -> None:
        """A 行次 whose label says nothing known takes the definition of that number, if the rows around it leave room for it."""
        by_line = {spec.line: index for index, spec in enumerate(self._specs) if spec.line}
        for position, row in enumerate(rows):
            index = by_line.get(row.line, -1) if row.line and (row.panel, row.row) not in self._found else -1
            if index < 0 or index in self._taken:
                continue
            before = [self._found[key] for other in rows[:position] if (key := (other.panel, other.row)) in self._found]
            after = [self._found[key] for other in rows[position + 1 :] if (key := (other.panel, other.row)) in self._found]
            if max(before[-1:], default=-1) < index < min(after[:1], default=len(self._specs)):
                self._give(row, index)


def _by_label(rows: tuple[RowSpec, ...], plain: Callable[[str], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        found.setdefault(plain(row.label), []).append(index)
    return found
