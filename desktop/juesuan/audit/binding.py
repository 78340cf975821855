"""Rules meet a workbook: every rule becomes the instances that its cells allow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from juesuan.audit import bound as b
from juesuan.audit import syntax as s
from juesuan.audit.domains import Domains, counterpart
from juesuan.audit.locating import Locator
from juesuan.audit.names import ALIGNED, Absent, Environment, Names, Unbindable
from juesuan.audit.subject_checks import known
from juesuan.audit.values import ZERO, Values

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
        self.sleepers: dict[int, list[tuple[_RuleBinder, str, dict[str, str]]]] = {}
        self._filled: dict[int, list[int]] = {}
        self.not_applicable = {
            found.grid.slot(row, column)
            for found in self.names.values()
            for row in found.form.rows
            if row.not_applicable
            for column in found.panel(row.panel)
            if column.number in row.not_applicable
        }

    def bind(self, rule: s.Rule) -> tuple[list[b.Instance], Unjudged | None]:
        """All instances of a rule; none and the reason where it cannot be judged."""
        try:
            self._require(rule)
            found = [
                instance
                for formula, suffix in self._spread(rule.formula, rule)
                for instance in _RuleBinder(self, rule, formula, suffix).instances()
            ]
        except Unbindable as problem:
            return [], Unjudged(rule, str(problem))
        return found, None

    def _require(self, rule: s.Rule) -> None:
        parts = (rule.formula, rule.guard) if rule.guard is not None else (rule.formula,)
        wanted = [(node.form or rule.home, node.prior) for node in s.references(parts)]
        if not wanted:
            wanted = [(node.code, False) for node in s.walk(rule.formula) if isinstance(node, s.FormName)]
            wanted += [(node.form, node.prior) for node in s.walk(rule.formula) if isinstance(node, s.Field)]
        for code, prior in wanted:
            if prior and not self.has_prior:
                raise Unbindable("没有上年数据")
            if (code, prior) not in self.names and code not in OPTIONAL:
                raise Unbindable(f"{'上年工作簿' if prior else '工作簿'}中没有{code}")
        if wanted and not any(place in self.names for place in wanted):
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
            yield formula, _row_name(formula, rule)

    def filled_columns(self, base: int, locator: Locator) -> list[int]:
        """Columns of the row at `base` that hold more than zero."""
        if base not in self._filled and locator.names is not None:
            amounts, trouble = self.values.amounts, self.values.trouble
            width = locator.names.grid.width
            self._filled[base] = [index for index in range(width) if amounts[base + index] or base + index in trouble]
        return self._filled.get(base, [])

    def wake(self, slot: int) -> list[b.Instance]:
        """Instances that slept while their cells were zero and that this slot brings to life."""
        grid = self.values.owner(slot)
        if grid is None:
            return []
        base = slot - (slot - grid.first) % grid.width
        found = [binder.wake(name, env, slot) for binder, name, env in self.sleepers.get(base, ())]
        return [instance for instance in found if instance is not None]

    def threshold(self, name: str) -> Decimal:
        if name not in self.thresholds:
            raise Unbindable(f"thresholds.toml 没有“{name}”")
        return self.thresholds[name]

    def field(self, field: s.Field) -> b.FieldText:
        slot = self.values.fields.get((field.form, field.name, field.prior), -1)
        return b.FieldText(slot, f"{field.form}{field.name}")


def _row_name(formula: s.Expression, rule: s.Rule) -> str:
    """What tells the instances of a spread formula apart: the row on its left."""
    if not any(isinstance(node, s.Listing) for node in s.walk(rule.formula)):
        return ""
    if isinstance(formula, s.Comparison) and isinstance(formula.left, s.Reference) and isinstance(formula.left.rows, s.NamedRow):
        return formula.left.rows.name
    return ""


class _RuleBinder:
    """One formula of a rule, bound for every value of its variables."""

    def __init__(self, binder: Binder, rule: s.Rule, formula: s.Expression, suffix: str) -> None:
        self.binder, self.rule, self.formula, self.suffix = binder, rule, formula, suffix
        parts = (formula, rule.guard) if rule.guard is not None else (formula,)
        names = {id(reference): (reference, binder.find(reference, rule)) for reference in s.references(parts)}
        self.domains = Domains(rule, names)
        self.locators = {place: Locator(reference, found, self.domains) for place, (reference, found) in names.items()}
        self.scale = next((found.form.scale for _, found in names.values() if found), Decimal(1))
        self.plans: dict[int, _Sum | None] = {}
        self.awake: set[tuple[str, ...]] = set()
        self.fixed_guard: b.Condition | None = None
        self.varied = rule.guard is not None and any(isinstance(node, s.Variable | s.EveryRow) for node in s.walk(rule.guard))

    def instances(self) -> Iterator[b.Instance]:
        if isinstance(self.formula, s.Call):
            yield from known(self.rule, self.formula, self.binder.names)
            return
        if self.rule.guard is not None and not self.varied:
            self.fixed_guard = self._condition(self.rule.guard, {ALIGNED: "0"})
        column = self._sparse_column()
        if column:
            yield from self._sparse(column)
            return
        variables = list(self.domains.values)
        for values in itertools.product(*self.domains.values.values()):
            instance = self._existing(dict(zip(variables, values, strict=True)))
            if instance is not None:
                yield instance

    def _existing(self, env: dict[str, str]) -> b.Instance | None:
        try:
            return self._instance(env)
        except Absent:
            return None

    def _sparse_column(self) -> str:
        """The column variable of a rule that says nothing where all its cells are zero: `财决05[科目=s,c] = 财决05-1[s,c] + …`."""
        formula = self.formula
        if len(self.domains.lead) != 1 or self.varied or not isinstance(formula, s.Comparison) or formula.operator not in "=≥≤":
            return ""
        (name,) = self.domains.lead
        plans = (self._plan(formula.left), self._plan(formula.right))
        alike = all(locator.reference.columns == s.Variable(name) for locator in self.locators.values())
        given = any(quantifier.variable == name for quantifier in self.rule.quantifiers)
        return name if alike and not given and all(plan is not None and not plan.constant for plan in plans) else ""

    def _sparse(self, name: str) -> Iterator[b.Instance]:
        """Instances for the columns in which the rows hold something; the others sleep until one of their cells does."""
        lead = self.domains.lead[name]
        others = {key: values for key, values in self.domains.values.items() if key != name}
        for values in itertools.product(*others.values()):
            env = dict(zip(others, values, strict=True))
            numbers: set[str] = set()
            for locator in self.locators.values():
                for base in locator.bases(env):
                    self.binder.sleepers.setdefault(base, []).append((self, name, env))
                    numbers |= self._numbers(lead, locator, self.binder.filled_columns(base, locator))
            for number in self.domains.values[name]:
                if number in numbers and (instance := self._awaken(env | {name: number})) is not None:
                    yield instance

    @staticmethod
    def _numbers(lead: Names, locator: Locator, columns: list[int]) -> set[str]:
        """栏次 in the leading form of columns of another."""
        if locator.names is None:
            return set()
        found = [locator.names.form.columns[index] for index in columns]
        if locator.names is lead:
            return {column.number for column in found}
        return {other.number for column in found if (other := counterpart(lead, column)) is not None}

    def _awaken(self, env: dict[str, str]) -> b.Instance | None:
        place = tuple(env.values())
        if place in self.awake:
            return None
        self.awake.add(place)
        return self._existing(env)

    def wake(self, name: str, env: dict[str, str], slot: int) -> b.Instance | None:
        """The instance that a slot brings to life; None where it lives already."""
        lead = self.domains.lead[name]
        for locator in self.locators.values():
            grid = locator.names.grid if locator.names else None
            if grid is not None and grid.first <= slot < grid.first + grid.size:
                for number in self._numbers(lead, locator, [(slot - grid.first) % grid.width]):
                    return self._awaken(env | {name: number})
        return None

    def _instance(self, env: dict[str, str]) -> b.Instance | None:
        node = self._condition(self.formula, env)
        slots = _slots(node)
        if not slots:
            return None
        guard = self._condition(self.rule.guard, env) if self.varied and self.rule.guard is not None else self.fixed_guard
        if guard is not None:
            slots = tuple(dict.fromkeys((*slots, *b.slots_of(guard))))
        return b.Instance(self.rule, self._words(env), node, guard, slots)

    def _words(self, env: dict[str, str]) -> tuple[str, ...]:
        if ALIGNED in env:
            env = env | {ALIGNED: str(int(env[ALIGNED]) + 1)}
        return (self.suffix, *env.values()) if self.suffix else tuple(env.values())

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
        if operator == "=" and type(left) is s.Reference and type(one) is b.Linear and self._not_applicable(one):
            raise Absent
        return b.Compare(operator, one, other, self._tolerance(other))

    def _not_applicable(self, side: b.Linear) -> bool:
        return len(side.plus) == 1 and side.plus[0] in self.binder.not_applicable

    def _tolerance(self, other: b.Side) -> Decimal | None:
        if self.rule.rounding:
            if self.scale == 1:
                return None
            items = len(other.plus) + len(other.minus) if isinstance(other, b.Linear) else 1
            return max(_LEAST, _HALF_A_CENT * items) * self.scale
        return self.rule.tolerance * self.scale if self.rule.tolerance is not None else None

    def _side(self, node: s.Expression, env: Environment) -> b.Side:
        if id(node) not in self.plans:
            self.plans[id(node)] = self._plan(node)
        plan = self.plans[id(node)]
        if plan is not None:
            return plan.bound(env)
        match node:
            case s.Text(text):
                return b.Literal(text)
            case s.Empty():
                return b.Literal("")
            case s.Field():
                return self.binder.field(node)
            case _:
                return self._amount(node, env)

    def _plan(self, node: s.Expression) -> _Sum | None:
        terms: list[tuple[int, Locator, bool]] = []
        constant = self._collect(node, 1, terms, summed=False)
        return None if constant is None else _Sum(terms, constant)

    def _amount(self, node: s.Expression, env: Environment) -> b.Amount:
        match node:
            case s.Binary(operator, left, right):
                return b.Operation(operator, self._operand(left, env), self._operand(right, env))
            case s.Negative(operand):
                return b.Operation("-", b.Linear((), (), ()), self._operand(operand, env))
            case s.Call(name, arguments):
                return b.Function(
                    name, tuple(self.binder.field(item) if isinstance(item, s.Field) else self._operand(item, env) for item in arguments)
                )
            case _:
                raise Unbindable(f"公式的这一部分不是数：{self.rule.formula_text}")

    def _operand(self, node: s.Expression, env: Environment) -> b.Amount:
        side = self._side(node, env)
        if isinstance(side, b.FieldText | b.Literal):
            raise Unbindable(f"公式里文字不能参加运算：{self.rule.formula_text}")
        return side

    def _collect(self, node: s.Expression, sign: int, terms: list[tuple[int, Locator, bool]], *, summed: bool) -> Decimal | None:  # noqa: PLR0911  one answer for each kind of node
        """Add a node's references to `terms` → its constant part; None where it is no sum of cells."""
        match node:
            case s.Number(value):
                return value * sign
            case s.Setting(name):
                return self.binder.threshold(name) * sign
            case s.Reference():
                terms.append((sign, self.locators[id(node)], summed))
                return ZERO
            case s.Negative(operand):
                return self._collect(operand, -sign, terms, summed=summed)
            case s.Binary("+" | "-" as operator, left, right):
                one = self._collect(left, sign, terms, summed=summed)
                other = self._collect(right, sign if operator == "+" else -sign, terms, summed=summed)
                return None if one is None or other is None else one + other
            case s.Call("SUM", arguments):
                parts = [self._collect(item, sign, terms, summed=True) for item in arguments]
                return None if any(part is None for part in parts) else sum((part for part in parts if part is not None), ZERO)
            case _:
                return None


class _Sum:
    """A side that is a sum of references, ready to be bound for one value of the variables after another."""

    def __init__(self, terms: list[tuple[int, Locator, bool]], constant: Decimal) -> None:
        self.terms, self.constant = terms, constant

    def bound(self, env: Environment) -> b.Linear:
        plus: tuple[int, ...] = ()
        minus: tuple[int, ...] = ()
        terms = []
        for sign, locator, summed in self.terms:
            slots = locator.slots(env)
            if summed and not slots and locator.names is not None:
                raise Absent
            terms.append(b.Term(sign, slots, summed))
            if sign > 0:
                plus += slots
            else:
                minus += slots
        return b.Linear(tuple(terms), plus, minus, self.constant)


def _slots(node: b.Condition) -> tuple[int, ...]:
    if type(node) is b.Compare and type(node.left) is b.Linear and type(node.right) is b.Linear:
        return node.left.plus + node.left.minus + node.right.plus + node.right.minus
    return tuple(dict.fromkeys(b.slots_of(node)))


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
