"""Where a reference of a rule lies, for one value of its variables after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from juesuan.audit import syntax as s
from juesuan.audit.domains import Domains, counterpart
from juesuan.audit.names import ALIGNED, EVERY, Absent, Environment, Memory, Names
from juesuan.forms.form import Column, Row

SEVERAL = -1


class Environments(NamedTuple):
    """Values of row variables, one set after another. key: tells them from others, so that what was found for them can be kept."""

    key: object
    sets: list[dict[str, str]]


class Track(NamedTuple):
    """The rows that one reference means in one environment after another.

    bases: their first slots; firsts: the first of them, None where there is none; there: whether there is one, a bit of 1 for each byte;
    panels: the panel they lie in, or would; panel: that of all, SEVERAL where they differ.
    """

    bases: Sequence[tuple[int, ...]]
    firsts: Sequence[Row | None]
    there: int
    panels: Sequence[int]
    panel: int


class Locator:
    """One reference; rows and columns are looked up once for each value of the variables they depend on.

    names is None where the form is missing. row_variables, column_variables: what its rows and its columns depend on.
    """

    def __init__(self, reference: s.Reference, names: Names | None, domains: Domains) -> None:
        self.reference, self.names, self.lead = reference, names, None
        columns = reference.columns
        if isinstance(columns, s.Variable) and not columns.offset:
            lead = domains.lead.get(columns.name)
            self.lead = lead if lead is not names else None
        self.row_variables = _row_variables(reference.rows)
        self.column_variables = _column_variables(columns)
        self._memory = names.memory(reference.rows) if names is not None else Memory()
        self._columns: dict[tuple[object, ...], tuple[int, ...] | None] = {}

    def track(self, environments: Environments) -> Track:
        """Where the reference lies in each environment; kept, for many rules walk the same rows. Raises Unbindable."""
        if self.names is None or not self.row_variables:
            return self._standing(len(environments.sets))
        kept, key = self._memory.tracks, (environments.key, tuple(self.row_variables))
        if key not in kept:
            kept[key] = _track(self._walked(self.names, environments.sets), self.names)
        return kept[key]

    def _walked(self, names: Names, sets: Sequence[Environment]) -> list[list[Row]]:
        match self.reference.rows:
            case s.KeyedRow(attribute, s.Variable(name, 0)):
                keyed = names.keyed(attribute)
                return [keyed.get(env[name], []) for env in sets]
            case s.RowsBelow(level, s.Variable(name, 0)):
                return [names.below(level, env[name]) for env in sets]
            case s.EveryRow():
                found = names.by_id
                return [[found[env[EVERY]]] if env[EVERY] in found else [] for env in sets]
            case rows:
                return [names.rows(rows, env) for env in sets]

    def _standing(self, count: int) -> Track:
        """The same rows everywhere."""
        found = self.found({})
        bases, first = tuple([base for base, _ in found]), found[0][1] if found else None
        panel = first.panel if first else self.names.only_panel if self.names else 0
        return Track([bases] * count, [first] * count, int.from_bytes(bytes([first is not None]) * count, "little"), [panel] * count, panel)

    def found(self, env: Environment) -> list[tuple[int, Row]]:
        """The rows meant, each with its first slot; empty where a form by subject has no such row. Raises Unbindable."""
        if self.names is None:
            return []
        place = tuple([env[name] for name in self.row_variables])
        known = self._memory.rows
        if place not in known:
            known[place] = [(self.names.grid.base(row), row) for row in self.names.rows(self.reference.rows, env)]
        return known[place]

    def layout(self, row: Row | None, environments: Environments) -> list[tuple[int, ...] | None]:
        """Offsets of the columns in each environment, for rows of the panel of `row`; None where there is no such column."""
        if row is None or self.names is None:
            return [()] * len(environments.sets)
        if not self.column_variables:
            return [self.offsets(row, {})] * len(environments.sets)
        place = (self.reference.columns, row.panel, environments.key, id(self.lead))
        kept = self.names.layouts
        if place not in kept:
            kept[place] = [self.offsets(row, env) for env in environments.sets]
        return kept[place]

    def offsets(self, row: Row, env: Environment) -> tuple[int, ...] | None:
        """The columns of a row meant, counted from its first slot; None where there is no such column."""
        place = (row.panel, *[env[name] for name in self.column_variables])
        if place not in self._columns:
            try:
                self._columns[place] = self._found_columns(row, env)
            except Absent:
                self._columns[place] = None
        return self._columns[place]

    def slots(self, env: Environment) -> tuple[int, ...]:
        """The slots meant; empty where a form by subject has no such row. Raises Absent, Unbindable."""
        slots: list[int] = []
        for base, row in self.found(env):
            offsets = self.offsets(row, env)
            if offsets is None:
                raise Absent
            slots += [base + offset for offset in offsets]
        return tuple(slots)

    def _found_columns(self, row: Row, env: Environment) -> tuple[int, ...]:
        names, columns = self.names, self.reference.columns
        if names is None:
            return ()
        if self.lead is not None and isinstance(columns, s.Variable) and env[columns.name].isdigit():
            found = self._aligned(self.lead, names, env[columns.name])
        else:
            found = names.column(row, columns, env)
        return tuple([names.grid.column_index[id(column)] for column in found])

    @staticmethod
    def _aligned(lead: Names, names: Names, number: str) -> list[Column]:
        origin = lead.by_number.get(number)
        other = counterpart(names, origin) if origin else None
        return [other] if other else []


def _track(walked: list[list[Row]], names: Names) -> Track:
    base, missing = names.grid.base, names.only_panel
    firsts = [rows[0] if rows else None for rows in walked]
    panels = [missing if row is None else row.panel for row in firsts]
    alike = set(panels)
    return Track(
        [tuple([base(row) for row in rows]) for rows in walked],
        firsts,
        int.from_bytes(bytes([row is not None for row in firsts]), "little"),
        panels,
        alike.pop() if len(alike) == 1 else SEVERAL,
    )


def _row_variables(rows: s.Rows) -> list[str]:
    match rows:
        case s.EveryRow():
            return [EVERY]
        case s.Variable(name) | s.KeyedRow(_, s.Variable(name)) | s.RowsBelow(_, s.Variable(name)):
            return [name]
        case s.RowList(items):
            return list(dict.fromkeys(name for item in items for name in _row_variables(item)))
        case _:
            return []


def _column_variables(columns: s.Columns) -> list[str]:
    match columns:
        case s.AlignedColumn():
            return [ALIGNED]
        case s.Variable(name) | s.EconomicColumn(s.Variable(name)) | s.EconomicColumns(_, s.Variable(name)):
            return [name]
        case s.ColumnPath(segments):
            return [segment.name for segment in segments if isinstance(segment, s.Variable)]
        case _:
            return []
