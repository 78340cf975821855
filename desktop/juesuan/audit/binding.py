"""Rules meet a workbook: every rule becomes the instances that its cells allow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from juesuan.audit import bound as b
from juesuan.audit import syntax as s
from juesuan.audit.domains import Domains, counterpart
from juesuan.audit.names import ALIGNED, Absent, Environment, Names, Unbindable
from juesuan.audit.subject_checks import known
from juesuan.audit.values import ZERO, Values
from juesuan.forms.form import Column

OPTIONAL = frozenset({"财决11", "财决12"})
"""Forms that count as zero where the workbook has none (国有资本经营预算, not before 2020)."""
_SPREAD = (s.RowRange, s.RowList, s.LevelRows, s.PrefixRows, s.BlockRows)
_HALF_A_CENT, _LEAST = Decimal("0.005"), Decimal("0.02")


@dataclass(frozen=True)
class Unjudged:
    """A rule that could not be bound, and why."""

    rule: s.Rule
    reason: str


class Binder:
    """Binds rules to one set of values; `fields` gives the slot of a cover or input field, -1 where there is none."""

    def __init__(self, values: Values, thresholds: Mapping[str, Decimal], *, has_prior: bool) -> None:
        self.values, self.thresholds, self.has_prior = values, thresholds, has_prior
        self.names = {place: Names(grid) for place, grid in values.grids.items()}

    def bind(self, rule: s.Rule) -> tuple[list[b.Instance], Unjudged | None]:
        """All instances of a rule; none and the reason where it cannot be judged."""
        try:
            self._require(rule)
            found = [instance for formula, suffix in self._spread(rule.formula, rule) for instance in _RuleBinder(self, rule, formula, suffix).instances()]
        except Unbindable as problem:
            return [], Unjudged(rule, str(problem))
        return found, None

    def _require(self, rule: s.Rule) -> None:
        formula = [node for node in s.walk(rule.formula) if isinstance(node, s.Reference | s.Field | s.FormName)]
        guard = [node for node in s.walk(rule.guard) if isinstance(node, s.Reference)] if rule.guard else []
        present = 0
        for node in (*formula, *guard):
            code = node.code if isinstance(node, s.FormName) else node.form or rule.home
            prior = not isinstance(node, s.FormName) and node.prior
            if prior and not self.has_prior:
                raise Unbindable("没有上年数据")
            if (code, prior) in self.names:
                present += 1
            elif code not in OPTIONAL:
                raise Unbindable(f"{'上年工作簿' if prior else '工作簿'}中没有{code}")
        if not present and (formula or guard):
            raise Unbindable(f"工作簿中没有{rule.home}")

    def find(self, reference: s.Reference, rule: s.Rule) -> Names | None:
        return self.names.get((reference.form or rule.home, reference.prior))

    def _spread(self, formula: s.Expression, rule: s.Rule) -> Iterator[tuple[s.Expression, str]]:
        """`1至8行、28行≥0` → one formula a row; everything else as it is."""
        if isinstance(formula, s.Conditional):
            for then, suffix in self._spread(formula.then, rule):
                yield replace(formula, then=then), suffix
        elif isinstance(formula, s.Comparison) and isinstance(formula.left, s.Listing):
            for item in formula.left.items:
                yield from self._spread(replace(formula, left=item), rule)
        elif isinstance(formula, s.Comparison) and isinstance(formula.left, s.Reference) and isinstance(formula.left.rows, _SPREAD):
            names = self.find(formula.left, rule)
            for row in names.rows(formula.left.rows, {}) if names else []:
                yield replace(formula, left=replace(formula.left, rows=s.NamedRow(row.id))), row.id
        else:
            yield formula, formula.left.rows.name if _named_left(formula, rule) else ""

    def field(self, field: s.Field) -> b.FieldText:
        slot = self.values.fields.get((field.form, field.name, field.prior), -1)
        return b.FieldText(slot, f"{field.form}{field.name}")


def _named_left(formula: s.Expression, rule: s.Rule) -> bool:
    """Whether the instance of a spread formula must be told apart by its row."""
    spread = isinstance(rule.formula, s.Conditional | s.Comparison) and any(isinstance(node, s.Listing) for node in s.walk(rule.formula))
    return spread and isinstance(formula, s.Comparison) and isinstance(formula.left, s.Reference) and isinstance(formula.left.rows, s.NamedRow)


class _RuleBinder:
    """One formula of a rule, bound for every value of its variables."""

    def __init__(self, binder: Binder, rule: s.Rule, formula: s.Expression, suffix: str) -> None:
        self.binder, self.rule, self.formula, self.suffix = binder, rule, formula, suffix
        both = s.Logic("且", (formula, rule.guard)) if rule.guard else formula
        self.names = {reference: binder.find(reference, rule) for reference in s.references(both)}
        self.domains = Domains(rule, both, self.names)
        self.scale = next((found.form.scale for found in self.names.values() if found), Decimal(1))
        self.cache: dict[tuple[object, ...], tuple[int, ...] | None] = {}
        self.used = {reference: _variables(reference) for reference in self.names}

    def instances(self) -> Iterator[b.Instance]:
        if isinstance(self.formula, s.Call):
            yield from known(self.rule, self.formula, self.binder.names)
            return
        variables = list(self.domains.values)
        for values in itertools.product(*self.domains.values.values()):
            env = dict(zip(variables, values, strict=True))
            try:
                instance = self._instance(env)
            except Absent:
                continue
            if instance is not None:
                yield instance

    def _instance(self, env: Environment) -> b.Instance | None:
        node = self._condition(self.formula, env)
        slots = tuple(dict.fromkeys(b.slots_of(node)))
        if not slots:
            return None
        guard = self._condition(self.rule.guard, env) if self.rule.guard is not None else None
        everything = slots if guard is None else tuple(dict.fromkeys((*slots, *b.slots_of(guard))))
        return b.Instance(self.rule, self._key(env), node, guard, everything)

    def _key(self, env: Environment) -> str:
        words = [self.suffix] if self.suffix else []
        for name, value in env.items():
            words.append(str(int(value) + 1) if name == ALIGNED else value)
        return f"{self.rule.id}[{','.join(words)}]" if words else self.rule.id

    def _condition(self, node: s.Expression, env: Environment) -> b.Condition:
        match node:
            case s.Comparison(operator, left, right):
                return self._comparison(operator, left, right, env)
            case s.Membership(value, items, negated):
                return b.Member(self._side(value, env), tuple(_item(item) for item in items), negated)
            case s.Logic(operator, items):
                return b.Junction(operator, tuple(self._condition(item, env) for item in items))
            case s.Conditional(condition, then):
                return b.Implication(self._condition(condition, env), self._condition(then, env))
            case _:
                raise Unbindable(f"公式的这一部分不是条件：{self.rule.formula_text}")

    def _comparison(self, operator: str, left: s.Expression, right: s.Expression, env: Environment) -> b.Compare:
        one, other = self._side(left, env), self._side(right, env)
        if operator == "=" and isinstance(left, s.Reference) and self._not_applicable(one):
            raise Absent
        return b.Compare(operator, one, other, self._tolerance(other))

    def _not_applicable(self, side: b.Side) -> bool:
        if not isinstance(side, b.Linear) or len(side.plus) != 1:
            return False
        grid = self.binder.values.owner(side.plus[0])
        if grid is None:
            return False
        row, column = grid.place(side.plus[0])
        return column.number in row.not_applicable

    def _tolerance(self, other: b.Side) -> Decimal | None:
        if self.rule.rounding:
            if self.scale == 1:
                return None
            items = len(other.plus) + len(other.minus) if isinstance(other, b.Linear) else 1
            return max(_LEAST, _HALF_A_CENT * items) * self.scale
        return self.rule.tolerance * self.scale if self.rule.tolerance is not None else None

    def _side(self, node: s.Expression, env: Environment) -> b.Side:
        match node:
            case s.Text(text):
                return b.Literal(text)
            case s.Empty():
                return b.Literal("")
            case s.Field():
                return self.binder.field(node)
            case _:
                return self._amount(node, env)

    def _amount(self, node: s.Expression, env: Environment) -> b.Amount:
        terms: list[b.Term] = []
        constant = self._collect(node, 1, env, terms)
        if constant is not None:
            plus = tuple(slot for term in terms if term.sign > 0 for slot in term.slots)
            minus = tuple(slot for term in terms if term.sign < 0 for slot in term.slots)
            return b.Linear(tuple(terms), plus, minus, constant)
        match node:
            case s.Binary(operator, left, right):
                return b.Operation(operator, self._amount(left, env), self._amount(right, env))
            case s.Negative(operand):
                return b.Operation("-", b.Linear((), (), ()), self._amount(operand, env))
            case s.Call(name, arguments):
                return b.Function(name, tuple(self.binder.field(item) if isinstance(item, s.Field) else self._amount(item, env) for item in arguments))
            case _:
                raise Unbindable(f"公式的这一部分不是数：{self.rule.formula_text}")

    def _collect(self, node: s.Expression, sign: int, env: Environment, terms: list[b.Term], *, summed: bool = False) -> Decimal | None:
        """Add a node's cells to `terms` → its constant part; None where it is no sum of cells."""
        match node:
            case s.Number(value):
                return value * sign
            case s.Setting(name):
                return self._threshold(name) * sign
            case s.Reference():
                terms.append(b.Term(sign, self._slots(node, env, summed=summed), summed))
                return ZERO
            case s.Negative(operand):
                return self._collect(operand, -sign, env, terms, summed=summed)
            case s.Binary("+" | "-" as operator, left, right):
                one = self._collect(left, sign, env, terms, summed=summed)
                other = self._collect(right, sign if operator == "+" else -sign, env, terms, summed=summed)
                return None if one is None or other is None else one + other
            case s.Call("SUM", arguments):
                parts = [self._collect(item, sign, env, terms, summed=True) for item in arguments]
                return None if any(part is None for part in parts) else sum((part for part in parts if part is not None), ZERO)
            case _:
                return None

    def _threshold(self, name: str) -> Decimal:
        if name not in self.binder.thresholds:
            raise Unbindable(f"thresholds.toml 没有“{name}”")
        return self.binder.thresholds[name]

    def _slots(self, reference: s.Reference, env: Environment, *, summed: bool) -> tuple[int, ...]:
        place = (reference, summed, *(env[name] for name in self.used[reference]))
        if place not in self.cache:
            try:
                self.cache[place] = self._resolve(reference, env, summed=summed)
            except Absent:
                self.cache[place] = None
        slots = self.cache[place]
        if slots is None:
            raise Absent
        return slots

    def _resolve(self, reference: s.Reference, env: Environment, *, summed: bool) -> tuple[int, ...]:
        names = self.names[reference]
        if names is None:
            return ()
        rows = names.rows(reference.rows, env)
        slots = tuple(names.grid.slot(row, column) for row in rows for column in self._columns(names, reference, row, env))
        if summed and not slots:
            raise Absent
        return slots

    def _columns(self, names: Names, reference: s.Reference, row: object, env: Environment) -> list[Column]:
        columns = reference.columns
        lead = self.domains.lead.get(columns.name) if isinstance(columns, s.Variable) else None
        if isinstance(columns, s.Variable) and lead is not None and lead is not names and not columns.offset and env[columns.name].isdigit():
            origin = next((column for column in lead.form.columns if column.number == env[columns.name]), None)
            other = counterpart(names, origin) if origin else None
            return [other] if other else []
        return names.column(row, columns, env)  # type: ignore[arg-type]


def _variables(reference: s.Reference) -> list[str]:
    found = [node.name for node in s.walk(reference) if isinstance(node, s.Variable)]
    found += ["*"] if isinstance(reference.rows, s.EveryRow) else []
    found += [ALIGNED] if isinstance(reference.columns, s.AlignedColumn) else []
    return found


def _item(item: s.Expression) -> Decimal | str | tuple[Decimal, Decimal]:
    match item:
        case s.Span(first, last):
            return (first, last)
        case s.Number(value):
            return value
        case s.Text(text):
            return text
        case _:
            return ""
