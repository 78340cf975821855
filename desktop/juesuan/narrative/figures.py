"""图1–图7: what a template's 图 line becomes, in 万元 as printed."""

from __future__ import annotations

from decimal import Decimal

from juesuan.document.blocks import Figure, Item, Number, Series
from juesuan.money import to_wan
from juesuan.narrative.facts import Fact, Measure
from juesuan.narrative.lists import entries
from juesuan.narrative.nodes import Picture
from juesuan.narrative.scope import Scope


def figure(picture: Picture, number: int, caption: str, scope: Scope) -> Figure | None:
    """The figure, or None where there is nothing to draw. Raises KeyError for an unknown fact or list."""
    if picture.kind == "柱状":
        series = tuple(Series(label, _years(scope.measure(name), scope)) for name, label in picture.items)
        series = tuple(each for each in series if any(item.amount for item in each.items))
        return Figure(number, caption, "columns", series, picture.key) if series else None
    items = tuple(_item(label, measure.now, share) for label, measure, share in _parts(picture, scope) if measure.now.amount)
    return Figure(number, caption, "pie", (Series(caption, items),), picture.key) if items else None


def _years(measure: Measure, scope: Scope) -> tuple[Item, ...]:
    """Last year's column, where known, and this year's."""
    years = ((f"{scope.words['上年']}年", measure.before), (f"{scope.words['年度']}年", measure.now))
    return tuple(_item(label, fact) for label, fact in years if fact.amount is not None)


def _item(label: str, fact: Fact, share: Decimal | None = None) -> Item:
    return Item(label, to_wan(fact.amount or Decimal(0)), fact.cells, share)


def _parts(picture: Picture, scope: Scope) -> list[tuple[str, Measure, Decimal | None]]:
    """Label, amount and share of each part, the share as the sentence prints it."""
    if picture.source:
        return [
            (entry.words["名称"], entry.measures["决算" if "决算" in entry.measures else "金额"], _share(entry))
            for entry in entries(picture.source, scope)
        ]
    return [(label, scope.measure(name), None) for name, label in picture.items]


def _share(entry: Scope) -> Decimal | None:
    printed = entry.run("占比") if "占比" in entry.shares else None
    return Decimal(printed.text) if isinstance(printed, Number) else None
