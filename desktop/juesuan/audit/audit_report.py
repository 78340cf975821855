"""审核报告: all findings by form with their explanations, what could not be judged, and lines to sign; as a document and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from juesuan.audit.engine import Audit
from juesuan.audit.finding import Finding, NotJudged
from juesuan.audit.grouping import Group, grouped
from juesuan.audit.report import SEVERITIES, first_causes, summary
from juesuan.document import Document, Heading, Paragraph, Table, TableCell, Text
from juesuan.errors import JuesuanError, system_reason
from juesuan.workbook.texts import keep_texts

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SIGNATURES = ("单位负责人：________　财务负责人：________", "填表人：________　审核人：________", "审核日期：____年__月__日")
_HEADER = ("级别", "公式编号", "情况", "含义", "说明")
_LIST_HEADER = ("级别", "类型", "公式编号", "表", "位置", "等式", "左边", "右边", "差额", "含义", "说明")
_WIDTHS = (7, 13, 44, 26, 18)
_LIST_WIDTHS = (6, 9, 12, 10, 52, 64, 18, 18, 18, 34, 34)
_OTHER = "其他"
_MOST_IDS = 6
_LINE = 15
"""Height of a line in a workbook, pt."""


def audit_document(audit: Audit) -> Document:
    """The report as blocks: counts, a table for each form, rules not judged, lines to sign."""
    unit = audit.recognition.unit_name or "（未填单位名称）"
    year = f"{audit.recognition.edition}年度" if audit.recognition.edition else ""
    found = audit.findings
    blocks: list[Heading | Paragraph | Table] = [
        _heading(0, f"{year}部门决算审核报告"),
        _paragraph(f"编制单位：{unit}", "plain"),
        _paragraph(summary(audit, found) + "。"),
    ]
    together = grouped(found)
    causes = first_causes(audit, together)
    for form, groups in _by_form(together).items():
        blocks += [_heading(1, _title(audit, form)), _findings_table(groups, causes)]
    blocks += [_heading(1, "未判断的公式"), _unjudged_table(audit.not_judged)]
    blocks += [_paragraph(words, "plain") for words in SIGNATURES]
    return Document(f"{year}部门决算审核报告", unit, audit.recognition.edition or 0, tuple(blocks))


def write_audit_workbook(audit: Audit, path: Path) -> Path:
    """The report as an xlsx: 汇总, 审核结果 (a row a finding), 未判, 签字 lines under the summary. Raises JuesuanError."""
    import openpyxl

    book = openpyxl.Workbook()
    found = audit.findings
    _fill(book.active, _summary_rows(audit, found), (24, 110))
    _fill(book.create_sheet("审核结果"), [_LIST_HEADER, *map(_row, found)], _LIST_WIDTHS, header=True)
    _fill(book.create_sheet("未判"), [("公式编号", "原因", "条数"), *_reasons(audit.not_judged)], (80, 44, 8), header=True)
    for sheet in book:
        keep_texts(sheet)
    try:
        book.save(path)
    except OSError as problem:
        raise JuesuanError(f"写不出审核报告 {path}：{system_reason(problem)}。请检查文件是否被别的程序打开、文件夹能否写入。") from problem
    return path


def _summary_rows(audit: Audit, found: Sequence[Finding]) -> list[tuple[str, ...]]:
    year = f"{audit.recognition.edition}年度" if audit.recognition.edition else ""
    head = (f"{year}部门决算审核报告",), ("编制单位", audit.recognition.unit_name), ("审核情况", summary(audit, found)), ()
    rows: list[tuple[str, ...]] = list(head)
    together = grouped(found)
    causes = first_causes(audit, together)
    for form, groups in _by_form(together).items():
        rows.append((_title(audit, form),))
        for group in groups:
            said = f"说明：{_explanations(group)}" if _explanations(group) else None
            words = "\n".join(filter(None, (group.words, group.head.message, causes.get(group.head.key), said)))
            rows.append((f"{SEVERITIES[group.severity]} {group.rule}", words))
    return [*rows, (), *((words,) for words in SIGNATURES)]


def _row(finding: Finding) -> tuple[str | Decimal | None, ...]:
    place = "、".join(f"{cell.cell.sheet}!{cell.cell.a1}" for cell in finding.cells[:4]) + (" 等" if len(finding.cells) > 4 else "")  # noqa: PLR2004
    return (
        SEVERITIES[finding.severity],
        finding.kind,
        finding.rule,
        finding.form,
        place,
        finding.equation,
        finding.left,
        finding.right,
        finding.difference,
        finding.message,
        finding.explanation,
    )


def _fill(sheet: Worksheet, rows: Iterable[tuple[object, ...]], widths: Sequence[float], *, header: bool = False) -> None:
    """Rows of texts and amounts; those of one text alone are titles, which run on to the right."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            _put(sheet.cell(number, column), value, wrapped=len(row) > 1, framed=header)
        sheet.row_dimensions[number].height = _LINE * (_lines(row, widths) if len(row) > 1 else 1)
        if len(row) == 1 and row[0] not in SIGNATURES:
            sheet.cell(number, 1).font = Font(bold=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _set_up(sheet, header=header)


def _put(cell: Cell, value: object, *, wrapped: bool, framed: bool) -> None:
    from openpyxl.styles import Alignment, Border, Side

    cell.value = value if isinstance(value, Decimal) else str(value) if value is not None else None
    cell.data_type = "n" if isinstance(value, Decimal) else "s"
    cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    if framed:
        line = Side("thin")
        cell.border = Border(line, line, line, line)


def _set_up(sheet: Worksheet, *, header: bool) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.properties import PageSetupProperties

    for cell in sheet[1]:
        cell.font = Font(bold=True, size=11 if header else 14)
    sheet.page_setup.orientation = "landscape" if header else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if header:
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        sheet.print_title_rows = "1:1"
    else:
        sheet.title = "汇总"
        sheet.row_dimensions[1].height = _LINE * 1.5


def _lines(row: Sequence[object], widths: Sequence[float]) -> int:
    """Lines that the longest text of a row needs; not every program makes rows of wrapped text as high as they need to be."""
    texts = ((str(value), width) for value, width in zip(row, widths, strict=False) if isinstance(value, str))
    return max((sum(_lines_of(part, width) for part in text.split("\n")) for text, width in texts), default=1)


def _lines_of(text: str, width: float) -> int:
    """Lines in a column so many digits wide; full-width characters take two, and words that do not break some more."""
    return max(1, ceil(sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text) * 1.2 / width))


def _by_form(groups: Iterable[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.form or _OTHER, []).append(group)
    return found


def _title(audit: Audit, code: str) -> str:
    form = audit.recognition.form(code)
    return f"{code} {form.title}" if form and form.title else code


def _findings_table(groups: Sequence[Group], causes: Mapping[str, str]) -> Table:
    return _table(_HEADER, [_cells(group, causes) for group in groups], _WIDTHS)


def _cells(group: Group, causes: Mapping[str, str]) -> tuple[str, ...]:
    head = group.head
    meaning = "。".join(words for words in (head.message, causes.get(head.key, "")) if words)
    return SEVERITIES[group.severity], group.rule, group.words, meaning, _explanations(group)


def _explanations(group: Group) -> str:
    return "；".join(dict.fromkeys(finding.explanation for finding in group.members if finding.explanation))


def _unjudged_table(unjudged: Sequence[NotJudged]) -> Table:
    rows = [(_shortened(rules), reason, count) for rules, reason, count in _reasons(unjudged)]
    return _table(("公式编号", "原因", "条数"), rows, (44, 34, 8))


def _shortened(rules: str) -> str:
    """The first few of many rule ids; the workbook has all of them."""
    names = rules.split("、")
    return rules if len(names) <= _MOST_IDS else f"{'、'.join(names[:_MOST_IDS])} 等 {len(names)} 条"


def _reasons(unjudged: Sequence[NotJudged]) -> Iterable[tuple[str, str, str]]:
    """One line a reason: the rules that share it, and how many instances."""
    found: dict[str, dict[str, int]] = {}
    for item in unjudged:
        rules = found.setdefault(item.reason, {})
        rules[item.rule] = rules.get(item.rule, 0) + 1
    for reason, rules in found.items():
        yield "、".join(rules), reason, str(sum(rules.values()))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    head = (tuple(TableCell(text, "center", bold=True) for text in header),)
    body = tuple(tuple(map(TableCell, row)) for row in rows)
    return Table("", head, body, tuple(widths))


def _heading(level: int, words: str) -> Heading:
    return Heading(level, (Text(words),))


def _paragraph(words: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(words),), style)
