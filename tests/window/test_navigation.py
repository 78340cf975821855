"""Where the cursor goes."""

from __future__ import annotations

from collections.abc import Collection

from juesuan.window.plain.navigation import DOWN, LEFT, RIGHT, UP, Navigation


def navigation(
    filled: Collection[tuple[int, int]] = (), merges: tuple[tuple[int, int, int, int], ...] = (), hidden: Collection[int] = ()
) -> Navigation:
    spans = {(row, column): merge for merge in merges for row in range(merge[0], merge[2] + 1) for column in range(merge[1], merge[3] + 1)}
    return Navigation(10, 6, spans, hidden.__contains__, lambda _: False, lambda row, column: (row, column) in filled)


def test_a_merged_cell_is_one_step() -> None:
    moves = navigation(merges=((2, 2, 3, 4),))
    assert moves.step((2, 1), RIGHT) == (2, 2)
    assert moves.step((2, 2), RIGHT) == (2, 5)
    assert moves.step((2, 2), DOWN) == (4, 2)
    assert moves.step((4, 3), UP) == (2, 2)
    assert moves.step((3, 5), LEFT) == (2, 2)


def test_hidden_rows_are_passed_over() -> None:
    assert navigation(hidden={2, 3}).step((1, 1), DOWN) == (4, 1)
    assert navigation(hidden={1, 2}).step((3, 1), UP) == (3, 1)


def test_the_edge_holds() -> None:
    moves = navigation()
    assert moves.step((1, 1), UP) == (1, 1)
    assert moves.step((10, 6), RIGHT) == (10, 6)


def test_jumping_goes_to_the_end_of_a_run_then_to_the_next_one() -> None:
    moves = navigation(filled={(1, 1), (2, 1), (3, 1), (7, 1)})
    assert moves.jump((1, 1), DOWN) == (3, 1)
    assert moves.jump((3, 1), DOWN) == (7, 1)
    assert moves.jump((7, 1), DOWN) == (10, 1)
    assert moves.jump((10, 1), UP) == (7, 1)


def test_home_and_end() -> None:
    moves = navigation(filled={(2, 3)})
    assert moves.home((2, 5)) == (2, 1)
    assert moves.end((2, 1)) == (2, 3)
    assert moves.end((3, 1)) == (3, 6)
    assert moves.first() == (1, 1)
    assert moves.last() == (10, 6)


def test_a_selection_grows_around_merges_it_cuts() -> None:
    moves = navigation(merges=((2, 2, 3, 4), (3, 5, 5, 5)))
    assert moves.widened((1, 1, 2, 2)) == (1, 1, 3, 4)
    assert moves.widened((3, 4, 3, 5)) == (2, 2, 5, 5)
