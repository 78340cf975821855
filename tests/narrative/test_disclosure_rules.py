"""What inspectors of published texts look for (公开检查), asked of our own: of every case, in every province, and of made-up figures.

The names are those of the inspection list: A 计算, F 格式, K 文文, N 文表, T 形式.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.narrative.paper import Rows, paper, typed
from tests.narrative.test_founding import lusong, miyi

from juesuan.document.blocks import Cover, Document, Figure, Heading, Missing, Number, Paragraph, Text
from juesuan.forms import recognise
from juesuan.narrative import PROVINCES, compose
from juesuan.narrative.lists import chinese_number
from juesuan.narrative.wording import COMPARED
from juesuan.workbook import open_workbook

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"
REMNANTS = re.compile(r"（注：|（罗列|XX|××|增加/减少|下降（增长）|增长（下降）|列明|…|[{}]|PAGEREF|None|NaN|柱状图）|饼状图）")
MARKS = re.compile(r"[，。；：、]{2}|（）|^[，。；：、）]|万元万元|%%|万元%|\s$")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()][\u4e00-\u9fff]")
CHANGE = re.compile(r"(增加|减少)([\d.,]+)(?:万元|辆|个|人)，(增长|下降|降低)([\d.,]+)%")
PERCENT_FACTS = ("占比", "完成率", "增减率")
COUNTS = ("数", "车辆合计", "批次", "人次", "用车", "设备", "保有量", "得分")

Check = Callable[[Document], Iterator[str]]


def paragraphs(document: Document) -> list[Paragraph]:
    """The sentences on figures: all but the explanations of terms."""
    found = [block for block in document.blocks if isinstance(block, Paragraph)]
    return [block for block in found if not block.key.startswith("名词")]


def own_words(block: Paragraph | Heading) -> str:
    """The block with what the office typed, or has still to type, put out of sight."""
    return "".join("□" if isinstance(run, Missing) or (isinstance(run, Text) and run.key) else run.text for run in block.runs)


def units(document: Document) -> Iterator[str]:
    """F01, F02: behind every amount 万元, behind every percentage %."""
    for block in paragraphs(document):
        for run, behind in pairwise((*block.runs, Text(""))):
            if not isinstance(run, Number):
                continue
            if run.fact.endswith(PERCENT_FACTS):
                if not behind.text.startswith("%"):
                    yield f"F02 {block.key}: {run.fact} {run.text}{behind.text[:6]}"
            elif "." in run.text and not run.fact.endswith("得分") and not behind.text.startswith("万元"):
                yield f"F01 {block.key}: {run.fact} {run.text}{behind.text[:6]}"


def places(document: Document) -> Iterator[str]:
    """F04: two places everywhere, a plain 0 for nothing, no thousands marks here and there."""
    for block in paragraphs(document):
        for run in block.runs:
            if isinstance(run, Number) and not re.fullmatch(r"0|\d+\.\d\d", run.text) and not run.fact.endswith((*COUNTS, COMPARED)):
                yield f"F04 {block.key}: {run.fact} {run.text}"


def remnants(document: Document) -> Iterator[str]:
    """F05, F06: nothing left of the template's language, no doubled or half-width marks."""
    for block in document.blocks:
        if isinstance(block, Paragraph | Heading):
            for name, pattern in (("F05", REMNANTS), ("F06", MARKS), ("F06", HALF_WIDTH)):
                if pattern.search(own_words(block)):
                    yield f"{name} {block.key}: {own_words(block)}"


def numbering(document: Document) -> Iterator[str]:
    """F07, T04: headings count on without a gap, level by level."""
    counts: dict[int, int] = defaultdict(int)
    for block in document.blocks:
        if not isinstance(block, Heading):
            continue
        counts[block.level] += 1
        for deeper in [level for level in counts if level > block.level]:
            del counts[deeper]
        count = counts[block.level]
        wanted = {0: f"第{chinese_number(count)}部分", 1: f"{chinese_number(count)}、", 2: f"（{chinese_number(count)}）", 3: f"{count}."}
        if not block.text.startswith(wanted[block.level]):
            yield f"F07 {block.text} where {wanted[block.level]} was expected"


def years(document: Document) -> Iterator[str]:
    """K03: no year but this one and the one before."""
    for block in [block for block in document.blocks if isinstance(block, Paragraph | Heading)]:
        for year in re.findall(r"(20\d\d)年", own_words(block)):
            if int(year) not in (document.edition, document.edition - 1):
                yield f"K03 {block.key}: {year}"


def one_value(document: Document) -> Iterator[str]:
    """K01: a fact is printed alike wherever it stands."""
    printed: dict[str, set[str]] = defaultdict(set)
    for block in paragraphs(document):
        for run in block.runs:
            if isinstance(run, Number):
                printed[run.fact].add(run.text)
    yield from (f"K01 {fact}: {texts}" for fact, texts in printed.items() if len(texts) > 1)


def changes(document: Document) -> Iterator[str]:
    """A05, A08, A09, A10: directions in pairs, no rate on nothing, none down by more than all, no change of nothing."""
    pairs = {"增加": {"增长"}, "减少": {"下降", "降低"}}
    for block in paragraphs(document):
        words = own_words(block)
        for amount, _, rate, percent in CHANGE.findall(words):
            if rate not in pairs[amount]:
                yield f"A05 {block.key}: {amount} {rate}"
            if rate != "增长" and Decimal(percent) > 100:
                yield f"A09 {block.key}: {rate}{percent}%"
        if re.search(r"(增加|减少)0(?:\.00)?万元|(增长|下降|降低)0(?:\.00)?%", words):
            yield f"A10 {block.key}: {words}"
        if re.search(r"上年为0[^）]*），?(增长|下降|降低)\d", words):
            yield f"A08 {block.key}: {words}"


def budgets(document: Document) -> Iterator[str]:
    """A07, A11: no completion of a budget of nothing; where budget and final figure differ, the reason follows."""
    for block in paragraphs(document):
        for sentence in own_words(block).split("。"):
            if re.search(r"(?<!\d)预算(?:数)?为0万元[^；]*完成", sentence):
                yield f"A07 {block.key}: {sentence}"
            if re.search(r"决算数(大于|小于)\S*?预算数(?!的主要原因)", sentence) and "原因" not in sentence:
                yield f"A11 {block.key}: {sentence}"


def shares(document: Document) -> Iterator[str]:
    """A02: the shares of a sentence do not add up to more than a hundred, but for rounding."""
    for block in paragraphs(document):
        listed = [Decimal(run.text) for run in block.runs if isinstance(run, Number) and run.fact.endswith("占比")]
        if block.key in ("收入.构成", "支出.构成", "一般公共预算.结构") and sum(listed) - 100 > Decimal("0.01") * len(listed):
            yield f"A02 {block.key}: {listed}"


def terms(document: Document) -> Iterator[str]:
    """K07: terms counted from 1 without gap or repetition, and every 项 of the text among them."""
    found = [block for block in document.blocks if isinstance(block, Paragraph) and block.key.startswith("名词")]
    for place, block in enumerate(found, 1):
        if not block.text.startswith(f"{place}."):
            yield f"K07 {block.text[:20]}"
    explained = {block.key.removeprefix("名词.") for block in found}
    if len(explained) != len(found):
        yield "K07 a term is explained twice"
    used = {block.key.rpartition("/")[2] for block in paragraphs(document) if block.key.startswith("一般公共预算.项/")}
    yield from (f"K07 {code} is not explained" for code in used - explained)


def figures(document: Document) -> Iterator[str]:
    """F09: figures counted on, their amounts those of the text."""
    drawn = [block for block in document.blocks if isinstance(block, Figure)]
    printed = {run.text for block in paragraphs(document) for run in block.runs if isinstance(run, Number)}
    for place, figure in enumerate(drawn, 1):
        if figure.number != place:
            yield f"F09 图{figure.number} is the {place}th"
        for item in (series.items[-1] if figure.kind == "columns" else item for series in figure.series for item in series.items):
            if item.amount and f"{item.amount:.2f}" not in printed:
                yield f"F09 图{figure.number} {item.label} {item.amount}"


def names(document: Document) -> Iterator[str]:
    """T03, K02: the cover names office and year; the headings of parts stand under no other name."""
    cover = next(block for block in document.blocks if isinstance(block, Cover))
    if cover.unit_name != document.unit_name or str(document.edition) not in cover.title or "决算" not in cover.title:
        yield f"T03 {cover}"


CHECKS: tuple[Check, ...] = (units, places, remnants, numbering, years, one_value, changes, budgets, shares, terms, figures, names)


def faults(document: Document) -> list[str]:
    return [fault for check in CHECKS for fault in check(document)]


@pytest.mark.parametrize("with_prior", [True, False], ids=["with last year", "alone"])
@pytest.mark.parametrize("province", PROVINCES)
def test_lizhou_in_every_province(province: str, *, with_prior: bool) -> None:
    this, before = (recognise(open_workbook(next(CASE.glob(f"*{year}*.xlsx")))) for year in (2020, 2019))
    assert faults(compose(this, before if with_prior else None, province, tables=False)) == []


@pytest.mark.parametrize("province", PROVINCES)
def test_miyi_and_lusong_in_every_province(province: str) -> None:
    this, before = miyi()
    assert faults(compose(this, before, province, tables=False)) == []
    assert faults(compose(lusong(), None, province, tables=False)) == []


def test_every_item_of_the_form_is_in_the_text() -> None:
    """N06."""
    document = compose(recognise(open_workbook(next(CASE.glob("[!~]*2020*.xlsx")))), None, "national", tables=False)
    assert len([block for block in paragraphs(document) if block.key.startswith("一般公共预算.项/")]) == 14


AMOUNTS = st.sampled_from([0, 0, 4, 49, 50, 12345, 1000000, 99999999]) | st.integers(0, 10**10)


def forms(draw: Callable[..., int]) -> dict[str, Rows]:
    """A small set of forms whose totals are the sums of their parts."""
    fiscal, other, basic, project = (draw(AMOUNTS) for _ in range(4))
    first, second, car, guests = (draw(AMOUNTS) for _ in range(4))
    income, spent = fiscal + other, basic + project
    return {
        "财决01": {
            "收入总计": {"3": income}, "支出总计": {"9": spent}, "本年收入合计": {"3": income}, "本年支出合计": {"9": spent},
            "一般公共预算财政拨款收入": {"3": fiscal}, "政府性基金预算财政拨款收入": {"3": 0}, "国有资本经营预算财政拨款收入": {"3": 0},
            "上级补助收入": {"3": 0}, "事业收入": {"3": 0}, "经营收入": {"3": 0}, "附属单位上缴收入": {"3": 0}, "其他收入": {"3": other},
        },
        "财决01-1": {"收入总计": {"3": fiscal}, "支出总计": {"支出/按支出性质和经济分类/决算数/小计": basic}},
        "财决03": {"合计": {"1": income, "2": fiscal}},
        "财决04": {"合计": {"2": basic, "3": project, "4": 0, "5": 0, "6": 0}},
        "财决07": {"2010301": {"7": first}, "2101501": {"7": second}, "合计": {"7": first + second}},
        "财决附03": {
            "支出合计": {"1": draw(AMOUNTS), "2": draw(AMOUNTS), "3": car + guests}, "因公出国（境）费": {"1": 0, "2": 0, "3": 0},
            "公务用车购置及运行维护费": {"1": draw(AMOUNTS), "2": car, "3": car}, "公务用车购置费": {"1": 0, "2": 0, "3": 0},
            "公务用车运行维护费": {"1": car, "2": car, "3": car}, "公务接待费": {"1": 0, "2": guests, "3": guests},
            "机关运行经费": {"3": draw(AMOUNTS)},
        },
        "说明资料-科目": {code: {"年初预算数": draw(AMOUNTS), "全年预算数": draw(AMOUNTS)} for code in ("2010301", "2101501")},
        "说明资料": typed(原因_收入总计="人员增加"),
    }  # fmt: skip


@pytest.mark.parametrize("province", PROVINCES)
@settings(max_examples=10, deadline=None, phases=[Phase.generate], derandomize=True)
@given(data=st.data())
def test_made_up_figures(province: str, data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from([2019, 2020, 2022, 2024]))
    this, before = (paper(forms(data.draw), year) for year in (edition, edition - 1))
    assert faults(compose(this, data.draw(st.sampled_from([before, None])), province, tables=False)) == []
