"""What the variables of a rule run over in a given workbook."""

from __future__ import annotations

from collections.abc import Mapping

from juesuan.audit import syntax as s
from juesuan.audit.names import ALIGNED, EVERY, Names
from juesuan.forms.form import Column

_CLASS = 3


class Domains:
    """Domains of one rule: variable → values, in the order of the sheet.

    A column variable runs over the columns that hold an amount in any of the forms it joins: rules over blank columns come to nothing.
    """

    def __init__(self, rule: s.Rule, names: Mapping[int, tuple[s.Reference, Names | None]]) -> None:
        self.rule = rule
        self.given = {quantifier.variable: list(quantifier.values) for quantifier in rule.quantifiers}
        self.references = [(reference, found) for reference, found in names.values() if found is not None]
        self.values: dict[str, list[str]] = {}
        self.lead: dict[str, Names] = {}
        for reference, found in self.references:
            self._rows(reference.rows, found)
        for reference, found in self.references:
            self._columns(reference, found)

    def _rows(self, rows: s.Rows, found: Names) -> None:
        match rows:
            case s.EveryRow():
                self.values.setdefault(EVERY, [row.id for row in found.form.rows])
            case s.KeyedRow(attribute, s.Variable(name)):
                self._put(name, self._keys(attribute, name))
            case s.Variable(name):
                if not any(isinstance(item.rows, s.KeyedRow) and item.rows.key == rows for item, _ in self.references):
                    self._put(name, [row.id for row in found.form.rows])
            case s.RowList(items):
                for item in items:
                    self._rows(item, found)
            case _:
                return

    def _keys(self, attribute: str, name: str) -> list[str]:
        """Keys of all forms that the variable joins: a 科目 missing in one of them is a difference, not a reason to look away."""
        keys: dict[str, None] = {}
        for reference, found in self.references:
            if isinstance(reference.rows, s.KeyedRow) and reference.rows.key == s.Variable(name):
                keys.update(dict.fromkeys(found.keys(reference.rows.attribute)))
            elif reference.rows == s.Variable(name):
                keys.update(dict.fromkeys(found.keys(attribute)))
        return list(keys)

    def _put(self, name: str, values: list[str]) -> None:
        self.values.setdefault(name, self.given.get(name, values))

    def _columns(self, reference: s.Reference, found: Names) -> None:
        match reference.columns:
            case s.AlignedColumn():
                self.values.setdefault(ALIGNED, [str(index) for index in range(self._width(reference.rows, found))])
            case s.ColumnPath(segments):
                for segment in segments:
                    if isinstance(segment, s.Variable):
                        self._put(segment.name, [])
            case s.EconomicColumn(s.Variable(name)):
                self._put(name, self._classes())
            case s.Variable(name):
                self.lead.setdefault(name, found)
                self._put(name, self._active(name, found))
            case _:
                return

    def _width(self, rows: s.Rows, found: Names) -> int:
        single = found.named(rows.name) if isinstance(rows, s.NamedRow) else None
        panels = [single.panel] if single else sorted({row.panel for row in found.form.rows}) or [0]
        return max((len(found.panel(panel)) for panel in panels), default=0)

    def _classes(self) -> list[str]:
        codes: dict[str, None] = {}
        for _, found in self.references:
            for index, column in enumerate(found.form.columns):
                if index in found.grid.active and len(column.econ) >= _CLASS:
                    codes[column.econ[:_CLASS]] = None
        return sorted(codes)

    def _active(self, name: str, lead: Names) -> list[str]:
        awake = set(lead.grid.active)
        for reference, found in self.references:
            if found is not lead and isinstance(reference.columns, s.Variable) and reference.columns.name == name:
                for index in found.grid.active:
                    column = counterpart(lead, found.form.columns[index])
                    if column is not None:
                        awake.add(lead.grid.column_index[id(column)])
        return list(dict.fromkeys(lead.form.columns[index].number for index in sorted(awake)))


def counterpart(found: Names, column: Column) -> Column | None:
    """The column of another form that means the same: by economic code, else by header path, else by 栏次."""
    if column.econ:
        return found.alike.get(column.econ)
    return found.alike.get(column.path) or found.alike.get(column.number)
