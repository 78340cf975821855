"""Which rows and columns of a form a pattern of the rule language means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from juesuan.audit import syntax as s
from juesuan.audit.values import Grid
from juesuan.forms.form import TOTAL, Column, Row
from juesuan.forms.labels import bare_label, loose_label

if TYPE_CHECKING:
    from juesuan.audit.locating import Track

Environment = Mapping[str, str]
EVERY, ALIGNED = "*", "栏"
_LENGTHS = {3: "类", 5: "款", 7: "项"}
_BELOW, _STEP = ("款", "项"), 2
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]+、|\d+[.．、])")
_UNIT = re.compile(r"\((?:辆|个|人|次|台[,、]?套|元|万元)\)$")


class Unbindable(s.RuleError):
    """A rule names something that the workbook does not have; the message is the reason why it is not judged."""


class Absent(Exception):  # noqa: N818  no error: this value of the variable has no such place
    """For these values of the variables there is no such row or column: the instance does not exist."""


def bare(name: str) -> str:
    """A label or a name in a rule, brought to one form."""
    return _UNIT.sub("", bare_label(name))


def level_of(row: Row) -> str:
    """类 款 项 项目 合计 or empty; economic rows of a fixed form have levels too."""
    return row.level or _LENGTHS.get(len(row.subject or (row.econ if row.econ.isdigit() else "")), "")


class Memory:
    """What one way of naming rows came to: rows with their first slots by the variables' values, and tracks."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
        self.tracks: dict[object, Track] = {}


class Names:
    """The rows and columns of one form by all they may be called."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.form = grid.form
        self.by_id = {row.id: row for row in reversed(self.form.rows)}
        self._levels: dict[str, list[Row]] = {}
        self._keyed: dict[str, dict[str, list[Row]]] = {}
        self._children: dict[tuple[str, str], list[Row]] = {}
        self._panels: dict[int, list[Column]] = {}
        for row in self.form.rows:
            self._index(row)
        for column in self.form.columns:
            self._panels.setdefault(column.panel, []).append(column)
        self._columns: dict[tuple[int, str], Column | None] = {}
        self._memories: dict[object, Memory] = {}
        self._rows: dict[str, Row | None] = {}
        self.layouts: dict[object, list[tuple[int, ...] | None]] = {}

    @cached_property
    def panels(self) -> list[int]:
        """Panels in which rows lie, in order; 0 where the form has no rows."""
        return sorted({row.panel for row in self.form.rows}) or [0]

    @property
    def only_panel(self) -> int:
        """The panel of a form that has but one; where a row is missing it would have been there."""
        return self.panels[0] if len(self.panels) == 1 else 0

    def _index(self, row: Row) -> None:
        level = level_of(row)
        self._levels.setdefault(level, []).append(row)
        keys = [("功能", row.func), ("经济", row.econ), ("块", row.block)]
        code = _code(row)
        if level == "项目":
            keys.append(("项目", row.id))
            self._children.setdefault((level, row.subject or row.id.split("/")[0]), []).append(row)
        elif row.subject or row.id == TOTAL:
            keys += [("科目", row.subject or TOTAL), (level, row.subject)]
        elif row.econ:
            keys.append((level, row.econ))
        if level in _BELOW and len(code) > _STEP:
            self._children.setdefault((level, code[:-_STEP]), []).append(row)
        for attribute, key in keys:
            if key:
                self._keyed.setdefault(attribute, {}).setdefault(key, []).append(row)

    @cached_property
    def _named(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.form.rows:
            for name in {bare(row.label), bare(row.key), loose_label(row.label)} - {""}:
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def alike(self) -> dict[str | tuple[str, ...], Column]:
        """Columns by economic code, header path and 栏次; the first of each name."""
        found: dict[str | tuple[str, ...], Column] = {}
        for column in reversed(self.form.columns):
            found |= {name: column for name in (column.econ, column.path, column.number) if name}
        return found

    def memory(self, pattern: s.Rows) -> Memory:
        """Where rows once looked up are kept, shared by all rules that name rows in the same way."""
        match pattern:
            case s.KeyedRow(attribute, s.Variable(_, offset)):
                return self._memories.setdefault((attribute, offset), Memory())
            case s.RowsBelow(level, s.Variable(_, offset)):
                return self._memories.setdefault(("⊂", level, offset), Memory())
            case s.EveryRow() | s.Variable():
                return self._memories.setdefault((type(pattern), getattr(pattern, "offset", 0)), Memory())
            case _:
                return Memory()

    def keyed(self, attribute: str) -> Mapping[str, list[Row]]:
        """The rows by all keys of an attribute, in the order of the rows."""
        return self._keyed.get(attribute, {})

    @cached_property
    def subject_rows(self) -> list[Row]:
        """The rows of 科目, without 合计 and projects."""
        return [row for row in self.form.rows if row.subject and row.id != TOTAL and level_of(row) != "项目"]

    @cached_property
    def coded(self) -> tuple[list[Row], list[int]]:
        """The rows that bear a code of their own, and the first slot of amounts of each."""
        rows = [row for row in self.form.rows if row.subject and row.id != TOTAL and self.panel(row.panel)]
        return rows, [self.grid.slot(row, self.panel(row.panel)[0]) for row in rows]

    def panel(self, number: int) -> list[Column]:
        return self._panels.get(number, [])

    def named(self, name: str) -> Row | None:
        """A row by id, key or label; `收入总计` also finds 总计 in the block 收入; None where none or several."""
        if name not in self._rows:
            self._rows[name] = self._find(name)
        return self._rows[name]

    def _find(self, name: str) -> Row | None:
        if name in self.by_id:
            return self.by_id[name]
        for row in self.form.rows:
            if name in (row.key, row.line):
                return row
        found = self._named.get(bare(name), [])
        if len(found) == 1:
            return found[0]
        for block in ("收入", "支出"):
            if name.startswith(block):
                inside = [row for row in self._named.get(bare(name[len(block) :]), []) if row.block.startswith(block)]
                if len(inside) == 1:
                    return inside[0]
        return None

    def rows(self, pattern: s.Rows, env: Environment) -> list[Row]:  # noqa: C901, PLR0911  one answer for each kind of pattern
        """The rows a pattern means; empty where a form by subject has none of that key. Raises Unbindable, Absent."""
        match pattern:
            case s.NamedRow(name):
                return self._required(name)
            case s.RowRange(first, last):
                return [row for row in self.form.rows if (row.line or row.id).isdigit() and first <= int(row.line or row.id) <= last]
            case s.EveryRow():
                return [self.by_id[env[EVERY]]] if env[EVERY] in self.by_id else []
            case s.LevelRows(level):
                return self._levels.get(level, [])
            case s.KeyedRow(attribute, key):
                return self.keyed(attribute).get(_text(key, env), [])
            case s.RowsBelow(level, key):
                return self.below(level, _text(key, env))
            case s.BlockRows(block):
                return self._block(block)
            case s.PrefixRows(prefix):
                return self._prefixed(prefix)
            case s.Variable():
                return self._variable(_text(pattern, env))
            case s.RowList(items):
                return [row for item in items for row in self.rows(item, env)]

    def _required(self, name: str) -> list[Row]:
        row = self.named(name)
        if row is None and self.form.kind == "floating" and not self.form.rows:
            return []
        if row is None:
            raise Unbindable(f"{self.form.code} 没有“{name}”行")
        return [row]

    def _variable(self, name: str) -> list[Row]:
        row = self.by_id.get(name)
        if row is not None:
            return [row]
        found = self.keyed("科目").get(name) or self.keyed("项目").get(name)
        if found is None and self.form.kind == "fixed":
            named = self.named(name)
            return [named] if named else []
        return found or []

    def below(self, level: str, key: str) -> list[Row]:
        return self._children.get((level, key), [])

    def _block(self, block: str) -> list[Row]:
        if block == "功能分类":
            return [row for row in self.form.rows if row.func]
        return [row for row in self.form.rows if row.block == block and (row.func or row.econ or _NUMBERED.match(row.label))]

    def _prefixed(self, prefix: str) -> list[Row]:
        found = [row for row in self.form.rows if row.key.startswith(prefix)]
        if not found:
            raise Unbindable(f"{self.form.code} 没有以“{prefix}”开头的行")
        return found

    def column(self, row: Row, pattern: s.Columns, env: Environment) -> list[Column]:
        """The columns of a row that a pattern means. Raises Unbindable where a written name is missing, Absent where a variable's is."""
        columns = self.panel(row.panel)
        match pattern:
            case s.AlignedColumn():
                index = int(env[ALIGNED])
                if index >= len(columns):
                    raise Absent
                return [columns[index]]
            case s.ColumnPath(segments):
                return [
                    self._path(row, "/".join(_text(item, env) for item in segments), fixed=all(isinstance(item, str) for item in segments))
                ]
            case s.ColumnRange(first, last):
                return [column for column in columns if column.number.isdigit() and first <= int(column.number) <= last]
            case s.EconomicColumn(key):
                code = _text(key, env)
                return [column for column in columns if column.econ == code]
            case s.EconomicColumns(level, key):
                above = "" if key is None else _text(key, env)
                return [column for column in columns if _LENGTHS.get(len(column.econ)) == level and column.econ.startswith(above)]
            case s.Variable(name, offset):
                return [self._path(row, _shifted(env[name], offset), fixed=False)]

    def _path(self, row: Row, name: str, *, fixed: bool) -> Column:
        place = (row.panel, name)
        if place not in self._columns:
            self._columns[place] = self._find_column(row.panel, name)
        column = self._columns[place]
        if column is None:
            if fixed and not any(self._find_column(panel, name) for panel in self._panels):
                raise Unbindable(f"{self.form.code} 没有“{name}”栏")
            raise Absent
        return column

    @cached_property
    def _numbered(self) -> dict[tuple[int, str], Column]:
        """Columns by panel and 栏次 or E with an economic code; the first of each."""
        return {(column.panel, name): column for column in reversed(self.form.columns) for name in (column.number, f"E{column.econ}")}

    @cached_property
    def by_number(self) -> dict[str, Column]:
        """Columns by 栏次, whatever their panel; the first of each."""
        return {column.number: column for column in reversed(self.form.columns)}

    def is_text(self, pattern: s.Columns) -> bool:
        """Whether it names a column of texts before the amounts, and none of amounts."""
        match pattern:
            case s.ColumnPath((str(name),)):
                return name in self.grid.leading and not any(self._find_column(panel, name) for panel in self._panels)
            case _:
                return False

    def _find_column(self, panel: int, name: str) -> Column | None:
        if name.isdigit() or (name.startswith("E") and name[1:].isdigit()):
            return self._numbered.get((panel, name))
        columns = self.panel(panel)
        wanted = bare(name.replace("/", ""))
        for test in (_is_whole, _is_end, _is_last, _is_part):
            found = [column for column in columns if column.path and test(column.path, wanted, bare(name.rsplit("/", 1)[-1]))]
            if len(found) == 1:
                return found[0]
        return None


def _is_whole(path: tuple[str, ...], wanted: str, _: str) -> bool:
    return bare("".join(path)) == wanted


def _is_end(path: tuple[str, ...], wanted: str, _: str) -> bool:
    return any(bare("".join(path[start:])) == wanted for start in range(len(path)))


def _is_last(path: tuple[str, ...], _: str, last: str) -> bool:
    return bare(path[-1]) == last


def _is_part(path: tuple[str, ...], wanted: str, _: str) -> bool:
    return wanted in bare(path[-1]).split("/")


def _code(row: Row) -> str:
    return row.subject or row.econ


def _shifted(value: str, offset: int) -> str:
    return str(int(value) + offset) if offset and value.isdigit() else value


def _text(key: s.Key, env: Environment) -> str:
    return key if isinstance(key, str) else _shifted(env[key.name], key.offset)
