"""Facts: the figures that sentences state, for this year and last, each with the cells it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from juesuan.forms import Recognition
from juesuan.forms.form import Form
from juesuan.money import WAN, parse_amount
from juesuan.narrative.catalogue import Catalogue, Definition, Place, load_catalogue
from juesuan.narrative.inputs import load_inputs
from juesuan.narrative.places import Places
from juesuan.workbook import Cell, CellError, Value

INPUT_SHEET = "说明资料"
SUBJECT_SHEET = "说明资料-科目"


@dataclass(frozen=True)
class Fact:
    """A figure: amount in 元 (or a count in `unit`), None where unknown; the cells it was read from."""

    name: str
    amount: Decimal | None
    unit: str = "元"
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A fact of this year and the same of last year; `typed` and `typed_prior` are the inputs that would tell them where unknown."""

    now: Fact
    before: Fact
    typed: str = ""
    typed_prior: str = ""


@dataclass(frozen=True)
class Typed:
    """What an office typed into an input: its text and cell."""

    key: str
    text: str
    cell: Cell


class Book:
    """The figures and texts of one recognised workbook."""

    def __init__(self, recognition: Recognition) -> None:
        self.recognition = recognition
        self._places = Places()
        self._subjects: dict[str, dict[str, int]] = {}
        self.inputs = {typed.key: typed for typed in _typed(recognition)}

    def read(self, places: Iterable[Place], *, skip_blank: bool = False) -> tuple[Decimal, tuple[Cell, ...]] | None:
        """The sum of the places in 元 and their cells; None where a place is not in the workbook (or blank, with `skip_blank`)."""
        total, cells, seen = Decimal(0), [], False
        for place in places:
            form = self.recognition.form(place.form)
            cell = self._places.cell(form, place.row, place.column) if form else None
            if form is None or cell is None:
                continue
            seen = True
            amount = plain_amount(self.recognition.workbook.value(cell))
            if amount is None:
                continue
            total += amount * (form.scale if form.unit == "万元" else 1)
            cells.append(cell)
        if not seen or (skip_blank and not cells):
            return None
        return total, tuple(cells)

    def subject_column(self, column: str, fund: str = "一般公共预算") -> tuple[Decimal, tuple[Cell, ...]] | None:
        """The sum of a budget column of 说明资料-科目 for one fund, in 元; None where a row is still blank."""
        cells = [cell for code in self._subject_rows(fund) if (cell := self.subject_cell(code, column, fund))]
        amounts = [plain_amount(self.recognition.workbook.value(cell)) for cell in cells]
        known = [amount for amount in amounts if amount is not None]
        return (sum(known, Decimal(0)), tuple(cells)) if known and len(known) == len(amounts) else None

    def subject_cell(self, code: str, column: str, fund: str) -> Cell | None:
        """A cell of 说明资料-科目 by 科目编码 and header; None where the sheet, the row or the column is missing."""
        form = self.recognition.form(SUBJECT_SHEET)
        row = self._subject_rows(fund).get(code)
        place = self._subject_place(form, column) if form and row else 0
        return Cell(form.sheet, row, place) if form and row and place else None

    def _subject_rows(self, fund: str) -> dict[str, int]:
        """Sheet row of each subject of one fund; a blank 资金性质 counts for every fund."""
        if fund not in self._subjects:
            form = self.recognition.form(SUBJECT_SHEET)
            self._subjects[fund] = {row.subject: row.row for row in form.rows if row.subject and row.block in ("", fund)} if form else {}
        return self._subjects[fund]

    def _subject_place(self, form: Form, header: str) -> int:
        """Sheet column under the header; columns that an office added itself are found by their words."""
        known = form.column(header)
        if known or not form.header_rows[0]:
            return known.column if known else 0
        sheet = self.recognition.workbook.sheet(form.sheet)
        words = {column: sheet.value(form.header_rows[0], column) for column in range(1, sheet.column_count + 1)}
        return next((column for column, word in words.items() if word == header), 0)


class Facts:
    """The catalogue's facts for a workbook and, where given, last year's."""

    def __init__(self, recognition: Recognition, prior: Recognition | None = None, catalogue: Catalogue | None = None) -> None:
        self.book = Book(recognition)
        self.prior = Book(prior) if prior else None
        self.catalogue = catalogue or load_catalogue()
        self._known: dict[str, Measure] = {}

    def fact(self, name: str) -> Fact:
        """This year's figure. Raises KeyError where the catalogue has no such fact."""
        return self.measure(name).now

    def prior_fact(self, name: str) -> Fact:
        """Last year's figure. Raises KeyError where the catalogue has no such fact."""
        return self.measure(name).before

    def measure(self, name: str) -> Measure:
        """Both years' figures. Raises KeyError where the catalogue has no such fact."""
        if name not in self._known:
            definition = self.catalogue.facts[name]
            self._known[name] = Measure(self._now(definition), self._before(definition), definition.question, definition.question_before)
        return self._known[name]

    def typed(self, key: str) -> Typed | None:
        """What was typed into an input; None where blank. `同 X` takes the text of reason X."""
        found = self.book.inputs.get(key)
        if found and found.text.startswith("同") and (other := self.book.inputs.get(f"原因.{found.text[1:]}")):
            return Typed(key, other.text, other.cell)
        return found

    def _now(self, definition: Definition) -> Fact:
        read = _from_forms(self.book, definition)
        if read and definition.blank == "zero" and not read.amount:
            read = None
        found = read or self._from_input(definition.question, definition) or _from_subjects(self.book, definition)
        return found or self._nothing(definition) or Fact(definition.name, None, definition.unit)

    def _nothing(self, definition: Definition) -> Fact | None:
        """Zero where the fact it belongs to is zero (without 公务接待费 there were no 批次), and before the year in which it came to be."""
        if self.book.recognition.edition and self.book.recognition.edition < definition.since:
            return Fact(definition.name, Decimal(0), definition.unit)
        whole = self.measure(definition.zero_with).now if definition.zero_with else None
        return Fact(definition.name, Decimal(0), definition.unit, whole.cells) if whole and whole.amount == 0 else None

    def _before(self, definition: Definition) -> Fact:
        found = _from_forms(self.prior, definition) if self.prior else None
        return found or self._from_input(definition.question_before, definition) or Fact(definition.name, None, definition.unit)

    def _from_input(self, key: str, definition: Definition) -> Fact | None:
        found = self.book.inputs.get(key)
        amount = parse_amount(found.text) if found else None
        return Fact(definition.name, amount, definition.unit, (found.cell,)) if found and amount is not None else None


def _from_forms(book: Book, definition: Definition) -> Fact | None:
    for source in definition.sources:
        found = None if isinstance(source, str) else book.read(source, skip_blank=bool(definition.blank))
        if found is not None and not isinstance(source, str):
            amount, cells = found
            return Fact(definition.name, amount if definition.unit == "元" else _count(book, source, amount), definition.unit, cells)
    return None


def _from_subjects(book: Book, definition: Definition) -> Fact | None:
    """The sum of the column of 说明资料-科目 that the definition names."""
    column = next((source for source in definition.sources if isinstance(source, str)), "")
    found = book.subject_column(column) if column else None
    return Fact(definition.name, found[0], definition.unit, found[1]) if found else None


def _count(book: Book, source: tuple[Place, ...], amount: Decimal) -> Decimal:
    """Counts are not scaled, even in a form that prints 万元."""
    form = book.recognition.form(source[0].form)
    return amount / WAN if form is not None and form.unit == "万元" else amount


def plain_amount(value: Value) -> Decimal | None:
    """A cell's value as a number, None where it holds none; no unit applied."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return parse_amount(value)
    return None


def _typed(recognition: Recognition) -> Iterable[Typed]:
    form = recognition.form(INPUT_SHEET)
    for key, cell in form.fields.items() if form else ():
        value = recognition.workbook.value(cell)
        if value is None or isinstance(value, bool | CellError):
            continue
        text = _number_text(value) if isinstance(value, Decimal) else value.strip()
        if text:
            yield Typed(key, text, cell)


def _number_text(value: Decimal) -> str:
    return f"{value.normalize():f}"


def input_label(key: str) -> str:
    """How an input is called when it is asked for; the key itself where the catalogue has none."""
    found = load_inputs().get(key)
    return found.label if found else key
