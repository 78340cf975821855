"""An audit for the command line: JSON and plain text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from juesuan.audit.engine import Audit
from juesuan.audit.finding import Finding, FindingCell
from juesuan.audit.grouping import Group, grouped
from juesuan.money import format_amount

_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3})")
_MOST_GROUPS, _MOST_EXPLAINED = 30, 4
SEVERITIES = {"error": "错误", "confirm": "核实", "info": "提示"}


def to_json(audit: Audit, file: str) -> dict[str, Any]:
    """The shape of `juesuan audit --json`; amounts are decimal strings in the unit of the form."""
    counts = audit.counts
    forms = audit.recognition.forms
    units = {form.unit for form in forms if form.kind in ("fixed", "floating")}
    return {
        "file": file,
        "edition": audit.recognition.edition,
        "unit": "元" if "元" in units or not units else "万元",
        "forms": [{"form": form.code, "sheet": form.sheet, "edition": form.edition} for form in forms],
        "rules": {"checked": counts.checked, "held": counts.held, "failed": counts.failed, "not_judged": counts.not_judged},
        "findings": [_finding(finding) for finding in audit.findings],
        "not_judged": [{"rule": item.rule, "reason": item.reason} for item in audit.not_judged],
    }


def json_text(audit: Audit, file: str) -> str:
    """The same as text, a line a finding: written so, ten thousand of them take a third of the time."""
    answer = to_json(audit, file)
    return "{\n" + ",\n".join(f" {_json(name)}: {_listed(value)}" for name, value in answer.items()) + "\n}"


def _listed(value: object) -> str:
    return "[\n  " + ",\n  ".join(map(_json, value)) + "\n ]" if isinstance(value, list) and value else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "severity": finding.severity,
        "form": finding.form,
        "equation": _SEPARATOR.sub("", finding.equation),
        "left": _amount(finding.left),
        "right": _amount(finding.right),
        "difference": _amount(finding.difference),
        "cells": [_cell(cell) for cell in finding.cells],
        "message": finding.message,
        "explanation": finding.explanation,
    }


def _cell(cell: FindingCell) -> dict[str, str]:
    return {
        "form": cell.address.form,
        "line": cell.address.row,
        "column": cell.address.column,
        "sheet": cell.cell.sheet,
        "cell": cell.cell.a1,
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else format_amount(amount)


def as_text(audit: Audit, *, explain: bool = False) -> str:
    """What `juesuan audit` prints: counts, then a line a group of findings that belong together; with `explain` the first errors with their
    likeliest causes, for which the formulas of the workbook are loaded and tried.
    """
    found = audit.findings
    groups = grouped(found)
    lines, causes = [summary(audit, found)], first_causes(audit, groups) if explain else {}
    for group in groups:
        head = group.head
        form = "" if group.words.startswith(group.form) else f"{group.form} "
        lines.append(f"{SEVERITIES[group.severity]} {group.rule} {form}{group.words}")
        lines += [f"    如：{head.equation}"] if len(group.members) > 1 else []
        lines += [f"    {head.message}"] if head.message else []
        lines += [f"    {causes[head.key]}"] if head.key in causes else []
        lines += [f"    说明：{head.explanation}"] if head.explanation else []
    return "\n".join(lines)


def first_causes(audit: Audit, groups: Sequence[Group]) -> dict[str, str]:
    """The likeliest cause of the first errors by the key of the finding, each told once; none where so much is wrong that a single amount
    cannot be the cause.
    """
    if len(groups) > _MOST_GROUPS:
        return {}
    heads = [group.head for group in groups if group.severity == "error"][:_MOST_EXPLAINED]
    found: dict[str, str] = {}
    for head in heads:
        cause = next(iter(audit.explained(head).causes), "")
        if cause and cause not in found.values():
            found[head.key] = cause
    return found


def summary(audit: Audit, found: Sequence[Finding]) -> str:
    """`已审核 3,000 条：错误 2，核实 1，提示 0；未判 4 条`."""
    counts, numbers = audit.counts, Counter(finding.severity for finding in found)
    by_severity = "，".join(f"{words} {numbers[name]}" for name, words in SEVERITIES.items())
    return f"已审核 {counts.checked} 条：{by_severity}；未判 {counts.not_judged} 条"
