"""What a reason has to explain: the figures of its sentence, and the lines of the form that moved most."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan.analysis import Comparison
from juesuan.desk import Desk
from juesuan.document import Missing, Number, Paragraph
from juesuan.forms.form import Form, Row
from juesuan.money import to_wan
from juesuan.workbook import Cell

_WHOLES = ("合计", "总计", "小计")
_MOST = 3


@dataclass(frozen=True)
class ReasonFacts:
    """explains: 上年, 本年, 增减, % in one sentence; cell: where this year's figure stands; largest: `卫生健康支出 -61.02`, 万元."""

    explains: str
    cell: Cell | None
    largest: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return f"变动最大的：{'，'.join(self.largest)}（万元）" if self.largest else ""


def facts_of(desk: Desk, paragraph: Paragraph, missing: Missing) -> ReasonFacts:
    """Of one input that a paragraph lacks: its figure is the last one before it whose change it can be."""
    place = paragraph.runs.index(missing)
    numbers = [run for run in paragraph.runs[:place] if isinstance(run, Number) and run.cells]
    wanted = missing.key.partition(".")[2]
    own = [run for run in numbers if run.fact == wanted or run.fact.startswith(f"{wanted}增减")]
    chosen = (own or numbers)[-1] if numbers else None
    cell = chosen.cells[0] if chosen else None
    return ReasonFacts(missing.explains, cell, _largest(desk, cell) if cell and missing.explains else ())


def _largest(desk: Desk, cell: Cell) -> tuple[str, ...]:
    """The lines beside a total that moved most against last year, in the column it stands in."""
    form = desk.recognition.of_sheet(cell.sheet)
    address = form.address(cell) if form else None
    if form is None or address is None or desk.prior is None:
        return ()
    here = next((row for row in form.rows if row.row == cell.row and row.id == address.row), None)
    if here is None or not (_is_whole(here) or here.level == "合计"):
        return ()
    comparison = Comparison(desk.recognition, desk.prior)
    moved = [(row, movement) for row in _parts(form, here) if (movement := comparison.movement(form.code, row.id, address.column))]
    known = any(movement.base for _, movement in moved)  # last year's workbook may hold totals alone
    changed = [(row, movement.amount - movement.base) for row, movement in moved if known and movement.amount != movement.base]
    changed.sort(key=lambda each: -abs(each[1]))
    return tuple(f"{_name(row)} {_signed(difference)}" for row, difference in changed[:_MOST])


def _parts(form: Form, whole: Row) -> list[Row]:
    """Lines of the same block that are no totals; of a form by subject the 类."""
    rows = [row for row in form.rows if row.panel == whole.panel and not _is_whole(row) and row.label.strip()]
    return [row for row in rows if row.level == "类"] or [row for row in rows if not row.level]


def _is_whole(row: Row) -> bool:
    return any(word in row.label for word in _WHOLES)


def _name(row: Row) -> str:
    return row.label.strip().rpartition("、")[2]


def _signed(yuan: Decimal) -> str:
    return f"{to_wan(yuan):+,.2f}"
