"""How figures are worded: amounts, percentages and changes. The rules are 措辞规则 of the narrative specification."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan.document.blocks import Number, Run, Text
from juesuan.money import Direction, Movement, format_amount, to_wan
from juesuan.narrative.facts import Fact, Measure


@dataclass(frozen=True)
class Style:
    """A province's habits. less: the word for a falling percentage. thousands: commas in amounts. places: of amounts and percentages.

    zero_base: what follows the amount where last year's was zero. trims: whether listed shares are made to add up to 100.
    """

    less: str = "下降"
    thousands: bool = False
    places: int = 2
    zero_base: str = "（上年为0，不计算增减百分比）"
    trims: bool = False

    @classmethod
    def of(cls, settings: dict[str, str]) -> Style:
        """From a template's settings 下降用词, 千分位, 小数位, 零基数, 占比凑整."""
        return cls(
            settings.get("下降用词", "下降"),
            settings.get("千分位", "否") == "是",
            int(settings.get("小数位", "2")),
            settings.get("零基数", cls.zero_base),
            settings.get("占比凑整", "否") == "是",
        )

    def amount(self, amount: Decimal, unit: str = "元") -> str:
        """An amount of 元 as 万元 with fixed places, `0` for exactly nothing; a count as it is."""
        if amount == 0:
            return "0"
        if unit != "元":
            return f"{amount.normalize():f}"
        return format_amount(to_wan(amount, self.places), self.places, thousands=self.thousands)

    def percent(self, rate: Decimal) -> str:
        """A percentage without its sign, `0` for exactly nothing."""
        return "0" if rate == 0 else format_amount(rate, self.places)

    def number(self, fact: Fact) -> Number:
        """The fact as printed; it must be known."""
        return Number(self.amount(fact.amount or Decimal(0), fact.unit), fact.name, fact.cells)


def both_cells(measure: Measure) -> Number:
    """An empty number that carries the cells of both years; the caller gives the text."""
    return Number("", measure.now.name, (*measure.now.cells, *measure.before.cells))


def movement(measure: Measure) -> Movement | None:
    """This year against last; None where either is unknown."""
    if measure.now.amount is None or measure.before.amount is None:
        return None
    return Movement(measure.now.amount, measure.before.amount)


def shows_change(moved: Movement) -> bool:
    """Whether a change is left after rounding to 万元 with two places."""
    return to_wan(moved.difference) != 0


def worded_change(moved: Movement, measure: Measure, style: Style, unit: str = "万元") -> tuple[Run, ...]:
    """`减少867.80万元，下降42.73%`, `持平`, `基本持平`; no percentage where none may be written."""
    if moved.direction is Direction.EQUAL:
        return (Text("持平"),)
    if not shows_change(moved):
        return (Text("基本持平"),)
    carrier = both_cells(measure)
    amount = Number(style.amount(moved.difference, measure.now.unit), f"{carrier.fact}增减额", carrier.cells)
    runs: tuple[Run, ...] = (Text(moved.direction.value), amount, Text(unit))
    if moved.rate is None:
        return (*runs, Text(style.zero_base)) if moved.base == 0 else runs
    word = style.less if moved.direction is Direction.LESS else moved.direction.rate_word
    return (*runs, Text(f"，{word}"), Number(style.percent(moved.rate), f"{carrier.fact}增减率", carrier.cells), Text("%"))


COMPARED = "的大小"
"""How the fact of a comparison ends: what it states is a word, 大于, 小于 or 等于."""


def comparison(left: Decimal, right: Decimal) -> str:
    """大于, 小于 or 等于, as final figures are set against budgets; equal after rounding to 万元 counts as equal."""
    if to_wan(left - right) == 0:
        return "等于"
    return "大于" if left > right else "小于"
