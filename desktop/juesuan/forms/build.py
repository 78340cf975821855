"""Builds the workbooks of templates_xlsx/ from the form data, and a unit's new workbook from such a template.

`python -m juesuan.forms.build` rebuilds all editions, `--edition 2020` one.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan.errors import JuesuanError, system_reason
from juesuan.forms.build_formulas import Formulas, template_data
from juesuan.forms.build_inputs import draw_cover, draw_inputs, draw_subject_inputs, draw_subject_list, offer_subjects
from juesuan.forms.build_new import EDITIONS, new_workbook, template_path
from juesuan.forms.build_plan import Plan, plan_form
from juesuan.forms.build_sheet import SUBJECT_LIST, Heading, draw_form
from juesuan.forms.build_values import store_values
from juesuan.forms.catalogue import FormSpec, catalogue
from juesuan.forms.look import add_styles

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["EDITIONS", "build_template", "new_workbook", "template_path"]
_DETAIL_COLUMNS = 50  # a form with more columns than that is an economic detail form


def build_template(
    edition: int,
    path: Path | str,
    unit_name: str = "",
    forms: Collection[str] | None = None,
    rows: Mapping[str, int] | None = None,
    *,
    calculated: bool = True,
    further: Callable[[Workbook], object] | None = None,
) -> dict[str, Plan]:
    """Write the workbook of all official forms of a year, empty, with formulas; gives the plan of each form by code.

    forms: the codes of those wanted (`财决04`), None for all. rows: how many empty rows a form by subject gets, where not the usual number.
    calculated: with the values of the formulas beside them, which takes half the time. further: draws sheets after all others.
    Raises JuesuanError where the year has no forms or the file cannot be written.
    """
    from openpyxl import Workbook

    specs = _wanted(edition, forms)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    add_styles(workbook)
    plans = {spec.code: plan for spec in specs if (plan := _plan(spec, edition, rows or {}))}
    _draw(workbook, specs, plans, Heading(unit_name, edition))
    if further:
        further(workbook)
    workbook.properties.creator, workbook.properties.created = "juesuan", dt.datetime(edition, 12, 31)  # noqa: DTZ001  (a date, no moment)
    workbook.calculation.fullCalcOnLoad = False  # the values stored beside the formulas are fresh
    _write(workbook, Path(path), calculated=calculated)
    return plans


def _write(workbook: Workbook, path: Path, *, calculated: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        workbook.save(path)
        if calculated:
            store_values(path)
    except OSError as error:
        raise JuesuanError(f"写不出模板 {path}：{system_reason(error)}。请检查文件夹是否存在、可写，文件是否在别的程序里打开。") from error


def _wanted(edition: int, forms: Collection[str] | None) -> list[FormSpec]:
    if edition not in EDITIONS:
        raise JuesuanError(f"没有 {edition} 年度的报表数据。可用的年度：{EDITIONS[0]}–{EDITIONS[-1]}。")
    found = [spec for spec in catalogue() if spec.family == "财决" and spec.edition(edition)]
    return [spec for spec in found if forms is None or spec.code in forms]


def _plan(spec: FormSpec, edition: int, rows: Mapping[str, int]) -> Plan | None:
    data = spec.edition(edition)
    if data is None or spec.kind == "cover":
        return None
    layout = template_data()["layout"]
    usual = layout["wide_floating_rows" if len(data.columns) > _DETAIL_COLUMNS else "floating_rows"]
    empty_rows: int = rows.get(spec.code) or layout["rows"].get(spec.code, usual)
    return plan_form(spec, data, year=edition, empty_rows=empty_rows)


def _draw(workbook: Workbook, specs: list[FormSpec], plans: Mapping[str, Plan], heading: Heading) -> None:
    formulas = Formulas(plans)
    sheets = {spec.code: workbook.create_sheet(plans[spec.code].sheet if spec.code in plans else spec.sheet_name) for spec in specs}
    inputs, subject_inputs = workbook.create_sheet("说明资料"), workbook.create_sheet("说明资料-科目")
    codes = draw_subject_list(workbook.create_sheet(SUBJECT_LIST), heading.year)
    for spec in specs:
        sheet, data = sheets[spec.code], spec.edition(heading.year)
        if spec.code in plans:
            plan = plans[spec.code]
            draw_form(sheet, plan, formulas, heading, signed=spec.code == "财决01")
            if plan.floating:
                offer_subjects(sheet, plan.first_row, plan.last_row, codes)
        elif data:
            draw_cover(workbook, sheet, data, heading)
    draw_inputs(inputs, heading)
    draw_subject_inputs(subject_inputs, heading)


def main(arguments: list[str] | None = None) -> None:
    """The command that rebuilds templates_xlsx/."""
    parser = argparse.ArgumentParser(prog="python -m juesuan.forms.build", description="按 resources/forms 重做报表模板")
    parser.add_argument("--edition", type=int, help="只重做这个年度")
    wanted = parser.parse_args(arguments).edition
    for edition in [wanted] if wanted else EDITIONS:
        build_template(edition, template_path(edition))


if __name__ == "__main__":
    main()
