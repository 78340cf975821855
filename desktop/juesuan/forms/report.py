"""What was recognised and why, for the command line."""

from __future__ import annotations

from typing import Any

from juesuan.forms.form import Form
from juesuan.forms.performance_form import PERFORMANCE
from juesuan.forms.recognise import Recognition


def to_json(recognition: Recognition) -> dict[str, Any]:
    """The answer of `juesuan forms --json`: plain lists and texts."""
    return {
        "edition": recognition.edition,
        "unit_name": recognition.unit_name,
        "forms": [_form(form) for form in recognition.forms],
        "unrecognised": [{"sheet": sheet.sheet, "reason": sheet.reason} for sheet in recognition.unrecognised],
    }


def _form(form: Form) -> dict[str, Any]:
    return {
        "sheet": form.sheet,
        "form": form.code,
        "title": form.title,
        "edition": form.edition,
        "unit": form.unit,
        "confidence": form.confidence,
        "lines": sum(bool(row.line) for row in form.rows),
        "columns": len(form.columns),
        "subjects": sum(bool(row.subject) for row in form.rows),
        "reasons": list(form.reasons),
    }


def as_text(recognition: Recognition) -> str:
    """The same for a reader, a line each."""
    lines = [f"{recognition.unit_name or '单位名称未填'}  {recognition.edition or '年度未知'}年度  认出 {len(recognition.forms)} 张表"]
    lines += [_line(form) for form in recognition.forms]
    if recognition.unrecognised:
        lines += ["没有认出的表："] + [f"  {sheet.sheet}：{sheet.reason}" for sheet in recognition.unrecognised]
    return "\n".join(lines)


def _line(form: Form) -> str:
    why = f"  {'；'.join(form.reasons)}" if form.confidence < 1 else ""
    return f"  {form.code:<8} {form.title}  {form.unit}  {_size(form)}  （{form.sheet}）{why}"


def _size(form: Form) -> str:
    if form.kind == PERFORMANCE:
        return f"{len(form.fields)} 项 {len(form.rows)} 个指标"
    return f"{len(form.fields)} 项" if form.kind in {"cover", "input"} and not form.rows else f"{len(form.rows)} 行 {len(form.columns)} 栏"
