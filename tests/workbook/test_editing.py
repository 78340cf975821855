"""Editing: exact amounts, dependents across sheets, undo that restores everything."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juesuan.workbook import Cell, CellError, Change, Formula, RowsDeleted, RowsInserted, Workbook, WorkbookError


def edit(workbook: Workbook, contents: dict[str, object], sheet: str = "甲"):
    from juesuan.workbook import parse_a1

    return workbook.apply(workbook.replace({Cell(sheet, *parse_a1(a1)): new for a1, new in contents.items()}, "改"))


def state(workbook: Workbook) -> dict[str, object]:
    return {sheet.name: (dict(sheet.filled), dict(sheet.formulas), sheet.merges) for sheet in workbook.sheets} | {
        "名称": dict(workbook.name_texts)
    }


def test_dependents_follow_across_sheets(book):
    workbook = book({"甲": [[1], [2], ["=SUM(A1:A2)"]], "乙": [["=甲!A3*10"], [99]]})
    effect = edit(workbook, {"A1": Decimal("5.5")})
    assert effect.cells == {Cell("甲", 1, 1), Cell("甲", 3, 1), Cell("乙", 1, 1)}
    assert workbook.value(Cell("乙", 1, 1)) == Decimal(75)
    workbook.apply(effect.change.reversed())
    assert workbook.value(Cell("乙", 1, 1)) == Decimal(30)


def test_sums_carry_no_noise_of_floats(book):
    workbook = book({"甲": [[0.1], [0.2], ["=A1+A2"], ["=A3-0.3"], ["=11633200.01-A6"], [11633200]]})
    assert workbook.value(Cell("甲", 3, 1)) == Decimal("0.3")
    assert workbook.value(Cell("甲", 4, 1)) == 0
    edit(workbook, {"A6": Decimal("11633200.02")})
    assert workbook.value(Cell("甲", 5, 1)) == Decimal("-0.01")


def test_formulas_without_stored_values_are_computed_on_open(book):
    workbook = book({"甲": [[3], ["=A1*2"], ["=A2/0"], ['="共"&A1']]})
    values = [workbook.value(Cell("甲", row, 1)) for row in (2, 3, 4)]
    assert values == [Decimal(6), CellError("#DIV/0!"), "共3"]
    assert not workbook.modified


def test_circle_is_an_error_with_a_warning_and_can_be_mended(book):
    workbook = book({"甲": [[1], ["=A1"], ["=A2"]]})
    edit(workbook, {"A1": Formula("A3+1")})
    assert workbook.value(Cell("甲", 3, 1)) == CellError("#CIRC!")
    assert any("循环" in warning and "甲!A1" in warning for warning in workbook.warnings)
    edit(workbook, {"A1": Decimal(4)})
    assert workbook.value(Cell("甲", 3, 1)) == Decimal(4)
    assert workbook.warnings == ()


def test_unknown_function_keeps_its_value_and_is_named(book):
    workbook = book({"甲": [[1], ["=GETPIVOTDATA(1,A1)"], ["=[1]别处!A1"], ["=A1+1"]]})
    edit(workbook, {"A1": Decimal(9)})
    assert workbook.value(Cell("甲", 4, 1)) == Decimal(10)
    assert any("2 个公式" in warning and "甲!A2" in warning for warning in workbook.warnings)


@pytest.mark.parametrize("text", ["SUM(", "1+", '"没有完', "A1,,)"])
def test_broken_formula_is_refused_and_nothing_changes(book, text):
    workbook = book({"甲": [[1, "=A1"]]})
    before = state(workbook)
    with pytest.raises(WorkbookError, match="公式"):
        edit(workbook, {"A1": Decimal(5), "B1": Formula(text)})
    assert state(workbook) == before
    assert not workbook.modified


def test_a_new_sheet_leaves_the_formulas_ready(book, monkeypatch):
    workbook = book({"甲": [[1, "=A1*2"]]})
    edit(workbook, {"A1": Decimal(2)})
    monkeypatch.setattr("juesuan.workbook.engine.Engine.__init__", None)
    workbook.add_sheet("审核说明")
    edit(workbook, {"A1": Decimal(7)}, "审核说明")
    edit(workbook, {"C1": Formula("审核说明!A1+B1")})
    assert workbook.value(Cell("甲", 1, 3)) == 11
    edit(workbook, {"A1": Decimal(1)}, "审核说明")
    assert workbook.value(Cell("甲", 1, 3)) == 5


def test_a_new_sheet_that_formulas_name_already_is_read_by_them(book):
    workbook = book({"甲": [[1, "=IFERROR(乙!A1,5)+A1"]]})
    edit(workbook, {"A1": Decimal(2)})
    workbook.add_sheet("乙")
    edit(workbook, {"A1": Decimal(7)}, "乙")
    assert workbook.value(Cell("甲", 1, 2)) == 9


def test_what_read_deleted_cells_of_another_sheet_says_so(book):
    workbook = book({"甲": [[1], [2], [3]], "乙": [["=甲!A2*2"]]})
    effect = workbook.apply(Change("删", (RowsDeleted("甲", 2, 1),)))
    assert workbook.value(Cell("乙", 1, 1)) == CellError("#REF!")
    workbook.apply(effect.change.reversed())
    assert workbook.value(Cell("乙", 1, 1)) == 4


def test_unknown_sheet_is_refused(book):
    workbook = book({"甲": [[1]]})
    with pytest.raises(WorkbookError, match="没有名为"):
        workbook.apply(Change("改", (RowsInserted("无", 1),)))


def values_computed_anew(workbook: Workbook) -> dict[Cell, object]:
    """The formulas whose value a fresh engine would give otherwise."""
    from juesuan.workbook.engine import Engine

    return Engine(workbook.sheets, workbook.names).recalculated_all()


ROWS = [
    ["科目", "数", "倍", "计"],
    *[[f"项{row}", row * 1.5, f"=B{row}*2", f"=SUM(B{row}:C{row})"] for row in range(2, 9)],
    ["合计", "=SUM(B2:B8)", "=SUM(C2:C8)", "=B9+C9"],
]
CONTENTS = st.one_of(
    st.decimals(-(10**9), 10**9, places=2).map(lambda d: Decimal(str(d.normalize())) + 0),
    st.sampled_from(["文字", "", "=", True, None, Formula("B3+1"), Formula("SUM(B2:B8)"), Formula("乙!A1*2"), Formula("D9")]),
)
CELLS = st.tuples(st.sampled_from(["甲", "乙"]), st.integers(1, 12), st.integers(1, 5)).map(lambda place: Cell(*place))
EDITS = st.one_of(
    st.dictionaries(CELLS, CONTENTS, min_size=1, max_size=3),
    st.builds(RowsInserted, st.just("甲"), st.integers(1, 11), st.integers(1, 2)),
    st.builds(RowsDeleted, st.just("甲"), st.integers(1, 11), st.integers(1, 3)),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(EDITS, min_size=1, max_size=6))
def test_undo_restores_everything(book, acts):
    workbook = book({"甲": ROWS, "乙": [["=甲!D9"], ["=SUM(甲!B2:B8)"], ["=甲!B8"]]})
    states, effects = [state(workbook)], []
    for act in acts:
        change = workbook.replace(act, "改") if isinstance(act, dict) else Change("行", (act,))
        effects.append(workbook.apply(change))
        states.append(state(workbook))
    assert values_computed_anew(workbook) == {}
    for effect, after, before in zip(reversed(effects), reversed(states[1:]), reversed(states[:-1]), strict=True):
        assert state(workbook) == after
        workbook.apply(effect.change.reversed())
        assert state(workbook) == before
