"""The formulas of a template: what the official software computes, written for a spreadsheet from the data in resources/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from juesuan.errors import JuesuanError
from juesuan.forms.build_plan import Plan, PlannedColumn, PlannedRow
from juesuan.resources import resource
from juesuan.workbook.cells import column_letters

_TERM = re.compile(r"([+-]?)\s*(财决[^\[]*)?\[([^\],]+)(?:,([^\]]+))?\]")
_SIBLINGS = "SUM(同级)"
_TYPED = "填写"
_CODES = "A"  # 科目编码 stands in column A of every form by subject


@cache
def template_data() -> Mapping[str, Any]:
    """resources/template_formulas.toml. Raises JuesuanError where it cannot be read."""
    import rtoml

    path = resource("template_formulas.toml")
    try:
        return rtoml.load(path)
    except (OSError, rtoml.TomlParsingError) as error:
        raise JuesuanError(f"读不出模板公式 {path.name}：{error}。请检查该文件，或用安装包里的原文件替换。") from error


@dataclass(frozen=True)
class Place:
    """A cell whose formula is wanted: its plan, sheet row, column, and the fixed row it belongs to (None in forms by subject)."""

    plan: Plan
    row: int
    column: PlannedColumn
    fixed: PlannedRow | None = None


class Formulas:
    """Formulas for every computed cell of the forms in `plans`; a term that names a form outside of `plans` is left out."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = plans
        self._data = template_data()

    def of_fixed(self, place: Place) -> str:
        """The formula (without =) of a cell in a fixed form; empty where it is typed in."""
        formulas = [self._by_rule(rule["is"], place) for rule in self._data.get(place.plan.code, ()) if _applies(rule, place)]
        found = next((formula for formula in formulas if formula), self._own_rows(place))
        return "" if found == _TYPED else found

    def of_row(self, place: Place) -> str:
        """The formula of a computed cell in a row of a form by subject; empty where it is typed in."""
        rules: Mapping[str, str] = self._data["floating"].get(place.plan.code, {})
        column = place.column
        if column.number in rules:
            return self._expression(rules[column.number], place)
        if column.path[-1] in ("小计", "合计") and (column.econ or len(column.path) == 1):
            return _economic_sum(place)
        return self._expression(rules["each"], place) if "each" in rules else ""

    def of_total(self, place: Place) -> str:
        """合计 = Σ类."""
        plan, letters = place.plan, place.column.letters
        return f'SUMIFS({letters}{plan.first_row}:{letters}${plan.end_row},${_CODES}{plan.first_row}:${_CODES}${plan.end_row},"???")'

    def of_children(self, place: Place) -> str:
        """What a typed-in cell holds until something is typed: 类 = Σ款, 款 = Σ项, 项 = Σ its projects; zero in the row of an item.

        Children are the rows below whose code is two digits longer. Ranges begin one row below: one that holds its own cell is circular.
        """
        plan, row, letters = place.plan, place.row, place.column.letters
        amounts, codes = f"{letters}{row + 1}:{letters}${plan.end_row}", f"${_CODES}{row + 1}:${_CODES}${plan.end_row}"
        if not plan.project_column:
            return f'SUMIFS({amounts},{codes},${_CODES}{row}&"??")'
        project = column_letters(plan.project_column)
        projects = f"${project}{row + 1}:${project}${plan.end_row}"
        below = f'SUMIFS({amounts},{codes},${_CODES}{row}&"??",{projects},"")+SUMIFS({amounts},{codes},${_CODES}{row},{projects},"<>")'
        return f'IF(${project}{row}<>"",0,{below})'

    def _by_rule(self, expression: str, place: Place) -> str:
        if expression == _TYPED:
            return _TYPED
        return _siblings(place) if expression == _SIBLINGS else self._expression(expression, place)

    def _own_rows(self, place: Place) -> str:
        if place.fixed is None or place.column.number in place.fixed.spec.not_applicable:
            return ""
        return _rows_formula(place.fixed.spec.formula.split("=")[0].strip(), place)

    def _expression(self, expression: str, place: Place) -> str:
        terms = [(sign or "+", self._term(form, first, second, place)) for sign, form, first, second in _TERM.findall(expression)]
        present = [(sign, term) for sign, term in terms if term]
        return "".join(sign + term for sign, term in present).removeprefix("+")

    def _term(self, form: str, first: str, second: str, place: Place) -> str:
        if not form:
            column = place.plan.column(first)
            return f"{column.letters}{place.row}" if column else ""
        other = self._plans.get(form)
        column = _meant_column(other, second, place) if other else None
        return _reference(other, column, first, place) if other and column else ""


def _applies(rule: Mapping[str, str], place: Place) -> bool:
    fixed = place.fixed
    if fixed is None or not _same_column(rule["column"], place.column):
        return False
    if "row" in rule:
        return rule["row"] in (fixed.spec.key, fixed.spec.line)
    return rule["block"] == fixed.spec.block and _fits_block(rule["is"], fixed)


def _fits_block(expression: str, fixed: PlannedRow) -> bool:
    """A rule for a whole block speaks of the rows that carry the code it joins by; sums of a row's own columns speak of all but totals."""
    if expression == _SIBLINGS:
        return not fixed.spec.formula
    return bool(fixed.spec.econ) if "econ]" in expression else bool(fixed.spec.func)


def _same_column(name: str, column: PlannedColumn) -> bool:
    wanted = tuple(name.split("/"))
    return column.path[-len(wanted):] == wanted


def _meant_column(plan: Plan, name: str, place: Place) -> PlannedColumn | None:
    if name != "econ":
        return plan.column(name)
    econ = place.fixed.spec.econ if place.fixed else place.column.econ
    return plan.column(f"E{econ}") if econ else plan.column("1")


def _reference(plan: Plan, column: PlannedColumn, row: str, place: Place) -> str:
    sheet = f"'{plan.sheet}'!"
    if row == "合计":
        return f"{sheet}{column.letters}{plan.total_row}"
    criterion = f"${_CODES}{place.row}" if row == "科目" else f'"{place.fixed.spec.func}"' if place.fixed else ""
    areas = [f"{sheet}{area}${plan.total_row}:{area}${plan.end_row}" for area in (column.letters, f"${_CODES}")]
    only_subjects = ""
    if plan.project_column:
        project = column_letters(plan.project_column)
        only_subjects = f',{sheet}${project}${plan.total_row}:${project}${plan.end_row},""'
    return f"SUMIFS({areas[0]},{areas[1]},{criterion}{only_subjects})"


def _economic_sum(place: Place) -> str:
    """合计 of a detail form = Σ of its 小计; 小计 = Σ of its 款, which stand beside each other."""
    column, columns = place.column, place.plan.columns
    if not column.econ:
        return "+".join(f"{c.letters}{place.row}" for c in columns if c.path[-1] == "小计" and c.econ)
    children = [c for c in columns if c.econ.startswith(column.econ) and c.econ != column.econ]
    return f"SUM({children[0].letters}{place.row}:{children[-1].letters}{place.row})"


def _siblings(place: Place) -> str:
    column = place.column
    parts = [c for c in place.plan.columns if c.path[:-1] == column.path[:-1] and c is not column]
    return f"SUM({parts[0].letters}{place.row}:{parts[-1].letters}{place.row})" if parts else ""


def _rows_formula(text: str, place: Place) -> str:
    """`SUM(1:8)` and `27+28-29` over 行次 as cells; a row of another panel is read in the column of the same rank there."""
    if not re.fullmatch(r"(SUM\(\d+:\d+\)|[\d+\- ])+", text):
        return ""
    return re.sub(r"\d+", lambda found: _line_cell(found[0], place), text)


def _line_cell(line: str, place: Place) -> str:
    plan = place.plan
    row = plan.row(line)
    if row is None:
        raise JuesuanError(f"{plan.code}的表样里有算式用到 {line} 行，但没有这一行。请改正 resources/forms 里的 formula。")
    rank = plan.panels[place.column.panel].index(place.column)
    return f"{plan.panels[row.panel][rank].letters}{row.row}"
