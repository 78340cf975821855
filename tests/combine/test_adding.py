"""Adding up is the same in whatever order and grouping the units come."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.combine import CombineError
from juesuan.combine.adding import Total, expected_names
from juesuan.combine.combined import Place, RowName

FORMS, IDS = st.sampled_from(["财决03", "财决04"]), st.sampled_from(["合计", "2010101", "2010199/某项目"])
PLACES = st.builds(Place, FORMS, IDS, st.sampled_from("12"))
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
NAMES = {code: RowName(f"科目{code}", code[:7], project="/" in code) for code in ("2010101", "2010199/某项目")}
ROWS = st.dictionaries(FORMS, st.sets(st.sampled_from(sorted(NAMES))))
TEXTS = st.dictionaries(st.sampled_from(["division", "设置.省份"]), st.sets(st.sampled_from(["510802", "四川"]), min_size=1))


@st.composite
def totals(draw):
    rows = {form: {code: NAMES[code] for code in codes} for form, codes in draw(ROWS).items()}
    return Total(2020, draw(st.dictionaries(PLACES, AMOUNTS)), rows, set(rows), draw(TEXTS))


def added(*parts):
    whole = Total(2020)
    for part in parts:
        whole.merge(deepcopy(part))
    return whole


@given(totals(), totals(), totals())
def test_grouping_does_not_matter(one, two, three):
    assert added(added(one, two), three) == added(one, added(two, three)) == added(one, two, three)


@given(totals(), totals())
def test_order_does_not_matter(one, two):
    assert added(one, two) == added(two, one)
    assert [row for form in ("财决03", "财决04") for row in added(one, two).rows_of(form)] == [
        row for form in ("财决03", "财决04") for row in added(two, one).rows_of(form)
    ]


@given(totals())
def test_nothing_added_changes_nothing(one):
    assert added(one, Total(2020)) == added(one)
    assert sum(added(one, one).amounts.values(), Decimal(0)) == 2 * sum(one.amounts.values(), Decimal(0))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_names_may_come_from_a_list_in_a_file(tmp_path, encoding):
    path = tmp_path / "名单.txt"
    path.write_bytes("某市档案局本级\r\n\r\n 某市档案馆\r\n".encode(encoding))
    assert expected_names(["某市方志办", str(path)]) == ("某市方志办", "某市档案局本级", "某市档案馆")


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CombineError, match="读不到单位名单"):
        expected_names([str(tmp_path / "没有.txt")])
