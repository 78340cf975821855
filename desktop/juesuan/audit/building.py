"""Parse tree → syntax tree, with the checks that need types: what is a number, what is a condition, what `(1+2+…+8)行` spans."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lark import Token, Transformer, v_args
from lark.tree import Meta

from juesuan.audit import syntax as s
from juesuan.audit.syntax import FormulaError

LEVELS = ("类", "款", "项", "项目")
_ATTRIBUTES = {"func": "功能", "econ": "经济", "block": "块"}
_COMPARE = {"<>": "≠", "!=": "≠", ">=": "≥", "<=": "≤"}
_CONDITIONS = (s.Comparison, s.Membership, s.Logic, s.Conditional)


class _Ellipsis:
    """The … of `1+2+…+8`."""


class _Place:
    """The 栏 that follows a 行 in official notation."""

    def __init__(self, columns: s.Columns) -> None:
        self.columns = columns


@v_args(inline=True, meta=True)
class Builder(Transformer[Token, Any]):
    """Bottom-up; children arrive already built."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.formula = text

    def fail(self, meta: Meta, problem: str, expected: tuple[str, ...] = ()) -> FormulaError:
        position = 0 if meta.empty else meta.start_pos
        return FormulaError(self.formula, position + 1, problem, expected)

    def value(self, meta: Meta, node: Any) -> Any:
        if isinstance(node, (*_CONDITIONS, _Ellipsis)):
            raise self.fail(meta, "起应是数，不是条件", ("数字", "单元格"))
        return node

    def condition(self, meta: Meta, node: Any) -> Any:
        if isinstance(node, _CONDITIONS) or (isinstance(node, s.Call) and node.name not in s.FUNCTIONS):
            return node
        raise self.fail(meta, "起应是一个等式或条件", ("比较符号（= ≠ ≥ ≤ > <）",))

    def start(self, meta: Meta, expression: Any, tolerance: Decimal | None = None) -> tuple[Any, Decimal | None]:
        return self.condition(meta, expression), tolerance

    def tolerance(self, _: Meta, number: Token) -> Decimal:
        return Decimal(number)

    def conditional(self, meta: Meta, *parts: Any) -> s.Conditional:
        condition, then = (part for part in parts if not isinstance(part, Token))
        return s.Conditional(self.condition(meta, condition), self.condition(meta, then))

    def either(self, meta: Meta, *items: Any) -> s.Logic:
        return s.Logic("或", tuple(self.condition(meta, item) for item in items if not isinstance(item, Token)))

    def both(self, meta: Meta, *items: Any) -> s.Logic:
        return s.Logic("且", tuple(self.condition(meta, item) for item in items if not isinstance(item, Token)))

    def compare(self, meta: Meta, left: Any, operator: Token, right: Any) -> s.Comparison:
        return s.Comparison(_COMPARE.get(str(operator), str(operator)), self.value(meta, left), self.value(meta, right))

    def within(self, meta: Meta, value: Any, items: tuple[Any, ...]) -> s.Membership:
        return s.Membership(self.value(meta, value), items)

    def without(self, meta: Meta, value: Any, items: tuple[Any, ...]) -> s.Membership:
        return s.Membership(self.value(meta, value), items, negated=True)

    def set(self, _: Meta, *items: Any) -> tuple[Any, ...]:
        return items

    def number(self, _: Meta, token: Token) -> s.Number:
        return s.Number(Decimal(token))

    def percent(self, _: Meta, token: Token) -> s.Number:
        return s.Number(Decimal(token) / 100)

    def span(self, _: Meta, first: Token, last: Token) -> s.Span:
        return s.Span(Decimal(first), Decimal(last))

    def word(self, _: Meta, token: Token) -> s.Text:
        return s.Text(str(token).strip())

    def text(self, _: Meta, token: Token) -> s.Text:
        return s.Text(str(token)[1:-1])

    def empty(self, _: Meta, *__: Token) -> s.Empty:
        return s.Empty()

    def ellipsis(self, _: Meta) -> _Ellipsis:
        return _Ellipsis()

    def variable(self, _: Meta, token: Token) -> s.Variable:
        return s.Variable(str(token))

    def listing(self, meta: Meta, *items: Any) -> s.Listing:
        return s.Listing(tuple(self.value(meta, item) for item in items))

    def add(self, meta: Meta, left: Any, right: Any) -> s.Binary:
        for node in (left, right):
            if not isinstance(node, _Ellipsis):
                self.value(meta, node)
        return s.Binary("+", left, right)

    def subtract(self, meta: Meta, left: Any, right: Any) -> s.Binary:
        return s.Binary("-", self.value(meta, left), self.value(meta, right))

    def multiply(self, meta: Meta, left: Any, right: Any) -> s.Binary:
        return s.Binary("*", self.value(meta, left), self.value(meta, right))

    def divide(self, meta: Meta, left: Any, right: Any) -> s.Binary:
        return s.Binary("/", self.value(meta, left), self.value(meta, right))

    def negative(self, meta: Meta, operand: Any) -> s.Negative:
        return s.Negative(self.value(meta, operand))

    def paren(self, _: Meta, inner: Any) -> Any:
        return inner

    # official notation

    def official_row(self, _: Meta, row: Token, place: _Place | None = None) -> s.Reference:
        return s.Reference("", s.NamedRow(str(row)), place.columns if place else s.AlignedColumn())

    def official_range(self, _: Meta, first: Token, last: Token, place: _Place | None = None) -> s.Reference:
        return s.Reference("", s.RowRange(int(first), int(last)), place.columns if place else s.AlignedColumn())

    def official_rows(self, meta: Meta, inner: Any, place: _Place | None = None) -> Any:
        columns = place.columns if place else s.AlignedColumn()

        def row(first: int, last: int) -> s.Reference:
            rows: s.Rows = s.NamedRow(str(first)) if first == last else s.RowRange(first, last)
            return s.Reference("", rows, columns)

        return self._spread(meta, inner, row)

    def official_column(self, _: Meta, column: Token) -> s.Reference:
        return s.Reference("", s.EveryRow(), s.ColumnPath((str(column),)))

    def official_columns(self, meta: Meta, inner: Any) -> Any:
        def column(first: int, last: int) -> s.Reference:
            columns: s.Columns = s.ColumnPath((str(first),)) if first == last else s.ColumnRange(first, last)
            return s.Reference("", s.EveryRow(), columns)

        return self._spread(meta, inner, column)

    def _spread(self, meta: Meta, inner: Any, make: Callable[[int, int], s.Reference]) -> Any:
        """`1+2+…+8` → SUM over 1..8; other sums and differences of numbers → the same of references."""
        terms = self._terms(meta, inner, 1)
        if any(isinstance(term, _Ellipsis) for _, term in terms):
            terms = self._closed(meta, terms)
        built: Any = None
        for sign, term in terms:
            first, last = term if isinstance(term, tuple) else (term, term)
            reference: Any = make(int(first), int(last))
            reference = s.Call("SUM", (reference,)) if first != last else reference
            built = (
                (s.Negative(reference) if sign < 0 else reference)
                if built is None
                else s.Binary("+" if sign > 0 else "-", built, reference)
            )
        return built

    def _closed(self, meta: Meta, terms: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
        place = next(index for index, (_, term) in enumerate(terms) if isinstance(term, _Ellipsis))
        if place == 0 or place + 1 >= len(terms) or sum(isinstance(term, _Ellipsis) for _, term in terms) > 1:
            raise self.fail(meta, "处“…”两边都要有数字", ("如 (1+2+…+8)行",))
        start = place - 1
        while start and terms[start - 1][1] == terms[start][1] - 1:
            start -= 1
        return [*terms[:start], (1, (int(terms[start][1]), int(terms[place + 1][1]))), *terms[place + 2 :]]

    def _terms(self, meta: Meta, node: Any, sign: int) -> list[tuple[int, Any]]:
        if isinstance(node, s.Binary) and node.operator in "+-":
            return self._terms(meta, node.left, sign) + self._terms(meta, node.right, sign if node.operator == "+" else -sign)
        if isinstance(node, s.Number) and node.value == int(node.value):
            return [(sign, int(node.value))]
        if isinstance(node, _Ellipsis):
            return [(sign, node)]
        raise self.fail(meta, "起的括号里只能是行次或栏次", ("数字", "+", "-", "…"))

    def place_column(self, _: Meta, column: Token) -> _Place:
        return _Place(s.ColumnPath((str(column),)))

    def place_range(self, _: Meta, first: Token, last: Token) -> _Place:
        return _Place(s.ColumnRange(int(first), int(last)))

    def place_every(self, _: Meta) -> _Place:
        return _Place(s.AlignedColumn())

    # references

    def reference(self, _: Meta, *parts: Any) -> s.Reference:
        form, rows, columns = parts[-3:]
        return s.Reference(str(form).removesuffix("表"), rows, columns, len(parts) > 3)  # noqa: PLR2004

    def reference_row(self, _: Meta, *parts: Any) -> s.Expression:
        form, rows = str(parts[-2]).removesuffix("表"), parts[-1]
        prior = len(parts) > 2  # noqa: PLR2004
        if form.startswith("说明资料") and isinstance(rows, s.NamedRow):
            return s.Field(form, rows.name, prior)
        return s.Reference(form, rows, s.AlignedColumn(), prior)

    def prior(self, _: Meta) -> bool:
        return True

    def cover(self, _: Meta, *parts: Any) -> s.Field:
        return s.Field("封面", str(parts[-1]).removeprefix("封面.").strip(), len(parts) > 1)

    def setting(self, _: Meta, name: Token) -> s.Setting:
        return s.Setting(str(name).removeprefix("阈值."))

    def call(self, meta: Meta, name: Token, *arguments: Any) -> s.Call:
        return s.Call(str(name).upper(), tuple(self.value(meta, argument) for argument in arguments))

    def form_name(self, _: Meta, form: Token) -> s.FormName:
        return s.FormName(str(form).removesuffix("表"))

    def rows_list(self, _: Meta, *items: Any) -> s.RowList:
        return s.RowList(items)

    def every_row(self, _: Meta) -> s.EveryRow:
        return s.EveryRow()

    def named_row(self, _: Meta, token: Token) -> s.NamedRow:
        return s.NamedRow(str(token))

    def row_range(self, _: Meta, first: Token, last: Token) -> s.RowRange:
        return s.RowRange(int(first), int(last))

    def label_row(self, _: Meta, token: Token) -> s.Rows:
        name = str(token).strip().strip('“”"')
        return s.LevelRows(name) if name in LEVELS else s.NamedRow(name)

    def prefix_rows(self, _: Meta, token: Token) -> s.PrefixRows:
        return s.PrefixRows(str(token).strip())

    def keyed_row(self, _: Meta, attribute: Token, key: s.Key) -> s.Rows:
        name = _ATTRIBUTES.get(str(attribute), str(attribute).strip())
        return s.BlockRows(key) if name == "块" and isinstance(key, str) else s.KeyedRow(name, key)

    def rows_below(self, meta: Meta, level: Token, key: s.Key) -> s.RowsBelow:
        if str(level) not in LEVELS:
            raise self.fail(meta, f"处“{level}”不是科目级次", LEVELS)
        return s.RowsBelow(str(level), key)

    def literal_key(self, _: Meta, token: Token) -> str:
        return str(token).strip()

    def shifted(self, _: Meta, inner: Any) -> s.Variable:
        return inner if isinstance(inner, s.Variable) else s.Variable(str(inner))

    def shifted_up(self, _: Meta, name: Token, offset: Token) -> s.Variable:
        return s.Variable(str(name), int(offset))

    def shifted_down(self, _: Meta, name: Token, offset: Token) -> s.Variable:
        return s.Variable(str(name), -int(offset))

    def number_column(self, _: Meta, token: Token) -> s.ColumnPath:
        return s.ColumnPath((str(token),))

    def column_range(self, _: Meta, first: Token, last: Token) -> s.ColumnRange:
        return s.ColumnRange(int(first), int(last))

    def economic_column(self, _: Meta, token: Token) -> s.EconomicColumn:
        return s.EconomicColumn(str(token)[1:])

    def economic_variable(self, _: Meta, token: Token) -> s.EconomicColumn:
        return s.EconomicColumn(s.Variable(str(token)))

    def economic_level(self, _: Meta, token: Token) -> s.EconomicColumns:
        return s.EconomicColumns(str(token))

    def economic_below(self, _: Meta, level: Token, key: s.Key) -> s.EconomicColumns:
        return s.EconomicColumns(str(level), key)

    def path(self, _: Meta, *segments: Any) -> s.ColumnPath:
        return s.ColumnPath(tuple(s.Variable(str(item)) if item.type == "VARIABLE" else str(item).strip() for item in segments))
