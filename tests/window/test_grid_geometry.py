"""Where rows and columns lie."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from juesuan.window.plain.grid_geometry import Axis

AXES = st.tuples(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(0, 5)).map(lambda given: Axis.of(*given))


def test_frozen_ones_stay_and_the_rest_scrolls() -> None:
    axis = Axis.of([10, 20, 30, 40], frozen=1)
    assert axis.frozen_extent == 10
    assert axis.at(5, scroll=25) == 1
    assert axis.at(12, scroll=25) == 3
    assert axis.start(1, scroll=25) == 0
    assert axis.start(3, scroll=25) == 5
    assert axis.visible(25, 50) == range(3, 5)


def test_hidden_ones_are_never_hit() -> None:
    axis = Axis.of([10, 0, 10])
    assert [axis.at(pixel, 0) for pixel in (0, 9, 10, 19, 20)] == [1, 1, 3, 3, 0]


def test_scrolling_shows_what_was_asked_for() -> None:
    axis = Axis.of([20] * 20, frozen=2)
    assert axis.scroll_to(10, 0, 100) == 100
    assert axis.scroll_to(3, 100, 100) == 0
    assert axis.scroll_to(1, 100, 100) == 100


@settings(deadline=None)
@given(AXES, st.integers(0, 300), st.integers(1, 200))
def test_what_shows_lies_in_view(axis: Axis, scroll: int, length: int) -> None:
    for number in axis.visible(scroll, length):
        assert axis.start(number, scroll) < length
        assert axis.start(number, scroll) + axis.extent(number) >= axis.frozen_extent


@settings(deadline=None)
@given(AXES, st.integers(0, 900))
def test_a_pixel_lies_in_the_row_it_hits(axis: Axis, pixel: int) -> None:
    number = axis.at(pixel, 0)
    assert number == 0 or axis.start(number, 0) <= pixel < axis.start(number, 0) + axis.extent(number)
