"""Undo and redo keep order, and know whether the file on disk is what is on the screen."""

from hypothesis import given
from hypothesis import strategies as st

from juesuan.desk.history import History
from juesuan.workbook import Change


def act(label: str) -> Change:
    return Change(label, ())


def undo(history: History) -> None:
    change = history.to_undo()
    assert change is not None
    history.undid(change)


def redo(history: History) -> None:
    change = history.to_redo()
    assert change is not None
    history.redid(change)


def test_nothing_done_nothing_to_undo() -> None:
    history = History()
    assert history.to_undo() is None
    assert history.to_redo() is None
    assert history.at_saved


def test_undo_then_redo_comes_back() -> None:
    history = History()
    history.did(act("甲"))
    history.did(act("乙"))
    undo(history)
    assert (history.undo_label, history.redo_label) == ("甲", "乙")
    redo(history)
    assert (history.undo_label, history.redo_label) == ("乙", None)


def test_undoing_back_to_the_saved_state_is_no_change() -> None:
    history = History()
    history.did(act("甲"))
    history.saved()
    history.did(act("乙"))
    assert not history.at_saved
    undo(history)
    assert history.at_saved
    undo(history)
    assert not history.at_saved
    redo(history)
    assert history.at_saved


def test_a_new_act_after_undoing_past_the_save_never_looks_saved() -> None:
    history = History()
    history.did(act("甲"))
    history.saved()
    undo(history)
    history.did(act("乙"))
    undo(history)
    assert not history.at_saved


@given(st.lists(st.sampled_from(["do", "undo", "redo", "save"]), max_size=40))
def test_at_saved_agrees_with_a_plain_model(steps: list[str]) -> None:
    history, model, undone, on_disk = History(), [], [], []
    for number, step in enumerate(steps):
        if step == "do":
            history.did(act(str(number)))
            model, undone = [*model, str(number)], []
        elif step == "undo" and model:
            undo(history)
            undone, model = [*undone, model[-1]], model[:-1]
        elif step == "redo" and undone:
            redo(history)
            model, undone = [*model, undone[-1]], undone[:-1]
        elif step == "save":
            history.saved()
            on_disk = model
        assert [change.label for change in history.acts] == model
        assert history.at_saved == (model == on_disk)
