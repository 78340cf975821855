"""Line breaking: nothing split, nothing at the wrong end of a line, both edges straight."""

import random
import re
from itertools import pairwise

import pytest
from sample import SENTENCES

from juesuan.fonts import faces
from juesuan.render.breaking import Line, break_lines
from juesuan.render.tokens import NO_END, NO_START, tokens

SIZE = 15.79
FACE = faces("bundled").body
INNER = re.compile(r"\d[.,]?\d|\d[%％‰]|\d ?(?:万元|亿元|元|万|亿)|万元|\d年|\d月")


def advances(text: str) -> list[float]:
    return [FACE.glyph(character).advance * SIZE for character in text]


def lines_of(text: str, width: float, indent: float = 2 * SIZE) -> list[Line]:
    return break_lines(text, advances(text), SIZE, width, indent)


def shown(text: str, width: float, indent: float = 0.0) -> list[str]:
    return [text[line.start : line.end] for line in lines_of(text, width, indent)]


def widest(text: str) -> float:
    return max(sum(advances(text[token.start : token.end])) for token in tokens(text))


def faults(text: str, lines: list[Line], width: float, indent: float) -> list[str]:
    found = []
    for before, after in pairwise(lines):
        end, start = text[before.start : before.end].rstrip(" ")[-1], text[after.start]
        if start in NO_START:
            found.append(f"line begins with {start}")
        if end in NO_END:
            found.append(f"line ends with {end}")
        if any(match.start() < after.start < match.end() for match in INNER.finditer(text, max(0, after.start - 12), after.start + 12)):
            found.append(f"split in {text[after.start - 6 : after.start + 6]}")
    for number, line in enumerate(lines[:-1]):
        room = width - (indent if number == 0 else 0.0)
        set_width = sum(advances(text[line.start : line.start + len(line.gaps)])) + sum(line.gaps)
        if abs(set_width - room) > 0.01:
            found.append(f"line {number} is {set_width - room:+.2f} pt off")
    return found


def check_random_paragraphs(count: int) -> None:
    chance = random.Random(20201231)  # noqa: S311
    for _ in range(count):
        text = re.sub(r"https?://\S+", "", chance.choice(SENTENCES))
        width = chance.uniform(max(widest(text) + 4 * SIZE, 10 * SIZE), 40 * SIZE)
        lines = lines_of(text, width)
        assert [line.end for line in lines[:-1]] == [line.start for line in lines[1:]], text
        assert faults(text, lines, width, 2 * SIZE) == [], text


def test_two_hundred_random_widths() -> None:
    check_random_paragraphs(200)


@pytest.mark.slow
def test_ten_thousand_random_widths() -> None:
    check_random_paragraphs(10_000)


def test_a_number_stays_whole_with_its_unit() -> None:
    for width in range(6, 40):
        lines = shown("收入总计1,163.32万元，比上年减少867.80万元，下降42.73%，截至2020年12月31日。", (width + 4) * SIZE)
        for whole in ("1,163.32万元", "867.80万元", "42.73%", "2020年12月31日"):
            assert any(whole in line for line in lines), (width, lines)


def test_a_long_address_breaks_behind_a_slash() -> None:
    lines = shown("公开网址：https://www.lzq.gov.cn/xxgk/fdzdgknr/czyjs/bmjs/2020/index.html。", 14 * SIZE)
    assert len(lines) > 1
    assert all(line.endswith(("/", "。")) for line in lines[1:])


def test_a_token_wider_than_the_line_is_broken_all_the_same() -> None:
    assert "".join(shown("t20210915_1234567890_abcdefghijklmnopqrstuvwxyz", 5 * SIZE)) == "t20210915_1234567890_abcdefghijklmnopqrstuvwxyz"
    assert shown("2020年12月31日", 3.2 * SIZE) == ["2020年", "12月", "31日"]


def test_marks_in_a_row_move_together_and_a_closing_mark_may_give_its_half() -> None:
    text = "“三公”（出国、接待）。"
    (line,) = lines_of(text, 30 * SIZE, 0.0)
    assert line.gaps[text.index("”")] == pytest.approx(-0.48 * SIZE)
    assert line.width == pytest.approx(sum(advances(text)) + sum(line.gaps))


def test_the_last_line_has_company() -> None:
    text = "收" * 28 + "减少。"
    assert [len(line) for line in shown(text, 30 * SIZE)] == [31] or len(shown(text, 30 * SIZE)[-1]) > 2


@pytest.mark.parametrize("text", ["得分", "100分", "分值"])
def test_a_word_of_two_characters_loses_none_in_a_narrow_column(text: str) -> None:
    found = [text[line.start : line.end] for line in break_lines(text, advances(text), SIZE, 1.2 * SIZE)]
    assert "".join(found) == text
    assert all(found)


def test_nothing_to_set() -> None:
    assert lines_of("", 100.0) == []
