"""Checks of rules themselves, before any workbook: forms and rows that do not exist, rules that never apply, rules written twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from juesuan.audit import syntax as s
from juesuan.audit.names import bare
from juesuan.forms import Catalogue, EditionSpec, catalogue

_OLDEST, _NEWEST = 2019, 2025


@dataclass(frozen=True)
class Remark:
    """Something about a rule; `severity` is error or info."""

    rule: str
    place: str
    words: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.place} {self.rule}：{self.words}" if self.place else self.words


def check(rules: Sequence[s.Rule]) -> tuple[Remark, ...]:
    """What is wrong with these rules, in their order."""
    known = catalogue()
    found = [Remark(rule.id, rule.place, words) for rule in rules for words in _problems(rule, known)]
    return tuple(found + list(_duplicates(rules)))


def check_file(path: Path) -> tuple[Remark, ...]:
    """What is wrong with a rule file or a sheet 审核公式, from its first line on: rules that cannot be read, then what `check` finds.

    Raises RuleError where the file itself cannot be read.
    """
    from juesuan.audit.office_rules import in_workbook, readable_of_workbook
    from juesuan.audit.rulebook import readable_rules, text_of_rules

    rules, problems = readable_of_workbook(path) if in_workbook(path) else readable_rules(text_of_rules(path), path.name)
    return tuple(Remark("", "", str(problem)) for problem in problems) + check(rules)


def _problems(rule: s.Rule, known: Catalogue) -> Iterator[str]:
    years = [year for year in range(_OLDEST, _NEWEST + 1) if rule.applies(year)]
    if not years:
        yield f"年度 {rule.years[0]}–{rule.years[1]} 不在 {_OLDEST}–{_NEWEST} 之内，永远不会用到"
        return
    codes = [code for code in rule.forms if not code.startswith(("说明资料", "绩效"))]
    unknown = [code for code in codes if known.spec(code) is None]
    for code in unknown:
        yield f"没有“{code}”这张表"
    if unknown:
        return
    usable = [year for year in years if all(known.edition(code, year) for code in codes)]
    if not usable:
        yield "所用的表没有同时存在的年度，永远不会用到"
        return
    yield from _unbound(rule)
    for reference in s.references((rule.formula, rule.guard) if rule.guard else rule.formula):
        yield from _missing(reference, rule, known, usable[-1])


def _unbound(rule: s.Rule) -> Iterator[str]:
    """Variables of a header path have no values of their own: a condition must give them."""
    given = {quantifier.variable for quantifier in rule.quantifiers}
    for reference in s.references(rule.formula):
        if isinstance(reference.columns, s.ColumnPath):
            for segment in reference.columns.segments:
                if isinstance(segment, s.Variable) and segment.name not in given:
                    yield f"变量 {segment.name} 没有取值范围，应在条件里写 {segment.name} ∈ {{…}}"


def _missing(reference: s.Reference, rule: s.Rule, known: Catalogue, year: int) -> Iterator[str]:
    code = reference.form or rule.home
    edition = known.edition(code, year)
    if edition is None or code.startswith("说明资料"):
        return
    if isinstance(reference.rows, s.NamedRow) and edition.floating is None and not _has_row(edition, reference.rows.name):
        yield f"{code}（{year} 年度）没有“{reference.rows.name}”行"
    columns = reference.columns
    if isinstance(columns, s.ColumnPath) and all(isinstance(item, str) for item in columns.segments):
        name = "/".join(str(item) for item in columns.segments)
        if not _has_column(edition, name):
            yield f"{code}（{year} 年度）没有“{name}”栏"


def _has_row(edition: EditionSpec, name: str) -> bool:
    if edition.row(name):
        return True
    wanted = bare(name)
    tails = {wanted, bare(name.removeprefix("收入")), bare(name.removeprefix("支出"))}
    return any(bare(row.label) in tails or bare(row.key) == wanted for row in edition.rows)


def _has_column(edition: EditionSpec, name: str) -> bool:
    if edition.column(name):
        return True
    wanted = bare(name.replace("/", ""))
    if any(wanted == bare(leading.name) for leading in edition.leading):
        return True
    for column in edition.columns:
        ends = {bare("".join(column.path[start:])) for start in range(len(column.path))}
        if (
            wanted in ends
            or (column.path and bare(name) in bare(column.path[-1]).split("/"))
            or (column.path and bare(column.path[-1]) == bare(name.rsplit("/", 1)[-1]))
        ):
            return True
    return False


def _duplicates(rules: Sequence[s.Rule]) -> Iterator[Remark]:
    ids: dict[str, s.Rule] = {}
    formulas: dict[tuple[object, ...], s.Rule] = {}
    for rule in rules:
        first = ids.setdefault(rule.id, rule)
        if first is not rule:
            yield Remark(rule.id, rule.place, f"编号与 {first.place} 重复")
        content = (rule.formula, rule.quantifiers, rule.guard, rule.home, rule.years, rule.tolerance, rule.rounding)
        same = formulas.setdefault(content, rule)
        if same is not rule and same.id != rule.id:
            yield Remark(rule.id, rule.place, f"公式与 {same.id} 相同", "info")
