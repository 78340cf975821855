"""Findings that are worded only when somebody looks: thousands of failing formulas cost nothing until they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NamedTuple

from juesuan.audit import bound as b
from juesuan.audit.equation import Writer, finding_cells
from juesuan.audit.families import Family
from juesuan.audit.finding import Finding
from juesuan.audit.notes import Notes
from juesuan.audit.values import Values

_FIELDS = frozenset(item.name for item in fields(Finding))


class Source(NamedTuple):
    """What a finding is worded from: one instance of a family, the values, and what the office wrote."""

    family: Family
    number: int
    values: Values
    notes: Notes


class LateFinding(Finding):
    """A finding that knows its key, rule and severity; whatever else is asked of it is worked out then, once."""

    _source: Source

    def __getattr__(self, name: str) -> Any:
        if name not in _FIELDS:
            raise AttributeError(name)
        source, known = self._source, self.__dict__
        if name in ("key", "group"):
            known[name] = getattr(source.family, name)(source.number)
        elif name != "difference" or (gap := source.family.gap(source.number, source.values)) is None:
            known.update(_worded(source))
        else:
            known[name] = gap
        return known[name]


def late_finding(source: Source) -> Finding:
    """The finding of one failed instance. It tells of the values as they are when it is first looked at: `settle` it before they change."""
    family = source.family
    rule, found = family.rule, object.__new__(LateFinding)
    known = found.__dict__
    known["_source"], known["rule"], known["kind"], known["message"], known["causes"] = source, rule.id, rule.kind, rule.message, ()
    known["severity"] = "info" if family.checks_rows and _mild(source) else rule.severity
    return found


def settle(findings: Iterable[Finding]) -> None:
    """Word them now, with the values as they are."""
    for finding in findings:
        finding.equation  # noqa: B018  looking is what words it


def _mild(source: Source) -> bool:
    node = source.family.instance(source.number).node
    return isinstance(node, b.Known) and node.mild


def _worded(source: Source) -> dict[str, Any]:
    instance = source.family.instance(source.number)
    filled = Writer(instance, source.values).filled()
    cells = finding_cells(instance, source.values)
    return {
        "form": cells[0].address.form if cells else source.family.rule.home,
        "equation": filled.text,
        "left": filled.left,
        "right": filled.right,
        "difference": filled.difference,
        "cells": cells,
        "explanation": source.notes.explanation(instance.key, filled.text) if source.family.rule.kind == "核实性" else None,
    }
