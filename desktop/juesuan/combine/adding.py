"""Units added up: amounts by place, the union of the rows, and what the units paid each other."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from juesuan.combine.combined import CombineError, Place, RowName, Transfer, Unit
from juesuan.errors import system_reason
from juesuan.money import format_yuan
from juesuan.resources import resource
from juesuan.subjects import plain_name


@dataclass
class Total:
    """The sum of units of one edition: amounts by place, rows by form, codes of the forms that any of them has.

    texts: what their covers and input sheets say, by field, for those that the sum carries on where all say the same.
    notes: what stands in a project's row before its amounts, such as 基建项目属性; the column of the place is the header's words.
    """

    edition: int
    amounts: dict[Place, Decimal] = field(default_factory=dict)
    rows: dict[str, dict[str, RowName]] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)

    def merge(self, other: Total) -> None:
        """Add another sum of the same edition to this one."""
        for place, amount in other.amounts.items():
            self.amounts[place] = self.amounts.get(place, Decimal(0)) + amount
        for form, names in other.rows.items():
            self.rows[form] = names | self.rows.get(form, {})
        self.forms |= other.forms
        self.notes = other.notes | self.notes
        for key, texts in other.texts.items():
            self.texts.setdefault(key, set()).update(texts)

    def rows_of(self, form: str) -> list[tuple[str, RowName]]:
        """The union of the rows in code order, projects under their 科目; rows that nobody has an amount in are left out."""
        used = {place.row for place in self.amounts if place.form == form}
        needed = used | {name[:length] for name in used for length in (3, 5, 7)}
        found = [(row, name) for row, name in self.rows.get(form, {}).items() if row in needed]
        return sorted(found, key=lambda item: (item[1].subject, item[1].project, item[0]))


def same_edition(units: Sequence[Unit]) -> tuple[int, list[Unit]]:
    """The year that most workbooks are of, and the units with those of other years marked as skipped. Raises CombineError."""
    years = Counter(unit.edition for unit in units if not unit.skipped and unit.edition)
    if not years:
        reasons = "；".join(f"{unit.path.name}：{unit.skipped or '看不出年度'}" for unit in units[:3])
        raise CombineError(f"没有可以汇总的工作簿。{reasons}")
    year = years.most_common(1)[0][0]
    reason = f"年度与其他单位（{year}年）不同，没有计入汇总。请换成 {year} 年度的报表。"
    return year, [unit if unit.skipped or unit.edition == year else replace(unit, skipped=reason) for unit in units]


def expected_names(words: Iterable[str]) -> tuple[str, ...]:
    """Names of units as given: each word is one, or a .txt file with one on each line. Raises CombineError."""
    return tuple(name for word in words for name in (_listed(Path(word)) if word.lower().endswith(".txt") else [word]))


def _listed(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CombineError(f"读不到单位名单“{path}”：{system_reason(error)}。请检查文件是否存在。") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")  # what older versions of Notepad write
    return [line.strip() for line in text.splitlines() if line.strip()]


def missing_units(expected: Iterable[str], units: Iterable[Unit]) -> tuple[str, ...]:
    """Expected names that no workbook in the sum carries."""
    present = {plain_name(unit.name) for unit in units if not unit.skipped}
    return tuple(name for name in expected if plain_name(name) not in present)


def repeated_units(units: Iterable[Unit]) -> tuple[str, ...]:
    """Sentences for units that are in the sum more than once."""
    names = Counter(unit.name for unit in units if not unit.skipped)
    sentence = "“{}”有 {} 个工作簿，都计入了汇总；如是同一单位的重复文件，请去掉多余的再汇总。"
    return tuple(sentence.format(name, count) for name, count in names.items() if count > 1)


@cache
def summary_data() -> dict[str, Any]:
    """resources/combine/summary.toml: `column`, `transfer`, `texts`."""
    return tomllib.loads(resource("combine/summary.toml").read_text(encoding="utf-8"))


def summary_figures(amount: Callable[[Place], Decimal | None]) -> dict[str, Decimal]:
    """The amounts in 元 under the titles of the summary, zero where there is none."""
    return {column["title"]: _first(column["places"], amount) for column in summary_data()["column"]}


def _first(places: Sequence[Sequence[str]], amount: Callable[[Place], Decimal | None]) -> Decimal:
    found = (amount(Place(*place)) for place in places)
    return next((value for value in found if value is not None), Decimal(0))


def transfers(figures: Mapping[str, Decimal]) -> tuple[Transfer, ...]:
    """Payments between units of the department, which must be equal on both sides and are cancelled by a 调整表; `figures` by title."""
    found = (_transfer(pair["paid"], pair["received"], figures) for pair in summary_data()["transfer"])
    return tuple(transfer for transfer in found if transfer)


def _transfer(paid: str, received: str, figures: Mapping[str, Decimal]) -> Transfer | None:
    out, into = figures[paid], figures[received]
    if not out and not into:
        return None
    both = f"各单位{paid}合计 {format_yuan(out)} 元，{received}合计 {format_yuan(into)} 元"
    if out == into:
        sentence = f"{both}，两者相等。部门内部收支要冲销：请编制调整表（报表小类 2），把两项各冲减 {format_yuan(out)} 元。"
        return Transfer(paid, received, out, into, "info", sentence)
    sentence = f"{both}，相差 {format_yuan(abs(out - into))} 元。部门内部的两项应当相等：请核对各单位；属于部门以外的收支请在说明中写明。"
    return Transfer(paid, received, out, into, "error", sentence)
