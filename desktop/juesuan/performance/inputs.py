"""绩效资料: free texts and figures of the reports that no form holds, typed into a sheet of the same columns as 说明资料."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from juesuan.forms import Recognition
from juesuan.forms.inputs import INPUTS, PERFORMANCE_INPUTS
from juesuan.narrative.templates import template_paths
from juesuan.resources import resource
from juesuan.workbook import Cell, Sheet, Workbook

SHEET = PERFORMANCE_INPUTS
_OF_NARRATIVE = "绩效."
REPORTS = "performance/reports"
OF_PROJECT = "/"
"""Parts the key of a project's input from the project's name: `综述.成效/医疗照顾`."""
_HEADS = ("编号", "类别", "项目", "内容", "单位", "填写要求")
_HEADER_ROWS = 12
_UNIT = "编制单位："


@dataclass(frozen=True)
class PerformanceInput:
    """One line of 绩效资料.

    kind: text, amount (元), count, list (one entry a line) or parts (`名称 金额` a line, shares of the input `whole`).
    per_project: once for each project. provinces: empty means all. spends: the text tells what was spent on the project.
    """

    key: str
    group: str
    label: str
    kind: str = "text"
    hint: str = ""
    unit: str = ""
    per_project: bool = False
    spends: bool = False
    whole: str = ""
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was typed: its text and cell."""

    key: str
    text: str
    cell: Cell


@cache
def load_inputs() -> dict[str, PerformanceInput]:
    """Every input by its key, in the order of the sheet."""
    found = {}
    for path in sorted(resource("performance/inputs").glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["input"]:
            found[raw["key"]] = PerformanceInput(**{**raw, "provinces": tuple(raw.get("provinces", ()))})
    return found


def inputs_for(province: str) -> tuple[PerformanceInput, ...]:
    """The inputs that a province's reports ask for; a province without reports of its own uses the national ones."""
    homes = {province, report_home(province)}
    return tuple(item for item in load_inputs().values() if not item.provinces or homes.intersection(item.provinces))


def report_home(province: str) -> str:
    """Whose templates a province's reports are written by."""
    return province if any(name == province for name, _ in template_paths(resource(REPORTS))) else "national"


def input_rows(province: str, projects: Sequence[str]) -> Iterator[tuple[str, PerformanceInput]]:
    """Keys in the order of the sheet: those of the unit, then those of each project."""
    wanted = inputs_for(province)
    yield from ((item.key, item) for item in wanted if not item.per_project)
    for project in projects:
        yield from ((f"{item.key}{OF_PROJECT}{project}", item) for item in wanted if item.per_project)


def read_inputs(workbook: Workbook) -> dict[str, Answer]:
    """What was typed, by key; blank ones are left out, nothing at all where the workbook has no such sheet."""
    sheet = next((each for each in workbook.sheets if each.name.strip() == SHEET), None)
    return {answer.key: answer for answer in _answers(workbook, sheet)} if sheet else {}


def _answers(workbook: Workbook, sheet: Sheet) -> Iterator[Answer]:
    header, columns = _columns(sheet)
    if not {"编号", "内容"} <= columns.keys():
        return
    for row in range(header + 1, sheet.row_count + 1):
        key = sheet.value(row, columns["编号"])
        cell = Cell(sheet.name, row, columns["内容"])
        text = typed_text(workbook, cell)
        if isinstance(key, str) and key.strip() and text:
            yield Answer(key.strip(), text, cell)


def typed_text(workbook: Workbook, cell: Cell) -> str:
    """What a cell says: a number in full digits, a text without outer blanks."""
    value = workbook.value(cell)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.strip() if isinstance(value, str) else ""


def _columns(sheet: Sheet) -> tuple[int, dict[str, int]]:
    for row in range(1, _HEADER_ROWS + 1):
        found = {str(sheet.value(row, column)).strip(): column for column in range(1, 12) if sheet.value(row, column)}
        if "编号" in found:
            return row, {head: column for head, column in found.items() if head in _HEADS}
    return 0, {}


def answer_cell(workbook: Workbook, key: str) -> Cell | None:
    """The cell in which the answer to a 待填 is typed; None where the workbook lacks the sheet or the row."""
    sheet = next((each for each in workbook.sheets if each.name.strip() == SHEET), None)
    header, columns = _columns(sheet) if sheet else (0, {})
    if sheet is None or not {"编号", "内容"} <= columns.keys():
        return None
    rows = (row for row in range(header + 1, sheet.row_count + 1) if sheet.value(row, columns["编号"]) == key)
    row = next(rows, 0)
    return Cell(sheet.name, row, columns["内容"]) if row else None


def told_in_narrative(recognition: Recognition) -> dict[str, Answer]:
    """What 说明资料 says about 绩效, by key: `绩效.自评项目数`."""
    form, workbook = recognition.form(INPUTS), recognition.workbook
    cells = {key: cell for key, cell in form.fields.items() if key.startswith(_OF_NARRATIVE)} if form else {}
    return {key: Answer(key, text, cell) for key, cell in cells.items() if (text := typed_text(workbook, cell))}


def has_inputs(workbook: Workbook) -> bool:
    """Whether the workbook has the sheet that the reports' texts are typed into."""
    return any(sheet.name.strip() == SHEET for sheet in workbook.sheets)


def unit_of(workbook: Workbook) -> str:
    """编制单位 as the sheet names it, empty where it does not."""
    sheet = next((each for each in workbook.sheets if each.name.strip() == SHEET), None)
    texts = (sheet.value(row, column) for row in range(1, 5) for column in range(1, 7)) if sheet else ()
    named = (text for text in texts if isinstance(text, str) and text.startswith(_UNIT))
    return next(named, "").removeprefix(_UNIT).strip()


def projects_named(keys: Iterable[str]) -> tuple[str, ...]:
    """Names of the projects that keys belong to, in their order."""
    return tuple(dict.fromkeys(key.split(OF_PROJECT, 1)[1] for key in keys if OF_PROJECT in key))
