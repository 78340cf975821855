"""填报口径: what the form and its rules ask of a cell."""

from __future__ import annotations

from collections.abc import Iterable

from juesuan.audit import RuleVerdict
from juesuan.forms import Recognition, catalogue
from juesuan.workbook import Cell, Formula

_MOST = 5
_COMPUTED = "由本表或其他报表自动计算，不直接填写。要改它，请改“取自”里的各格。"
_CONFIRM = "核实性"


def guidance(cell: Cell, recognition: Recognition, verdicts: Iterable[RuleVerdict]) -> tuple[str, ...]:
    """Sentences: whether it is computed, what its rules demand, how the rows of the form come about; none for other sheets."""
    form = recognition.of_sheet(cell.sheet)
    if form is None or form.address(cell) is None:
        return ()
    found = [_COMPUTED] if isinstance(recognition.workbook.content(cell), Formula) else []
    found += [_sentence(verdict.rule.message) for verdict in verdicts if verdict.rule.kind != _CONFIRM and verdict.rule.message]
    edition = catalogue().edition(form.code, form.edition)
    if edition is not None and edition.floating is not None and edition.floating.rule:
        found.append(_sentence(edition.floating.rule))
    return tuple(dict.fromkeys(found))[:_MOST]


def _sentence(words: str) -> str:
    return words if words.endswith(("。", "；")) else f"{words}。"
