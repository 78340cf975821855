"""The sum as a workbook of the edition's template: codes and amounts put into the parts of the package, formulas kept where they agree."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from juesuan.combine.adding import Total
from juesuan.combine.agreement import Agreement, SheetSums
from juesuan.combine.combined import CombineError, RowName
from juesuan.forms import TOTAL, Address
from juesuan.subjects import Subjects
from juesuan.workbook import parse_a1

if TYPE_CHECKING:
    from juesuan.forms.build_plan import Plan

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COVER = "封面"
SPARE_ROWS = 2
CODE_COLUMN, NAME_COLUMN = 1, 4
_ROLLUP = '"??"'

Content = Decimal | str


class Filled:
    """One sheet of the template with what goes into it: sums and texts by place, and the rows that are no one's sum."""

    def __init__(self, plan: Plan, total: Total) -> None:
        self.plan = plan
        self.sums = SheetSums()
        self.contents: dict[tuple[int, int], Content] = {}
        self.names: dict[int, str] = {}
        self.leaves: set[int] = set()
        self._rows = dict(self._place_rows(total))
        self._fill(total)

    def _place_rows(self, total: Total) -> Iterator[tuple[str, int]]:
        if not self.plan.floating:
            return
        yield TOTAL, self.plan.total_row
        known = Subjects.for_year(total.edition)
        rows = total.rows_of(self.plan.code)
        above = {name.subject[:length] for _, name in rows for length in (3, 5) if length < len(name.subject)}
        above |= {name.subject for _, name in rows if name.project}
        for place, (row_id, name) in enumerate(rows, self.plan.first_row):
            self._name_row(place, row_id, name, known=known.find(name.subject) is not None)
            if name.project or name.subject not in above:
                self.leaves.add(place)
            yield row_id, place

    def _name_row(self, place: int, row_id: str, name: RowName, *, known: bool) -> None:
        self.contents[place, CODE_COLUMN] = self.sums.texts[place, CODE_COLUMN] = name.subject
        self.names[place] = name.label
        if name.project and self.plan.project_column:
            project = row_id.partition("/")[2]
            self.contents[place, self.plan.project_column] = self.sums.texts[place, self.plan.project_column] = project
        if name.project or not known:
            self.contents[place, NAME_COLUMN] = name.label

    def _fill(self, total: Total) -> None:
        for place, amount in total.amounts.items():
            if place.form == self.plan.code:
                column = self.plan.column(place.column)
                row = self._rows.get(place.row) if self.plan.floating else self._fixed_row(place.row)
                if column and row:
                    self.sums.numbers[row, column.column] = amount

    def _fixed_row(self, name: str) -> int | None:
        found = self.plan.row(name)
        return found.row if found else None

    def address(self, row: int, column: int) -> Address:
        """What the cell is called."""
        fixed = next((planned.spec for planned in self.plan.rows if planned.row == row), None)
        floating = next((name for name, place in self._rows.items() if place == row), "")
        number = next((planned.number for planned in self.plan.columns if planned.column == column), "")
        return Address(self.plan.code, (fixed.line or fixed.key) if fixed else floating, number)


def write_total(total: Total, unit_name: str, path: Path, detail: Mapping[tuple[int, int], Content]) -> tuple[Address, ...]:
    """Write the sum, with `detail` as the sheet 汇总明细; gives the computed cells whose formula did not agree. Raises CombineError."""
    from juesuan.combine.package import add_sheet
    from juesuan.forms.build import build_template

    forms = {*total.forms, COVER}
    rows = {form: len(total.rows_of(form)) + SPARE_ROWS for form in total.rows}
    with TemporaryDirectory() as folder:
        template = Path(folder) / "template.xlsx"
        plans = build_template(total.edition, template, unit_name, forms, rows)
        filled = {plan.sheet: Filled(plan, total) for plan in plans.values()}
        draft = path.with_name(f"{path.name}.part")
        try:
            typed = _copy(template, draft, filled)
            add_sheet(draft, "汇总明细", detail)
            draft.replace(path)
        except OSError as error:
            raise CombineError(f"汇总写不进“{path}”：{error.strerror or error}。请关闭正在打开的同名文件，或换一个文件夹。") from error
        finally:
            draft.unlink(missing_ok=True)
    return typed


def _copy(template: Path, draft: Path, filled: Mapping[str, Filled]) -> tuple[Address, ...]:
    from juesuan.combine.package import sheet_parts

    agreement = Agreement({name: sheet.sums for name, sheet in filled.items()})
    typed: list[Address] = []
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as new:
        parts = sheet_parts(old)
        for info in old.infolist():
            content = old.read(info)
            sheet = filled.get(parts.get(info.filename, ""))
            new.writestr(info.filename, _with_sums(content, sheet, agreement, typed) if sheet else content)
    return tuple(typed)


def _with_sums(content: bytes, sheet: Filled, agreement: Agreement, typed: list[Address]) -> bytes:
    from lxml import etree

    root = etree.fromstring(content)
    for cell in root.iter(f"{MAIN}c"):
        place = parse_a1(cell.get("r"))
        if place in sheet.contents:
            put(cell, sheet.contents[place])
        else:
            _settle(cell, place, sheet, agreement, typed)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _settle(cell: Any, place: tuple[int, int], sheet: Filled, agreement: Agreement, typed: list[Address]) -> None:
    """Type the sum into an input cell; keep a formula, with the sum as its value, where it agrees."""
    formula = cell.find(f"{MAIN}f")
    amount = sheet.sums.numbers.get(place)
    if formula is None:
        if amount:
            put(cell, amount)
        return
    row, column = place
    if column == NAME_COLUMN and sheet.plan.floating:
        store(cell, sheet.names.get(row, ""))
    elif sheet.plan.floating and row not in sheet.names and row != sheet.plan.total_row:
        store(cell, Decimal(0))
    elif agreement.value(formula.text or "", sheet.plan.sheet) == (amount or Decimal(0)):
        store(cell, amount or Decimal(0))
    else:
        if row not in sheet.leaves or _ROLLUP not in (formula.text or ""):
            typed.append(sheet.address(row, column))
        cell.remove(formula)
        put(cell, amount or Decimal(0))


def put(cell: Any, content: Content) -> None:
    """Replace what a cell holds by an amount or a text, its style stays."""
    from lxml import etree

    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(content, Decimal):
        etree.SubElement(cell, f"{MAIN}v").text = f"{content:f}"
    elif content:
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = content


def store(cell: Any, value: Content) -> None:
    """Put the value beside a formula."""
    from lxml import etree

    stored = cell.find(f"{MAIN}v")
    stored = etree.SubElement(cell, f"{MAIN}v") if stored is None else stored
    stored.text = f"{value:f}" if isinstance(value, Decimal) else value
    if isinstance(value, str):
        cell.set("t", "str")
    else:
        cell.attrib.pop("t", None)
