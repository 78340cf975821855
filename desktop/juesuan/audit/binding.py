"""Rules meet a workbook: every rule becomes the instances that its cells allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from juesuan.audit import syntax as s
from juesuan.audit.families import Family
from juesuan.audit.names import Names, Unbindable
from juesuan.audit.rule_binding import SPREAD, RuleBinding, Surroundings
from juesuan.audit.subject_checks import RowChecks
from juesuan.audit.values import Values
from juesuan.subjects import Subjects

OPTIONAL = frozenset({"财决11", "财决12"})
"""Forms that count as zero where a workbook of 财决 forms has none (国有资本经营预算, not before 2020)."""
_SPREAD_ROWS = (s.RowRange, s.RowList, s.LevelRows, s.PrefixRows, s.BlockRows)


@dataclass(frozen=True)
class Unjudged:
    """A rule that could not be bound, and why."""

    rule: s.Rule
    reason: str


class Binder:
    """Binds rules to one set of values; `subjects` is the classification of the workbook's year."""

    def __init__(self, values: Values, thresholds: Mapping[str, Decimal], subjects: Subjects, *, has_prior: bool) -> None:
        self.values, self.has_prior, self.subjects = values, has_prior, subjects
        self.names = {place: Names(grid) for place, grid in values.grids.items()}
        not_applicable = frozenset(
            found.grid.slot(row, column)
            for found in self.names.values()
            for row in found.form.rows
            if row.not_applicable
            for column in found.panel(row.panel)
            if column.number in row.not_applicable
        )
        self.surroundings = Surroundings(values.fields, thresholds, not_applicable, values.text_slot, {})

    def bind(self, rule: s.Rule) -> tuple[list[Family], Unjudged | None]:
        """All instances of a rule; none and the reason where it cannot be judged."""
        try:
            self._require(rule)
            return list(self._families(rule)), None
        except Unbindable as problem:
            return [], Unjudged(rule, str(problem))

    def _families(self, rule: s.Rule) -> Iterator[Family]:
        if isinstance(rule.formula, s.Call):
            yield RowChecks(rule, rule.formula, self.names, self.subjects)
            return
        for formula, rows in self._spread(rule.formula, rule):
            read = rule.references if formula is rule.formula else _references(formula, rule)
            found = {id(reference): (reference, self.find(reference, rule)) for reference in read}
            yield from RuleBinding(rule, formula, found, self.surroundings, rows).families()

    def _require(self, rule: s.Rule) -> None:
        wanted = [(node.form or rule.home, node.prior) for node in rule.references]
        if not wanted:
            wanted = [(node.code, False) for node in s.walk(rule.formula) if isinstance(node, s.FormName)]
            wanted += [(node.form, node.prior) for node in s.walk(rule.formula) if isinstance(node, s.Field)]
        for code, prior in wanted:
            if prior and not self.has_prior:
                raise Unbindable("没有上年数据")
            if (code, prior) not in self.names and (code not in OPTIONAL or self._published_only(prior=prior)):
                raise Unbindable(f"{'上年工作簿' if prior else '工作簿'}中没有{code}")
        if wanted and not any(place in self.names for place in wanted):
            raise Unbindable(f"工作簿中没有{rule.home}")

    def _published_only(self, *, prior: bool) -> bool:
        """Whether the workbook holds no 财决 form at all: then none of them is missing because it would be empty."""
        return not any(code.startswith("财决") for code, before in self.names if before == prior)

    def find(self, reference: s.Reference, rule: s.Rule) -> Names | None:
        return self.names.get((reference.form or rule.home, reference.prior))

    def _spread(self, formula: s.Expression, rule: s.Rule) -> Iterator[tuple[s.Expression, list[str]]]:
        """`1至8行、28行≥0` → the formula for a row that varies, and the rows; everything else as it is."""
        if isinstance(formula, s.Conditional):
            for then, rows in self._spread(formula.then, rule):
                yield formula.having(then=then), rows
        elif isinstance(formula, s.Comparison) and (found := self._spread_rows(formula.left, rule)):
            first, rows = found
            yield formula.having(left=first.having(rows=s.Variable(SPREAD))), rows
        elif isinstance(formula, s.Comparison) and isinstance(formula.left, s.Listing):
            for item in formula.left.items:
                yield from self._spread(formula.having(left=item), rule)
        else:
            yield formula, []

    def _spread_rows(self, left: s.Expression, rule: s.Rule) -> tuple[s.Reference, list[str]] | None:
        """The rows on the left where they are several cells of one form and the same columns."""
        items = left.items if isinstance(left, s.Listing) else (left,)
        found = [item for item in items if isinstance(item, s.Reference)]
        if len(found) != len(items) or not (len(items) > 1 or isinstance(found[0].rows, _SPREAD_ROWS)):
            return None
        if len({(item.form, item.columns, item.prior) for item in found}) > 1:
            return None
        names = self.find(found[0], rule)
        return found[0], [row.id for item in found for row in names.rows(item.rows, {})] if names else []


def _references(formula: s.Expression, rule: s.Rule) -> list[s.Reference]:
    return s.references((formula, rule.guard) if rule.guard is not None else (formula,))
