"""The 绩效 parts of the 决算情况说明: summaries, results and annexes for its places, figures for what nobody typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from juesuan.document.blocks import Block, Heading, PageBreak, Paragraph, Table, Text
from juesuan.forms import Recognition
from juesuan.narrative.annexes import NO_ANNEXES, Annexes
from juesuan.performance.inputs import has_inputs
from juesuan.performance.reports import Composed, composed
from juesuan.performance.totals import figures

_SUMMARIES, _RESULTS, _LIST, _ANNEXES = "绩效综述", "绩效评价结果", "绩效附件清单", "绩效附件"
_ANNEX = "附件"


def annexes(
    recognition: Recognition, prior: Recognition | None = None, province: str | None = None, accounts: Recognition | None = None
) -> Annexes:
    """What the 绩效 forms bring into the 决算情况说明; nothing where the workbook has neither 绩效 forms nor 绩效资料.

    `recognition` is the workbook of the 绩效 forms, `accounts` that of the final accounts where it is another. A report that 绩效资料 has
    no sheet for is not written: then its forms alone are the annexes.
    """
    report = composed(recognition, prior, province, accounts)
    if report is None:
        return NO_ANNEXES
    summaries, results = (report.section(report.settings.get(place, "")) for place in (_SUMMARIES, _RESULTS))
    keys = [report.settings.get(place, "") for place in (_SUMMARIES, _RESULTS)]
    whole = report.without(*keys) if has_inputs(recognition.workbook) else tuple(_forms(report, summaries))
    blocks = {
        _SUMMARIES: summaries[1:],
        _RESULTS: results[1:] if has_inputs(recognition.workbook) else (),
        _LIST: tuple(_listed(whole)),
        _ANNEXES: tuple(_on_own_pages(whole)),
    }
    return Annexes(blocks, figures(report.sheets, report.province))


def _forms(report: Composed, printed: Sequence[Block]) -> Iterator[Block]:
    """The forms of a report that are not printed elsewhere, each under its title."""
    elsewhere = {block.key for block in printed if isinstance(block, Table)}
    for block in report.blocks:
        if isinstance(block, Table) and block.key not in elsewhere:
            if block.title:
                yield Heading(0, (Text(block.title),), f"{_ANNEX}.{block.key}")
            yield block


def _titles(blocks: Sequence[Block]) -> Iterator[Heading]:
    return (block for block in blocks if isinstance(block, Heading) and block.level == 0)


def _listed(blocks: Sequence[Block]) -> Iterator[Block]:
    """`附件1：…` for each title; one that says its number itself keeps it."""
    for place, heading in enumerate(_titles(blocks), 1):
        number, _, title = heading.text.partition(" ") if heading.text.startswith(_ANNEX) else (f"{_ANNEX}{place}", "", heading.text)
        yield Paragraph((Text(f"{number}：{title}"),), "plain", f"{_ANNEX}.清单/{place}")


def _on_own_pages(blocks: Sequence[Block]) -> Iterator[Block]:
    """Each annex on a new page, its number on a line of its own; page breaks of the report's own are kept."""
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Heading) and block.level == 0:
            yield from () if isinstance(before, PageBreak) else (PageBreak(),)
            yield from _numbered(block)
        else:
            yield block
        before = block


def _numbered(heading: Heading) -> Iterator[Block]:
    """`附件1 某报告` as two lines; a title without a number as it is."""
    first, *rest = heading.runs
    number, blank, words = first.text.partition(" ") if isinstance(first, Text) else ("", "", "")
    if number.startswith(_ANNEX) and blank:
        yield Paragraph((Text(number),), "plain", f"{_ANNEX}.序号/{number}")
        yield replace(heading, runs=(*((Text(words),) if words else ()), *rest))
    else:
        yield heading
