"""Figures by their geometry: what is shown, that nothing overlaps, that nothing leaves the drawing."""

from decimal import Decimal
from itertools import combinations

import pytest

from juesuan.charts import Drawing, draw, picture, png
from juesuan.charts.drawing import Box, Letters, Rule, Wedge
from juesuan.charts.pie import slices
from juesuan.document import Figure, Item, Series
from juesuan.fonts import faces

FACES = faces("bundled")


def columns(**series: tuple[str, ...]) -> Figure:
    years = ("2018年", "2019年", "2020年")
    made = (
        Series(name, tuple(Item(year, Decimal(amount)) for year, amount in zip(years[-len(amounts) :], amounts, strict=True)))
        for name, amounts in series.items()
    )
    return Figure(1, "变动情况", "columns", tuple(made))


def pie(**amounts: str) -> Figure:
    return Figure(2, "结构", "pie", (Series("", tuple(Item(label, Decimal(amount)) for label, amount in amounts.items())),))


SIX = {"社会保障和就业支出": "27.59", "卫生健康支出": "657.41", "农林水支出": "352.09", "住房保障支出": "20.07",
       "教育支出": "3.15", "其他支出": "0.5"}
MANY = {f"第{number}类很长很长的功能分类科目名称支出": f"{number * 10000}.25" for number in range(1, 24)}
FIGURES = {
    "two series": columns(收入总计=("2031.12", "1163.32"), 支出总计=("2031.12", "1163.32")),
    "one series": columns(支出=("1048.28", "1057.16")),
    "three years, large": columns(收入总计=("123456789.12", "0", "123456789.13"), 支出总计=("123456789.12", "0.01", "1")),
    "four series": columns(甲=("100000.25", "100000.26"), 乙=("100000.27", "100000.28"), 丙=("100000.29", "100000.30"), 丁=("1", "2")),
    "below zero": columns(结余=("-120.5", "60.25")),
    "all zero": columns(支出=("0", "0")),
    "pie of six": pie(**SIX),
    "pie of one": pie(公务接待费="1.5"),
    "pie of many": pie(**MANY),
    "pie of nothing": pie(公务接待费="0"),
    "normal case": pie(一般公共预算财政拨款收入="1128.63", 政府性基金预算财政拨款收入="34.69"),
}


def drawn(name: str, width: float = 442.2) -> Drawing:
    return draw(FIGURES[name], width, FACES)


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Letters)]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    upright = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.1 and upright > 0.1


@pytest.mark.parametrize("width", [300.0, 442.2])
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_leaves_the_drawing(name: str, width: float) -> None:
    drawing = drawn(name, width)
    for shape in drawing.shapes:
        left, lower, right, upper = shape.bounds
        assert left >= 0, shape
        assert lower >= 0, shape
        assert right <= drawing.width, shape
        assert upper <= drawing.height, shape


@pytest.mark.parametrize("name", FIGURES)
def test_no_letters_overlap(name: str) -> None:
    letters = [shape for shape in drawn(name).shapes if isinstance(shape, Letters)]
    assert [(a.text, b.text) for a, b in combinations(letters, 2) if overlap(a.bounds, b.bounds)] == []


@pytest.mark.parametrize("name", [name for name in FIGURES if FIGURES[name].kind == "columns"])
def test_no_amount_stands_on_a_column(name: str) -> None:
    drawing = drawn(name)
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    letters = [shape for shape in drawing.shapes if isinstance(shape, Letters)]
    assert not [letter.text for letter in letters for box in boxes if overlap(letter.bounds, box.bounds)]


def test_columns_begin_at_zero_and_keep_proportion() -> None:
    drawing = drawn("one series")
    (axis,) = [shape for shape in drawing.shapes if isinstance(shape, Rule)]
    before, now = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    assert before.y == now.y == axis.y
    assert before.height / now.height == pytest.approx(1048.28 / 1057.16)


def test_amounts_stand_above_and_years_below() -> None:
    assert {"2031.12", "1163.32", "2019年", "2020年", "收入总计", "支出总计", "单位：万元"} <= set(texts(drawn("two series")))
    assert "支出" not in texts(drawn("one series"))


def test_this_year_is_saturated_and_last_year_lighter() -> None:
    colours = [shape.colour for shape in drawn("two series").shapes if isinstance(shape, Box)][:4]
    assert colours == ["#9db8e8", "#1f5fbf", "#d9a35c", "#b26a00"]


def test_zero_is_left_out_and_crumbs_are_gathered_with_a_note() -> None:
    parts, note = slices(FIGURES["pie of six"])
    assert [part.label for part in parts] == ["社会保障和就业支出", "卫生健康支出", "农林水支出", "住房保障支出", "其他"]
    assert parts[-1].amount == Decimal("3.65")
    assert note == "注：占比不足1%的教育支出3.15万元、其他支出0.5万元合并为“其他”。"
    assert [part.label for part in slices(pie(甲="1", 乙="0"))[0]] == ["甲"]


def test_a_single_crumb_keeps_its_name() -> None:
    assert [part.label for part in slices(pie(甲="999", 乙="1"))[0]] == ["甲", "乙"]


def test_the_share_is_the_one_the_text_states() -> None:
    items = (Item("甲", Decimal(1), share=Decimal("33.34")), Item("乙", Decimal(2), share=Decimal("66.66")))
    stated = Figure(2, "结构", "pie", (Series("", items),))
    assert {"33.34%", "66.66%"} <= set(texts(draw(stated, 442.2, FACES)))


def test_what_is_below_zero_is_said() -> None:
    assert slices(pie(甲="5", 乙="-2"))[1] == "注：乙-2万元为负数，未列入图中。"


def test_one_item_is_a_whole_disc_with_its_share() -> None:
    drawing = drawn("pie of one")
    (wedge,) = [shape for shape in drawing.shapes if isinstance(shape, Wedge)]
    assert wedge.turn == 360
    assert texts(drawing).count("100.00%") == 2


def test_slices_go_all_round() -> None:
    wedges = [shape for shape in drawn("pie of many").shapes if isinstance(shape, Wedge)]
    assert sum(wedge.turn for wedge in wedges) == pytest.approx(360)


def test_the_same_figure_gives_the_same_picture() -> None:
    picture = png(FIGURES["normal case"], 442.2, 60, FACES)
    assert picture.startswith(b"\x89PNG")
    assert png(FIGURES["normal case"], 442.2, 60, FACES) == picture


def test_a_window_gets_the_same_drawing_as_pixels() -> None:
    seen = picture(FIGURES["normal case"], 440.0, 0.5, FACES)
    assert seen.width == 220
    assert len(seen.pixels) == seen.width * seen.height * 4
    assert bytes.fromhex("1f5fbfff") in seen.pixels
