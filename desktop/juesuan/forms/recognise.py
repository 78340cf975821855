"""All official forms of a workbook, and amounts by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from juesuan.forms.catalogue import catalogue
from juesuan.forms.continuation import joined
from juesuan.forms.form import Form
from juesuan.forms.grid import Grid
from juesuan.forms.heading import Heading, read_heading
from juesuan.forms.identify import family_shown, no_form_reason
from juesuan.forms.inputs import INPUT_SUBJECTS, read_inputs
from juesuan.forms.labels import is_count
from juesuan.forms.performance_form import PERFORMANCE, distinct, read_performance_form
from juesuan.forms.reading import read_form
from juesuan.money import is_not_applicable, round_half_up
from juesuan.workbook import Cell, CellError, Value, Workbook

_WITH_COUNTS = frozenset({"财决附02", "财决附03"})
_T = TypeVar("_T")
_CENTS = -2
_NOISE = Decimal("0.000001")
"""元; what binary arithmetic leaves behind, never an amount."""


@dataclass(frozen=True)
class Unrecognised:
    """A sheet that is no official form, and the sentence why."""

    sheet: str
    reason: str


@dataclass(frozen=True)
class _Sheet:
    """What one sheet gave: its heading and its form, or the reason why it is none."""

    heading: Heading
    form: Form | str


@dataclass(frozen=True, eq=False)
class Recognition:
    """The official forms of a workbook.

    forms: in the order of the sheets, one for each code. unrecognised: every other sheet with its reason. edition: the year of the
    accounts, None where nothing tells it. unit_name: 编制单位, empty where not printed.
    """

    workbook: Workbook
    forms: tuple[Form, ...]
    unrecognised: tuple[Unrecognised, ...]
    edition: int | None
    unit_name: str
    _sheets: Mapping[str, _Sheet] = field(default_factory=dict, repr=False)

    @cached_property
    def _by_code(self) -> dict[str, Form]:
        return {form.code: form for form in self.forms}

    @cached_property
    def _by_sheet(self) -> dict[str, Form]:
        return {sheet: form for form in self.forms for sheet in form.sheets}

    def form(self, code: str) -> Form | None:
        return self._by_code.get(code)

    def of_sheet(self, name: str) -> Form | None:
        return self._by_sheet.get(name)

    def cell(self, form: str, row: str, column: str) -> Cell | None:
        """The cell at an address; None where the workbook has no such form, row or column."""
        found = self._by_code.get(form)
        return found.cell(row, column) if found else None

    def amount(self, form: str, row: str, column: str) -> Decimal | None:
        """The amount in 元, whatever the form's unit; None where it is absent, blank, marked — or no number (see `problem`)."""
        found = self._by_code.get(form)
        cell = found.cell(row, column) if found else None
        return self.amount_at(cell, found) if cell and found else None

    def amount_at(self, cell: Cell, form: Form | None = None) -> Decimal | None:
        """The amount in 元 of a cell of a form; a remainder of binary arithmetic below a millionth of a 元 is dropped."""
        value = self.workbook.value(cell)
        if not isinstance(value, Decimal) or not value.is_finite():
            return None
        form = form or self._by_sheet.get(cell.sheet)
        yuan = value * form.scale if form and form.unit == "万元" else value
        if int(yuan.as_tuple().exponent) >= _CENTS:
            return yuan
        rounded = round_half_up(yuan)
        return rounded if abs(yuan - rounded) < _NOISE else yuan

    def problem(self, cell: Cell) -> str | None:
        """What is wrong with an amount cell as such, in a sentence: text, a formula error, parts of a 分; None where nothing is."""
        form = self._by_sheet.get(cell.sheet)
        place = form.place(cell) if form else None
        if form is None or place is None or form.kind == PERFORMANCE or (form.code == INPUT_SUBJECTS and place[1].label == "变动原因"):
            return None
        value = self.workbook.value(cell)
        where = f"{form.words(cell)}（{cell.sheet}!{cell.a1}）"
        if isinstance(value, CellError):
            return f"{where}是公式错误 {value.code}，没有金额。请检查该公式引用的单元格。"
        if isinstance(value, bool):
            return f"{where}是逻辑值，应为金额。请改填数字。"
        if isinstance(value, str):
            plain = value.strip()
            return None if not plain or is_not_applicable(plain) else f"{where}是文本“{plain}”，不是数字，没有计入。请改填数字。"
        remark = _too_fine(self.amount_at(cell, form), value, counted=form.code in _WITH_COUNTS and is_count(place[0].label))
        return f"{where}{remark}" if remark else None

    def refreshed(self, sheets: Iterable[str]) -> Recognition:
        """The recognition after these sheets changed their shape; the others are not looked at again."""
        changed = set(sheets)
        known = {name: read for name, read in self._sheets.items() if name not in changed}
        return _recognise(self.workbook, known, self.edition)


def _too_fine(yuan: Decimal | None, value: Value, *, counted: bool) -> str:
    """What is wrong with the places of a number; empty where nothing is."""
    if yuan is None:
        return ""
    if counted and yuan != yuan.to_integral_value():
        return f"是 {value}，个数、人数、车辆数应为整数。请改填整数。"
    return f"的金额 {value} 精确到了分以下（按元计多于两位小数）。请四舍五入到分。" if yuan != round_half_up(yuan) else ""


def recognise(workbook: Workbook) -> Recognition:
    """The official forms of the workbook. Never raises on strange sheets: they get a reason."""
    return _recognise(workbook, {}, None)


def _recognise(workbook: Workbook, known: Mapping[str, _Sheet], edition: int | None) -> Recognition:
    grids = {sheet.name: Grid(sheet) for sheet in workbook.sheets}
    headings = {name: known[name].heading if name in known else read_heading(grid) for name, grid in grids.items()}
    printed = _year(headings.values()) or edition
    read = {name: known.get(name) or _read(workbook, grid, headings[name], printed) for name, grid in grids.items()}
    again = {name: _read(workbook, grids[name], headings[name], printed, family) for name, family in _other_family(read).items()}
    read |= {name: sheet for name, sheet in again.items() if isinstance(sheet.form, Form)}
    year = printed or _year_of_rows(read.values())
    read |= {name: _read(workbook, grids[name], headings[name], year) for name in ([] if printed else _of_other_years(read, year))}
    every = [found.form for found in read.values() if isinstance(found.form, Form)]
    forms, reasons = joined([form for form in every if form.kind != PERFORMANCE], headings)
    forms = _in_order([*forms, *distinct(form for form in every if form.kind == PERFORMANCE)], list(grids))
    refused = {name: found.form for name, found in read.items() if isinstance(found.form, str)} | reasons
    return Recognition(
        workbook,
        tuple(forms) if printed else tuple(replace(form, edition=year) for form in forms),
        tuple(Unrecognised(name, refused[name]) for name in read if name in refused),
        year,
        _unit_name(forms),
        read,
    )


def _other_family(read: Mapping[str, _Sheet]) -> dict[str, str]:
    """Sheets where only the unit told 财决04 from 公开03, though every other sheet of the workbook is of the other family: that family."""
    sheets = {name: form for name, sheet in read.items() for form in _accounts([sheet])}
    shown = {name: family_shown(name, read[name].heading, form.code) for name, form in sheets.items()}
    families = set(shown.values()) - {""}
    if len(families) != 1:
        return {}
    family = families.pop()
    return {name: family for name, form in sheets.items() if not shown[name] and not form.code.startswith(family)}


def _read(workbook: Workbook, grid: Grid, heading: Heading, year: int | None, family: str = "") -> _Sheet:
    try:
        found = read_inputs(grid, heading, year) or read_form(grid, heading, year, family)
        return _Sheet(heading, found if isinstance(found, Form) else read_performance_form(workbook, grid, heading, year) or found)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        reason = no_form_reason(grid.name, heading, empty=False)
        return _Sheet(heading, f"{reason}（读取时出错：{error}）")


def _year(headings: Iterable[Heading]) -> int | None:
    """The year that most sheets print."""
    return _most_common(heading.year for heading in headings if heading.year)


def _accounts(sheets: Iterable[_Sheet]) -> list[Form]:
    return [sheet.form for sheet in sheets if isinstance(sheet.form, Form) and sheet.form.kind in ("fixed", "floating")]


def _year_of_rows(sheets: Iterable[_Sheet]) -> int | None:
    """The year whose rows and columns most forms have, the newest of several; a form that was the same for years speaks for all of them."""
    specs = [(spec, form.edition) for form in _accounts(sheets) if (spec := catalogue().spec(form.code))]
    votes = Counter(year for spec, taken in specs for year in spec.years_alike(taken))
    return max(votes, key=lambda year: (votes[year], year), default=None)


def _of_other_years(read: Mapping[str, _Sheet], year: int | None) -> list[str]:
    """Sheets that were taken for another year's than the workbook's."""
    return [name for name, sheet in read.items() if isinstance(sheet.form, Form) and sheet.form.edition != year]


def _in_order(forms: Iterable[Form], sheets: list[str]) -> list[Form]:
    return sorted(forms, key=lambda form: sheets.index(form.sheet))


def _unit_name(forms: Iterable[Form]) -> str:
    """As most forms of the accounts print it; 绩效 forms, which may write it otherwise, are asked only where those do not tell."""
    named = [form for form in forms if form.unit_name]
    accounts = [form.unit_name for form in named if form.kind != PERFORMANCE]
    return _most_common(accounts or [form.unit_name for form in named]) or ""


def _most_common(values: Iterable[_T]) -> _T | None:
    return next((value for value, _ in Counter(values).most_common(1)), None)
