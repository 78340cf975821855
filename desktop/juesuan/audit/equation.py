"""A finding as people read it: the formula with its numbers filled in, and the cells that take part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan.audit import bound as b
from juesuan.audit.finding import FindingCell
from juesuan.audit.values import ZERO, Grid, Values
from juesuan.forms.form import Address
from juesuan.money import format_amount, format_yuan
from juesuan.workbook import Cell

_MOST_TERMS = 12
_NOT = {"=": "≠", "≥": "<", "≤": ">", ">": "≤", "<": "≥", "≠": "="}
_COUNTS = ("数（个）", "人次", "批次", "（辆）", "台，套")


@dataclass(frozen=True)
class Filled:
    """An equation in words with its two sides in the home form's unit; None where the formula is no comparison."""

    text: str
    left: Decimal | None = None
    right: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        return None if self.left is None or self.right is None else self.left - self.right


class Writer:
    """Writes the equations of one instance; amounts of other forms are brought to the unit of the home form."""

    def __init__(self, instance: b.Instance, values: Values) -> None:
        self.instance, self.values = instance, values
        first = next((grid for slot in instance.slots if (grid := values.owner(slot))), None)
        self.home = first
        self.scale = first.form.scale if first else Decimal(1)

    def filled(self) -> Filled:
        return self._condition(self.instance.node)

    def _condition(self, node: b.Condition) -> Filled:
        match node:
            case b.Compare(operator, left, right, _):
                return self._comparison(operator, left, right)
            case b.Known(_, words, _, _):
                return Filled(words)
            case b.Implication(condition, then):
                inner = self._condition(then)
                return Filled(f"{self._condition_words(condition)}，但 {inner.text}", inner.left, inner.right)
            case b.Junction(operator, items):
                failing = [item for item in items if b.holds(item, self.values) is b.Verdict.FAILED]
                texts = [self._condition(item) for item in failing] or [Filled("")]
                return Filled(f"；{'且' if operator == '且' else '或'} ".join(text.text for text in texts), texts[0].left, texts[0].right)
            case b.Member(value, _, negated):
                return Filled(f"{self._side(value)} {'不应在' if negated else '应在'}规定的代码之内")

    def _condition_words(self, node: b.Condition) -> str:
        if isinstance(node, b.Compare):
            return f"{self._side(node.left)} {node.operator} {self._side(node.right)}"
        return self._condition(node).text

    def _comparison(self, operator: str, left: b.Side, right: b.Side) -> Filled:
        words = f"{self._side(left)} {_NOT[operator]} {self._side(right)}"
        if isinstance(left, b.FieldText | b.Literal) or isinstance(right, b.FieldText | b.Literal):
            return Filled(words)
        one, other = b.number(left, self.values) / self.scale, b.number(right, self.values) / self.scale
        return Filled(f"{words}，差 {_plain(one - other)}", one, other)

    def _side(self, side: b.Side) -> str:
        match side:
            case b.Literal(text):
                return f"“{text}”" if text else "空"
            case b.FieldText(slot, name):
                return f"{name}“{self.values.texts.get(slot, '')}”"
            case b.Linear():
                return self._linear(side)
            case b.Operation(operator, left, right):
                return f"{self._bracketed(left)} {'×' if operator == '*' else operator} {self._bracketed(right)}"
            case b.Function("SUMIF", items):
                filled = [text for text in items[::2] if isinstance(text, b.FieldText) and self.values.texts.get(text.slot)]
                return f"填了文字的 {len(filled)} 行合计 {_plain(b.number(side, self.values) / self.scale)}"
            case b.Function(name, arguments):
                return f"{name}({'，'.join(self._side(item) for item in arguments)})"

    def _bracketed(self, side: b.Amount) -> str:
        words = self._side(side)
        return f"({words})" if isinstance(side, b.Linear) and len(side.terms) > 1 else words

    def _linear(self, side: b.Linear) -> str:
        parts: list[tuple[int, str]] = []
        for term in side.terms:
            parts += self._term(term)
        if side.constant or not parts:
            parts.append((1, _plain(side.constant)))
        text = ("-" if parts[0][0] < 0 else "") + parts[0][1]
        return text + "".join(f" {'+' if sign > 0 else '-'} {words}" for sign, words in parts[1:])

    def _term(self, term: b.Term) -> list[tuple[int, str]]:
        if not term.slots:
            return []
        if not term.summed:
            return [(term.sign, self._cell(slot)) for slot in term.slots]
        shown = [slot for slot in term.slots if self.values.amounts[slot]] or list(term.slots[:1])
        words = [(term.sign, self._cell(slot)) for slot in shown[:_MOST_TERMS]]
        rest = shown[_MOST_TERMS:]
        if rest:
            total = sum((self.values.amounts[slot] for slot in rest), ZERO) / self.scale
            words.append((term.sign, f"其余 {len(rest)} 项 {_plain(total)}"))
        return words

    def _cell(self, slot: int) -> str:
        grid = self.values.owner(slot)
        if grid is None:
            return self.values.texts.get(slot, "")
        row, column = grid.place(slot)
        place = f"{row.line}行{column.number}栏" if row.line else f"{row.id} {column.number}栏"
        form = "" if grid is self.home else ("上年" if grid.prior else "") + f"{grid.form.code} "
        amount = self.values.amounts[slot] / self.scale
        return f"{form}{place} {format_amount(amount, 0) if _counted(grid, slot) else _plain(amount)}"


def _counted(grid: Grid, slot: int) -> bool:
    label = grid.place(slot)[0].label
    return any(word in label for word in _COUNTS)


def _plain(amount: Decimal) -> str:
    return format_yuan(amount)


def finding_cells(instance: b.Instance, values: Values) -> tuple[FindingCell, ...]:
    """The cells of an instance in this workbook, blank ones of long sums left out, in the order of the formula."""
    cells = []
    long = len(instance.slots) > _MOST_TERMS
    for slot in dict.fromkeys(b.slots_of(instance.node)):
        grid = values.owner(slot)
        if (grid and grid.prior) or (long and grid and not values.filled[slot]):
            continue
        cells.append(_finding_cell(slot, grid, values))
    return tuple(cells)


def _finding_cell(slot: int, grid: Grid | None, values: Values) -> FindingCell:
    if grid is None:
        form, name = next((form, name) for (form, name, prior), place in values.fields.items() if place == slot)
        return FindingCell(Address(form, name, ""), values.cell_of(slot), None, name)
    value = values.amounts[slot] / grid.form.scale if values.filled[slot] and slot not in values.trouble else None
    address, cell, words = values.part(slot)
    return FindingCell(address, cell, value, words)


def cells_of(instance: b.Instance, values: Values) -> tuple[Cell, ...]:
    return tuple(cell.cell for cell in finding_cells(instance, values))
