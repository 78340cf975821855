"""Rebuilds templates_xlsx/绩效: the blank forms of each province, `python -m juesuan.performance.build`."""

from __future__ import annotations

from pathlib import Path

from juesuan.forms.performance_layout import Layout, load_layouts
from juesuan.performance.building import Content, blank_indicators
from juesuan.performance.vocabulary import load_schemes
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.resources import template

FOLDER = "绩效"
PROVINCES = {"national": "全国通用", "sichuan": "四川", "hunan": "湖南", "shanghai": "上海", "gansu": "甘肃", "chongqing": "重庆"}


def template_path(province: str) -> Path:
    """Where the blank forms of a province lie."""
    return template(f"{FOLDER}/绩效自评表（{PROVINCES[province]}）.xlsx")


def build_templates(folder: Path | None = None) -> list[Path]:
    """Writes every province's blank forms, into templates_xlsx/绩效 unless told otherwise; gives the files."""
    written = []
    for province in PROVINCES:
        path = (folder or template(FOLDER)) / template_path(province).name
        write_workbook(path, Unit("", 0, province), [_blank(layout) for layout in load_layouts() if province in layout.provinces])
        written.append(path)
    return written


def _blank(layout: Layout) -> FilledForm:
    scheme = load_schemes().get(layout.scheme)
    fields = {"执行率分值": scheme.execution} if scheme and scheme.execution is not None else {}
    return FilledForm(layout, layout.name.rpartition("-")[0] or layout.name, Content(fields, blank_indicators(layout)))


if __name__ == "__main__":
    build_templates()
