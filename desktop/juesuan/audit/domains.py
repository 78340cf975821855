"""What the variables of a rule run over in a given workbook."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from juesuan.audit import syntax as s
from juesuan.audit.names import ALIGNED, EVERY, Names
from juesuan.forms.form import Column

_CLASS = 3


class Domains:
    """Domains of one rule: variable → values, in the order of the sheet; row variables before those of columns.

    given: values of variables that the sheet does not decide.
    """

    def __init__(
        self, rule: s.Rule, names: Mapping[int, tuple[s.Reference, Names | None]], given: Mapping[str, list[str]] = MappingProxyType({})
    ) -> None:
        self.rule = rule
        self.given = {**given, **{quantifier.variable: list(quantifier.values) for quantifier in rule.quantifiers}}
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
                self.values.setdefault(EVERY, list(dict.fromkeys(row.id for row in found.form.rows)))
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
        keys: dict[str, object] = {}
        for reference, found in self.references:
            if isinstance(reference.rows, s.KeyedRow) and _is_variable(reference.rows.key, name):
                keys |= found.keyed(reference.rows.attribute)
            elif _is_variable(reference.rows, name):
                keys |= found.keyed(attribute)
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
                self._put(name, list(dict.fromkeys(column.number for column in found.form.columns)))
            case _:
                return

    def _width(self, rows: s.Rows, found: Names) -> int:
        single = found.named(rows.name) if isinstance(rows, s.NamedRow) else None
        panels = [single.panel] if single else found.panels
        return max((len(found.panel(panel)) for panel in panels), default=0)

    def _classes(self) -> list[str]:
        return sorted({column.econ[:_CLASS] for _, found in self.references for column in found.form.columns if len(column.econ) >= _CLASS})


def _is_variable(node: object, name: str) -> bool:
    return isinstance(node, s.Variable) and node.name == name and not node.offset


def counterpart(found: Names, column: Column) -> Column | None:
    """The column of another form that means the same: by economic code, else by header path, else by 栏次."""
    if column.econ:
        return found.alike.get(column.econ)
    return found.alike.get(column.path) or found.alike.get(column.number)
