"""What changed against last year, from a threshold on, as a list to look through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from juesuan.analysis import Comparison
from juesuan.desk import Desk
from juesuan.forms.form import Form
from juesuan.money import WAN, Movement
from juesuan.workbook import Cell

_LONGEST_LINE = 2
HEADS = ("位置", "项目", "上年", "本年", "增减", "%")


@dataclass(frozen=True)
class ComparisonLine:
    """One figure; amounts in 元; cell None for a row that only last year had."""

    place: str
    label: str
    before: Decimal | None
    now: Decimal | None
    cell: Cell | None

    @property
    def difference(self) -> Decimal:
        return (self.now or Decimal(0)) - (self.before or Decimal(0))

    @property
    def rate(self) -> str:
        """Percent with sign; a word where none may be written."""
        if self.before is None or self.now is None or self.before == 0:
            return "新增" if self.now else "本年没有"
        rate = Movement(self.now, self.before).rate
        return "—" if rate is None else f"{rate.copy_sign(self.difference):+.2f}%"

    @property
    def texts(self) -> tuple[str, ...]:
        """By `HEADS`."""
        return (self.place, self.label, _money(self.before), _money(self.now), f"{self.difference:+,.2f}", self.rate)


def comparison_lines(desk: Desk, rate: Decimal, wan: Decimal, form: str = "") -> tuple[ComparisonLine, ...]:
    """Figures that moved by at least `rate` percent and `wan` 万元, the largest first; of one form where it is named."""
    if desk.prior is None:
        return ()
    comparison = Comparison(desk.recognition, desk.prior)
    changes = [change for change in comparison.changes(rate, wan * WAN) if form in ("", change.address.form)]
    changes.sort(key=lambda change: -change.movement.difference)
    return tuple(
        ComparisonLine(
            f"{change.address.form} {_row_words(change.address.row)}{change.address.column}栏",
            change.label,
            change.movement.base,
            change.movement.amount,
            change.cell,
        )
        for change in changes
    )


def rows_of_one_year(desk: Desk, form: str = "") -> tuple[ComparisonLine, ...]:
    """科目 and projects that only one of the years has."""
    if desk.prior is None:
        return ()
    recognition, found = desk.recognition, []
    for once in Comparison(recognition, desk.prior).only_once():
        if form in ("", once.form):
            here = recognition.form(once.form)
            cell = _row_cell(here, once.row) if here and once.now else None
            words = f"{once.label}（只有 {once.year or ('本' if once.now else '上')} 年有）"
            found.append(ComparisonLine(f"{once.form} {once.row}", words, None, None, cell))
    return tuple(found)


def _row_words(row: str) -> str:
    """行次 as people say it; a 科目编码 stands by itself."""
    return f"{row}行" if row.isdigit() and len(row) <= _LONGEST_LINE else f"{row} "


def _row_cell(form: Form, name: str) -> Cell | None:
    row = next((row for row in form.rows if row.id == name), None)
    return Cell(form.sheet, row.row, 1) if row else None


def forms_compared(desk: Desk) -> tuple[str, ...]:
    """Codes of the forms that both years have."""
    prior = desk.prior
    return tuple(form.code for form in desk.recognition.forms if prior and form.columns and prior.form(form.code))


def as_text(lines: Iterable[ComparisonLine]) -> str:
    """For pasting into a sheet."""
    return "\n".join("\t".join(texts) for texts in (HEADS, *(line.texts for line in lines)))


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
