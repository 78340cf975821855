"""The rule language as typed trees: what a formula says, before it meets a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, Self, dataclass_transform

from juesuan.errors import JuesuanError

FUNCTIONS = frozenset({"SUM", "SUMIF", "ROUND", "ABS", "MIN", "MAX", "LEN", "万元", "信用代码校验"})
"""What gives a number; every other call is a check of 科目 rows."""


class RuleError(JuesuanError):
    """A rule cannot be read or used; the message names file, line and character and says what was expected."""


class FormulaError(RuleError):
    """A formula that cannot be read. position: character from 1; expected: Chinese names of what could have stood there."""

    def __init__(self, text: str, position: int, problem: str, expected: tuple[str, ...] = ()) -> None:
        wanted = f"，此处应为：{'、'.join(expected[:12])}" if expected else ""
        super().__init__(f"公式第 {position} 个字符{problem}{wanted}。公式：{text}")
        self.text, self.position, self.problem, self.expected = text, position, problem, expected


@dataclass_transform(frozen_default=True)
class Node:
    """A value made of its annotated fields, equal where they are equal; to make thirty data classes at every start would take too long."""

    __match_args__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        type.__setattr__(cls, "__match_args__", tuple(vars(cls).get("__annotations__", ())))

    def __init__(self, *values: Any, **named: Any) -> None:
        names = self.__match_args__
        given = {**dict(zip(names, values, strict=False)), **named}
        lacking = [name for name in names if name not in given and not hasattr(type(self), name)]
        if lacking or len(given) != len(values) + len(named) or not given.keys() <= set(names):
            raise TypeError(f"{type(self).__name__}{values} {named}")
        self.__dict__.update({name: given[name] if name in given else getattr(type(self), name) for name in names})

    def _values(self) -> tuple[Any, ...]:
        return tuple([self.__dict__[name] for name in self.__match_args__])

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Node) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._values()))

    def __repr__(self) -> str:
        fields = zip(self.__match_args__, self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in fields)})"

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def having(self, **changed: Any) -> Self:
        """The same with other values in these fields."""
        return type(self)(**{**dict(zip(self.__match_args__, self._values(), strict=True)), **changed})


class Variable(Node):
    """A letter that stands for many values, such as `c` or `c+6`."""

    name: str
    offset: int = 0


Key = str | Variable


class NamedRow(Node):
    """One row by 行次, key or label, or 合计."""

    name: str


class RowRange(Node):
    """Rows by 行次, both ends included."""

    first: int
    last: int


class EveryRow(Node):
    """`*`: each row in turn."""


class LevelRows(Node):
    """All rows of a level: 类 款 项 项目."""

    level: str


class KeyedRow(Node):
    """`类=k`, `科目=s`, `项目=p`, `功能=k` (fixed row of a functional class), `经济=g` (fixed row of an economic class)."""

    attribute: str
    key: Key


class RowsBelow(Node):
    """`款⊂k`: the rows of a level directly under k."""

    level: str
    key: Key


class BlockRows(Node):
    """`块=收入`: the detail rows of a block, without its totals."""

    block: str


class PrefixRows(Node):
    """`经济_*`: the rows whose key starts so."""

    prefix: str


class RowList(Node):
    """Several row patterns together: `1、3、5..8`."""

    items: tuple[Rows, ...]


Rows = NamedRow | RowRange | EveryRow | LevelRows | KeyedRow | RowsBelow | BlockRows | PrefixRows | Variable | RowList


class ColumnPath(Node):
    """One column by 栏次 or header path; a segment may be a variable: `m/小计`."""

    segments: tuple[Key, ...]


class ColumnRange(Node):
    """Columns by 栏次, both ends included."""

    first: int
    last: int


class EconomicColumn(Node):
    """`E301`, `E(g)`: the column of an economic code."""

    key: Key


class EconomicColumns(Node):
    """`E(类)`: all class columns; `E(款⊂g)`: the columns under a class."""

    level: str
    key: Key | None = None


class AlignedColumn(Node):
    """No 栏 written, as in the official text: the same place among the amount columns of whichever panel the row stands in."""


Columns = ColumnPath | ColumnRange | EconomicColumn | EconomicColumns | AlignedColumn | Variable


class Number(Node):
    """A plain number."""

    value: Decimal


class Text(Node):
    """A quoted text or a code."""

    value: str


class Empty(Node):
    """空: no content."""


class Span(Node):
    """`11..17` in a set."""

    first: Decimal
    last: Decimal


class Reference(Node):
    """Cells of a form; form is empty for the rule's own form, prior for last year's workbook."""

    form: str
    rows: Rows
    columns: Columns
    prior: bool = False


class Field(Node):
    """A field of 封面 or of an input sheet."""

    form: str
    name: str
    prior: bool = False


class Setting(Node):
    """`阈值.x`: a number of thresholds.toml."""

    name: str


class Negative(Node):
    """A minus sign before an expression."""

    operand: Expression


class Binary(Node):
    """`+ - * /`."""

    operator: str
    left: Expression
    right: Expression


class Call(Node):
    """SUM SUMIF ROUND ABS MIN MAX LEN 万元 and the checks of 科目."""

    name: str
    arguments: tuple[Expression, ...]


class FormName(Node):
    """A form as the argument of a check."""

    code: str


class Comparison(Node):
    """`= ≠ < > ≤ ≥`."""

    operator: str
    left: Expression
    right: Expression


class Membership(Node):
    """`∈` and `∉`."""

    value: Expression
    items: tuple[Expression, ...]
    negated: bool = False


class Logic(Node):
    """`且` or `或` over conditions."""

    operator: str
    items: tuple[Expression, ...]


class Conditional(Node):
    """`如果 …，则 …`: the second part counts only where the first holds."""

    condition: Expression
    then: Expression


class Listing(Node):
    """`1至8行、28行`: each of them in turn."""

    items: tuple[Expression, ...]


Expression = (
    Number
    | Text
    | Empty
    | Span
    | Reference
    | Field
    | Setting
    | Variable
    | Negative
    | Binary
    | Call
    | FormName
    | Comparison
    | Membership
    | Logic
    | Conditional
    | Listing
)


class Quantifier(Node):
    """What a variable runs over: values as written (`1`, `决算数`, `201`)."""

    variable: str
    values: tuple[str, ...]


class Rule(Node):
    """One audit formula.

    forms: codes in order, the first is the home form; years: first and last edition; kind: 基本平衡 / 逻辑性 / 核实性;
    severity: error, confirm, info.
    tolerance: in the unit of the home form, None where exact; `rounding` asks for the tolerance that follows from the printed precision.
    place: file and line, for messages.
    """

    id: str
    forms: tuple[str, ...]
    years: tuple[int, int]
    kind: str
    severity: str
    formula: Expression
    formula_text: str
    quantifiers: tuple[Quantifier, ...] = ()
    guard: Expression | None = None
    condition_text: str = ""
    tolerance: Decimal | None = None
    rounding: bool = False
    message: str = ""
    source: str = ""
    confidence: str = ""
    place: str = ""

    @property
    def home(self) -> str:
        return self.forms[0] if self.forms else ""

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every cell reference of the formula and its condition, in the order written."""
        return tuple(references((self.formula, self.guard) if self.guard is not None else self.formula))

    def applies(self, edition: int) -> bool:
        return self.years[0] <= edition <= self.years[1]


def walk(node: object) -> Iterator[object]:
    """The node and everything below it, parents first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        children = current if type(current) is tuple else [getattr(current, name) for name in getattr(current, "__match_args__", ())]
        waiting.extend(child for child in reversed(children) if type(child) is tuple or hasattr(child, "__match_args__"))


def references(node: object) -> list[Reference]:
    """Every cell reference below a node, in the order written."""
    return [item for item in walk(node) if isinstance(item, Reference)]
