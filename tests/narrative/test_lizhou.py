"""利州 2020, sentence by sentence: every number of part two is ours too, or a listed error of the published text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.narrative.sentences import Sentence, same, sentences

from juesuan.document.blocks import Document, Figure, Number, Paragraph, Table, Text
from juesuan.forms import Recognition, recognise
from juesuan.narrative import compose
from juesuan.render.text import text
from juesuan.workbook import open_workbook

HERE = Path(__file__).parent / "lizhou"
CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"
FIRST, LAST = 42, 192
DRAWN = range(68, 100)  # words inside the picture of 图5


@pytest.fixture(scope="module")
def years() -> tuple[Recognition, Recognition]:
    return tuple(recognise(open_workbook(next(CASE.glob(f"*{year}*.xlsx")))) for year in (2020, 2019))


@pytest.fixture(scope="module")
def document(years: tuple[Recognition, Recognition]) -> Document:
    return compose(*years, province="sichuan")


@pytest.fixture(scope="module")
def ours(document: Document) -> list[Sentence]:
    return sentences([(0, line) for line in text(document).splitlines()])


def published() -> list[Sentence]:
    lines = (HERE / "text.txt").read_text(encoding="utf-8").splitlines()
    return sentences([(number, line) for number, line in enumerate(lines, 1) if FIRST <= number <= LAST and number not in DRAWN])


def listed(sentence: Sentence, number: str) -> str | None:
    """The entry of errors.json that names the number in this line."""
    for entry in json.loads((HERE / "errors.json").read_text(encoding="utf-8")):
        words = f"{entry['quote']} {entry.get('stated') or ''}"
        if sentence.line in (entry["line"], *entry.get("related_lines", [])) and number in words:
            return entry["id"]
    return None


def test_every_published_number_is_ours_or_a_listed_error(ours: list[Sentence]) -> None:
    kept, wrong, lost = [], [], []
    figures = [Sentence(0, mine.text.split("｜")[0]) for mine in ours if mine.text.startswith("〔图")]
    for sentence in published():
        mine = same(sentence, figures if "（图" in sentence.text else ours)
        for number in sentence.numbers:
            if number in mine.numbers:
                kept.append(f"{sentence.line}: {number}")
            elif entry := listed(sentence, str(number)):
                wrong.append(f"{sentence.line}: {number} {entry}")
            else:
                lost.append(f"{sentence.line}: {number} “{sentence.text.strip()[:60]}” ours “{mine.text[:60]}”")
    print(f"与公开文本相同 {len(kept)} 个；公开文本有误 {len(wrong)} 个：", *wrong, sep="\n  ")  # noqa: T201 - both lists are the point
    assert not lost, "\n".join(lost)
    assert len(kept) > 200


@pytest.mark.parametrize(
    ("words", "recomputed"),
    [
        ("2020年度收入总计1163.32万元", "下降42.73%"),
        ("2020年度支出总计1091.85万元", "下降46.24%"),
        ("公务接待费支出决算比2019年", "减少0.10万元，下降6.25%"),
        ("农林水支出（类）", "352.09万元，占33.31%"),
        ("社会发展（", "2130506项"),
    ],
)
def test_wrong_numbers_are_recomputed(document: Document, words: str, recomputed: str) -> None:
    assert any(words in line and recomputed in line for line in text(document).splitlines())


@pytest.mark.parametrize("remark", ["（注：", "柱状图）", "饼状图）", "罗列全部", "增加/减少", "……", "2018", "86.03", "74.6"])
def test_remarks_and_stale_numbers_are_not_printed(document: Document, remark: str) -> None:
    whole = text(document)
    assert remark not in whole[whole.index("一、收入支出决算总体情况说明", 400) :]


def test_seven_figures_with_the_numbers_of_the_text(document: Document) -> None:
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert [figure.number for figure in figures] == [1, 2, 3, 4, 5, 6, 7]
    assert [figure.kind for figure in figures] == ["columns", "pie", "pie", "columns", "columns", "pie", "pie"]
    assert {item.label: str(item.amount) for item in figures[4].series[0].items} == {"2019年": "1048.28", "2020年": "1057.16"}


def test_shares_in_figures_are_those_of_the_sentences(document: Document) -> None:
    pies = {block.key: block for block in document.blocks if isinstance(block, Figure) and block.kind == "pie"}
    for figure, sentence in (("图2", "收入.构成"), ("图3", "支出.构成"), ("图6", "一般公共预算.结构"), ("图7", "三公.构成")):
        said = next(block.text for block in document.blocks if isinstance(block, Paragraph) and block.key == sentence)
        for item in pies[figure].series[0].items:
            assert item.share is not None
            assert re.search(rf"{item.amount:.2f}万元，占{item.share}%", said), (figure, item)


def test_every_figure_of_a_sentence_knows_its_cells(document: Document) -> None:
    for block in document.blocks:
        for run in getattr(block, "runs", ()):
            assert not isinstance(run, Number) or run.fact
            assert not isinstance(run, Number) or run.cells or run.text == "0", f"{block.key} {run}"


def test_amounts_are_never_plain_words(document: Document) -> None:
    """An amount or percentage in the template's own words would go stale."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and not block.key.startswith("名词"):
            words = "".join(run.text if isinstance(run, Text) and not run.key else "□" for run in block.runs)
            assert not re.search(r"\d+(\.\d+)?(万元|%)", words.replace("单价50万元", "").replace("单价100万元", "")), words


def test_keys_are_stable_and_distinct(document: Document) -> None:
    keys = [block.key for block in document.blocks if isinstance(block, Paragraph)]
    assert "总体.收入" in keys
    assert len(keys) == len(set(keys))


def test_tables_stand_in_the_fifth_part(document: Document, years: tuple[Recognition, Recognition]) -> None:
    tables = [block.title for block in document.blocks if isinstance(block, Table)]
    assert tables[0] == "收入支出决算总表"
    assert len(tables) >= 13
    assert not [block for block in compose(*years, province="sichuan", tables=False).blocks if isinstance(block, Table)]


def test_without_last_year_the_text_asks_for_it(years: tuple[Recognition, Recognition]) -> None:
    document = compose(years[0], None, "sichuan")
    assert document.draft
    assert "上年.收入总计" in {missing.key for missing in document.missing()}
