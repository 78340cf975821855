"""Tables of fixed rows side by side (收入支出决算总表, 财政拨款总表) and of economic codes (基本支出表): filling the blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from juesuan.disclosure.block import Block, Line
from juesuan.disclosure.definition import ColumnDefinition, TableDefinition, columns
from juesuan.disclosure.source import Source, find_column, total
from juesuan.disclosure.table import Amount
from juesuan.forms import TOTAL, Form, Row
from juesuan.forms.labels import bare_label

_PRINTED_TOTAL = "总计"


def fixed_panels(definition: TableDefinition, source: Source) -> list[Block]:
    """One block per panel; rows are those of the 财决 form's block, so that the table follows the edition. All are equally high."""
    panels = definition.data["panels"]
    forms = [source.form(panel["form"]) for panel in panels]
    details = [_detail_rows(form, panel) for form, panel in zip(forms, panels, strict=True)]
    height = max((len(rows) for rows in details), default=0)
    return [_fixed_panel(panel, form, rows, height, source) for panel, form, rows in zip(panels, forms, details, strict=True)]


def _detail_rows(form: Form | None, panel: dict[str, Any]) -> list[Row]:
    tail = {entry.get("key") for entry in panel["tail"]}
    return [row for row in form.rows if row.block == panel["block"] and row.label.strip() and row.key not in tail] if form else []


def _fixed_panel(panel: dict[str, Any], form: Form | None, details: list[Row], height: int, source: Source) -> Block:
    shown = columns(panel["columns"])
    if form:
        shown = tuple(column for column in shown if not column.optional or any(find_column(form, column.source, p) for p in _panels(form)))
        shown = _parts_shown(shown)
    lines = [_fixed_line(form, row, shown, source) for row in details] if form else []
    lines += [_blank(shown) for _ in range(height - len(lines))]
    places = {"details": list(range(len(details)))}
    for entry in panel["tail"]:
        row = form.row(entry["key"]) if form and "key" in entry else None
        if row:
            places[entry["key"]] = [len(lines)]
        lines.append(_fixed_line(form, row, shown, source, bold="of" in entry) if form and row else _blank(shown))
    return Block(shown, lines, dict(_line_parts(panel["tail"], places)), panel["heading"])


def _line_parts(tail: list[dict[str, Any]], places: dict[str, list[int]]) -> Iterator[tuple[int, list[int]]]:
    for entry in tail:
        if "of" in entry and entry["key"] in places:
            names = [entry["of"]] if isinstance(entry["of"], str) else entry["of"]
            yield places[entry["key"]][0], [index for name in names for index in places.get(name, [])]


def _parts_shown(shown: tuple[ColumnDefinition, ...]) -> tuple[ColumnDefinition, ...]:
    """A total keeps only the parts that are still there (no 国资 column in 2019)."""
    return tuple(replace(column, parts=tuple(part for part in column.parts if part < len(shown))) for column in shown)


def _panels(form: Form) -> set[int]:
    return {column.panel for column in form.columns}


def _fixed_line(form: Form, row: Row, shown: Sequence[ColumnDefinition], source: Source, *, bold: bool = False) -> Line:
    label = _PRINTED_TOTAL if bare_label(row.label) == _PRINTED_TOTAL else row.label.strip()
    amounts = [source.at(form, row, find_column(form, column.source, row.panel)) for column in shown]
    return Line((row.key, label, bare_label(label)), label, amounts, bold=bold)


def _blank(shown: Sequence[ColumnDefinition]) -> Line:
    return Line((), "", [None] * len(shown))


def economic_panels(definition: TableDefinition, source: Source) -> list[list[Block]]:
    """Blocks by economic code from the 合计 row, per panel one block for each group of classes; the last line of a panel is its total.

    A 款 that the panel does not list is printed only where it holds an amount.
    """
    form = source.form(definition.form)
    return [_economic_panel(panel, form, source) for panel in definition.data["panels"]]


_FINAL = (ColumnDefinition(("决算数",)),)


def _economic_panel(panel: dict[str, Any], form: Form | None, source: Source) -> list[Block]:
    filled = [[*_economic_lines(form, group, panel.get("listed"), source)] for group in panel["classes"]]
    blocks = [Block(_FINAL, lines, heading=panel["heading"]) for lines in filled]
    for block in blocks:
        block.parts.update(class_parts(block.lines))
    classes = [line for block in blocks for line in block.lines if len(line.code) == len("301")]
    summed = total(line.amounts[0] for line in classes)
    blocks.append(Block(_FINAL, [Line((panel["total"],), panel["total"], [summed], bold=True)], heading=panel["heading"]))
    return blocks


def _economic_lines(form: Form | None, group: list[str], listed: list[str] | None, source: Source) -> Iterator[Line]:
    row = form.row(TOTAL) if form else None
    if form is None or row is None:
        return
    for column in sorted((c for c in form.columns if c.econ[:3] in group), key=lambda c: (group.index(c.econ[:3]), c.econ)):
        amount = source.at(form, row, column)
        if listed is None or column.econ in listed or (amount and amount.yuan):
            yield economic_line(column.econ, column.label, [amount], source)


def economic_line(code: str, label: str, amounts: list[Amount | None], source: Source) -> Line:
    """A line of an economic code, named as the classification of the year has it (the header of a 类 column is 小计)."""
    from juesuan.subjects import Subjects

    year = source.recognition.edition
    subject = Subjects.for_year(year).economic(code) if year else None
    name = subject.name if subject else label
    return Line((code, name, f"E{code}"), name, amounts, code=code, bold=len(code) == len("301"))


def class_parts(lines: list[Line]) -> dict[int, list[int]]:
    """Which lines each 类 is the sum of."""
    classes = {line.code: index for index, line in enumerate(lines) if len(line.code) == len("301")}
    return {place: [i for i, line in enumerate(lines) if line.code.startswith(code) and i != place] for code, place in classes.items()}
