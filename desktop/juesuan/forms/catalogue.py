"""The catalogue of official forms: what resources/forms says of each form, by code and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from juesuan.errors import JuesuanError
from juesuan.forms.labels import bare_label
from juesuan.resources import resource
from juesuan.workbook.cells import column_letters, column_number

SCHEMA = "juesuan-form/1"
_FULL_WIDTH = str.maketrans("(),", "（），")


class CatalogueError(JuesuanError):
    """A file of form data cannot be read, or lacks what every form must have."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One amount column by definition: 栏次, header labels from the top, sheet column letters where known, economic code, 公开 source."""

    number: str
    path: tuple[str, ...]
    letters: str = ""
    econ: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One fixed row by definition.

    line: 行次, empty where it is not known. key: the symbolic name; where the data has none, the row named by `source`, else the label
    without its numbering if only one row of the edition has it. sheet_row: row of the sheet in the official export, 0 where not known.
    not_applicable: 栏次 shown as — in this row.
    """

    line: str
    label: str
    key: str = ""
    block: str = ""
    func: str = ""
    econ: str = ""
    formula: str = ""
    source: str = ""
    sheet_row: int = 0
    not_applicable: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """How an address names the row: 行次, else the economic code, else key or label."""
        return self.line or self.econ or self.key or self.label


@dataclass(frozen=True, slots=True)
class LeadingColumn:
    """A column before 栏1: letters (`A:C` for a merged one, `?` where not known), name, `code` or `text`."""

    letters: str
    name: str
    type: str = "text"
    merged: bool = False


@dataclass(frozen=True, slots=True)
class FloatingRule:
    """How the rows of a form by subject come about: key, label of the total row, levels from the top, the rule in words."""

    key: str
    total_label: str
    levels: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of the cover; `required` and `format` are remarks for people, `codelist` names a list of _codes_cover.toml."""

    key: str
    label: str
    required: str = ""
    format: str = ""
    codelist: str = ""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Rows of the sheet in the official export, from 1; 0 where not known."""

    title_row: int = 0
    code_row: int = 0
    unit_row: int = 0
    header_first_row: int = 0
    header_last_row: int = 0
    number_row: int = 0
    total_row: int = 0
    first_data_row: int = 0


@dataclass(frozen=True, eq=False)
class EditionSpec:
    """A form as it was in some years; `code` is the printed one with 表, `variant` names a region whose table differs from the national."""

    years: tuple[int, ...]
    code: str
    title: str
    variant: str = ""
    columns: tuple[ColumnSpec, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    leading: tuple[LeadingColumn, ...] = ()
    floating: FloatingRule | None = None
    fields: tuple[FieldSpec, ...] = ()
    geometry: Geometry = Geometry()
    header_rows: tuple[tuple[str, ...], ...] = ()
    confidence: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the edition was seen or confirmed; False where its confidence begins with low or medium-low."""
        return not self.confidence.startswith(("low", "medium-low"))

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """The blocks of its fixed rows, in order."""
        return tuple(dict.fromkeys(row.block for row in self.rows))

    @cached_property
    def row_labels(self) -> frozenset[str]:
        """The bare labels of its fixed rows."""
        return frozenset(bare_label(row.label) for row in self.rows)

    def like(self, other: EditionSpec) -> bool:
        """Whether both have the same title, rows and columns."""
        return (self.title, self.rows, self.columns) == (other.title, other.rows, other.columns)

    def row(self, name: str) -> RowSpec | None:
        """The row with this 行次, key, or economic code."""
        return next((row for row in self.rows if name in (row.line, row.key, row.econ) and name), None)

    def column(self, name: str) -> ColumnSpec | None:
        """The column with this 栏次, header path joined by `/`, or `E` + economic code."""
        return next((c for c in self.columns if name in (c.number, "/".join(c.path), f"E{c.econ}" if c.econ else None)), None)


@dataclass(frozen=True, eq=False)
class FormSpec:
    """An official form through the years.

    code: canonical, without 表 (`财决05-1`, `公开三公`). id: file stem. kind: fixed, floating or cover. group: 主表, 附表, 公开, 封面.
    aliases: other wordings of the title. data: the file as read; an edition becomes an `EditionSpec` when first asked for.
    """

    code: str
    id: str
    title: str
    unit: str
    kind: str
    group: str
    sheet_name: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _built: dict[int, EditionSpec] = field(default_factory=dict, repr=False, compare=False)

    @property
    def editions(self) -> tuple[EditionSpec, ...]:
        return tuple(self._edition(index) for index in range(len(self.data["edition"])))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Its title, the other wordings, and the titles of its editions."""
        own = (edition["title"] for edition in self.data["edition"] if "title" in edition)
        return tuple(dict.fromkeys((self.title, *self.aliases, *own)))

    @property
    def family(self) -> str:
        """公开 for disclosure tables, else 财决."""
        return "公开" if self.group == "公开" else "财决"

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for edition in self.data["edition"] for year in edition["years"]}))

    def existed(self, year: int | None) -> bool:
        """Whether the form had its number in that year already; True where the year is not known."""
        return year is None or year >= self.years[0]

    def edition(self, year: int | None) -> EditionSpec | None:
        """The national edition of that year, the newest one for later years or None; None before the form existed."""
        return next((self._edition(index) for index in self._indices(year) if "variant" not in self.data["edition"][index]), None)

    def years_alike(self, year: int | None) -> frozenset[int]:
        """The years in which the national form had the title, rows and columns that it had in this one."""
        own = self.edition(year)
        same = [edition for edition in self.editions if own and not edition.variant and edition.like(own)]
        return frozenset(year for edition in same for year in edition.years)

    def variants(self, year: int | None) -> tuple[EditionSpec, ...]:
        """Every edition that may be met in that year, the national one first; all of them, newest first, where the year is None."""
        return tuple(self._edition(index) for index in self._indices(year, every=year is None))

    def _indices(self, year: int | None, *, every: bool = False) -> list[int]:
        wanted = self.years[-1] if year is None else min(year, self.years[-1])
        editions = self.data["edition"]
        found = [index for index, edition in enumerate(editions) if every or wanted in edition["years"]]
        return sorted(found, key=lambda index: ("variant" in editions[index], -max(editions[index]["years"])))

    def _edition(self, index: int) -> EditionSpec:
        if index not in self._built:
            self._built[index] = _edition_spec(self.data["edition"][index], self.data)
        return self._built[index]


class Catalogue:
    """All official forms, in the order of the official lists."""

    def __init__(self, specs: Mapping[str, FormSpec]) -> None:
        self._specs = dict(specs)

    def spec(self, code: str) -> FormSpec | None:
        """The form with this canonical code, `财决01`; `财决01表` and `Z01` are understood as well."""
        return self._specs.get(code) or self._specs.get(canonical_code(code))

    def edition(self, code: str, year: int | None) -> EditionSpec | None:
        """The form as it was in that year; years after the newest known are as the newest (2025 as 2024)."""
        spec = self.spec(code)
        return spec.edition(year) if spec else None

    def codes(self, year: int | None = None) -> tuple[str, ...]:
        """Codes of the forms that exist in that year, or of all."""
        return tuple(code for code, spec in self._specs.items() if year is None or spec.edition(year))

    def __iter__(self) -> Iterator[FormSpec]:
        return iter(self._specs.values())


def canonical_code(text: str) -> str:
    """`财决05-1表`, `Z05_1`, `F03` → `财决05-1`, `财决附03`; other texts without 表 at the end."""
    plain = text.strip().removesuffix("表").replace("_", "-")
    exported = re.fullmatch(r"([ZFC])(\d\d(?:-\d)?)", plain)
    return {"Z": "财决", "F": "财决附", "C": "公开"}[exported[1]] + exported[2] if exported else plain


@cache
def catalogue() -> Catalogue:
    """The catalogue of resources/forms. Raises CatalogueError where a file is broken."""
    specs = [read_spec(path) for path in sorted(resource("forms").glob("[CG]*.toml"), key=_official_order)]
    return Catalogue({spec.code: spec for spec in specs})


def _official_order(path: Path) -> tuple[bool, bool, str]:
    name = path.stem
    return name.startswith("GK"), name.startswith("CJF"), name.replace("-", "~") if name.startswith("GK-") else name


def read_spec(path: Path) -> FormSpec:
    """One file of schema `juesuan-form/1`. Raises CatalogueError."""
    import rtoml

    try:
        data = _load(path)
        if data["schema"] != SCHEMA:
            raise CatalogueError(f"报表定义 {path.name} 的 schema 是“{data['schema']}”，应为“{SCHEMA}”。请改正后再试。")
        return _form_spec(data)
    except (OSError, rtoml.TomlParsingError) as error:
        raise CatalogueError(f"读不出报表定义 {path.name}：{error}。请检查该文件，或用安装包里的原文件替换。") from error
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"报表定义 {path.name} 缺少或写错了一项：{error}。请对照其他报表定义改正。") from error


@cache
def _load(path: Path) -> dict[str, Any]:
    import rtoml

    data: dict[str, Any] = rtoml.load(path)
    return data


def _form_spec(data: Mapping[str, Any]) -> FormSpec:
    code = data.get("address") or canonical_code(data["code"])
    return FormSpec(
        code=code, id=data["id"], title=data["title"], unit=data["unit"], kind=data["kind"], group=data["group"],
        sheet_name=data.get("sheet_name", ""), note=data.get("note", ""), aliases=tuple(data.get("aliases", ())), data=data,
    )


def _edition_spec(data: Mapping[str, Any], form: Mapping[str, Any]) -> EditionSpec:
    floating = data.get("floating")
    return EditionSpec(
        years=tuple(data["years"]),
        code=data.get("code", form["code"]),
        title=data.get("title", form["title"]),
        variant=data.get("variant", ""),
        columns=_columns(data.get("columns", {}), data["years"][0]),
        rows=_row_specs(data.get("rows", {}).get("items", ())),
        leading=tuple(_leading_column(item) for item in data.get("leading", {}).get("columns", ())),
        floating=_floating_rule(floating) if floating else None,
        fields=tuple(FieldSpec(**item) for item in data.get("fields", {}).get("items", ())),
        geometry=_geometry(data),
        header_rows=tuple(tuple(row) for row in data.get("header_rows", ())),
        confidence=data.get("confidence", ""),
        sources=tuple(data.get("sources", ())),
        notes=tuple(data.get("notes", ())),
    )


def _leading_column(item: Mapping[str, Any]) -> LeadingColumn:
    return LeadingColumn(item["xl"], item["name"], item.get("type", "text"), item.get("merged", False))


def _floating_rule(data: Mapping[str, Any]) -> FloatingRule:
    return FloatingRule(data["key"], data["total_row_label"], tuple(data["levels"]), data["rule"])


def _columns(data: Mapping[str, Any], year: int) -> tuple[ColumnSpec, ...]:
    """The columns as listed, or those of another file (`same_as`) in that year, the first of them in sheet column `first`."""
    if "same_as" in data:
        return _shared_columns(data["same_as"], year, data.get("first", ""))
    return tuple(_column_spec(item) for item in data.get("items", ()))


@cache
def _shared_columns(file: str, year: int, first: str) -> tuple[ColumnSpec, ...]:
    found = next(edition for edition in _load(resource(f"forms/{file}.toml"))["edition"] if year in edition["years"])
    start = column_number(first) if first else 0
    specs = (_column_spec(item) for item in found["columns"]["items"])
    return tuple(replace(spec, letters=column_letters(start + index) if start else "") for index, spec in enumerate(specs))


def _column_spec(item: Mapping[str, Any]) -> ColumnSpec:
    return ColumnSpec(str(item["no"]), tuple(item["path"]), item.get("xl", ""), item.get("econ", ""), item.get("src", ""))


def _row_specs(items: list[dict[str, Any]]) -> tuple[RowSpec, ...]:
    rows = [_row_spec(item) for item in items]
    plain = Counter(bare_label(row.label) for row in rows)
    nameable = [not (row.key or row.econ) and plain[bare_label(row.label)] == 1 for row in rows]
    return tuple(replace(row, key=_key_of_label(row.label)) if named else row for row, named in zip(rows, nameable, strict=True))


def _key_of_label(label: str) -> str:
    return bare_label(label).translate(_FULL_WIDTH)


def _row_spec(item: Mapping[str, Any]) -> RowSpec:
    number, source = item.get("no", 0), item.get("src", "")
    return RowSpec(
        line=str(number) if number else "", label=item["label"], key=item.get("key") or _key_of_source(source),
        block=item.get("block", ""), func=item.get("func", ""), econ=item.get("econ", ""), formula=item.get("formula", ""),
        source=source, sheet_row=item.get("xl_row", 0),
        not_applicable=frozenset(mark.strip() for mark in item.get("dash", "").split(",") if mark.strip()),
    )


_SOURCE_ROW = re.compile(r"财决[^\[]+\[([^,\]]+),")


def _key_of_source(source: str) -> str:
    """公开 rows carry the key of the 财决 row that they come from; 合计 is the row of a form by subject, no key."""
    found = _SOURCE_ROW.match(source)
    return found[1] if found and found[1] != "合计" and not found[1].isdigit() else ""


def _geometry(data: Mapping[str, Any]) -> Geometry:
    return Geometry(
        title_row=data.get("title_row", 0), code_row=data.get("code_row", 0), unit_row=data.get("unit_row", 0),
        header_first_row=data.get("header_first_row", 0), header_last_row=data.get("header_last_row", 0),
        number_row=data.get("col_number_row", 0), total_row=data.get("total_row", 0), first_data_row=data.get("first_data_row", 0),
    )
