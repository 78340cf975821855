"""The 审核报告 and the grouping of findings."""

from decimal import Decimal

import openpyxl
import pytest
from consistent import consistent

from juesuan.audit import Audit
from juesuan.audit.audit_report import SIGNATURES, audit_document, write_audit_workbook
from juesuan.audit.grouping import grouped
from juesuan.audit.report import as_text
from juesuan.document import Paragraph, Table
from juesuan.errors import JuesuanError


@pytest.fixture(scope="module")
def audit():
    """Two 项 of 财决05-1 lost an amount, and every row above them with it."""
    recognition, book = consistent()
    for row in ("2010101", "2010102", "20101", "201", "合计"):
        cell = recognition.cell("财决05-1", row, "1")
        book.put(cell, book.value(cell) - (200 if len(row) == 5 or row in ("201", "合计") else 100))
    found = Audit(recognition)
    found.run()
    return found


def test_a_column_that_disagrees_is_one_line(audit):
    group = next(item for item in grouped(audit.findings) if item.rule == "X04-01")
    assert group.words == "财决04 2栏 与 财决05-1 1栏：合计及 4 个科目不一致，差 200.00"
    assert group.head.key == "X04-01[合计]"
    assert {finding.key for finding in group.members} == {f"X04-01[{row}]" for row in ("合计", "201", "20101", "2010101", "2010102")}
    assert f"错误 X04-01 {group.words}" in as_text(audit)


def test_groups_hold_every_finding_once(audit):
    members = [finding.key for group in grouped(audit.findings) for finding in group.members]
    assert sorted(members) == sorted(finding.key for finding in audit.findings)


def test_the_document_tells_everything(audit):
    blocks = audit_document(audit).blocks
    cells = {cell.text for block in blocks if isinstance(block, Table) for row in block.body for cell in row}
    assert {group.words for group in grouped(audit.findings)} <= cells
    assert {item.reason for item in audit.not_judged} <= cells
    assert [block.text for block in blocks[-len(SIGNATURES) :] if isinstance(block, Paragraph)] == list(SIGNATURES)


def test_the_workbook_lists_every_finding(audit, tmp_path):
    book = openpyxl.load_workbook(write_audit_workbook(audit, tmp_path / "审核报告.xlsx"))
    assert book.sheetnames == ["汇总", "审核结果", "未判"]
    rows = list(book["审核结果"].iter_rows(min_row=2, values_only=True))
    assert [row[5] for row in rows] == [finding.equation for finding in audit.findings]
    assert Decimal(str(rows[0][8])) == audit.findings[0].difference
    assert book["汇总"]["B3"].value.startswith("已审核")


def test_texts_of_the_report_are_never_formulas(audit, tmp_path):
    book = openpyxl.load_workbook(write_audit_workbook(audit, tmp_path / "审核报告.xlsx"))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_a_place_that_cannot_be_written(audit, tmp_path):
    with pytest.raises(JuesuanError, match="写不出审核报告"):
        write_audit_workbook(audit, tmp_path / "没有" / "审核报告.xlsx")


def test_rows_of_the_workbook_are_as_high_as_their_words(audit, tmp_path):
    book = openpyxl.load_workbook(write_audit_workbook(audit, tmp_path / "审核报告.xlsx"))
    summary = book["汇总"]
    row = next(row for row in summary.iter_rows(min_row=5) if "\n" in str(row[1].value))
    assert summary.row_dimensions[row[0].row].height >= 15 * len(str(row[1].value).splitlines())
    assert "$1:$1" in str(book["审核结果"].print_title_rows)
