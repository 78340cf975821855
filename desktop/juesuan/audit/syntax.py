"""The rule language as typed trees: what a formula says, before it meets a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from juesuan.errors import JuesuanError


class RuleError(JuesuanError):
    """A rule cannot be read or used; the message names file, line and character and says what was expected."""


class FormulaError(RuleError):
    """A formula that cannot be read. position: character from 1; expected: Chinese names of what could have stood there."""

    def __init__(self, text: str, position: int, problem: str, expected: tuple[str, ...] = ()) -> None:
        wanted = f"，此处应为：{'、'.join(expected[:12])}" if expected else ""
        super().__init__(f"公式第 {position} 个字符{problem}{wanted}。公式：{text}")
        self.text, self.position, self.problem, self.expected = text, position, problem, expected


@dataclass(frozen=True)
class Variable:
    """A letter that stands for many values, such as `c` or `c+6`."""

    name: str
    offset: int = 0


Key = str | Variable


@dataclass(frozen=True)
class NamedRow:
    """One row by 行次, key or label, or 合计."""

    name: str


@dataclass(frozen=True)
class RowRange:
    """Rows by 行次, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class EveryRow:
    """`*`: each row in turn."""


@dataclass(frozen=True)
class LevelRows:
    """All rows of a level: 类 款 项 项目."""

    level: str


@dataclass(frozen=True)
class KeyedRow:
    """`类=k`, `科目=s`, `项目=p`, `功能=k` (fixed row of a functional class), `经济=g` (fixed row of an economic class)."""

    attribute: str
    key: Key


@dataclass(frozen=True)
class RowsBelow:
    """`款⊂k`: the rows of a level directly under k."""

    level: str
    key: Key


@dataclass(frozen=True)
class BlockRows:
    """`块=收入`: the detail rows of a block, without its totals."""

    block: str


@dataclass(frozen=True)
class PrefixRows:
    """`经济_*`: the rows whose key starts so."""

    prefix: str


@dataclass(frozen=True)
class RowList:
    """Several row patterns together: `1、3、5..8`."""

    items: tuple[Rows, ...]


Rows = NamedRow | RowRange | EveryRow | LevelRows | KeyedRow | RowsBelow | BlockRows | PrefixRows | Variable | RowList


@dataclass(frozen=True)
class ColumnPath:
    """One column by 栏次 or header path; a segment may be a variable: `m/小计`."""

    segments: tuple[Key, ...]


@dataclass(frozen=True)
class ColumnRange:
    """Columns by 栏次, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class EconomicColumn:
    """`E301`, `E(g)`: the column of an economic code."""

    key: Key


@dataclass(frozen=True)
class EconomicColumns:
    """`E(类)`: all class columns; `E(款⊂g)`: the columns under a class."""

    level: str
    key: Key | None = None


@dataclass(frozen=True)
class AlignedColumn:
    """No 栏 written, as in the official text: the same place among the amount columns of whichever panel the row stands in."""


Columns = ColumnPath | ColumnRange | EconomicColumn | EconomicColumns | AlignedColumn | Variable


@dataclass(frozen=True)
class Number:
    """A plain number."""

    value: Decimal


@dataclass(frozen=True)
class Text:
    """A quoted text or a code."""

    value: str


@dataclass(frozen=True)
class Empty:
    """空: no content."""


@dataclass(frozen=True)
class Span:
    """`11..17` in a set."""

    first: Decimal
    last: Decimal


@dataclass(frozen=True)
class Reference:
    """Cells of a form; form is empty for the rule's own form, prior for last year's workbook."""

    form: str
    rows: Rows
    columns: Columns
    prior: bool = False


@dataclass(frozen=True)
class Field:
    """A field of 封面 or of an input sheet."""

    form: str
    name: str
    prior: bool = False


@dataclass(frozen=True)
class Setting:
    """`阈值.x`: a number of thresholds.toml."""

    name: str


@dataclass(frozen=True)
class Negative:
    """A minus sign before an expression."""

    operand: Expression


@dataclass(frozen=True)
class Binary:
    """`+ - * /`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Call:
    """SUM ROUND ABS MIN MAX LEN 万元 and the checks of 科目."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class FormName:
    """A form as the argument of a check."""

    code: str


@dataclass(frozen=True)
class Comparison:
    """`= ≠ < > ≤ ≥`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Membership:
    """`∈` and `∉`."""

    value: Expression
    items: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True)
class Logic:
    """`且` or `或` over conditions."""

    operator: str
    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Conditional:
    """`如果 …，则 …`: the second part counts only where the first holds."""

    condition: Expression
    then: Expression


@dataclass(frozen=True)
class Listing:
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


@dataclass(frozen=True)
class Quantifier:
    """What a variable runs over: values as written (`1`, `决算数`, `201`)."""

    variable: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
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
