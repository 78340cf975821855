"""One formula of a rule, bound for every value of its variables: as a rectangle where it adds and compares cells, else one by one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from juesuan.audit import bound as b
from juesuan.audit import syntax as s
from juesuan.audit.block import Block, Equation, Frame, Offsets, Part, Side, spoken
from juesuan.audit.domains import Domains
from juesuan.audit.families import Family, Singles
from juesuan.audit.locating import SEVERAL, Environments, Locator, Track
from juesuan.audit.names import ALIGNED, Absent, Environment, Names, Unbindable
from juesuan.audit.values import ZERO, Grid
from juesuan.forms.form import Row

_HALF_A_CENT, _LEAST = Decimal("0.005"), Decimal("0.02")
SPREAD = "行"
"""The variable that runs over the rows of `1至8行、28行≥0`."""
Found = Mapping[int, tuple[s.Reference, Names | None]]


class Surroundings(NamedTuple):
    """What a rule may need of the workbook beside its forms: slots of fields, thresholds, slots that a form marks with —.

    text_slot: the slot of a text that stands before the amounts of a row; environments: values of variables by what they run over, shared
    by the rules.
    """

    fields: Mapping[tuple[str, str, bool], int]
    thresholds: Mapping[str, Decimal]
    not_applicable: frozenset[int]
    text_slot: Callable[[Grid, Row, str], int]
    environments: dict[object, Environments]

    def threshold(self, name: str) -> Decimal:
        if name not in self.thresholds:
            raise Unbindable(f"thresholds.toml 没有“{name}”")
        return self.thresholds[name]

    def field(self, field: s.Field) -> b.FieldText:
        return b.FieldText(self.fields.get((field.form, field.name, field.prior), -1), f"{field.form}{field.name}")


class Term(NamedTuple):
    """A reference in a sum; `summed`: within SUM, so that it needs cells to be meaningful."""

    sign: int
    locator: Locator
    summed: bool


class Group(NamedTuple):
    """Rows of the rectangle that lie in the same panels: the variables' values, first slots for each term, a row to look columns up in."""

    rows: list[dict[str, str]]
    bases: list[Sequence[Offsets]]
    samples: list[Row | None]


class Sum(NamedTuple):
    """A side that is a sum of references and a number; `wan`: all of it rounded to 万元."""

    terms: tuple[Term, ...]
    constant: Decimal
    wan: bool = False

    def bound(self, env: Environment) -> b.Linear | b.Function:
        linear = self._linear(env)
        return b.Function("万元", (linear,)) if self.wan else linear

    def _linear(self, env: Environment) -> b.Linear:
        terms = tuple(b.Term(term.sign, self._slots(term, env), term.summed) for term in self.terms)
        plus = tuple(slot for term in terms if term.sign > 0 for slot in term.slots)
        minus = tuple(slot for term in terms if term.sign < 0 for slot in term.slots)
        return b.Linear(terms, plus, minus, self.constant)

    @staticmethod
    def _slots(term: Term, env: Environment) -> tuple[int, ...]:
        slots = term.locator.slots(env)
        if term.summed and not slots and term.locator.names is not None:
            raise Absent
        return slots


class RuleBinding:
    """Binds one formula; `rows` are the values of the variable 行 where the formula was spread over rows."""

    def __init__(self, rule: s.Rule, formula: s.Expression, found: Found, surroundings: Surroundings, rows: list[str]) -> None:
        self.rule, self.formula, self.surroundings = rule, formula, surroundings
        self.domains = Domains(rule, found, {SPREAD: rows} if rows else {})
        self.locators = {place: Locator(reference, names, self.domains) for place, (reference, names) in found.items()}
        self.texts = {place for place, (reference, names) in found.items() if names and names.is_text(reference.columns)}
        self.scale = next((names.form.scale for _, names in found.values() if names), Decimal(1))
        self.plans: dict[int, Sum | None] = {}
        self.guard: b.Condition | None = None
        self.varied = rule.guard is not None and _varies(rule.guard)

    def families(self) -> Iterator[Family]:
        if self.rule.guard is not None and not self.varied:
            self.guard = self._condition(self.rule.guard, {ALIGNED: "0"})
        blocks = self._blocks()
        if blocks is None:
            singles = list(self._singles())
            if singles:
                yield Singles(self.rule, singles)
        else:
            yield from blocks

    # rectangles

    def _blocks(self) -> list[Block] | None:
        """The formula as rectangles, one for each set of panels its rows lie in; None where it is no comparison of sums."""
        guards = [self.guard] if self.guard is not None else []
        formula = self.formula
        while isinstance(formula, s.Conditional) and not _varies(formula.condition) and not s.references(formula.condition):
            guards.append(self._condition(formula.condition, {}))
            formula = formula.then
        if self.varied or not isinstance(formula, s.Comparison):
            return None
        left, right = self._plan(formula.left), self._plan(formula.right)
        across = [name for name in self.domains.values if self._moves(name, "column")]
        down = [name for name in self.domains.values if name not in across]
        if left is None or right is None or any(self._moves(name, "row") for name in across):
            return None
        return [
            block
            for group in self._grouped(down, left.terms + right.terms)
            if (block := self._block(formula, left, right, group, self._environments(across), tuple(guards))) is not None
        ]

    def _moves(self, name: str, kind: str) -> bool:
        return any(name in (locator.row_variables if kind == "row" else locator.column_variables) for locator in self.locators.values())

    def _combined(self, names: list[str]) -> list[dict[str, str]]:
        return self._environments(names).sets

    def _environments(self, names: list[str]) -> Environments:
        """All combinations of the variables' values; the same for all rules that walk the same rows."""
        values = [self.domains.values[name] for name in names]
        key = tuple([(name, *each) for name, each in zip(names, values, strict=True)])
        kept = self.surroundings.environments
        if key not in kept:
            kept[key] = Environments(key, [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*values)])
        return kept[key]

    def _grouped(self, names: list[str], terms: tuple[Term, ...]) -> Iterator[Group]:
        """Values of the row variables by the panels that the rows lie in; without those that have no rows at all."""
        environments = self._environments(names)
        tracks = [term.locator.track(environments) for term in terms]
        there = _there(terms, tracks)
        if not there:
            return
        count = len(environments.sets)
        if any(track.panel == SEVERAL for track in tracks):
            places = list(zip(*[track.panels for track in tracks], strict=True))
            masks = [int.from_bytes(bytes([other == place for other in places]), "little") & there for place in dict.fromkeys(places)]
        else:
            masks = [there]
        for mask in masks:
            if mask:
                yield _group(environments, tracks, mask.to_bytes(count, "little"))

    def _block(
        self, formula: s.Comparison, left: Sum, right: Sum, group: Group, columns: Environments, guards: tuple[b.Condition, ...]
    ) -> Block | None:
        terms = left.terms + right.terms
        layouts = [_layout(term, row, columns) for term, row in zip(terms, group.samples, strict=True)]
        kept = [place for place in range(len(columns.sets)) if all(layout[place] is not None for layout in layouts)]
        if not kept:
            return None
        parts = [
            Part(term.sign > 0, term.locator.names.grid if term.locator.names else None, bases, [layout[place] or () for place in kept])
            for term, bases, layout in zip(terms, group.bases, layouts, strict=True)
        ]
        cut = len(left.terms)
        sides = Side(tuple(parts[:cut]), left.constant, left.wan), Side(tuple(parts[cut:]), right.constant, right.wan)
        excluded = self._excluded(formula, sides[0], len(kept))
        if len(excluded) == len(group.rows) * len(kept):
            return None
        frame = Frame(group.rows, [columns.sets[place] for place in kept], self._instance)
        margin = self._margin if self._margin(1) is not None else None
        return Block(self.rule, frame, Equation(formula.operator, *sides, margin), guards, excluded)

    def _excluded(self, formula: s.Comparison, left: Side, width: int) -> frozenset[int]:
        """Instances whose left side is one cell that the form marks with —."""
        marked = self.surroundings.not_applicable
        if formula.operator != "=" or not isinstance(formula.left, s.Reference) or not marked:
            return frozenset()
        part = left.parts[0]
        grid = part.grid
        if grid is None or not any(grid.first <= slot < grid.first + grid.size for slot in marked):
            return frozenset()
        return frozenset(
            row * width + column
            for row, bases in enumerate(part.rows)
            for column, offsets in enumerate(part.columns)
            if len(bases) == len(offsets) == 1 and bases[0] + offsets[0] in marked
        )

    # one by one

    def _singles(self) -> Iterator[b.Instance]:
        for env in self._combined(list(self.domains.values)):
            try:
                instance = self._instance(env)
            except Absent:
                continue
            if instance.slots and not self._not_applicable(instance.node):
                yield instance

    def _not_applicable(self, node: b.Condition) -> bool:
        if not isinstance(node, b.Compare) or node.operator != "=" or not isinstance(node.left, b.Linear):
            return False
        return len(node.left.plus) == 1 and not node.left.minus and node.left.plus[0] in self.surroundings.not_applicable

    def _instance(self, env: Mapping[str, str]) -> b.Instance:
        node = self._condition(self.formula, env)
        guard = self._condition(self.rule.guard, env) if self.varied and self.rule.guard is not None else self.guard
        slots = tuple(dict.fromkeys((*b.slots_of(node), *b.slots_of(guard))))
        return b.Instance(self.rule, self._words(env), node, guard, slots)

    def _words(self, env: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(spoken({name: env[name] for name in self.domains.values}))

    def _condition(self, node: s.Expression, env: Environment) -> b.Condition:
        match node:
            case s.Comparison(operator, left, right):
                one, other = self._side(left, env), self._side(right, env)
                return b.Compare(operator, one, other, self._tolerance(other))
            case s.Membership(value, items, negated):
                return b.Member(self._side(value, env), tuple(_item(item) for item in items), negated)
            case s.Logic(operator, items):
                return b.Junction(operator, tuple(self._condition(item, env) for item in items))
            case s.Conditional(condition, then):
                return b.Implication(self._condition(condition, env), self._condition(then, env))
            case _:
                raise Unbindable(f"公式的这一部分不是条件：{self.rule.formula_text}")

    def _tolerance(self, other: b.Side) -> Decimal | None:
        return self._margin(len(other.plus) + len(other.minus) if isinstance(other, b.Linear) else 1)

    def _margin(self, items: int) -> Decimal | None:
        """In 元; for rounded sums it follows from the printed precision, 0.005 for each item."""
        if self.rule.rounding:
            return None if self.scale == 1 else max(_LEAST, _HALF_A_CENT * items) * self.scale
        return self.rule.tolerance * self.scale if self.rule.tolerance is not None else None

    def _side(self, node: s.Expression, env: Environment) -> b.Side:
        plan = self._plan(node)
        if plan is not None:
            return plan.bound(env)
        match node:
            case s.Reference():
                texts = self._texts(node, env)
                if len(texts) != 1:
                    raise Absent
                return texts[0]
            case s.Text(text):
                return b.Literal(text)
            case s.Empty():
                return b.Literal("")
            case s.Field():
                return self.surroundings.field(node)
            case _:
                return self._amount(node, env)

    def _texts(self, node: s.Reference, env: Environment) -> list[b.FieldText]:
        """The texts before the amounts of the rows meant."""
        locator, name = self.locators[id(node)], "".join(map(str, getattr(node.columns, "segments", ())))
        if locator.names is None:
            return []
        grid, slot = locator.names.grid, self.surroundings.text_slot
        return [b.FieldText(slot(grid, row, name), f"{grid.form.code} {row.id} {name}") for _, row in locator.found(env)]

    def _sum_where(self, where: s.Expression, amount: s.Expression, env: Environment) -> b.Function:
        if not (isinstance(where, s.Reference) and id(where) in self.texts and isinstance(amount, s.Reference)):
            raise Unbindable(f"SUMIF 里第一处应是文字栏，第二处应是金额栏：{self.rule.formula_text}")
        texts, slots = self._texts(where, env), self.locators[id(amount)].slots(env)
        if len(texts) != len(slots):
            raise Unbindable(f"SUMIF 里的两处应是同样的行：{self.rule.formula_text}")
        amounts = [b.Linear((b.Term(1, (slot,)),), (slot,), ()) for slot in slots]
        return b.Function("SUMIF", tuple(item for pair in zip(texts, amounts, strict=True) for item in pair))

    def _amount(self, node: s.Expression, env: Environment) -> b.Amount:
        match node:
            case s.Binary(operator, left, right):
                return b.Operation(operator, self._operand(left, env), self._operand(right, env))
            case s.Negative(operand):
                return b.Operation("-", b.Linear((), (), ()), self._operand(operand, env))
            case s.Call("SUMIF", (where, amount)):
                return self._sum_where(where, amount, env)
            case s.Call(name, arguments):
                field = self.surroundings.field
                found = [field(item) if isinstance(item, s.Field) else self._operand(item, env) for item in arguments]
                return b.Function(name, tuple(found))
            case _:
                raise Unbindable(f"公式的这一部分不是数：{self.rule.formula_text}")

    def _operand(self, node: s.Expression, env: Environment) -> b.Amount:
        side = self._side(node, env)
        if isinstance(side, b.FieldText | b.Literal):
            raise Unbindable(f"公式里文字不能参加运算：{self.rule.formula_text}")
        return side

    # sums

    def _plan(self, node: s.Expression) -> Sum | None:
        """The node as a sum of references; None where it is more than that."""
        if id(node) not in self.plans:
            terms: list[Term] = []
            wan = isinstance(node, s.Call) and node.name == "万元" and len(node.arguments) == 1
            inner = node.arguments[0] if wan and isinstance(node, s.Call) else node
            constant = self._collect(inner, 1, terms, summed=False)
            self.plans[id(node)] = None if constant is None else Sum(tuple(terms), constant, wan)
        return self.plans[id(node)]

    def _collect(  # noqa: PLR0911  one answer for each kind of node
        self, node: s.Expression, sign: int, terms: list[Term], *, summed: bool
    ) -> Decimal | None:
        """Add a node's references to `terms` → its constant part; None where it is no sum of cells."""
        match node:
            case s.Number(value):
                return value * sign
            case s.Setting(name):
                return self.surroundings.threshold(name) * sign
            case s.Reference() if id(node) in self.texts:
                return None
            case s.Reference():
                terms.append(Term(sign, self.locators[id(node)], summed))
                return ZERO
            case s.Negative(operand):
                return self._collect(operand, -sign, terms, summed=summed)
            case s.Binary("+" | "-" as operator, left, right):
                one = self._collect(left, sign, terms, summed=summed)
                other = self._collect(right, sign if operator == "+" else -sign, terms, summed=summed)
                return None if one is None or other is None else one + other
            case s.Call("SUM", arguments):
                parts = [self._collect(item, sign, terms, summed=True) for item in arguments]
                known = [part for part in parts if part is not None]
                return sum(known, ZERO) if len(known) == len(parts) else None
            case _:
                return None


def _there(terms: tuple[Term, ...], tracks: list[Track]) -> int:
    """In which environments any row is there, and all those that are needed: a bit of 1 for each byte."""
    there = 0
    for track in tracks:
        there |= track.there
    for term, track in zip(terms, tracks, strict=True):
        if term.summed and term.locator.names is not None:
            there &= track.there
    return there


def _group(environments: Environments, tracks: list[Track], mask: bytes) -> Group:
    if all(mask):
        rows, bases = environments.sets, [track.bases for track in tracks]
    else:
        rows = list(itertools.compress(environments.sets, mask))
        bases = [list(itertools.compress(track.bases, mask)) for track in tracks]
    samples = [next(filter(None, itertools.compress(track.firsts, mask)), None) for track in tracks]
    return Group(rows, bases, samples)


def _layout(term: Term, row: Row | None, columns: Environments) -> list[Offsets | None]:
    """Offsets of the columns for each value of the column variables; None where there is no such column."""
    layout = term.locator.layout(row, columns)
    return [offsets or None for offsets in layout] if term.summed and row is not None else layout


def _varies(node: s.Expression) -> bool:
    return any(isinstance(item, s.Variable | s.EveryRow) for item in s.walk(node))


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
