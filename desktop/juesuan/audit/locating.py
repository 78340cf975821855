"""Where a reference of a rule lies, for one value of its variables after another."""

from __future__ import annotations

from juesuan.audit import syntax as s
from juesuan.audit.domains import Domains, counterpart
from juesuan.audit.names import ALIGNED, EVERY, Absent, Environment, Names
from juesuan.forms.form import Column, Row


class Locator:
    """One reference; rows and columns are looked up once for each value of the variables they depend on.

    names is None where the form is missing.
    """

    def __init__(self, reference: s.Reference, names: Names | None, domains: Domains) -> None:
        self.reference, self.names, self.lead = reference, names, None
        columns = reference.columns
        if isinstance(columns, s.Variable) and not columns.offset:
            lead = domains.lead.get(columns.name)
            self.lead = lead if lead is not names else None
        self._row_variables = _variables(reference.rows) + ([EVERY] if isinstance(reference.rows, s.EveryRow) else [])
        self._column_variables = _variables(columns) + ([ALIGNED] if isinstance(columns, s.AlignedColumn) else [])
        self._rows: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
        self._columns: dict[tuple[object, ...], tuple[int, ...] | None] = {}

    def slots(self, env: Environment) -> tuple[int, ...]:
        """The slots meant; empty where a form by subject has no such row. Raises Absent, Unbindable."""
        if self.names is None:
            return ()
        place = tuple([env[name] for name in self._row_variables])
        rows = self._rows.get(place)
        if rows is None:
            rows = self._rows[place] = self._found_rows(self.names, env)
        key = tuple([env[name] for name in self._column_variables])
        found: list[int] = []
        for base, row in rows:
            found += [base + column for column in self._column_indexes(row, key, env)]
        return tuple(found)

    def bases(self, env: Environment) -> list[int]:
        """The first slots of the rows meant."""
        if self.names is None:
            return []
        place = tuple([env[name] for name in self._row_variables])
        if place not in self._rows:
            self._rows[place] = self._found_rows(self.names, env)
        return [base for base, _ in self._rows[place]]

    def _found_rows(self, names: Names, env: Environment) -> list[tuple[int, Row]]:
        grid = names.grid
        return [(grid.first + grid.row_index[id(row)] * grid.width, row) for row in names.rows(self.reference.rows, env)]

    def _column_indexes(self, row: Row, key: tuple[str, ...], env: Environment) -> tuple[int, ...]:
        place = (row.panel, row.sheet, key)
        if place not in self._columns:
            try:
                self._columns[place] = self._found_columns(row, env)
            except Absent:
                self._columns[place] = None
        indexes = self._columns[place]
        if indexes is None:
            raise Absent
        return indexes

    def _found_columns(self, row: Row, env: Environment) -> tuple[int, ...]:
        names, columns = self.names, self.reference.columns
        if names is None:
            return ()
        if self.lead is not None and isinstance(columns, s.Variable) and env[columns.name].isdigit():
            found = self._aligned(self.lead, names, env[columns.name])
        else:
            found = names.column(row, columns, env)
        return tuple(names.grid.column_index[id(column)] for column in found)

    @staticmethod
    def _aligned(lead: Names, names: Names, number: str) -> list[Column]:
        origin = next((column for column in lead.form.columns if column.number == number), None)
        other = counterpart(names, origin) if origin else None
        return [other] if other else []


def _variables(pattern: object) -> list[str]:
    return [node.name for node in s.walk(pattern) if isinstance(node, s.Variable)]
