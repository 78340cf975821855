"""The sum as a workbook of the edition's template: codes and amounts put into the parts of the package, formulas kept where they agree."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from juesuan.combine.adding import Total, summary_data
from juesuan.combine.agreement import SheetSums, agreeing
from juesuan.combine.combined import CombineError, RowName
from juesuan.errors import system_reason
from juesuan.forms import TOTAL, Address, recognise
from juesuan.forms.build_plan import printed_leading
from juesuan.subjects import Subjects
from juesuan.workbook import Cell, open_workbook, parse_a1
from juesuan.workbook import Content as CellContent
from juesuan.workbook.package import Package
from juesuan.workbook.parts import read_layout

if TYPE_CHECKING:
    from openpyxl import Workbook

    from juesuan.forms.build_plan import Plan

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COVER = "封面"
SPARE_ROWS = 2
CODE_COLUMN, NAME_COLUMN = 1, 4
PROJECT_NAME, PROJECT_CODE = "项目名称", "项目代码"
_ROLLUP = '"??"'
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

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
            subject = known.find(name.subject)
            self._name_row(place, name, subject.name if subject else "")
            if name.project:
                self._name_project(place, row_id.partition("/")[2], name.label)
            if name.project or name.subject not in above:
                self.leaves.add(place)
            yield row_id, place

    def _name_row(self, place: int, name: RowName, subject: str) -> None:
        """`subject`: what the 科目 is called, empty where the list of the year does not have it."""
        self.contents[place, CODE_COLUMN] = self.sums.texts[place, CODE_COLUMN] = name.subject
        self.names[place] = subject if name.project else name.label
        if not subject and not name.project:
            self.contents[place, NAME_COLUMN] = name.label

    def _name_project(self, place: int, number: str, label: str) -> None:
        """A project's name stands in its own column, or where 科目 have theirs; a project without a code is told by its name alone."""
        columns = self._leading
        self._write(place, columns.get(PROJECT_NAME, NAME_COLUMN), label)
        if PROJECT_CODE in columns and (number != label or PROJECT_NAME not in columns):
            self._write(place, columns[PROJECT_CODE], number)

    def _write(self, place: int, column: int, text: str) -> None:
        self.contents[place, column] = self.sums.texts[place, column] = text

    @property
    def _leading(self) -> dict[str, int]:
        """The columns before the amounts by what the header calls them."""
        return {printed_leading(name): first for first, _, name in self.plan.leading}

    def _fill(self, total: Total) -> None:
        for place, amount in total.amounts.items():
            if place.form == self.plan.code:
                column = self.plan.column(place.column)
                row = self._rows.get(place.row) if self.plan.floating else self._fixed_row(place.row)
                if column and row:
                    self.sums.numbers[row, column.column] = amount
        columns = self._leading
        for place, text in total.notes.items():
            if place.form == self.plan.code and place.row in self._rows and place.column in columns:
                self._write(self._rows[place.row], columns[place.column], text)

    def _fixed_row(self, name: str) -> int | None:
        found = self.plan.row(name)
        return found.row if found else None

    def address(self, row: int, column: int) -> Address:
        """What the cell is called."""
        fixed = next((planned.spec for planned in self.plan.rows if planned.row == row), None)
        floating = next((name for name, place in self._rows.items() if place == row), "")
        number = next((planned.number for planned in self.plan.columns if planned.column == column), "")
        return Address(self.plan.code, (fixed.line or fixed.key) if fixed else floating, number)


def write_total(
    total: Total, unit_name: str, path: Path, detail: Callable[[Workbook], object], members: Sequence[str] = ()
) -> tuple[Address, ...]:
    """Write the sum of `members`, with the sheet that `detail` draws last; gives the computed cells whose formula did not agree.

    Raises CombineError.
    """
    from juesuan.forms.build import build_template

    forms = {*total.forms, COVER}
    rows = {form: len(total.rows_of(form)) + SPARE_ROWS for form in total.rows}
    with TemporaryDirectory() as folder:
        template, draft = Path(folder) / "template.xlsx", Path(folder) / "sum.xlsx"
        plans = build_template(total.edition, template, unit_name, forms, rows, calculated=False, further=detail)
        typed = _copy(template, draft, {plan.sheet: Filled(plan, total) for plan in plans.values()})
        _fill_texts(draft, _texts(total, members))
        _deliver(draft, path)
    return typed


def _deliver(draft: Path, path: Path) -> None:
    """Put the finished workbook in its place at once, so that a failure leaves no half."""
    beside = path.with_name(f"{path.name}.part")
    try:
        shutil.copyfile(draft, beside)
        beside.replace(path)
    except OSError as error:
        raise CombineError(f"汇总写不进“{path}”：{system_reason(error)}。请关闭正在打开的同名文件，或换一个文件夹。") from error
    finally:
        beside.unlink(missing_ok=True)


def _copy(template: Path, draft: Path, filled: Mapping[str, Filled]) -> tuple[Address, ...]:
    """The template's parts with the sums in them."""
    from lxml import etree

    typed: list[Address] = []
    layout = read_layout(Package(template.read_bytes(), template.name))
    parts = {sheet.name: sheet.member for sheet in layout.sheets if sheet.name in filled}
    with zipfile.ZipFile(template) as old:
        roots = {name: etree.fromstring(old.read(part)) for name, part in parts.items()}
        for name, root in roots.items():
            filled[name].sums.formulas = dict(_formulas(root))
        kept = agreeing({name: sheet.sums for name, sheet in filled.items()})
        for name, root in roots.items():
            typed += _settle(root, filled[name], kept[name])
        fresh = {parts[name]: _DECLARATION + bytes(etree.tostring(root, encoding="UTF-8")) for name, root in roots.items()}
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                new.writestr(part, fresh[part] if part in fresh else old.read(part))
    return tuple(typed)


def _texts(total: Total, members: Sequence[str]) -> dict[str, str]:
    """Contents of cover and input fields: what all units say, what holds for every sum, the units."""
    data = summary_data()["texts"]
    fixed: dict[str, str] = data["fixed"]
    common = {key: next(iter(texts)) for key, texts in total.texts.items() if len(texts) == 1}
    return common | fixed | ({data["members"]: "\n".join(members)} if members else {})


def _fill_texts(path: Path, texts: Mapping[str, str]) -> None:
    workbook = open_workbook(path)
    fields = {key: cell for form in recognise(workbook).forms for key, cell in form.fields.items()}
    contents: dict[Cell, CellContent] = {fields[key]: text for key, text in texts.items() if key in fields}
    workbook.apply(workbook.replace(contents, "汇总"))
    workbook.save()


def _formulas(root: Any) -> Iterator[tuple[tuple[int, int], str]]:
    for formula in root.iter(f"{MAIN}f"):
        yield parse_a1(formula.getparent().get("r")), formula.text or ""


def _settle(root: Any, sheet: Filled, kept: AbstractSet[tuple[int, int]]) -> Iterator[Address]:
    """Put contents and sums into the cells; keep a formula, with the sum as its value, where it agrees. Gives those that did not."""
    for cell in root.iter(f"{MAIN}c"):
        place = parse_a1(cell.get("r"))
        amount = sheet.sums.number(place)
        formula = sheet.sums.formulas.get(place)
        if place in sheet.contents:
            put(cell, sheet.contents[place])
        elif formula is None:
            if amount:
                put(cell, amount)
        elif place[1] == NAME_COLUMN and sheet.plan.floating:
            store(cell, sheet.names.get(place[0], ""))
        elif place in kept:
            store(cell, amount)
        else:
            put(cell, amount)
            if place[0] not in sheet.leaves or _ROLLUP not in formula:
                yield sheet.address(*place)


def put(cell: Any, content: Content) -> None:
    """Replace what a cell holds, be it a formula, by an amount or a text; its style stays."""
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
