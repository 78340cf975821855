"""Paragraphs that an office words itself: kept in the workbook's sheet 改写, printed instead of the template's, taken back at will."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from juesuan.document.blocks import Block, Document, Number, Paragraph, Rewriting, Run, Text
from juesuan.errors import JuesuanError
from juesuan.forms import Recognition
from juesuan.money import Direction
from juesuan.narrative.own_words import SLOT, directions, loose_numbers, skeleton, with_slots
from juesuan.narrative.scope import Scope, changed
from juesuan.narrative.wording import COMPARED, movement
from juesuan.workbook import Cell, Change, Content, Workbook

SHEET = "改写"
LEFT_OUT = "（不写）"
_TITLE = "情况说明中改写的段落"
_HINT = "花括号里的内容由程序按当前数据填写。清空一行的“改写”，该段恢复模板原句；写“（不写）”，该段不印。"
_HEADER = ("段落编号", "原句", "改写")
_HEADER_ROW = 3
_LIVE = ("增减", "升降", COMPARED)  # slots that keep a direction fresh


@dataclass(frozen=True)
class _Kept:
    """A row of the sheet: paragraph key, the template's sentence when it was rewritten, the new wording with slots."""

    key: str
    original: str
    text: str
    row: int


def needs_sheet(workbook: Workbook) -> bool:
    """Whether the workbook has no sheet 改写 yet; `workbook.add_sheet(SHEET)` before applying the first rewriting."""
    return all(sheet.name != SHEET for sheet in workbook.sheets)


def _kept(recognition: Recognition) -> dict[str, _Kept]:
    if needs_sheet(recognition.workbook):
        return {}
    rows: dict[int, dict[int, str]] = {}
    for row, column, value in recognition.workbook.sheet(SHEET).cells():
        if row > _HEADER_ROW and value is not None:
            rows.setdefault(row, {})[column] = str(value).strip()
    found = (_Kept(cells.get(1, ""), cells.get(2, ""), cells.get(3, ""), row) for row, cells in rows.items())
    return {kept.key: kept for kept in found if kept.key}


def rewrite(recognition: Recognition, document: Document, key: str, text: str) -> Change:
    """The change that words a paragraph anew; `document` is the text as composed, `key` the paragraph's.

    Figures of the paragraph (or of another one) that stand in `text` stay live. An empty text leaves the paragraph out. The sheet must be
    there (`needs_sheet`). Raises JuesuanError where the document has no such paragraph.
    """
    paragraphs = {block.key: block for block in document.blocks if isinstance(block, Paragraph)}
    earlier = {rewriting.key: rewriting.template for rewriting in document.rewritings}
    if key not in paragraphs and key not in earlier:
        raise JuesuanError(f"情况说明里没有编号为“{key}”的段落，改写没有进行。请在当前的说明里重新选择段落。")
    template = earlier.get(key) or paragraphs[key].runs
    years = {"年度": str(document.edition), "上年": str(document.edition - 1)}
    others = [block.runs for name, block in paragraphs.items() if name != key]
    slotted = with_slots(" ".join(text.split("\n")).strip(), template, others, years) or LEFT_OUT
    original = "".join(run.text for run in template)
    return recognition.workbook.replace(_contents(recognition, key, original, slotted), f"改写“{key}”")


def restore(recognition: Recognition, key: str) -> Change:
    """The change that gives a paragraph back to the template. Raises JuesuanError where it was not rewritten."""
    known = _kept(recognition).get(key)
    if known is None:
        raise JuesuanError(f"“{key}”没有改写过，不用恢复。")
    cells: dict[Cell, Content] = {Cell(SHEET, known.row, column): None for column in (1, 2, 3)}
    return recognition.workbook.replace(cells, f"恢复“{key}”的模板原句")


def rewritten(document: Document) -> tuple[Rewriting, ...]:
    """The paragraphs that an office worded itself, in the order of the text, with what should be looked at."""
    return document.rewritings


def _contents(recognition: Recognition, key: str, original: str, text: str) -> dict[Cell, Content]:
    rows = _kept(recognition)
    used = [row for row, _, value in recognition.workbook.sheet(SHEET).cells() if value is not None]
    row = rows[key].row if key in rows else max([_HEADER_ROW, *used]) + 1
    cells: dict[Cell, Content] = {Cell(SHEET, row, column): part for column, part in enumerate((key, original, text), 1)}
    if recognition.workbook.value(Cell(SHEET, _HEADER_ROW, 1)) is None:
        cells |= {Cell(SHEET, 1, 1): _TITLE, Cell(SHEET, 2, 1): _HINT}
        cells |= {Cell(SHEET, _HEADER_ROW, column): word for column, word in enumerate(_HEADER, 1)}
    return cells


def with_rewritings(blocks: tuple[Block, ...], scope: Scope) -> tuple[tuple[Block, ...], tuple[Rewriting, ...]]:
    """The blocks with rewritten paragraphs in place of the template's, and the list of them."""
    kept = {key: each for key, each in _kept(scope.facts.book.recognition).items() if each.text}
    if not kept:
        return blocks, ()
    figures = {run.fact: run for block in blocks for run in getattr(block, "runs", ()) if isinstance(run, Number)}
    found: list[Block] = []
    listed: list[Rewriting] = []
    for block in blocks:
        each = kept.pop(block.key, None) if isinstance(block, Paragraph) else None
        if each is None or not isinstance(block, Paragraph):
            found.append(block)
            continue
        runs, remarks = _Filling(scope, block.runs, figures).runs(each)
        found += [replace(block, runs=runs, rewritten=True)] if runs else []
        listed.append(Rewriting(each.key, block.runs, "".join(run.text for run in runs), tuple(remarks)))
    lost = [Rewriting(each.key, (), each.text, ("按现在的数据，说明里没有这一段，改写没有用上。",)) for each in kept.values()]
    return tuple(found), (*listed, *lost)


class _Filling:
    """Fills the slots of one paragraph. figures: every fact that the document states."""

    def __init__(self, scope: Scope, template: Sequence[Run], figures: Mapping[str, Number]) -> None:
        self.scope = scope
        self.template = template
        own: dict[str, Run] = {run.fact: run for run in template if isinstance(run, Number)}
        inputs: dict[str, Run] = {run.key: run for run in template if not isinstance(run, Number) and run.key}
        self.known: dict[str, Run] = {**figures, **inputs, **own}
        self.remarks: list[str] = []

    def runs(self, kept: _Kept) -> tuple[tuple[Run, ...], list[str]]:
        """The paragraph's runs, none where it is left out, and remarks."""
        template = "".join(run.text for run in self.template)
        if skeleton(kept.original) != skeleton(template):
            self.remarks.append("模板这一段的文字在改写以后变了，请看改写是否还合适。")
        elif directions(kept.original) != directions(template) and not any(name.endswith(_LIVE) for name in SLOT.findall(kept.text)):
            self.remarks.append("增减或者大小的方向在改写以后变了，请看改写的说法是否还对。")
        if kept.text == LEFT_OUT:
            return (), self.remarks
        found: list[Run] = []
        for place, part in enumerate(SLOT.split(kept.text)):
            found += [self._slot(part) if place % 2 else Text(part)] if part else []
        for number in loose_numbers(kept.text, self.template):
            self.remarks.append(f"“{number}”是手工写的数，数据改了它不会跟着变，请核对。")
        return tuple(found), self.remarks

    def _slot(self, name: str) -> Run:
        if name in self.known:
            return self.known[name]
        run = self._word(name) or self._change(name)
        if run is None:
            try:
                return self.scope.run(name)
            except KeyError:
                self.remarks.append(f"没有叫“{name}”的数据，原样印出，请改正。")
                return Text(f"{{{name}}}")
        return run

    def _word(self, name: str) -> Run | None:
        """The live word of a direction: `收入总计增减` is 增加 or 减少, `收入总计升降` 增长 or 下降."""
        if name.endswith(COMPARED):
            self.remarks.append(f"{name.removesuffix(COMPARED)}现在相等，改写里的大小说法不再合适，请修改。")
            return Text("等于")
        fact, kind = name[:-2], name[-2:]
        if kind not in ("增减", "升降") or fact not in self.scope.facts.catalogue.facts:
            return None
        moved = movement(self.scope.measure(fact))
        if moved is None or moved.direction is Direction.EQUAL:
            self.remarks.append(f"{fact}与上年持平（或者没有上年数），改写里的增减说法不再合适，请修改。")
            return Text("变动")
        if kind == "增减":
            return Text(moved.direction.value)
        return Text(self.scope.style.less if moved.direction is Direction.LESS else moved.direction.rate_word)

    def _change(self, name: str) -> Run | None:
        """A change that the template does not state now: its amount or rate, or last year's figure."""
        catalogue = self.scope.facts.catalogue.facts
        fact = name[2:] if name.startswith("上年") else name[:-3]
        if name in catalogue or fact not in catalogue or not (name.startswith("上年") or name[-3:] in ("增减额", "增减率")):
            return None
        measure = self.scope.measure(fact)
        if name.startswith("上年") and measure.before.amount is not None:
            return replace(self.scope.style.number(measure.before), fact=name)
        runs = changed(measure, self.scope.style)
        stated = next((run for run in runs if isinstance(run, Number) and run.fact == name), None)
        return stated or next((run for run in runs if not isinstance(run, Text)), Number("0", name, measure.now.cells))
