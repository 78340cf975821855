"""A template's nodes written out for one workbook: words stay words, slots become live runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from juesuan.document.blocks import Block, Contents, Cover, Heading, Number, PageBreak, Paragraph, Run, Table, Text
from juesuan.narrative.annexes import IN_FULL, INSERTED, NO_ANNEXES, Annexes, listed
from juesuan.narrative.conditions import ConditionError, holds
from juesuan.narrative.facts import Measure
from juesuan.narrative.figures import figure
from juesuan.narrative.glossary import used_terms
from juesuan.narrative.listing import listing
from juesuan.narrative.lists import entries, without_numbering
from juesuan.narrative.nodes import Condition, Each, Line, Node, Picture, Slot, Special, Words
from juesuan.narrative.public_tables import public_tables
from juesuan.narrative.scope import Scope, changed, missing_figure, ratio
from juesuan.narrative.wording import COMPARED, comparison


class Writer:
    """Writes the blocks of one document. Raises TemplateError where the template names what nobody knows."""

    def __init__(self, province: str, edition: int, *, tables: bool = True, annexes: Annexes = NO_ANNEXES) -> None:
        self.province = province
        self.tables = tables
        self.annexes = annexes
        self.edition = edition
        self._figures = 0

    def blocks(self, nodes: Iterable[Node], scope: Scope) -> Iterator[Block]:
        """The blocks that block-level nodes make."""
        for node in nodes:
            if isinstance(node, Condition):
                yield from self.blocks(node.then if _holds(node, scope) else node.otherwise, scope)
            elif isinstance(node, Each):
                for entry in _entries(node, scope):
                    yield from self.blocks(node.body, entry)
            elif isinstance(node, Line):
                yield from self._line(node, scope)
            elif isinstance(node, Picture):
                yield from self._picture(node, scope)
            elif isinstance(node, Special):
                yield from self._special(node, scope)

    def _line(self, node: Line, scope: Scope) -> Iterator[Block]:
        runs = joined(self.runs(node.runs, scope))
        key = f"{node.key}/{scope.key}" if scope.key else node.key
        if not any(run.text for run in runs):
            return
        yield Heading(node.level, runs, key) if node.level is not None else Paragraph(runs, node.style, key)

    def _picture(self, node: Picture, scope: Scope) -> Iterator[Block]:
        caption = "".join(run.text for run in self.runs(node.caption, scope))
        try:
            drawn = figure(node, self._figures + 1, caption, scope)
        except KeyError as error:
            raise node.at.error(f"没有叫“{error.args[0]}”的事实或名单") from error
        if drawn is not None:
            self._figures += 1
            yield drawn

    def _special(self, node: Special, scope: Scope) -> Iterator[Block]:
        text = "".join(run.text for run in self.runs(node.runs, scope))
        if node.name == "封面":
            published = scope.facts.typed("设置.公开时间")
            yield Cover(scope.words["单位"], text, (f"公开时间：{published.text}",) if published else ())
        elif node.name == "目录":
            yield Contents(int(text or "1"))
        elif node.name == "分页":
            yield PageBreak()
        elif node.name == "名词解释":
            yield from self._terms(scope)
        elif node.name == "名单表":
            yield from listing(text, scope)
        elif node.name == INSERTED:
            inserted = listed(self.annexes.blocks.get(text, ())) if text == IN_FULL else self.annexes.blocks.get(text, ())
            yield from (block for block in inserted if self.tables or not isinstance(block, Table | PageBreak))
        elif self.tables:
            prior = scope.facts.prior.recognition if scope.facts.prior else None
            yield from public_tables(scope.facts.book.recognition, prior, self.province, text)

    def _terms(self, scope: Scope) -> Iterator[Block]:
        for place, term in enumerate(used_terms(scope, self.province, self.edition), 1):
            yield Paragraph((Text(f"{place}.{term.name}：{term.text}"),), key=term.key)

    def runs(self, nodes: Iterable[Node], scope: Scope) -> Iterator[Run]:
        """The runs that inline nodes make."""
        for node in nodes:
            if isinstance(node, Words):
                yield Text(node.text)
            elif isinstance(node, Condition):
                yield from self.runs(node.then if _holds(node, scope) else node.otherwise, scope)
            elif isinstance(node, Each):
                for place, entry in enumerate(_entries(node, scope)):
                    if place and node.separator:
                        yield Text(node.separator)
                    yield from self.runs(node.body, entry)
            elif isinstance(node, Slot):
                yield from slot_runs(node, scope)


def slot_runs(slot: Slot, scope: Scope) -> tuple[Run, ...]:
    """The runs of one slot. Raises TemplateError for an unknown name or action."""
    try:
        if not slot.action:
            return (scope.run(slot.names[0]),)
        return _ACTIONS[slot.action](tuple(scope.measure(name) for name in slot.names), scope, slot)
    except KeyError as error:
        if error.args[0] == slot.action:
            raise slot.at.error(f"没有“{slot.action}:”这种写法，可用：{'、'.join(_ACTIONS)}") from error
        raise slot.at.error(f"没有叫“{error.args[0]}”的事实或填写项目") from error


def _change(measures: tuple[Measure, ...], scope: Scope, _slot: Slot) -> tuple[Run, ...]:
    return changed(measures[0], scope.style)


def _last_year(measures: tuple[Measure, ...], scope: Scope, _slot: Slot) -> tuple[Run, ...]:
    measure = measures[0]
    if measure.before.amount is None:
        return (missing_figure(measure.before, measure.typed_prior, "上年"),)
    return (replace(scope.style.number(measure.before), fact=f"上年{measure.now.name}"),)


def _share(measures: tuple[Measure, ...], scope: Scope, slot: Slot) -> tuple[Run, ...]:
    return (ratio(measures[0], measures[1], f"{measures[0].now.name}{slot.action}", scope.style),)


def _against(measures: tuple[Measure, ...], _scope: Scope, _slot: Slot) -> tuple[Run, ...]:
    left, right = measures[0].now, measures[1].now
    if left.amount is None or right.amount is None:
        return (Text("不同于"),)
    fact = f"{left.name}与{right.name}{COMPARED}"
    return (Number(comparison(left.amount, right.amount), fact, (*left.cells, *right.cells)),)


def _difference(measures: tuple[Measure, ...], scope: Scope, slot: Slot) -> tuple[Run, ...]:
    left, right = measures[0].now, measures[1].now
    if left.amount is None or right.amount is None:
        unknown = measures[0] if left.amount is None else measures[1]
        return (missing_figure(unknown.now, unknown.typed),)
    return (Number(scope.style.amount(abs(left.amount - right.amount)), f"{'与'.join(slot.names)}的差额", (*left.cells, *right.cells)),)


_ACTIONS = {"变动": _change, "上年": _last_year, "占比": _share, "完成率": _share, "大小": _against, "差额": _difference}
ACTIONS = {"变动": 1, "上年": 1, "占比": 2, "完成率": 2, "大小": 2, "差额": 2}
"""The actions of a slot and how many names each takes."""


def _holds(node: Condition, scope: Scope) -> bool:
    try:
        return holds(node.test, scope)
    except KeyError as error:
        raise node.at.error(f"条件里的“{error.args[0]}”没有这个事实或填写项目") from error
    except ConditionError as error:
        raise node.at.error(str(error)) from error


def _entries(node: Each, scope: Scope) -> list[Scope]:
    try:
        found = entries(node.name, scope, zeros=node.zeros, always=node.always)
    except KeyError as error:
        raise node.at.error(f"没有叫“{error.args[0]}”的名单") from error
    return [without_numbering(entry) for entry in found] if _numbers_itself(node.body) else found


def _numbers_itself(nodes: Iterable[Node]) -> bool:
    """Whether a loop's body prints the entry's number."""
    return any(
        (isinstance(node, Slot) and node.names[0] in ("序", "汉字序")) or (isinstance(node, Line) and _numbers_itself(node.runs))
        for node in nodes
    )


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbouring plain words made one run."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if isinstance(run, Text) and isinstance(last, Text) and not run.key and not last.key:
            found[-1] = Text(last.text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)
