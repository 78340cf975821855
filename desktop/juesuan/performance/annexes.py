"""The 绩效 parts of the 决算情况说明: summaries, results and annexes for its places, figures for what nobody typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from juesuan.document.blocks import Block, Heading, PageBreak, Paragraph, Table, Text
from juesuan.forms import Recognition
from juesuan.forms.performance_reading import PerformanceSheet
from juesuan.money import WAN, round_half_up
from juesuan.narrative.annexes import NO_ANNEXES, Annexes
from juesuan.narrative.facts import Fact
from juesuan.performance.inputs import has_inputs
from juesuan.performance.judging import grade, scoring
from juesuan.performance.reports import FORMS_OF_PROJECTS, Composed, composed

_SUMMARIES, _RESULTS, _LIST, _ANNEXES = "绩效综述", "绩效评价结果", "绩效附件清单", "绩效附件"
_ANNEX = "附件"
_COUNT, _BUDGET, _AVERAGE, _GRADED = "绩效.自评项目数", "绩效.自评金额", "绩效.平均得分", "绩效.{}项目数"


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


def figures(sheets: Sequence[PerformanceSheet], province: str) -> dict[str, Fact]:
    """How many projects were evaluated, their budget in 元, average score and grades; an average only where every project has a score."""
    projects = [sheet for sheet in sheets if sheet.code in FORMS_OF_PROJECTS]
    if not projects:
        return {}
    found = {_COUNT: _fact(_COUNT, Decimal(len(projects)), "个", projects, "项目名称")}
    budgets = [sheet.amount("全年预算数") for sheet in projects]
    if None not in budgets:
        found[_BUDGET] = _fact(_BUDGET, sum((each or Decimal(0) for each in budgets), Decimal(0)) * WAN, "元", projects, "全年预算数")
    scores = [score for sheet in projects if (score := sheet.amount("总得分")) is not None]
    if len(scores) == len(projects):
        found[_AVERAGE] = _fact(_AVERAGE, average(scores), "分", projects, "总得分")
        for name, _ in scoring().grades.get(province) or scoring().grades["national"]:
            key = _GRADED.format(name)
            of_grade = [sheet for sheet in projects if grade_of(sheet, province) == name]
            found[key] = _fact(key, Decimal(len(of_grade)), "个", of_grade, "总得分")
    return found


def average(scores: Sequence[Decimal]) -> Decimal:
    """Mean of the scores with the places that scores have."""
    return round_half_up(sum(scores, Decimal(0)) / len(scores), scoring().places)


def grade_of(sheet: PerformanceSheet, province: str) -> str:
    """The grade as typed, else as the score has it; empty without a score."""
    score = sheet.amount("总得分")
    return sheet.text("评级") or (grade(score, province) if score is not None else "")


def _fact(key: str, amount: Decimal, unit: str, sheets: Sequence[PerformanceSheet], field: str) -> Fact:
    return Fact(key, amount, unit, tuple(sheet.fields[field] for sheet in sheets if field in sheet.fields))


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
