"""Rebuilds templates_xlsx/绩效: the blank forms of each province, `python -m juesuan.performance.build`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from juesuan.forms.performance_layout import Layout, load_layouts
from juesuan.performance.building import Content, blank_indicators
from juesuan.performance.vocabulary import load_schemes
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.provinces import provinces
from juesuan.resources import template

FOLDER = "绩效"
PROVINCES = provinces()


def template_path(province: str) -> Path:
    """Where the blank forms of a province lie."""
    return template(f"{FOLDER}/绩效自评表（{PROVINCES[province]}）.xlsx")


def build_templates(folder: Path | None = None) -> list[Path]:
    """Writes every province's blank forms, into templates_xlsx/绩效 unless told otherwise; gives the files."""
    written = []
    for province in PROVINCES:
        path = (folder or template(FOLDER)) / template_path(province).name
        forms = [form for layout in load_layouts() if province in layout.provinces for form in _blanks(layout)]
        write_workbook(path, Unit("", 0, province), forms)
        written.append(path)
    return written


def _blanks(layout: Layout) -> Iterator[FilledForm]:
    """The form blank, and once more for each year from which its indicators weigh otherwise."""
    name = layout.name.rpartition("-")[0] or layout.name
    for year in (None, *(first for first, _ in layout.schemes)):
        scheme = load_schemes().get(layout.scheme_for(year))
        fields = {"执行率分值": scheme.execution} if scheme and scheme.execution is not None else {}
        yield FilledForm(layout, f"{name}（{year}年度起）" if year else name, Content(fields, blank_indicators(layout, year)))


if __name__ == "__main__":
    build_templates()
