"""Rules of an office's own: text files, and the sheet 审核公式 of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from juesuan.audit.cache import cached_rules
from juesuan.audit.syntax import Rule, RuleError
from juesuan.workbook import Sheet, Workbook, open_workbook

SHEET = "审核公式"
_HEADER_WITHIN = 10


def rules_of_files(paths: Sequence[Path]) -> tuple[Rule, ...]:
    """Rules of text files and of workbooks with a sheet 审核公式. Raises RuleError, WorkbookError."""
    from juesuan.audit.rulebook import rules_of_sheet

    texts = [path for path in paths if not in_workbook(path)]
    found = list(cached_rules(texts)) if texts else []
    for path in paths:
        if path not in texts:
            found += rules_of_sheet(rows_of(_opened(path).sheet(SHEET)), f"{path.name} {SHEET}")
    return tuple(found)


def in_workbook(path: Path) -> bool:
    """Whether the rules stand in a workbook, not in a text file."""
    return path.suffix.lower() in (".xlsx", ".xls")


def readable_of_workbook(path: Path) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of a workbook's sheet 审核公式, and what is wrong with those that cannot be read. Raises RuleError, WorkbookError."""
    return rules_within(_opened(path))


def _opened(path: Path) -> Workbook:
    workbook = open_workbook(path)
    if all(sheet.name != SHEET for sheet in workbook.sheets):
        raise RuleError(f"{path.name} 里没有工作表“{SHEET}”。请按 编号、表、公式、类型、条件、提示 列出公式")
    return workbook


def rules_within(workbook: Workbook) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of the workbook's own sheet 审核公式, and what is wrong with those that cannot be read."""
    if all(sheet.name != SHEET for sheet in workbook.sheets):
        return (), ()
    from juesuan.audit.rulebook import rules_of_sheet

    rules: list[Rule] = []
    problems: list[str] = []
    for row in rows_of(workbook.sheet(SHEET)):
        try:
            rules += rules_of_sheet([row], SHEET)
        except RuleError as problem:
            problems.append(str(problem))
    return tuple(rules), tuple(problems)


def rows_of(sheet: Sheet) -> Iterator[dict[str, str]]:
    """The rows under the header that has 编号 and 公式, by column name; `行` is the row of the sheet."""
    rows: dict[int, dict[int, str]] = {}
    for row, column, value in sheet.cells():
        if value is not None:
            rows.setdefault(row, {})[column] = str(value).strip()
    header = next((row for row, cells in rows.items() if row <= _HEADER_WITHIN and {"编号", "公式"} <= set(cells.values())), None)
    if header is None:
        return
    names = rows[header]
    for row, cells in rows.items():
        if row > header:
            yield {names[column]: text for column, text in cells.items() if column in names} | {"行": str(row)}
