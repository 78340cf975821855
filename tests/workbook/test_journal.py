"""The journal gives back every act after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.workbook import Cell, CellError, Change, Formula, RowsDeleted, RowsInserted, WorkbookError, open_workbook
from juesuan.workbook.cells import CellEdit
from juesuan.workbook.journal import Journal, decoded, discard, encoded, pending, replay

CONTENTS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=8),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(Formula, st.text(min_size=1, max_size=8), st.sampled_from(["", "A1:B2"])),
    st.sampled_from([CellError("#REF!")]),
)
EDITS = st.one_of(
    st.builds(CellEdit, st.builds(Cell, st.text(max_size=5), st.integers(1, 99), st.integers(1, 99)), CONTENTS, CONTENTS),
    st.builds(RowsInserted, st.text(max_size=5), st.integers(1, 99), st.integers(1, 9), st.none() | st.integers(1, 9)),
    st.builds(RowsDeleted, st.text(max_size=5), st.integers(1, 99), st.integers(1, 9)),
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_HOME", str(tmp_path / "我的"))


@given(st.builds(Change, st.text(max_size=9), st.lists(EDITS, max_size=4).map(tuple)))
def test_a_change_survives_being_written_down(change):
    import json

    assert decoded(json.loads(json.dumps(encoded(change)))) == change


def left(journal: Journal):
    """What another run of the program would find."""
    journal.abandon()
    return pending()


def act(workbook, journal, change):
    effect = workbook.apply(change)
    journal.record(effect.change)
    return effect


def test_acts_come_back_on_the_same_file(book):
    workbook = book({"甲": [[1], [2], ["=SUM(A1:A2)"]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): Decimal("7.25")}, "填"))
    act(workbook, journal, Change("插入行", (RowsInserted("甲", 3),)))
    deleted = act(workbook, journal, Change("删除行", (RowsDeleted("甲", 1),)))
    act(workbook, journal, deleted.change.reversed())
    (found,) = left(journal)
    assert (found.path, found.same_file) == (workbook.path, True)
    again = open_workbook(found.path)
    effects = replay(again, found.changes)
    assert [effect.change.label for effect in effects] == ["填", "插入行"]
    assert (again.sheet("甲").filled, again.sheet("甲").formulas) == (workbook.sheet("甲").filled, workbook.sheet("甲").formulas)
    discard(found)
    assert pending() == ()


def test_saving_leaves_nothing_to_recover(book):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "改"}, "填"))
    workbook.save()
    journal.clear()
    assert pending() == ()
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "再改"}, "填"))
    (found,) = left(journal)
    assert [change.label for change in found.changes] == ["填"]
    assert found.same_file
    journal.close()
    assert pending() == ()


def test_stopped_between_saving_and_clearing_only_later_acts_are_offered(book):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    workbook.save()
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "二"}, "二"))
    (found,) = left(journal)
    assert [change.label for change in found.changes] == ["二"]
    assert found.same_file


def test_a_save_that_failed_takes_nothing_out_of_the_journal(book, monkeypatch):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    with pytest.raises(WorkbookError):
        workbook.save(workbook.path.parent / "没有" / "表.xlsx")
    assert [change.label for change in left(journal)[0].changes] == ["一"]


def test_a_torn_last_line_is_ignored(book):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    with journal.path.open("ab") as stream:
        stream.write(b'{"change": {"label": "')
    assert [change.label for change in left(journal)[0].changes] == ["一"]


def test_a_new_session_does_not_mix_with_what_an_old_one_left(book):
    workbook = book({"甲": [[1]]})
    old = Journal.start(workbook)
    act(workbook, old, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    old.abandon()
    new = Journal.start(workbook)
    act(workbook, new, workbook.replace({Cell("甲", 1, 1): "二"}, "二"))
    assert [[change.label for change in found.changes] for found in pending()] == [["一"]]
    assert sorted(found.changes[0].label for found in left(new)) == ["一", "二"]


def test_running_sessions_are_not_offered(book):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    assert pending() == ()
    assert len(left(journal)) == 1


def test_acts_on_a_sheet_that_was_added_come_back(book):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    workbook.add_sheet("审核说明")
    act(workbook, journal, workbook.replace({Cell("审核说明", 1, 1): "因为"}, "说明"))
    again = open_workbook(workbook.path)
    replay(again, left(journal)[0].changes)
    assert again.value(Cell("审核说明", 1, 1)) == "因为"


def test_where_nothing_can_be_written_down_acts_wait_and_the_user_is_told(book, tmp_path, monkeypatch):
    blocked = tmp_path / "文件"
    blocked.write_text("这里不能建文件夹")
    monkeypatch.setenv("JUESUAN_HOME", str(blocked))
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    assert "恢复日志" in journal.trouble
    blocked.unlink()
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "二"}, "二"))
    assert journal.trouble == ""
    assert [change.label for change in left(journal)[0].changes] == ["一", "二"]


def test_a_changed_file_is_told(book):
    workbook = book({"甲": [[1]]})
    journal = Journal.start(workbook)
    act(workbook, journal, workbook.replace({Cell("甲", 1, 1): "一"}, "一"))
    workbook.path.write_bytes(b"other")
    assert not left(journal)[0].same_file


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a Unix word")
def test_killed_between_any_two_acts(book):
    workbook = book({"甲": [[1]]})
    program = textwrap.dedent("""
        import sys
        from decimal import Decimal
        from juesuan.workbook import Cell, open_workbook
        from juesuan.workbook.journal import Journal
        workbook = open_workbook(sys.argv[1])
        journal = Journal.start(workbook)
        for number in range(10000):
            effect = workbook.apply(workbook.replace({Cell("甲", 1, 1): Decimal(number)}, str(number)))
            journal.record(effect.change)
            print(number, flush=True)
    """)
    process = subprocess.Popen([sys.executable, "-c", program, workbook.path], stdout=subprocess.PIPE, text=True)
    seen = [process.stdout.readline() for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    seen += process.stdout.readlines()
    process.wait()
    changes = pending()[0].changes
    assert len(changes) >= len(seen)
    assert [change.label for change in changes] == [str(number) for number in range(len(changes))]
