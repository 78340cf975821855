"""公开表 from the 财决 forms of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from juesuan.disclosure.block import Block, name_rows
from juesuan.disclosure.definition import NATIONAL, TableDefinition, table_list
from juesuan.disclosure.floating import economic_rows_block, single_block, subject_block
from juesuan.disclosure.layout import lay_economic, lay_lines, lay_panels, lay_single
from juesuan.disclosure.panels import economic_panels, fixed_panels
from juesuan.disclosure.published import holds_only_published, published_tables
from juesuan.disclosure.source import Prior, Source
from juesuan.disclosure.table import DisclosureTable, GridRow
from juesuan.forms import Recognition
from juesuan.provinces import province_code

Laid = tuple[list[GridRow], list[GridRow], list[float]]
_NEWEST = 9999
_UPRIGHT_WIDTH = 118  # characters that an upright A4 page holds at a readable size


def disclose(
    recognition: Recognition, prior: Prior | None = None, province: str | None = None, *, balanced: bool = False
) -> tuple[DisclosureTable, ...]:
    """The 公开表 of the workbook's year, in the order of the province's list (None: what the workbook says, else the national one).

    Each figure is the 元 of its own 财决 cell in 万元, rounded half up; totals come from the 元 total and are not added up again, unless
    `balanced` asks for 舍位平衡. A workbook that holds only 公开表 gives those as they stand. `prior` is read by columns that state last
    year's figure. Raises DisclosureError where the data is broken.
    """
    if holds_only_published(recognition):
        return published_tables(recognition)
    source = Source(recognition, prior)
    definitions = table_list(province or own_province(recognition), recognition.edition or _NEWEST)
    return tuple(_table(definition, number, source, balanced=balanced) for number, definition in enumerate(definitions, 1))


def own_province(recognition: Recognition) -> str:
    """What 说明资料 says under 设置.省份; national where it says nothing."""
    form = recognition.form("说明资料")
    cell = form.fields.get("设置.省份") if form else None
    value = recognition.workbook.value(cell) if cell else None
    name = value.strip().removesuffix("省").removesuffix("市") if isinstance(value, str) else ""
    return province_code(name) or NATIONAL


def _table(definition: TableDefinition, number: int, source: Source, *, balanced: bool) -> DisclosureTable:
    blocks, laid = _LAYOUTS[definition.layout](definition, source, balanced)
    header, body, widths = laid
    missing = tuple(code for code in forms_read(definition) if source.form(code) is None)
    empty = all(block.zero for block in blocks)
    return DisclosureTable(
        code=definition.code,
        number=number,
        title=definition.title,
        unit_name=source.recognition.unit_name,
        edition=source.recognition.edition or 0,
        header=tuple(header),
        body=tuple(body),
        widths=tuple(widths),
        notes=_notes(definition, source.recognition.unit_name, missing, empty=empty),
        landscape=definition.landscape or sum(widths) > _UPRIGHT_WIDTH,
        empty=empty,
        missing=missing,
        names=partial(name_rows, blocks, definition.zero),
    )


def forms_read(definition: TableDefinition) -> tuple[str, ...]:
    """Codes of the 财决 forms that a table is made of."""
    panels = (panel.get("form", "") for panel in definition.data.get("panels", ()))
    stated = (part.split("[")[0].strip(" +") for column in definition.columns for part in column.source.split("]") if "[" in part)
    listed = (code for column in definition.columns for code in column.forms)
    return tuple(dict.fromkeys(code for code in (definition.form, *panels, *stated, *listed) if code))


def _notes(definition: TableDefinition, unit_name: str, missing: Sequence[str], *, empty: bool) -> tuple[str, ...]:
    notes = [definition.note] if definition.note else []
    if missing and empty:
        notes.append(f"说明：工作簿中没有{'、'.join(missing)}表，本表暂无数据，请补充后重新生成。")
    elif empty and definition.empty:
        notes.append(definition.empty.format(unit=unit_name or "本单位"))
    return tuple(notes)


def _lay_fixed(definition: TableDefinition, source: Source, balanced: bool) -> tuple[list[Block], Laid]:  # noqa: FBT001
    blocks = [block.rounded(balanced=balanced) for block in fixed_panels(definition, source)]
    return blocks, lay_panels(definition, blocks)


def _lay_codes(definition: TableDefinition, source: Source, balanced: bool) -> tuple[list[Block], Laid]:  # noqa: FBT001
    panels = [_balanced_together(panel, balanced=balanced) for panel in economic_panels(definition, source)]
    return [block for panel in panels for block in panel], lay_economic(definition, panels)


def _balanced_together(panel: list[Block], *, balanced: bool) -> list[Block]:
    """The blocks of a panel share one total, so they are rounded as one and parted again."""
    lines = [line for block in panel for line in block.lines]
    parts: dict[int, list[int]] = {len(lines) - 1: []}
    first = 0
    for block in panel[:-1]:
        parts.update({first + place: [first + index for index in members] for place, members in block.parts.items()})
        parts[len(lines) - 1] += [first + place for place in block.parts]
        first += len(block.lines)
    whole = Block(panel[0].columns, lines, parts, panel[0].heading).rounded(balanced=balanced)
    rounded = iter(whole.lines)
    return [Block(block.columns, [next(rounded) for _ in block.lines], block.parts, block.heading) for block in panel]


def _lay_with(
    fill: Callable[[TableDefinition, Source], Block], lay: Callable[[TableDefinition, Block], Laid]
) -> Callable[[TableDefinition, Source, bool], tuple[list[Block], Laid]]:
    def made(definition: TableDefinition, source: Source, balanced: bool) -> tuple[list[Block], Laid]:  # noqa: FBT001
        block = fill(definition, source).rounded(balanced=balanced)
        return [block], lay(definition, block)

    return made


_LAYOUTS: dict[str, Callable[[TableDefinition, Source, bool], tuple[list[Block], Laid]]] = {
    "panels": _lay_fixed,
    "economic": _lay_codes,
    "subjects": _lay_with(subject_block, lay_lines),
    "economic_rows": _lay_with(economic_rows_block, lay_lines),
    "single": _lay_with(single_block, lay_single),
}
